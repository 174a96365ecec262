/* The formal card: every item once, a reason for each no (domain.md 4.4). */
#include "support.h"

#include "formal_check.h"

#define YES            EVALUATION__FORMAL_ANSWER__YES
#define NO             EVALUATION__FORMAL_ANSWER__NO
#define NOT_APPLICABLE EVALUATION__FORMAL_ANSWER__NOT_APPLICABLE

enum { ITEMS = 3, ANSWERS_MAX = 4 };

typedef struct answer {
    const char *item;
    Evaluation__FormalAnswer answer;
    const char *reason;
} answer_t;

typedef struct formal_case {
    const char *name;
    answer_t answers[ANSWERS_MAX];
    bool passed;
    const char *fields[ANSWERS_MAX]; /* what is wrong, in this order */
    const char *public_reason;
} formal_case_t;

static const formal_case_t cases[] = {
    { .name = "all yes",
      .answers = { { "deadline", YES, "" }, { "complete", YES, "" }, { "group", YES, "" } },
      .passed = true,
      .public_reason = "" },
    { .name = "what does not apply does no harm; the order is free",
      .answers = { { "group", NOT_APPLICABLE, "" },
                   { "deadline", YES, "" },
                   { "complete", YES, "" } },
      .passed = true,
      .public_reason = "" },
    { .name = "one no fails, and the list says which",
      .answers = { { "deadline", YES, "" },
                   { "complete", NO, "Brak budżetu" },
                   { "group", YES, "" } },
      .passed = false,
      .public_reason = "Wniosek jest kompletny" },
    { .name = "two of them",
      .answers = { { "deadline", NO, "Po czasie" },
                   { "complete", NO, "Brak" },
                   { "group", YES, "" } },
      .passed = false,
      .public_reason = "W terminie; Wniosek jest kompletny" },
    { .name = "a no without a reason",
      .answers = { { "deadline", NO, "" }, { "complete", NO, " \n\t" }, { "group", YES, "" } },
      .fields = { "items[0].reason", "items[1].reason" } },
    { .name = "an item twice",
      .answers = { { "deadline", YES, "" },
                   { "complete", YES, "" },
                   { "group", YES, "" },
                   { "deadline", NO, "Po czasie" } },
      .fields = { "items[3].item" } },
    { .name = "an item that is not on the card",
      .answers = { { "deadline", YES, "" },
                   { "complete", YES, "" },
                   { "group", YES, "" },
                   { "colour", YES, "" } },
      .fields = { "items[3].item" } },
    { .name = "items without an answer",
      .answers = { { "complete", YES, "" } },
      .fields = { "items.deadline", "items.group" } },
};

static Wlacznik__Stage *
stage (void)
{
    static const char *const keys[ITEMS] = { "deadline", "complete", "group" };
    static const char *const texts[ITEMS] = { "W terminie", "Wniosek jest kompletny",
                                              "Grupa ma dwie osoby" };
    Wlacznik__Stage *ret = wl_arena_alloc (arena, sizeof *ret);

    wlacznik__stage__init (ret);
    ret->n_formal_items = ITEMS;
    ret->formal_items = wl_arena_array (arena, ITEMS, sizeof *ret->formal_items);
    for (size_t i = 0; i < ITEMS; i++) {
        Wlacznik__FormalItem *item = wl_arena_alloc (arena, sizeof *item);
        wlacznik__formal_item__init (item);
        item->key = copy (keys[i]);
        item->text = local (texts[i]);
        ret->formal_items[i] = item;
    }
    return ret;
}

static size_t
answers_of (const formal_case_t *of, Evaluation__FormalItemAnswer **ret)
{
    size_t count = 0;

    for (; count < ANSWERS_MAX && of->answers[count].item != NULL; count++) {
        Evaluation__FormalItemAnswer *answer = wl_arena_alloc (arena, sizeof *answer);
        evaluation__formal_item_answer__init (answer);
        answer->item = copy (of->answers[count].item);
        answer->answer = of->answers[count].answer;
        answer->reason = copy (of->answers[count].reason);
        ret[count] = answer;
    }
    return count;
}

static void
assert_fields (const formal_case_t *of, const wl_error_t *error)
{
    size_t count = 0;

    while (count < ANSWERS_MAX && of->fields[count] != NULL)
        count++;
    assert_int_equal (error->field_count, count);
    for (size_t i = 0; i < count; i++)
        assert_string_equal (error->fields[i].field, of->fields[i]);
}

static void
cases_of_a_card (void **state)
{
    (void) state;
    for (size_t i = 0; i < COUNT (cases); i++) {
        const formal_case_t *of = &cases[i];
        Evaluation__FormalItemAnswer *answers[ANSWERS_MAX];
        size_t count = answers_of (of, answers);
        bool passed = !of->passed;
        wl_error_t error;
        wl_problems_t problems = { &error, "en" };

        print_message ("%s\n", of->name);
        wl_error_init (&error, arena);
        wl_status status = formal_check_judge (stage (), answers, count, &problems, &passed);
        assert_fields (of, &error);
        if (of->fields[0] != NULL) {
            assert_int_equal (status, WL_INVALID_ARGUMENT);
            continue;
        }
        assert_int_equal (status, WL_OK);
        assert_int_equal (passed, of->passed);
        assert_string_equal (formal_check_public_reason (arena, stage (), answers, count),
                             of->public_reason);
    }
}

int
main (void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test (cases_of_a_card) };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
