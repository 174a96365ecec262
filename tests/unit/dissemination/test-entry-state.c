#include "check.h"
#include "entry_state.h"

enum { DRAFT = 1, PUBLISHED = 2, IN_REVIEW = 3, WITHDRAWN = 4, REVISED = 5, NO = -1 };

/* Every state, every action; `version` is how often it was published. */
static const struct {
    int from;
    uint32_t version;
    int after[4]; /* edit, submit, publish, withdraw */
    bool is_public;
} cases[] = {
    { DRAFT, 0, { DRAFT, IN_REVIEW, PUBLISHED, NO }, false },
    { IN_REVIEW, 0, { DRAFT, NO, PUBLISHED, NO }, false },
    { PUBLISHED, 1, { REVISED, NO, NO, WITHDRAWN }, true },
    { REVISED, 1, { REVISED, IN_REVIEW, PUBLISHED, WITHDRAWN }, true },
    { IN_REVIEW, 2, { REVISED, NO, PUBLISHED, WITHDRAWN }, true },
    { WITHDRAWN, 2, { WITHDRAWN, NO, PUBLISHED, NO }, false },
};

static void
every_state_and_action (void **context)
{
    (void) context;
    for (size_t i = 0; i < COUNT (cases); i++) {
        Dissemination__Entry entry = DISSEMINATION__ENTRY__INIT;

        entry.state = (Dissemination__EntryState) cases[i].from;
        entry.published_version = cases[i].version;
        assert_int_equal (entry_is_public (&entry), cases[i].is_public);
        for (int action = ENTRY_EDIT; action <= ENTRY_WITHDRAW; action++) {
            Dissemination__Entry moved = entry;
            bool may = entry_act (&moved, (entry_action_t) action);

            assert_int_equal (may ? (int) moved.state : NO, cases[i].after[action]);
            assert_true (may || moved.state == entry.state);
        }
    }
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (every_state_and_action),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
