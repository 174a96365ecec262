/* What was done about a call, step by step, and by whom: formal checks, assignment, appeals. */
#include <stdio.h>
#include <string.h>

#include "store_assignment.h"
#include "tables.h"

enum { ASSIGNMENTS_SHOWN = 100 };

/* ---- formal checks ---- */

static wl_status
prepare_formal (table_job_t *self)
{
    report_column_t *column;

    table_add_application_columns (self);
    table_add_column (self, "result", (table_label_t){ "Wynik", "Result" }, REPORT_TEXT);
    column =
        table_add_column (self, "item", (table_label_t){ "Warunek", "Condition" }, REPORT_TEXT);
    column->width = 50;
    table_add_column (self, "answer", (table_label_t){ "Odpowiedź", "Answer" }, REPORT_TEXT);
    column = table_add_column (self, "reason", (table_label_t){ "Powód", "Reason" }, REPORT_TEXT);
    column->polish = true;
    column->width = 50;
    table_add_column (self, "decidedBy", (table_label_t){ "Ocenił(a)", "Checked by" }, REPORT_TEXT)
        ->width = 24;
    table_add_column (self, "confirmedBy", (table_label_t){ "Potwierdził(a)", "Confirmed by" },
                      REPORT_TEXT)
        ->width = 24;
    table_add_column (self, "decidedAt", (table_label_t){ "Kiedy", "When" }, REPORT_MOMENT)->width =
        20;
    table_add_column (self, "appealUntil", (table_label_t){ "Odwołanie przed", "Appeal before" },
                      REPORT_MOMENT)
        ->width = 20;
    return WL_OK;
}

static const char *
item_text (const table_job_t *self, const char *key)
{
    const Wlacznik__Stage *stage = self->contest.rules;

    for (size_t i = 0; i < stage->n_formal_items; i++)
        if (wl_text_equal (stage->formal_items[i]->key, key))
            return wl_local_text (stage->formal_items[i]->text, self->locale);
    return key;
}

static wl_status
write_item (table_job_t *self, const store_checked_t *row, const Evaluation__FormalItemAnswer *item)
{
    const Evaluation__FormalCheck *check = row->check;

    table_put_application (self, row->number, row->title, row->region);
    table_put (
        self, report_text (table_say (self->locale,
                                      check->passed ? (table_label_t){ "pozytywny", "passed" }
                                                    : (table_label_t){ "negatywny", "rejected" })));
    table_put (self, item == NULL ? report_blank () : report_text (item_text (self, item->item)));
    table_put (self, item == NULL ? report_blank ()
                                  : report_text (table_answer (self->locale, item->answer)));
    table_put (self, item == NULL ? report_blank () : report_text (item->reason));
    table_put (self, report_text (table_staff (self, check->decided_by)));
    table_put (self, report_text (table_staff (self, check->confirmed_by)));
    table_put_moment (self, wl_timestamp_time (check->decided_at));
    table_put_moment (self, wl_timestamp_time (check->appeal_until));
    return table_end_row (self);
}

/* One that lapsed in correction was decided by nobody, item by item: a row of its own all the same.
 */
static wl_status
write_check (table_job_t *self, const store_checked_t *row)
{
    if (row->check->n_items == 0)
        return write_item (self, row, NULL);
    for (size_t i = 0; i < row->check->n_items; i++)
        WL_TRY (write_item (self, row, row->check->items[i]));
    return WL_OK;
}

static wl_status
write_formal (table_job_t *self, size_t *ret_count)
{
    const char *people[2 * EXPORT_PAGE];
    store_checked_t *rows;

    WL_TRY (store_export_checks (self->req, &self->page, ret_count, &rows));
    for (size_t i = 0; i < *ret_count; i++) {
        people[2 * i] = rows[i].check->decided_by;
        people[2 * i + 1] = rows[i].check->confirmed_by;
    }
    table_people_learn (self->people, people, 2 * *ret_count);
    for (size_t i = 0; i < *ret_count; i++) {
        WL_TRY (write_check (self, &rows[i]));
        table_move (self, rows[i].number);
    }
    return WL_OK;
}

const table_kind_t table_formal = {
    .key = "formal-checks",
    .title = { "Protokół oceny formalnej", "Record of formal checks" },
    .prepare = prepare_formal,
    .write = write_formal,
};

/* ---- assignment ---- */

void
table_learn_assessors (table_job_t *self, const store_given_card_t *cards, size_t count)
{
    const char *people[EXPORT_PAGE];

    for (size_t i = 0; i < count; i++)
        people[i] = cards[i].assessor_user_id;
    table_people_learn (self->people, people, count);
}

void
table_move_card (table_job_t *self, const store_given_card_t *cards, size_t count)
{
    if (count == 0)
        return;
    table_move (self, cards[count - 1].number);
    snprintf (self->page.card_id, sizeof self->page.card_id, "%s", cards[count - 1].id);
}

/* Each time cards were given out, with the digest of its record, which can be verified. */
static wl_status
add_assignments (table_job_t *self)
{
    Evaluation__RecordedAssignment **assignments;
    wl_arena_t *arena = wl_arena (self->req);
    size_t count;
    char at[64];

    WL_TRY (store_assignments (self->req, self->contest.call_id, ASSIGNMENTS_SHOWN, &count,
                               &assignments));
    for (size_t i = 0; i < count; i++) {
        const Evaluation__RecordedAssignment *one = assignments[i];
        wl_time_format_people (wl_timestamp_time (one->at), self->locale, at);
        table_add_fact (self, (table_label_t){ "Przydział", "Assignment" },
                        wl_text_printf (arena,
                                        wl_text_equal (self->locale, "en")
                                            ? "%s; pairs: %u, without assessor: %u; %s"
                                            : "%s; par: %u, bez eksperta: %u; %s",
                                        at, one->pairs, one->unserved, one->digest));
    }
    return WL_OK;
}

static wl_status
prepare_assignment (table_job_t *self)
{
    WL_TRY (add_assignments (self));
    table_add_application_columns (self);
    table_add_column (self, "assessor", (table_label_t){ "Ekspert", "Assessor" }, REPORT_TEXT)
        ->width = 22;
    table_add_column (self, "round", (table_label_t){ "Runda", "Round" }, REPORT_COUNT)->width = 8;
    table_add_column (self, "third", (table_label_t){ "Trzecia ocena", "Third card" }, REPORT_TEXT)
        ->width = 10;
    table_add_column (self, "state", (table_label_t){ "Karta", "Card" }, REPORT_TEXT)->width = 24;
    table_add_column (self, "assignedAt", (table_label_t){ "Przydzielona", "Given out" },
                      REPORT_MOMENT)
        ->width = 20;
    table_add_column (self, "declaredAt", (table_label_t){ "Oświadczenie", "Declared" },
                      REPORT_MOMENT)
        ->width = 20;
    table_add_column (self, "lockedAt", (table_label_t){ "Zatwierdzona", "Locked" }, REPORT_MOMENT)
        ->width = 20;
    return WL_OK;
}

static wl_status
write_given (table_job_t *self, const store_given_card_t *card)
{
    table_put_application (self, card->number, card->title, card->region);
    table_put (self, report_text (table_assessor (self, card->region, card->assessor_user_id)));
    table_put (self, report_number (card->round));
    table_put (self, report_text (table_yes_no (self->locale, card->third)));
    table_put (self, report_text (table_card_state (self->locale, card->state)));
    table_put_moment (self, card->assigned_at);
    table_put_moment (self, card->declared_at);
    table_put_moment (self, card->locked_at);
    return table_end_row (self);
}

static wl_status
write_assignment (table_job_t *self, size_t *ret_count)
{
    store_given_card_t *cards;

    WL_TRY (store_export_cards (self->req, &self->page, false, ret_count, &cards));
    table_learn_assessors (self, cards, *ret_count);
    for (size_t i = 0; i < *ret_count; i++)
        WL_TRY (write_given (self, &cards[i]));
    table_move_card (self, cards, *ret_count);
    return WL_OK;
}

const table_kind_t table_assignment = {
    .key = "assignment",
    .title = { "Protokół przydziału", "Record of the assignment" },
    .prepare = prepare_assignment,
    .write = write_assignment,
};

/* ---- appeals ---- */

static wl_status
prepare_appeals (table_job_t *self)
{
    report_column_t *column;

    table_add_application_columns (self);
    table_add_column (self, "kind", (table_label_t){ "Odwołanie", "Appeal" }, REPORT_TEXT)->width =
        22;
    column = table_add_column (self, "contested", (table_label_t){ "Czego dotyczy", "Contested" },
                               REPORT_TEXT);
    column->width = 40;
    column = table_add_column (self, "text", (table_label_t){ "Treść", "Text" }, REPORT_TEXT);
    column->polish = true;
    column->width = 60;
    table_add_column (self, "filedAt", (table_label_t){ "Złożone", "Filed" }, REPORT_MOMENT)
        ->width = 20;
    table_add_column (self, "answerUntil", (table_label_t){ "Odpowiedź przed", "Answer before" },
                      REPORT_MOMENT)
        ->width = 20;
    table_add_column (self, "state", (table_label_t){ "Rozstrzygnięcie", "Decision" }, REPORT_TEXT);
    column = table_add_column (self, "decisionReason", (table_label_t){ "Uzasadnienie", "Reasons" },
                               REPORT_TEXT);
    column->polish = true;
    column->width = 60;
    table_add_column (self, "decidedBy", (table_label_t){ "Rozstrzygnął/-ęła", "Decided by" },
                      REPORT_TEXT)
        ->width = 24;
    table_add_column (self, "decidedAt", (table_label_t){ "Kiedy", "When" }, REPORT_MOMENT)->width =
        20;
    return WL_OK;
}

static const char *
criterion_text (const table_job_t *self, const char *key)
{
    const Wlacznik__MeritCard *card = self->contest.rules->merit_card;

    for (size_t i = 0; card != NULL && i < card->n_criteria; i++)
        if (wl_text_equal (card->criteria[i]->key, key))
            return wl_local_text (card->criteria[i]->title, self->locale);
    return key;
}

/* Keys, with spaces between, in the words of the call. */
static const char *
contested_text (table_job_t *self, const store_appealed_t *row)
{
    char *rest = wl_text_copy (wl_arena (self->req), row->contested);
    wl_buffer_t text;

    wl_buffer_init (&text, wl_arena (self->req));
    for (char *key = strsep (&rest, " "); key != NULL; key = strsep (&rest, " ")) {
        if (text.length > 0)
            wl_buffer_text (&text, "; ");
        wl_buffer_text (&text, row->kind == EVALUATION__APPEAL_KIND__FORMAL_APPEAL
                                   ? item_text (self, key)
                                   : criterion_text (self, key));
    }
    return text.length == 0 ? "" : text.data;
}

static wl_status
write_appeal (table_job_t *self, const store_appealed_t *row)
{
    table_put_application (self, row->number, row->title, row->region);
    table_put (self, report_text (table_appeal_kind (self->locale, row->kind)));
    table_put (self, report_text (contested_text (self, row)));
    table_put (self, report_text (row->text));
    table_put_moment (self, row->filed_at);
    table_put_moment (self, row->answer_until);
    table_put (self, report_text (table_appeal_state (self->locale, row->state)));
    table_put (self, report_text (row->decision_reason));
    table_put (self, report_text (table_staff (self, row->decided_by)));
    table_put_moment (self, row->decided_at);
    return table_end_row (self);
}

static wl_status
write_appeals (table_job_t *self, size_t *ret_count)
{
    const char *people[EXPORT_PAGE];
    store_appealed_t *rows;

    WL_TRY (store_export_appeals (self->req, &self->page, ret_count, &rows));
    for (size_t i = 0; i < *ret_count; i++)
        people[i] = rows[i].decided_by;
    table_people_learn (self->people, people, *ret_count);
    for (size_t i = 0; i < *ret_count; i++) {
        WL_TRY (write_appeal (self, &rows[i]));
        table_move (self, rows[i].number);
        self->page.line = rows[i].kind;
    }
    return WL_OK;
}

const table_kind_t table_appeals = {
    .key = "appeals",
    .title = { "Protokół odwołań", "Record of appeals" },
    .prepare = prepare_appeals,
    .write = write_appeals,
};
