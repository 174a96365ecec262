/* The discrepancy desk: the assessors of one application write down together what they make of
 * their differences. They see each other's cards there, and no names. */
#include "call_halts.h"
#include "desk_rules.h"
#include "evaluation.handlers.h"
#include "store_cards.h"
#include "store_desks.h"

/* The desk with the cards that lie on it. */
typedef struct table {
    store_bench_t bench;
    store_desk_t rows;
    store_desk_card_t *cards;
    size_t count;
    desk_criterion_t criteria[SCORING_CRITERIA_MAX];
} table_t;

/* ---- reading ---- */

static wl_status
read_table (wl_request_t *req, table_t *table)
{
    const store_dossier_t *dossier = &table->bench.dossier;
    const Evaluation__Scores *scores[DESK_CARDS_MAX];
    wl_status status = store_desk (req, dossier, dossier->round, &table->rows);

    /* A card of an earlier round has no part in this one, and an unlocked one in none. */
    if (status == WL_NOT_FOUND || table->bench.own->state != EVALUATION__CARD_STATE__LOCKED)
        return wl_fail (req, WL_FAILED_PRECONDITION, "no-desk",
                        "Przy tym wniosku nie ma stolika: oceny są zgodne albo jeszcze nie "
                        "wszystkie zatwierdzone.",
                        "There is no desk for this application: the assessments agree, or not all "
                        "of them are locked yet.");
    WL_TRY (status);
    WL_TRY (store_desk_cards (req, dossier, dossier->round, &table->count, &table->cards));
    if (table->count > DESK_CARDS_MAX)
        return WL_INTERNAL;
    for (size_t i = 0; i < table->count; i++)
        scores[i] = table->cards[i].scores;
    return desk_compare (dossier->rules->merit_card, scores, table->count, table->criteria);
}

static const store_signature_t *
signature_of (const table_t *table, const char *assessor)
{
    for (size_t i = 0; i < table->rows.signature_count; i++)
        if (wl_text_equal (table->rows.signatures[i].assessor_user_id, assessor))
            return &table->rows.signatures[i];
    return NULL;
}

static Evaluation__DeskCard *
describe_card (wl_request_t *req, const table_t *table, size_t index)
{
    const store_desk_card_t *card = &table->cards[index];
    const store_signature_t *signature = signature_of (table, card->assessor_user_id);
    Evaluation__DeskCard *out = wl_arena_alloc (wl_arena (req), sizeof *out);

    evaluation__desk_card__init (out);
    out->label = wl_text_printf (wl_arena (req), "%c", (char) ('A' + index));
    out->own = wl_text_equal (card->assessor_user_id, wl_user (req));
    out->third = card->third;
    out->scores = (Evaluation__Scores *) wl_message_copy (wl_arena (req), &card->scores->base);
    out->signed_ = signature != NULL;
    if (signature != NULL)
        out->minority_view = signature->minority_view;
    return out;
}

static Evaluation__DeskCriterion *
describe_criterion (wl_request_t *req, const table_t *table, size_t index)
{
    Evaluation__DeskCriterion *out = wl_arena_alloc (wl_arena (req), sizeof *out);

    evaluation__desk_criterion__init (out);
    out->criterion = table->bench.dossier.rules->merit_card->criteria[index]->key;
    out->n_points = table->count;
    out->points = wl_arena_array (wl_arena (req), table->count, sizeof *out->points);
    for (size_t i = 0; i < table->count; i++)
        out->points[i] = table->criteria[index].points[i];
    out->gap = table->criteria[index].gap;
    out->differs = table->criteria[index].differs;
    return out;
}

static void
describe (wl_request_t *req, const table_t *table, Evaluation__Desk *out)
{
    size_t criteria = table->bench.dossier.rules->merit_card->n_criteria;

    *out = *table->rows.desk;
    out->cards = wl_arena_array (wl_arena (req), table->count, sizeof *out->cards);
    for (size_t i = 0; i < table->count; i++)
        out->cards[out->n_cards++] = describe_card (req, table, i);
    out->criteria = wl_arena_array (wl_arena (req), criteria, sizeof *out->criteria);
    for (size_t i = 0; i < criteria; i++)
        out->criteria[out->n_criteria++] = describe_criterion (req, table, i);
}

wl_status
evaluation_get_desk (wl_request_t *req, const Evaluation__GetDeskRequest *in, Evaluation__Desk *out)
{
    table_t table;

    WL_TRY (store_bench_read (req, in->card_id, &table.bench));
    WL_TRY (read_table (req, &table));
    describe (req, &table, out);
    return WL_OK;
}

wl_status
evaluation_list_desks (wl_request_t *req, const Evaluation__ListDesksRequest *in,
                       Evaluation__Desks *out)
{
    return store_desks (req, in->call_id, wl_has_role (req, WL_ROLE_OWNER, NULL), &out->n_desks,
                        &out->desks);
}

/* ---- writing ---- */

static wl_status
check_open_desk (wl_request_t *req, const table_t *table, uint64_t seen)
{
    if (table->rows.desk->state != EVALUATION__DESK_STATE__DESK_OPEN)
        return wl_fail (req, WL_FAILED_PRECONDITION, "desk-closed",
                        "Wszyscy już podpisali i stolik jest zamknięty.",
                        "Everybody has signed and the desk is closed.");
    if (table->rows.desk->version == seen)
        return WL_OK;
    return wl_fail (req, WL_ABORTED, "changed-meanwhile",
                    "Ktoś zmienił wspólny tekst po tym, jak go otwarto. Odśwież go i przenieś "
                    "swoje zmiany.",
                    "Somebody changed the common text after you opened it. Load it again and "
                    "carry your changes over.");
}

/* The desk of one of the caller's cards, locked: open still, and as it was seen. */
static wl_status
lock_table (wl_request_t *req, const char *card_id, uint64_t seen, table_t *ret)
{
    WL_TRY (store_bench_lock (req, card_id, &ret->bench));
    WL_TRY (call_check_running (req, ret->bench.dossier.call_id, ret->bench.dossier.call_state));
    WL_TRY (read_table (req, ret));
    return check_open_desk (req, ret, seen);
}

wl_status
evaluation_write_consensus (wl_request_t *req, const Evaluation__WriteConsensusRequest *in,
                            Evaluation__Desk *out)
{
    wl_problems_t problems = { wl_request_error (req), wl_locale (req) };
    table_t table;

    WL_TRY (lock_table (req, in->card_id, in->version, &table));
    WL_TRY (desk_check_text (table.bench.dossier.rules->merit_card, in->consensus, &problems));
    store_consensus_put (req, &table.bench.dossier, in->version + 1, in->consensus);
    table.rows.desk->version = in->version + 1;
    table.rows.desk->consensus = in->consensus;
    table.rows.signature_count = 0;
    describe (req, &table, out);
    return WL_OK;
}

/* ---- signing ---- */

static void
add_signature (wl_request_t *req, table_t *table, char *minority_view)
{
    size_t count = table->rows.signature_count;
    store_signature_t *list = wl_arena_array (wl_arena (req), count + 1, sizeof *list);
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        if (!wl_text_equal (table->rows.signatures[i].assessor_user_id, wl_user (req)))
            list[kept++] = table->rows.signatures[i];
    list[kept++] =
        (store_signature_t){ wl_text_copy (wl_arena (req), wl_user (req)), minority_view };
    table->rows.signatures = list;
    table->rows.signature_count = kept;
}

static bool
all_signed (const table_t *table)
{
    for (size_t i = 0; i < table->count; i++)
        if (signature_of (table, table->cards[i].assessor_user_id) == NULL)
            return false;
    return true;
}

static void
close_desk (wl_request_t *req, table_t *table)
{
    const store_dossier_t *dossier = &table->bench.dossier;
    Evaluation__DeskClosed event = EVALUATION__DESK_CLOSED__INIT;

    store_desk_close (req, dossier);
    table->rows.desk->state = EVALUATION__DESK_STATE__DESK_CLOSED;
    table->rows.desk->closed_at = wl_timestamp (wl_arena (req), wl_now (req));
    event.application_id = dossier->application_id;
    event.call_id = dossier->call_id;
    for (size_t i = 0; i < table->rows.signature_count; i++)
        event.minority_views += !wl_text_empty (table->rows.signatures[i].minority_view);
    wl_emit (req, dossier->region, dossier->application_id, &event.base);
}

wl_status
evaluation_sign_consensus (wl_request_t *req, const Evaluation__SignConsensusRequest *in,
                           Evaluation__Desk *out)
{
    wl_problems_t problems = { wl_request_error (req), wl_locale (req) };
    table_t table;

    WL_TRY (lock_table (req, in->card_id, in->version, &table));
    WL_TRY (desk_check_complete (table.bench.dossier.rules->merit_card, table.criteria,
                                 table.rows.desk->consensus, &problems));
    store_consensus_sign (req, &table.bench.dossier, in->version, in->minority_view);
    add_signature (req, &table, in->minority_view);
    if (all_signed (&table))
        close_desk (req, &table);
    describe (req, &table, out);
    return WL_OK;
}
