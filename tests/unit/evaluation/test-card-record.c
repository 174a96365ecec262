/* The digests of cards, with the example that the web client's cardRecord.test.mjs has; it was made
 * by another program (Python's hashlib). */
#include "support.h"

#include "card_record.h"

static card_seal_t
seal (void)
{
    card_seal_t ret = {
        .card_id = "01910000-0000-7000-8000-00000000000c",
        .version = 4,
        .author_user_id = "01910000-0000-7000-8000-0000000000a1",
        .at = 1776686400000001,
        .reason = "Pomyliłam kolumny.",
    };

    for (uint8_t i = 0; i < CARD_RECORD_SALT; i++)
        ret.salt[i] = i;
    return ret;
}

static Evaluation__CriterionScore *
score (const char *criterion, int32_t points, const char *reason)
{
    Evaluation__CriterionScore *ret = wl_arena_alloc (arena, sizeof *ret);

    evaluation__criterion_score__init (ret);
    ret->criterion = copy (criterion);
    ret->points = points;
    ret->reason = copy (reason);
    return ret;
}

static Evaluation__CardRecord *
record (void)
{
    Evaluation__CardRecord *ret = wl_arena_alloc (arena, sizeof *ret);
    card_seal_t sealed = seal ();

    evaluation__card_record__init (ret);
    ret->application_id = copy ("01910000-0000-7000-8000-000000000001");
    ret->stage = copy ("idea");
    ret->round = 2;
    ret->third = true;
    ret->seal = card_record_seal (arena, &sealed);
    ret->scores = wl_arena_alloc (arena, sizeof *ret->scores);
    evaluation__scores__init (ret->scores);
    ret->scores->recommendation = EVALUATION__STAGE_OUTCOME__RETURN;
    ret->scores->n_list = 2;
    ret->scores->list = wl_arena_array (arena, 2, sizeof *ret->scores->list);
    ret->scores->list[0] = score ("problem", 4000, "");
    ret->scores->list[1] = score ("novelty", 3550, "Nowe w gminie.\nseal 0");
    return ret;
}

static void
digests_are_what_the_contract_says (void **state)
{
    Evaluation__CardRecord *card = record ();
    (void) state;

    assert_string_equal (card->seal,
                         "3a492e3eb125a294d76e310d1cf3f70830911ef06ae42f8bf97b150b44086692");
    assert_string_equal (card_record_digest (arena, card),
                         "76cf57b4a4aaf1ca6c6d6ae900bae8b7e56df4579870abcd386a44580aa311eb");
    card->round = 1;
    card->third = false;
    card->scores = NULL;
    assert_string_equal (card_record_digest (arena, card),
                         "8ebba8e73d79c84ee19121f9fe064ea5096a2254ca1e87d606906aed624dfabe");
}

/* Each thing that is bound changes the digest; the order in which criteria were sent does not. */
static void
nothing_bound_can_change (void **state)
{
    Evaluation__CardRecord *card = record (), *changed[8];
    Evaluation__CriterionScore *first = card->scores->list[0];
    const char *digest = card_record_digest (arena, card);
    (void) state;

    card->scores->list[0] = card->scores->list[1];
    card->scores->list[1] = first;
    assert_string_equal (card_record_digest (arena, card), digest);
    for (size_t i = 0; i < 8; i++)
        changed[i] = record ();
    changed[0]->application_id = copy ("01910000-0000-7000-8000-000000000002");
    changed[1]->stage = copy ("report");
    changed[2]->round = 1;
    changed[3]->third = false;
    changed[4]->scores->list[0]->points++;
    changed[5]->scores->list[0]->reason = copy (" ");
    changed[6]->scores->recommendation = EVALUATION__STAGE_OUTCOME__GO_ON;
    changed[7]->seal[0] = '4';
    for (size_t i = 0; i < 8; i++)
        assert_string_not_equal (card_record_digest (arena, changed[i]), digest);
}

static void
a_seal_binds_who_when_and_why (void **state)
{
    card_seal_t changed[6];
    card_seal_t same = seal ();
    char *sealed = card_record_seal (arena, &same);
    (void) state;

    for (size_t i = 0; i < 6; i++)
        changed[i] = seal ();
    changed[0].card_id = "01910000-0000-7000-8000-00000000000d";
    changed[1].version++;
    changed[2].author_user_id = "01910000-0000-7000-8000-0000000000a2";
    changed[3].at++;
    changed[4].reason = "";
    changed[5].salt[31] ^= 1;
    for (size_t i = 0; i < 6; i++)
        assert_string_not_equal (card_record_seal (arena, &changed[i]), sealed);
}

/* Whose clock is moved, with all the moments in it. */
static void
a_rehearsal_has_no_moments (void **state)
{
    card_seal_t rehearsed = seal ();
    char *sealed;
    (void) state;

    rehearsed.card_id = "01910000-0000-8000-8000-00000000000c";
    sealed = card_record_seal (arena, &rehearsed);
    rehearsed.at -= WL_SECOND;
    assert_string_equal (card_record_seal (arena, &rehearsed), sealed);
    rehearsed.version++;
    assert_string_not_equal (card_record_seal (arena, &rehearsed), sealed);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (digests_are_what_the_contract_says),
        cmocka_unit_test (nothing_bound_can_change),
        cmocka_unit_test (a_seal_binds_who_when_and_why),
        cmocka_unit_test (a_rehearsal_has_no_moments),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
