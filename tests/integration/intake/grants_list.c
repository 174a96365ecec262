/* The lists of grants: the office's, and a grantee's own. */
#include "grants.h"

#include <string.h>

static const Intake__GrantOnList *
listed (const chosen_t *chosen, size_t *ret_others)
{
    Intake__ListGrantsRequest in = INTAKE__LIST_GRANTS_REQUEST__INIT;
    const Intake__GrantOnList *found = NULL;
    Intake__ListGrantsResponse *page;

    *ret_others = 0;
    in.call_id = call;
    in.limit = 1; /* so that it goes on behind a cursor */
    do {
        assert_int_equal (intake_world_ask (&world, "ListGrants", &in, &page), WL_OK);
        assert_true (page->n_grants <= 1);
        for (size_t i = 0; i < page->n_grants; i++)
            if (strcmp (page->grants[i]->application_id, chosen->id) == 0)
                found = page->grants[i];
            else
                ++*ret_others;
        in.cursor = page->next_cursor;
    } while (!wl_text_empty (page->next_cursor));
    return found;
}

static void
list_of_the_office (void **state)
{
    chosen_t it = chosen ();
    Intake__ListMyGrantsRequest own = INTAKE__LIST_MY_GRANTS_REQUEST__INIT;
    const Intake__GrantOnList *seen;
    Intake__ListGrantsResponse *page;
    size_t others;
    (void) state;

    as_staff ("30");
    assert_null (listed (&it, &others));
    assert_int_equal (offer (&it, "WIS/99/2026", 600, 400, NULL), WL_OK);
    seen = listed (&it, &others);
    assert_string_equal (seen->number, "WIS/99/2026");
    assert_int_equal (seen->state, INTAKE__GRANT_STATE__GRANT_OFFERED);
    assert_int_equal (seen->agreed, 1000);
    assert_null (seen->next_report_due);
    assert_int_equal (sign (&it, NULL), WL_OK);
    assert_int_equal (pay (&it, 1, NULL), WL_OK);
    as_grantee (&it);
    assert_int_equal (report (&it, 1, 500, NULL), WL_OK);
    assert_int_equal (ask_change (&it, 50, NULL), WL_OK);
    as_staff ("30");
    seen = listed (&it, &others);
    assert_int_equal (seen->to_pay, 400);
    assert_int_equal (seen->advanced, 600);
    assert_int_equal (seen->reports_to_decide, 1);
    assert_true (seen->amendment_asked);
    assert_true (others > 0);
    as_staff ("32");
    assert_null (listed (&it, &others));
    assert_int_equal (others, 0);
    as_grantee (&it);
    assert_int_equal (intake_world_ask (&world, "ListMyGrants", &own, &page), WL_OK);
    assert_int_equal (page->n_grants, 1);
    assert_string_equal (page->grants[0]->application_id, it.id);
    as_staff ("30"); /* a role makes nobody's grant one's own */
    assert_int_equal (intake_world_ask (&world, "ListMyGrants", &own, &page), WL_OK);
    assert_int_equal (page->n_grants, 0);
}

/* How many the list has with a filter; its total says the same. */
static size_t
filtered (Intake__GrantState state, const char *region, bool waiting)
{
    Intake__ListGrantsRequest in = INTAKE__LIST_GRANTS_REQUEST__INIT;
    Intake__ListGrantsResponse *page;

    in.call_id = call;
    in.states = &state;
    in.n_states = state != INTAKE__GRANT_STATE__GRANT_STATE_UNSPECIFIED;
    in.region = wl_text_copy (world.world.arena, region);
    in.waiting = waiting;
    in.total = true;
    assert_int_equal (intake_world_ask (&world, "ListGrants", &in, &page), WL_OK);
    assert_int_equal (page->total, page->n_grants);
    return page->n_grants;
}

static void
the_list_is_filtered (void **state)
{
    chosen_t it = chosen ();
    Intake__GrantState any = INTAKE__GRANT_STATE__GRANT_STATE_UNSPECIFIED;
    size_t all, offered, waiting;
    (void) state;

    as_staff ("30");
    all = filtered (any, "", false);
    offered = filtered (INTAKE__GRANT_STATE__GRANT_OFFERED, "", false);
    waiting = filtered (any, "30", true);
    assert_int_equal (offer (&it, "WIS/20/2026", 100, 100, NULL), WL_OK);
    assert_int_equal (filtered (any, "30", false), all + 1);
    assert_int_equal (filtered (any, "32", false), 0); /* not the caller's */
    assert_int_equal (filtered (INTAKE__GRANT_STATE__GRANT_OFFERED, "", false), offered + 1);
    assert_int_equal (sign (&it, NULL), WL_OK);
    assert_int_equal (filtered (INTAKE__GRANT_STATE__GRANT_OFFERED, "", false), offered);
    assert_int_equal (pay (&it, 1, NULL), WL_OK);
    assert_int_equal (filtered (any, "30", true), waiting);
    as_grantee (&it);
    assert_int_equal (report (&it, 1, 100, NULL), WL_OK);
    as_staff ("30");
    assert_int_equal (filtered (any, "30", true), waiting + 1);
}

int
grants_list (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (list_of_the_office),
        cmocka_unit_test (the_list_is_filtered),
    };

    return cmocka_run_group_tests_name ("list", tests, NULL, NULL);
}
