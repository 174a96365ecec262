/* The matrix of scores: applications and assessors down, criteria across. */
#include "scoring.h"
#include "tables.h"

static wl_status
prepare (table_job_t *self)
{
    const Wlacznik__MeritCard *card = self->contest.rules->merit_card;

    if (card == NULL)
        return wl_fail (self->req, WL_FAILED_PRECONDITION, "no-points",
                        "Ten etap nie jest oceniany punktami.",
                        "This stage is not assessed by points.");
    table_add_application_columns (self);
    table_add_column (self, "assessor", (table_label_t){ "Ekspert", "Assessor" }, REPORT_TEXT)
        ->width = 22;
    table_add_column (self, "round", (table_label_t){ "Runda", "Round" }, REPORT_COUNT)->width = 8;
    table_add_column (self, "counts", (table_label_t){ "Liczy się", "Counts" }, REPORT_TEXT)
        ->width = 10;
    table_add_column (self, "third", (table_label_t){ "Trzecia ocena", "Third card" }, REPORT_TEXT)
        ->width = 10;
    for (size_t i = 0; i < card->n_criteria; i++) {
        const Wlacznik__Criterion *criterion = card->criteria[i];
        report_column_t *column =
            table_add_column (self, criterion->key, (table_label_t){ "", "" }, REPORT_POINTS);
        column->title = wl_local_text (criterion->title, self->locale);
    }
    table_add_column (self, "sum", (table_label_t){ "Suma karty", "Sum of the card" },
                      REPORT_POINTS);
    table_add_column (self, "result",
                      (table_label_t){ "Wynik zgłoszenia", "Points of the application" },
                      REPORT_POINTS);
    table_add_column (self, "lockedAt", (table_label_t){ "Zatwierdzona", "Locked" }, REPORT_MOMENT)
        ->width = 20;
    return WL_OK;
}

/* A criterion in words has no points to show. */
static report_cell_t
score_of (const Wlacznik__Criterion *criterion, const Evaluation__Scores *scores)
{
    if (criterion->scale == WLACZNIK__SCALE__SCALE_WORDS)
        return report_blank ();
    for (size_t i = 0; i < scores->n_list; i++)
        if (wl_text_equal (scores->list[i]->criterion, criterion->key))
            return report_number (scores->list[i]->points);
    return report_blank ();
}

static wl_status
write_card (table_job_t *self, const store_given_card_t *card)
{
    const Wlacznik__MeritCard *rules = self->contest.rules->merit_card;
    int64_t sum;
    wl_status status = scoring_sum (rules, card->scores, &sum);

    if (status != WL_OK)
        return status == WL_INVALID_ARGUMENT ? WL_DATA_LOSS : status;
    table_put_application (self, card->number, card->title, card->region);
    table_put (self, report_text (table_assessor (self, card->region, card->assessor_user_id)));
    table_put (self, report_number (card->round));
    table_put (self, report_text (table_yes_no (self->locale, card->counts)));
    table_put (self, report_text (table_yes_no (self->locale, card->third)));
    for (size_t i = 0; i < rules->n_criteria; i++)
        table_put (self, score_of (rules->criteria[i], card->scores));
    table_put (self, report_number (sum));
    table_put (self, card->has_result ? report_number (card->result) : report_blank ());
    table_put_moment (self, card->locked_at);
    return table_end_row (self);
}

static wl_status
write (table_job_t *self, size_t *ret_count)
{
    store_given_card_t *cards;

    WL_TRY (store_export_cards (self->req, &self->page, true, ret_count, &cards));
    table_learn_assessors (self, cards, *ret_count);
    for (size_t i = 0; i < *ret_count; i++)
        WL_TRY (write_card (self, &cards[i]));
    table_move_card (self, cards, *ret_count);
    return WL_OK;
}

const table_kind_t table_scores = {
    .key = "scores",
    .title = { "Oceny", "Scores" },
    .prepare = prepare,
    .write = write,
};
