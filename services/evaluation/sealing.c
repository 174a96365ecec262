#include "sealing.h"

#include <sodium.h>

#include "store_records.h"

void
sealing_keep (wl_request_t *req, const store_bench_t *bench, const char *reason, char **ret_digest)
{
    Evaluation__CardRecord record = EVALUATION__CARD_RECORD__INIT;
    card_seal_t seal = {
        .card_id = bench->own->id,
        .version = bench->own->version,
        .author_user_id = wl_user (req),
        .at = wl_now (req),
        .reason = reason,
    };

    randombytes_buf (seal.salt, sizeof seal.salt);
    store_card_seal (req, bench->own, &seal);
    record.application_id = bench->dossier.application_id;
    record.stage = bench->dossier.stage;
    record.round = bench->own_round;
    record.third = bench->own->third;
    record.scores = bench->own->scores;
    record.seal = card_record_seal (wl_arena (req), &seal);
    *ret_digest = card_record_digest (wl_arena (req), &record);
}

wl_status
sealing_compare (wl_request_t *req, const char *card_id, size_t count,
                 Evaluation__CardVersion **versions)
{
    for (size_t i = 0; i < count; i++) {
        store_sealed_t sealed;
        Evaluation__CardRecord *record = &sealed.record;

        WL_TRY (store_sealed_version (wl_db (req), wl_arena (req), card_id, versions[i]->version,
                                      &sealed));
        WL_TRY (store_recorded_digest (wl_db (req), wl_arena (req), record->application_id, card_id,
                                       versions[i]->version, record));
        versions[i]->digest = record->digest;
        versions[i]->as_recorded =
            wl_text_equal (card_record_digest (wl_arena (req), record), record->digest);
    }
    return WL_OK;
}

/* A version that is missing where it should be kept is shown without a digest. */
static wl_status
record_of (wl_request_t *req, const Evaluation__Card *card, Evaluation__CardRecord *ret)
{
    store_sealed_t sealed;
    wl_status status =
        store_sealed_version (wl_db (req), wl_arena (req), card->id, card->version, &sealed);

    evaluation__card_record__init (ret);
    if (status == WL_OK) {
        *ret = sealed.record;
        status = store_recorded_digest (wl_db (req), wl_arena (req), ret->application_id, card->id,
                                        card->version, ret);
    }
    ret->application_id = card->application_id;
    ret->third = card->third;
    ret->scores = card->scores;
    return status == WL_NOT_FOUND ? WL_OK : status;
}

wl_status
sealing_records (wl_request_t *req, Evaluation__Card *const *cards, size_t count,
                 Evaluation__CardRecords *out)
{
    out->cards = wl_arena_array (wl_arena (req), count, sizeof *out->cards);
    for (size_t i = 0; i < count; i++) {
        out->cards[i] = wl_arena_alloc (wl_arena (req), sizeof *out->cards[i]);
        WL_TRY (record_of (req, cards[i], out->cards[i]));
    }
    out->n_cards = count;
    return WL_OK;
}
