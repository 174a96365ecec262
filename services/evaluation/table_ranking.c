#include "base/amount.h"
#include "store_rankings.h"
#include "tables.h"

static void
add_columns (table_job_t *self)
{
    report_column_t *column;

    table_add_column (self, "place", (table_label_t){ "Miejsce", "Place" }, REPORT_COUNT)->width =
        9;
    table_add_application_columns (self);
    column = table_add_column (self, "applicant", (table_label_t){ "Zgłaszający", "Applicant" },
                               REPORT_TEXT);
    column->polish = true;
    column->width = 30;
    table_add_column (self, "points", (table_label_t){ "Punkty", "Points" }, REPORT_POINTS);
    table_add_column (self, "orderPoints", (table_label_t){ "Punkty ważone", "Weighted points" },
                      REPORT_POINTS);
    table_add_column (self, "amountGrosze", (table_label_t){ "Kwota wnioskowana", "Amount asked" },
                      REPORT_MONEY);
    table_add_column (self, "grantedGrosze", (table_label_t){ "Kwota przyznana", "Amount granted" },
                      REPORT_MONEY);
    table_add_column (self, "group", (table_label_t){ "Wynik", "Result" }, REPORT_TEXT)->width = 20;
    table_add_column (self, "tieStep",
                      (table_label_t){ "Rozstrzygnięcie remisu", "What decided the tie" },
                      REPORT_TEXT)
        ->width = 24;
    table_add_column (self, "blockedBy", (table_label_t){ "Wyklucza się z", "Incompatible with" },
                      REPORT_TEXT);
    column = table_add_column (self, "reason",
                               (table_label_t){ "Niespełniony warunek", "Condition not met" },
                               REPORT_TEXT);
    column->polish = true;
    column->width = 40;
}

static const char *
money (table_job_t *self, int64_t grosze)
{
    char *text = wl_arena_alloc (wl_arena (self->req), WL_AMOUNT_TEXT);

    wl_money_format (grosze, self->locale, text);
    return text;
}

static const char *
standing (table_job_t *self, const Evaluation__Ranking *list)
{
    char at[64];

    if (!list->published)
        return table_say (self->locale, (table_label_t){ "nieogłoszona", "not published" });
    wl_time_format_people (wl_timestamp_time (list->published_at), self->locale, at);
    return wl_text_printf (wl_arena (self->req),
                           wl_text_equal (self->locale, "en") ? "version %u, published on %s"
                                                              : "wersja %u, ogłoszona %s",
                           list->version, at);
}

static wl_status
prepare (table_job_t *self)
{
    Evaluation__Ranking list = EVALUATION__RANKING__INIT;
    wl_status status = store_ranking_head (self->req, self->contest.call_id, self->contest.stage,
                                           !self->page.all_regions, self->in->version, &list);

    if (status == WL_NOT_FOUND)
        return wl_fail (self->req, status, "no-list",
                        "Tej listy jeszcze nie ma albo nie jest ogłoszona.",
                        "There is no such list yet, or it is not published.");
    WL_TRY (status);
    self->page.version = list.version;
    table_add_fact (self, (table_label_t){ "Lista", "List" }, standing (self, &list));
    table_add_fact (self, (table_label_t){ "Pula", "Pool" }, money (self, list.pool_grosze));
    table_add_fact (self, (table_label_t){ "Rekomendowane granty", "Recommended grants" },
                    money (self, list.recommended_grosze));
    table_add_fact (self, (table_label_t){ "Losowanie", "Draw" }, list.draw_seed);
    table_add_fact (self, (table_label_t){ "Suma kontrolna danych", "Digest of the inputs" },
                    list.inputs_digest);
    add_columns (self);
    return WL_OK;
}

static report_cell_t
not_zero (int64_t number)
{
    return number == 0 ? report_blank () : report_number (number);
}

static wl_status
write_line (table_job_t *self, const store_line_t *line)
{
    bool assessed = line->group != EVALUATION__LIST_GROUP__REJECTED_FORMALLY;

    table_put (self, not_zero (line->place));
    table_put_application (self, line->number, line->title, line->region);
    table_put (self, report_text (line->applicant));
    table_put (self, assessed ? report_number (line->points) : report_blank ());
    table_put (self, not_zero (line->order_points));
    table_put (self, report_number (line->amount_grosze));
    table_put (self, not_zero (line->granted_grosze));
    table_put (self, report_text (table_group (self->locale, line->group)));
    table_put (self, report_text (table_tie_step (self->locale, line->tie_step)));
    table_put (self, report_text (line->blocked_by));
    table_put (self, report_text (line->reason));
    return table_end_row (self);
}

static wl_status
write (table_job_t *self, size_t *ret_count)
{
    store_line_t *lines;

    WL_TRY (store_export_lines (self->req, &self->page, ret_count, &lines));
    for (size_t i = 0; i < *ret_count; i++) {
        WL_TRY (write_line (self, &lines[i]));
        self->page.line = lines[i].line;
    }
    return WL_OK;
}

const table_kind_t table_ranking = {
    .key = "ranking",
    .title = { "Lista rankingowa", "Ranking" },
    .prepare = prepare,
    .write = write,
};
