#include "card_record.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/uuid.h"
#include "message/message.h"

_Static_assert(CARD_RECORD_HASH == 2 * crypto_hash_sha256_BYTES + 1, "a digest has another length");

static char *
hash (wl_arena_t *arena, const wl_buffer_t *text)
{
    uint8_t bytes[crypto_hash_sha256_BYTES];
    char *ret = wl_arena_alloc (arena, CARD_RECORD_HASH);

    crypto_hash_sha256 (bytes, (const uint8_t *) text->data, text->length);
    wl_hex (bytes, sizeof bytes, ret);
    return ret;
}

/* Free words stand behind their length, so that no words pass for lines. */
static void
add_words (wl_buffer_t *text, const char *words)
{
    wl_buffer_printf (text, " %zu\n%s\n", strlen (words), words);
}

char *
card_record_seal (wl_arena_t *arena, const card_seal_t *seal)
{
    char salt[2 * CARD_RECORD_SALT + 1];
    wl_buffer_t text;

    wl_hex (seal->salt, sizeof seal->salt, salt);
    wl_buffer_init (&text, arena);
    wl_buffer_printf (&text, "wlacznik-seal-1\ncard %s\nversion %llu\nauthor %s\nat %lld\nreason",
                      seal->card_id, (unsigned long long) seal->version, seal->author_user_id,
                      wl_uuid_is_rehearsed (seal->card_id) ? 0 : (long long) seal->at);
    add_words (&text, seal->reason);
    wl_buffer_printf (&text, "salt %s\n", salt);
    return hash (arena, &text);
}

static int
compare_keys (const void *a, const void *b)
{
    const Evaluation__CriterionScore *const *left = a, *const *right = b;

    return strcmp ((*left)->criterion, (*right)->criterion);
}

static void
add_scores (wl_arena_t *arena, const Evaluation__Scores *scores, wl_buffer_t *text)
{
    size_t size = scores->n_list * sizeof (Evaluation__CriterionScore *);
    Evaluation__CriterionScore **sorted = wl_arena_alloc (arena, size);

    wl_buffer_printf (
        text, "recommendation %s\n",
        wl_enum_name (&evaluation__stage_outcome__descriptor, (int) scores->recommendation));
    if (size > 0)
        memcpy (sorted, scores->list, size);
    qsort (sorted, scores->n_list, sizeof *sorted, compare_keys);
    for (size_t i = 0; i < scores->n_list; i++) {
        wl_buffer_printf (text, "criterion %s %d", sorted[i]->criterion, sorted[i]->points);
        add_words (text, sorted[i]->reason);
    }
}

char *
card_record_digest (wl_arena_t *arena, const Evaluation__CardRecord *record)
{
    static const Evaluation__Scores none = EVALUATION__SCORES__INIT;
    wl_buffer_t text;

    wl_buffer_init (&text, arena);
    wl_buffer_printf (&text, "wlacznik-card-1\napplication %s\nstage %s\nround %u\nthird %s\n",
                      record->application_id, record->stage, record->round,
                      record->third ? "yes" : "no");
    add_scores (arena, record->scores == NULL ? &none : record->scores, &text);
    wl_buffer_printf (&text, "seal %s\n", record->seal);
    return hash (arena, &text);
}
