#include <string.h>

#include "base/amount.h"
#include "report_writer.h"

void
report_add (report_sink_t *self, const void *bytes, size_t length)
{
    uint64_t start = self->total;
    uint64_t wanted = self->from + self->kept; /* the first byte that is not kept yet */

    crypto_generichash_update (self->digest, bytes, length);
    self->total += length;
    if (wanted < start || wanted >= self->total || self->kept == REPORT_PIECE)
        return;
    size_t skipped = (size_t) (wanted - start);
    size_t room = REPORT_PIECE - self->kept;
    size_t taken = length - skipped < room ? length - skipped : room;
    memcpy (self->window + self->kept, (const uint8_t *) bytes + skipped, taken);
    self->kept += taken;
}

const char *
report_cell_words (const report_t *self, report_kind_t kind, const report_cell_t *cell)
{
    char *words = wl_arena_alloc (self->arena, 64);

    if (cell->blank)
        return "";
    switch (kind) {
    case REPORT_COUNT:
        return wl_text_printf (self->arena, "%lld", (long long) cell->number);
    case REPORT_POINTS:
        wl_points_format (cell->number, self->head->locale, words);
        return words;
    case REPORT_MONEY:
        wl_money_format (cell->number, self->head->locale, words);
        return words;
    case REPORT_MOMENT:
        wl_time_format_people (cell->number, self->head->locale, words);
        return words;
    case REPORT_TEXT:
    default:
        return cell->text;
    }
}
_Static_assert(WL_AMOUNT_TEXT <= 64, "an amount needs more room");

/* libsodium wants more alignment than an arena gives. */
static crypto_generichash_state *
digest_new (wl_arena_t *arena)
{
    size_t alignment = _Alignof(crypto_generichash_state);
    uintptr_t place =
        (uintptr_t) wl_arena_alloc (arena, sizeof (crypto_generichash_state) + alignment);

    return (crypto_generichash_state *) ((place + alignment - 1) / alignment * alignment);
}

wl_status
report_begin (wl_arena_t *arena, report_format_t format, const report_head_t *head, uint64_t offset,
              report_t **ret)
{
    report_t *self = wl_arena_alloc (arena, sizeof *self);

    *self = (report_t){ .arena = arena, .format = format, .head = head };
    self->sink.from = offset;
    self->sink.window = wl_arena_alloc (arena, REPORT_PIECE);
    self->sink.digest = digest_new (arena);
    crypto_generichash_init (self->sink.digest, NULL, 0, crypto_generichash_BYTES);
    *ret = self;
    switch (format) {
    case REPORT_XLSX:
        return report_xlsx_begin (self);
    case REPORT_CSV:
        report_csv_begin (self);
        return WL_OK;
    case REPORT_JSON:
        report_json_begin (self);
        return WL_OK;
    case REPORT_HTML:
    default:
        report_html_begin (self);
        return WL_OK;
    }
}

wl_status
report_row (report_t *self, const report_cell_t *cells)
{
    self->rows++;
    switch (self->format) {
    case REPORT_XLSX:
        return report_xlsx_row (self, cells);
    case REPORT_CSV:
        report_csv_row (self, cells);
        return WL_OK;
    case REPORT_JSON:
        report_json_row (self, cells);
        return WL_OK;
    case REPORT_HTML:
    default:
        report_html_row (self, cells);
        return WL_OK;
    }
}

wl_status
report_end (report_t *self, report_piece_t *ret)
{
    uint8_t digest[crypto_generichash_BYTES];

    if (self->format == REPORT_XLSX)
        WL_TRY (report_xlsx_end (self));
    else if (self->format == REPORT_JSON)
        report_json_end (self);
    else if (self->format == REPORT_HTML)
        report_html_end (self);
    crypto_generichash_final (self->sink.digest, digest, sizeof digest);
    *ret = (report_piece_t){
        .content = self->sink.window,
        .length = self->sink.kept,
        .total = self->sink.total,
    };
    wl_hex (digest, sizeof digest, ret->tag);
    return WL_OK;
}
_Static_assert(REPORT_TAG_TEXT == 2 * crypto_generichash_BYTES + 1, "the tag has another length");

void
report_discard (void *report)
{
    report_t *self = report;

    report_xlsx_discard (&self->workbook);
}
