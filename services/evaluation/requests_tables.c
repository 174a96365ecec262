/* Exports tables. The whole is written for every piece that the gateway asks for, because nothing
 * of it is kept; the rows come a page at a time, so memory does not grow with them. */
#include <stdio.h>
#include <string.h>

#include "call_rules.h"
#include "evaluation.handlers.h"
#include "intake.contract.h"
#include "tables.h"

/* ---- what the kinds use ---- */

void
table_add_fact (table_job_t *self, table_label_t name, const char *value)
{
    if (self->fact_count < TABLE_FACTS_MAX && !wl_text_empty (value))
        self->facts[self->fact_count++] = (report_fact_t){ table_say (self->locale, name), value };
}

report_column_t *
table_add_column (table_job_t *self, const char *key, table_label_t title, report_kind_t kind)
{
    /* The contract allows 30 criteria, and no table has more than 17 columns beside them. */
    report_column_t *column = &self->columns[self->column_count++];

    *column =
        (report_column_t){ .key = key, .title = table_say (self->locale, title), .kind = kind };
    return column;
}

void
table_add_application_columns (table_job_t *self)
{
    report_column_t *title;

    table_add_column (self, "number", (table_label_t){ "Numer", "Number" }, REPORT_TEXT);
    title =
        table_add_column (self, "title", (table_label_t){ "Innowacja", "Innovation" }, REPORT_TEXT);
    title->names_row = true;
    title->polish = true;
    title->width = 40;
    table_add_column (self, "region", (table_label_t){ "Region", "Region" }, REPORT_TEXT)->polish =
        true;
}

void
table_put (table_job_t *self, report_cell_t cell)
{
    self->cells[self->cell_count++] = cell;
}

static const char *
region_name (const table_job_t *self, const char *code)
{
    for (size_t i = 0; i < self->region_count; i++)
        if (wl_text_equal (self->region_codes[i], code))
            return self->region_names[i];
    return code;
}

void
table_put_application (table_job_t *self, const char *number, const char *title, const char *region)
{
    table_put (self, report_text (number));
    table_put (self, report_text (wl_text_empty (title) ? number : title));
    table_put (self, report_text (region_name (self, region)));
}

void
table_put_moment (table_job_t *self, wl_time_t moment)
{
    table_put (self, moment == 0 ? report_blank () : report_number (moment));
}

wl_status
table_end_row (table_job_t *self)
{
    self->cell_count = 0;
    return report_row (self->report, self->cells);
}

const char *
table_staff (table_job_t *self, const char *user_id)
{
    const char *name = table_people_name (self->people, user_id);

    if (wl_text_empty (user_id) || !wl_text_empty (name))
        return name;
    return wl_text_printf (wl_arena (self->req), "%s %.8s",
                           table_say (self->locale, (table_label_t){ "konto", "account" }),
                           user_id);
}

static bool
shows_assessors (const table_job_t *self, const char *region)
{
    const Wlacznik__MeritCard *card = self->contest.rules->merit_card;
    bool coordinates = wl_has_role (self->req, WL_ROLE_COORDINATOR, region);

    if (card == NULL)
        return false;
    return card->assessor_names == WLACZNIK__ASSESSOR_NAMES__NAMES_FOR_STAFF ||
           (card->assessor_names == WLACZNIK__ASSESSOR_NAMES__NAMES_FOR_COORDINATORS &&
            coordinates);
}

const char *
table_assessor (table_job_t *self, const char *region, const char *user_id)
{
    const char *name =
        shows_assessors (self, region) ? table_people_name (self->people, user_id) : "";

    if (!wl_text_empty (name))
        return name;
    return table_code (wl_arena (self->req), self->locale, self->contest.call_id, user_id);
}

void
table_move (table_job_t *self, const char *number)
{
    snprintf (self->page.number, sizeof self->page.number, "%s", number);
}

/* ---- the whole ---- */

static const table_kind_t *
kind_of (Evaluation__Table table)
{
    switch (table) {
    case EVALUATION__TABLE__SCORES_TABLE:
        return &table_scores;
    case EVALUATION__TABLE__FORMAL_PROTOCOL:
        return &table_formal;
    case EVALUATION__TABLE__ASSIGNMENT_PROTOCOL:
        return &table_assignment;
    case EVALUATION__TABLE__APPEALS_PROTOCOL:
        return &table_appeals;
    case EVALUATION__TABLE__RANKING_TABLE:
    default:
        return &table_ranking;
    }
}

static const char *
media_type (Evaluation__TableFormat format)
{
    switch (format) {
    case EVALUATION__TABLE_FORMAT__AS_CSV:
        return "text/csv; charset=utf-8";
    case EVALUATION__TABLE_FORMAT__AS_JSON:
        return "application/json";
    case EVALUATION__TABLE_FORMAT__AS_HTML:
        return "text/html; charset=utf-8";
    case EVALUATION__TABLE_FORMAT__AS_XLSX:
    default:
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    }
}
_Static_assert((int) EVALUATION__TABLE_FORMAT__AS_XLSX == (int) REPORT_XLSX &&
                   (int) EVALUATION__TABLE_FORMAT__AS_CSV == (int) REPORT_CSV &&
                   (int) EVALUATION__TABLE_FORMAT__AS_JSON == (int) REPORT_JSON &&
                   (int) EVALUATION__TABLE_FORMAT__AS_HTML == (int) REPORT_HTML,
               "the contract's formats are the writers'");

/* A page to print opens in the browser; the others are saved. */
static const char *
file_name (const table_job_t *self, const table_kind_t *kind)
{
    static const char *const endings[] = { "", "xlsx", "csv", "json", "" };
    const char *ending = endings[self->in->format];

    if (*ending == '\0')
        return "";
    return wl_text_printf (wl_arena (self->req), "%s-%s.%s", self->contest.definition->code,
                           kind->key, ending);
}

static wl_status
find_stage (table_job_t *self)
{
    store_contest_t *contest = &self->contest;
    wl_status status = store_contest (self->req, self->in->call_id, self->in->stage, contest);

    if (status == WL_NOT_FOUND)
        return wl_fail (self->req, status, "no-such-call", "Nie ma takiego ogłoszonego naboru.",
                        "There is no such published call.");
    if (status != WL_OK || contest->stage != NULL)
        return status;
    contest->rules = wl_text_empty (self->in->stage)
                         ? contest->definition->stages[0]
                         : call_find_stage (contest->definition, self->in->stage);
    if (contest->rules == NULL)
        return wl_fail_field (self->req, "stage", "unknown", "Nabór nie ma takiego etapu.",
                              "The call has no such stage.");
    contest->stage = contest->rules->key;
    return WL_OK;
}

/* A table with codes for regions is better than none while intake is away. */
static void
learn_regions (table_job_t *self)
{
    Intake__GetCallRequest ask = INTAKE__GET_CALL_REQUEST__INIT;
    Intake__Call *call;

    ask.call_id = self->in->call_id;
    if (intake_call_get_call (self->req, &ask, &call) != WL_OK) {
        wl_error_init (wl_request_error (self->req), wl_arena (self->req));
        return;
    }
    self->region_codes =
        wl_arena_array (wl_arena (self->req), call->n_regions, sizeof *self->region_codes);
    self->region_names =
        wl_arena_array (wl_arena (self->req), call->n_regions, sizeof *self->region_names);
    for (size_t i = 0; i < call->n_regions; i++) {
        self->region_codes[i] = call->regions[i]->region;
        self->region_names[i] = call->regions[i]->name;
    }
    self->region_count = call->n_regions;
}

static const char *
own_regions (const table_job_t *self)
{
    const char *const *regions;
    wl_buffer_t text;
    size_t count;

    wl_role_regions (self->req, WL_ROLE_COORDINATOR, &regions, &count);
    if (self->page.all_regions || (count == 1 && wl_text_equal (regions[0], "*")))
        return table_say (self->locale, (table_label_t){ "wszystkie", "all" });
    wl_buffer_init (&text, wl_arena (self->req));
    for (size_t i = 0; i < count; i++)
        wl_buffer_printf (&text, "%s%s", i == 0 ? "" : ", ", region_name (self, regions[i]));
    return text.length == 0 ? "" : text.data;
}

static void
add_common_facts (table_job_t *self)
{
    const Intake__CallDefinition *call = self->contest.definition;
    char *at = wl_arena_alloc (wl_arena (self->req), 64);

    wl_time_format_people (wl_now (self->req), self->locale, at);
    table_add_fact (self, (table_label_t){ "Nabór", "Call" },
                    wl_text_printf (wl_arena (self->req), "%s, %s", call->code,
                                    wl_local_text (call->title, self->locale)));
    table_add_fact (self, (table_label_t){ "Etap", "Stage" },
                    wl_local_text (self->contest.rules->title, self->locale));
    table_add_fact (self, (table_label_t){ "Regiony", "Regions" }, own_regions (self));
    table_add_fact (self, (table_label_t){ "Stan na", "As of" }, at);
}

/* Rows until a page has none; what a page needed is given back after it. */
static wl_status
write_rows (table_job_t *self, const table_kind_t *kind)
{
    wl_arena_mark_t mark = wl_arena_mark (wl_arena (self->req));
    size_t count = 1;

    while (count > 0) {
        WL_TRY (kind->write (self, &count));
        wl_arena_rewind (wl_arena (self->req), mark);
    }
    return WL_OK;
}

static wl_status
write_table (table_job_t *self, const table_kind_t *kind, Wlacznik__Document *out)
{
    report_head_t head = {
        .key = kind->key,
        .title =
            wl_text_printf (wl_arena (self->req), "%s: %s", table_say (self->locale, kind->title),
                            self->contest.definition->code),
        .locale = self->locale,
        .at = wl_now (self->req),
        .facts = self->facts,
        .fact_count = self->fact_count,
        .columns = self->columns,
        .column_count = self->column_count,
    };
    report_piece_t piece;
    wl_status status;

    status = report_begin (wl_arena (self->req), (report_format_t) self->in->format, &head,
                           self->in->offset, &self->report);
    wl_hold (self->req, self->report, report_discard);
    WL_TRY (status);
    WL_TRY (write_rows (self, kind));
    WL_TRY (report_end (self->report, &piece));
    out->content.data = piece.content;
    out->content.len = piece.length;
    out->total = piece.total;
    out->tag = wl_text_copy (wl_arena (self->req), piece.tag);
    return WL_OK;
}

wl_status
evaluation_export_table (wl_request_t *req, const Evaluation__ExportTableRequest *in,
                         Wlacznik__Document *out)
{
    table_job_t *self = wl_arena_alloc (wl_arena (req), sizeof *self);
    const table_kind_t *kind = kind_of (in->table);

    self->req = req;
    self->in = in;
    self->locale = wl_text_empty (in->locale) ? wl_locale (req) : in->locale;
    WL_TRY (find_stage (self));
    learn_regions (self);
    self->people = table_people_new (req);
    self->page = (store_export_t){
        .call_id = in->call_id,
        .stage = self->contest.stage,
        .all_regions = wl_has_role (req, WL_ROLE_OWNER, NULL),
    };
    add_common_facts (self);
    WL_TRY (kind->prepare (self));
    WL_TRY (write_table (self, kind, out));
    out->media_type = wl_text_copy (wl_arena (req), media_type (in->format));
    out->file_name = wl_text_copy (wl_arena (req), file_name (self, kind));
    return WL_OK;
}
