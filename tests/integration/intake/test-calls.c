#include "intake_world.h"

#include <string.h>

static intake_world_t staff;

static int
set_up (void **state)
{
    (void) state;
    intake_world_migrate ();
    intake_world_init (&staff);
    intake_world_as (&staff, OWNER, WL_ROLE_OWNER, "*");
    return 0;
}

static int
tear_down (void **state)
{
    (void) state;
    intake_world_done (&staff);
    return 0;
}

static wl_status
create (Intake__CallDefinition *definition, Intake__Call **ret)
{
    Intake__CreateCallRequest in = INTAKE__CREATE_CALL_REQUEST__INIT;

    in.definition = definition;
    return intake_world_ask (&staff, "CreateCall", &in, ret);
}

static wl_status
get (char *call_id, Intake__Call **ret)
{
    Intake__GetCallRequest in = INTAKE__GET_CALL_REQUEST__INIT;

    in.call_id = call_id;
    return intake_world_ask (&staff, "GetCall", &in, ret);
}

static wl_status
publish (char *call_id)
{
    Intake__PublishCallRequest in = INTAKE__PUBLISH_CALL_REQUEST__INIT;

    in.call_id = call_id;
    return intake_world_ask (&staff, "PublishCall", &in, NULL);
}

static wl_status
extend (char *call_id, const char *until)
{
    Intake__ExtendCallRequest in = INTAKE__EXTEND_CALL_REQUEST__INIT;
    wl_time_t time;

    assert_true (wl_time_parse (until, &time));
    in.call_id = call_id;
    in.submit_until = wl_timestamp (staff.world.arena, time);
    return intake_world_ask (&staff, "ExtendCall", &in, NULL);
}

static void
a_draft_is_the_staffs (void **state)
{
    char *programme = intake_world_programme (&staff);
    Intake__Call *call, *seen;
    (void) state;

    assert_int_equal (create (intake_world_definition (&staff, programme, "D-1", 1), &call), WL_OK);
    assert_int_equal (get (call->id, &seen), WL_OK);
    assert_int_equal (seen->state, INTAKE__CALL_STATE__CALL_DRAFT);
    assert_int_equal (seen->n_regions, 2);
    assert_int_equal (seen->definition->n_stages, 2);
    intake_world_as (&staff, ANNA, WL_ROLE_SIGNED_IN, "");
    assert_refused (&staff, get (call->id, &seen), WL_NOT_FOUND, "call-not-found");
    intake_world_as (&staff, ANNA, WL_ROLE_COORDINATOR, "14");
    assert_refused (&staff, get (call->id, &seen), WL_NOT_FOUND, "call-not-found");
    assert_refused (&staff, publish (call->id), WL_NOT_FOUND, "call-not-found");
    intake_world_as (&staff, ANNA, WL_ROLE_COORDINATOR, "32");
    assert_int_equal (get (call->id, &seen), WL_OK);
    intake_world_as (&staff, OWNER, WL_ROLE_OWNER, "*");
}

static wl_status
drafts (char *cursor, Intake__ListCallsResponse **ret)
{
    Intake__ListCallsRequest in = INTAKE__LIST_CALLS_REQUEST__INIT;

    in.drafts = 1;
    in.limit = 2;
    in.cursor = cursor;
    return intake_world_ask (&staff, "ListCalls", &in, ret);
}

static void
drafts_are_found_by_who_may_change_them (void **state)
{
    static const char *const codes[] = { "F-1", "F-2", "F-3" };
    char *programme = intake_world_programme (&staff);
    Intake__ListCallsResponse *list;
    Intake__Call *call = NULL;
    (void) state;

    for (size_t i = 0; i < 3; i++)
        assert_int_equal (create (intake_world_definition (&staff, programme, codes[i], 0), &call),
                          WL_OK);
    assert_int_equal (publish (call->id), WL_OK);
    for (int i = 0; i < 2; i++) {
        assert_int_equal (drafts (wl_text_copy (staff.world.arena, ""), &list), WL_OK);
        assert_int_equal (list->n_calls, 2);
        assert_string_equal (list->calls[0]->code, "F-2");
        assert_string_equal (list->calls[1]->code, "F-1");
        intake_world_as (&staff, ANNA, WL_ROLE_COORDINATOR, "32");
    }
    if (list->next_cursor[0] != '\0')
        assert_int_equal (drafts (list->next_cursor, &list), WL_OK);
    for (size_t i = 0; i < list->n_calls; i++)
        assert_string_not_equal (list->calls[i]->code, "F-3");
    intake_world_as (&staff, ANNA, WL_ROLE_COORDINATOR, "14");
    assert_int_equal (drafts (wl_text_copy (staff.world.arena, ""), &list), WL_OK);
    assert_int_equal (list->n_calls, 0);
    intake_world_as (&staff, ANNA, WL_ROLE_SIGNED_IN, "");
    assert_int_equal (drafts (wl_text_copy (staff.world.arena, ""), &list), WL_OK);
    assert_int_equal (list->n_calls, 0);
    intake_world_as (&staff, OWNER, WL_ROLE_OWNER, "*");
}

/* The role is for one of two programmes that have the same regions. */
static void
drafts_of_another_programme_are_not_there (void **state)
{
    static const struct {
        wl_role_t role;
        const char *region;
    } roles[] = { { WL_ROLE_OWNER, "*" },
                  { WL_ROLE_COORDINATOR, "*" },
                  { WL_ROLE_COORDINATOR, "32" } };
    char *own = intake_world_programme (&staff), *other = intake_world_programme (&staff);
    Intake__ListCallsResponse *list;
    Intake__Call *mine, *theirs, *seen;
    (void) state;

    assert_int_equal (create (intake_world_definition (&staff, own, "R-1", 0), &mine), WL_OK);
    assert_int_equal (create (intake_world_definition (&staff, other, "R-2", 0), &theirs), WL_OK);
    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
        intake_world_as (&staff, ANNA, roles[i].role, roles[i].region);
        intake_world_in (&staff, own);
        assert_int_equal (get (mine->id, &seen), WL_OK);
        assert_refused (&staff, get (theirs->id, &seen), WL_NOT_FOUND, "");
        assert_refused (&staff, publish (theirs->id), WL_NOT_FOUND, "");
        assert_refused (&staff, create (intake_world_definition (&staff, other, "R-3", 0), NULL),
                        WL_NOT_FOUND, "");
        assert_int_equal (drafts (wl_text_copy (staff.world.arena, ""), &list), WL_OK);
        assert_int_equal (list->n_calls, 1);
        assert_string_equal (list->calls[0]->programme_id, own);
    }
    intake_world_as (&staff, OWNER, WL_ROLE_OWNER, "*");
}

/* A draft does not go over into a programme that its author has no role in. */
static void
a_draft_stays_in_its_programme (void **state)
{
    char *own = intake_world_programme (&staff), *other = intake_world_programme (&staff);
    Intake__UpdateCallRequest in = INTAKE__UPDATE_CALL_REQUEST__INIT;
    Intake__Call *call;
    (void) state;

    assert_int_equal (create (intake_world_definition (&staff, own, "S-1", 0), &call), WL_OK);
    in.call_id = call->id;
    in.version = 1;
    in.definition = intake_world_definition (&staff, other, "S-1", 0);
    intake_world_as (&staff, ANNA, WL_ROLE_OWNER, "*");
    intake_world_in (&staff, own);
    assert_refused (&staff, intake_world_ask (&staff, "UpdateCall", &in, NULL), WL_NOT_FOUND, "");
    in.definition = intake_world_definition (&staff, own, "S-1", 0);
    assert_int_equal (intake_world_ask (&staff, "UpdateCall", &in, NULL), WL_OK);
    intake_world_as (&staff, OWNER, WL_ROLE_OWNER, "*");
}

static void
unfinished_drafts_are_kept_and_not_announced (void **state)
{
    char *programme = intake_world_programme (&staff);
    Intake__CreateCallRequest new = INTAKE__CREATE_CALL_REQUEST__INIT;
    Intake__UpdateCallRequest in = INTAKE__UPDATE_CALL_REQUEST__INIT;
    Intake__Call *call;
    (void) state;

    new.definition = intake_world_definition (&staff, programme, "H-1", 0);
    new.definition->min_grant_grosze = new.definition->max_grant_grosze + 1;
    assert_refused (&staff, intake_world_ask (&staff, "CreateCall", &new, NULL),
                    WL_INVALID_ARGUMENT, "invalid-fields");
    new.unfinished = 1;
    assert_int_equal (intake_world_ask (&staff, "CreateCall", &new, &call), WL_OK);
    assert_refused (&staff, publish (call->id), WL_INVALID_ARGUMENT, "invalid-fields");
    assert_string_equal (intake_world_field (&staff), "definition.minGrantGrosze");
    in.call_id = call->id;
    in.version = 1;
    in.unfinished = 1;
    in.definition = intake_world_definition (&staff, programme, "H-1", 0);
    in.definition->submit_until = in.definition->submit_from;
    assert_refused (&staff, intake_world_ask (&staff, "UpdateCall", &in, NULL), WL_INVALID_ARGUMENT,
                    "invalid-fields");
    assert_string_equal (intake_world_field (&staff), "definition.submitUntil");
    in.definition = intake_world_definition (&staff, programme, "H-1", 0);
    assert_int_equal (intake_world_ask (&staff, "UpdateCall", &in, NULL), WL_OK);
    assert_int_equal (publish (call->id), WL_OK);
}

static void
updates_do_not_overwrite (void **state)
{
    char *programme = intake_world_programme (&staff);
    Intake__UpdateCallRequest in = INTAKE__UPDATE_CALL_REQUEST__INIT;
    Intake__Call *call;
    (void) state;

    assert_int_equal (create (intake_world_definition (&staff, programme, "U-1", 0), &call), WL_OK);
    in.call_id = call->id;
    in.version = 1;
    in.definition = intake_world_definition (&staff, programme, "U-2", 1);
    assert_int_equal (intake_world_ask (&staff, "UpdateCall", &in, &call), WL_OK);
    assert_int_equal (call->version, 2);
    assert_refused (&staff, intake_world_ask (&staff, "UpdateCall", &in, NULL), WL_ABORTED,
                    "newer-version");
    in.version = 2;
    in.definition->min_grant_grosze = in.definition->max_grant_grosze + 1;
    assert_refused (&staff, intake_world_ask (&staff, "UpdateCall", &in, NULL), WL_INVALID_ARGUMENT,
                    "invalid-fields");
    assert_string_equal (intake_world_field (&staff), "definition.minGrantGrosze");
}

static void
codes_are_unique (void **state)
{
    char *programme = intake_world_programme (&staff);
    (void) state;

    assert_int_equal (create (intake_world_definition (&staff, programme, "SAME", 0), NULL), WL_OK);
    assert_refused (&staff, create (intake_world_definition (&staff, programme, "SAME", 0), NULL),
                    WL_ALREADY_EXISTS, "code-taken");
}

static void
publishing_once (void **state)
{
    char *programme = intake_world_programme (&staff);
    Intake__ListCallsRequest list = INTAKE__LIST_CALLS_REQUEST__INIT;
    Intake__ListCallsResponse *listed;
    Intake__Call *call, *seen;
    (void) state;

    assert_int_equal (create (intake_world_definition (&staff, programme, "P-1", 1), &call), WL_OK);
    assert_int_equal (publish (call->id), WL_OK);
    assert_refused (&staff, publish (call->id), WL_FAILED_PRECONDITION, "call-published");
    assert_int_equal (world_number ("select count (*) from runtime.outbox"
                                    " where type = 'intake.CallPublished' and region = 'pl'"),
                      1);
    intake_world_as (&staff, ANNA, WL_ROLE_SIGNED_IN, "");
    assert_int_equal (get (call->id, &seen), WL_OK);
    assert_int_equal (seen->state, INTAKE__CALL_STATE__CALL_PUBLISHED);
    assert_int_equal (intake_world_ask (&staff, "ListCalls", &list, &listed), WL_OK);
    assert_int_equal (listed->n_calls, 1); /* drafts are not in it */
    assert_string_equal (listed->calls[0]->code, "P-1");
    intake_world_as (&staff, OWNER, WL_ROLE_OWNER, "*");
}

static void
nothing_to_publish (void **state)
{
    Intake__CreateProgrammeRequest programme = INTAKE__CREATE_PROGRAMME_REQUEST__INIT;
    char name[] = "Bez regionów";
    Intake__Programme *made;
    Intake__Call *call;
    (void) state;

    programme.name = name;
    assert_int_equal (intake_world_ask (&staff, "CreateProgramme", &programme, &made), WL_OK);
    assert_int_equal (create (intake_world_definition (&staff, made->id, "N-1", 0), &call), WL_OK);
    assert_refused (&staff, publish (call->id), WL_FAILED_PRECONDITION, "no-regions");
    assert_int_equal (
        create (intake_world_definition (&staff, intake_world_programme (&staff), "N-2", 0), &call),
        WL_OK);
    intake_world_at (&staff, "2026-05-01T00:00:00Z");
    assert_refused (&staff, publish (call->id), WL_FAILED_PRECONDITION, "call-over");
    intake_world_at (&staff, IN_CALL);
}

static void
the_whole_programme_is_no_region (void **state)
{
    Intake__PutRegionRequest put = INTAKE__PUT_REGION_REQUEST__INIT;
    char region[] = "pl";
    (void) state;

    put.programme_id = intake_world_programme (&staff);
    put.name = put.region = region;
    assert_refused (&staff, intake_world_ask (&staff, "PutRegion", &put, NULL), WL_INVALID_ARGUMENT,
                    "invalid-fields");
    assert_string_equal (intake_world_field (&staff), "region");
}

static void
extending (void **state)
{
    char *programme = intake_world_programme (&staff);
    char *call = intake_world_open (&staff, intake_world_definition (&staff, programme, "E-1", 0));
    Intake__Call *seen;
    (void) state;

    assert_refused (&staff, extend (call, "2026-05-01T00:00:00Z"), WL_INVALID_ARGUMENT,
                    "invalid-fields");
    assert_int_equal (extend (call, "2026-05-08T00:00:00Z"), WL_OK);
    assert_int_equal (get (call, &seen), WL_OK);
    assert_int_equal (seen->definition->submit_until->seconds, 1778198400);
    intake_world_at (&staff, "2026-05-07T23:59:59.999999Z");
    assert_int_equal (extend (call, "2026-05-09T00:00:00Z"), WL_OK);
    intake_world_at (&staff, "2026-05-09T00:00:00Z");
    assert_refused (&staff, extend (call, "2026-05-10T00:00:00Z"), WL_FAILED_PRECONDITION,
                    "call-over");
    intake_world_at (&staff, IN_CALL);
    assert_int_equal (world_number ("select count (*) from runtime.outbox"
                                    " where type = 'intake.CallExtended'"),
                      2);
}

static void
pages_of_calls (void **state)
{
    char *programme = intake_world_programme (&staff);
    Intake__ListCallsRequest list = INTAKE__LIST_CALLS_REQUEST__INIT;
    Intake__ListCallsResponse *page;
    char code[] = "PAGE-0";
    int seen = 0, expected;
    char forged[] = "Zm9yZ2Vk";
    (void) state;

    for (; code[5] < '5'; code[5]++)
        intake_world_open (&staff, intake_world_definition (&staff, programme, code, 0));
    expected = (int) world_number ("select count (*) from call where published_at is not null");
    list.limit = 2;
    do {
        assert_int_equal (intake_world_ask (&staff, "ListCalls", &list, &page), WL_OK);
        assert_true (page->n_calls <= 2);
        seen += (int) page->n_calls;
        list.cursor = page->next_cursor;
    } while (page->next_cursor[0] != '\0');
    assert_int_equal (seen, expected);
    list.cursor = forged;
    assert_refused (&staff, intake_world_ask (&staff, "ListCalls", &list, &page),
                    WL_INVALID_ARGUMENT, "invalid-fields");
}

static void
programmes_with_their_regions (void **state)
{
    Intake__ListProgrammesRequest list = INTAKE__LIST_PROGRAMMES_REQUEST__INIT;
    Intake__ListProgrammesResponse *listed;
    char *programme = intake_world_programme (&staff);
    (void) state;

    assert_int_equal (intake_world_ask (&staff, "ListProgrammes", &list, &listed), WL_OK);
    assert_true (listed->n_programmes > 2);
    for (size_t i = 0; i < listed->n_programmes; i++) {
        if (strcmp (listed->programmes[i]->id, programme) != 0)
            continue;
        assert_int_equal (listed->programmes[i]->n_regions, 2);
        assert_string_equal (listed->programmes[i]->regions[1]->region, "32");
        return;
    }
    fail_msg ("the new programme is not in the list");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_draft_is_the_staffs),
        cmocka_unit_test (publishing_once),
        cmocka_unit_test (updates_do_not_overwrite),
        cmocka_unit_test (drafts_are_found_by_who_may_change_them),
        cmocka_unit_test (drafts_of_another_programme_are_not_there),
        cmocka_unit_test (a_draft_stays_in_its_programme),
        cmocka_unit_test (unfinished_drafts_are_kept_and_not_announced),
        cmocka_unit_test (codes_are_unique),
        cmocka_unit_test (nothing_to_publish),
        cmocka_unit_test (the_whole_programme_is_no_region),
        cmocka_unit_test (extending),
        cmocka_unit_test (pages_of_calls),
        cmocka_unit_test (programmes_with_their_regions),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
