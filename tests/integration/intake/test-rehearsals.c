/* Rehearsals: what of them shows, and to whom. */
#include "intake_world.h"

#include <string.h>

#include "base/uuid.h"
#include "rehearsal.h"

static intake_world_t staff;
static char *programme;

static void
as_owner (void)
{
    intake_world_as (&staff, OWNER, WL_ROLE_OWNER, "*");
}

static int
set_up (void **state)
{
    (void) state;
    intake_world_migrate ();
    intake_world_init (&staff);
    as_owner ();
    programme = intake_world_programme (&staff);
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
rehearse (char *call_id, Intake__Call **ret)
{
    Intake__RehearseCallRequest in = INTAKE__REHEARSE_CALL_REQUEST__INIT;

    in.call_id = call_id;
    return intake_world_ask (&staff, "RehearseCall", &in, ret);
}

/* A rehearsal of a call that is open. */
static Intake__Call *
begin (const char *code, char **ret_call_id)
{
    Intake__Call *rehearsal = NULL;
    char *call_id =
        intake_world_open (&staff, intake_world_definition (&staff, programme, code, 2));

    assert_int_equal (rehearse (call_id, &rehearsal), WL_OK);
    if (ret_call_id != NULL)
        *ret_call_id = call_id;
    return rehearsal;
}

static wl_status
get (char *call_id, Intake__Call **ret)
{
    Intake__GetCallRequest in = INTAKE__GET_CALL_REQUEST__INIT;

    in.call_id = call_id;
    return intake_world_ask (&staff, "GetCall", &in, ret);
}

static bool
is_listed (const char *call_id, bool rehearsals)
{
    Intake__ListCallsRequest in = INTAKE__LIST_CALLS_REQUEST__INIT;
    Intake__ListCallsResponse *list = NULL;

    in.limit = 100;
    in.rehearsals = rehearsals;
    assert_int_equal (intake_world_ask (&staff, "ListCalls", &in, &list), WL_OK);
    for (size_t i = 0; i < list->n_calls; i++)
        if (wl_text_equal (list->calls[i]->id, call_id))
            return true;
    return false;
}

static wl_status
read_page (char *call_id)
{
    Intake__GetCallRequest in = INTAKE__GET_CALL_REQUEST__INIT;

    in.call_id = call_id;
    return intake_world_ask (&staff, "ReadCall", &in, NULL);
}

static int64_t
count (const char *sql, const char *id)
{
    /* A connection knows its statements by their places. */
    wl_statement_t *statement = wl_arena_alloc (staff.world.arena, sizeof *statement);
    wl_rows_t rows;
    int64_t ret;

    memset (statement, 0, sizeof *statement);
    statement->sql = sql;
    wl_db_begin (staff.world.db);
    assert_int_equal (wl_run (staff.world.db, statement, &rows, wl_p_uuid (id)), WL_OK);
    ret = wl_row_int (&rows, 0, 0);
    wl_db_rollback (staff.world.db);
    return ret;
}

/* ---- who sees it ---- */

static void
it_opens_at_once_under_a_marked_id (void **state)
{
    Intake__Call *rehearsal = begin ("R-1", NULL);
    (void) state;

    assert_true (rehearsal->rehearsed);
    assert_true (wl_uuid_is_rehearsed (rehearsal->id));
    assert_int_equal (rehearsal->phase, INTAKE__CALL_PHASE__PHASE_OPEN);
    assert_string_equal (rehearsal->definition->code, "R-1-PRÓBA1");
}

static void
staff_see_it_and_nobody_else (void **state)
{
    Intake__Call *rehearsal = begin ("R-2", NULL), *seen;
    (void) state;

    assert_false (is_listed (rehearsal->id, false));
    assert_true (is_listed (rehearsal->id, true));
    assert_refused (&staff, read_page (rehearsal->id), WL_NOT_FOUND, "call-not-found");
    intake_world_as (&staff, ANNA, WL_ROLE_COORDINATOR, "30");
    assert_int_equal (get (rehearsal->id, &seen), WL_OK);
    assert_true (seen->rehearsed);
    assert_true (is_listed (rehearsal->id, true));
    intake_world_as (&staff, ANNA, WL_ROLE_ASSESSOR, "30");
    assert_int_equal (get (rehearsal->id, &seen), WL_OK);
    assert_false (is_listed (rehearsal->id, true));
    intake_world_as (&staff, ANNA, WL_ROLE_COORDINATOR, "14");
    assert_refused (&staff, get (rehearsal->id, &seen), WL_NOT_FOUND, "call-not-found");
    assert_false (is_listed (rehearsal->id, true));
    intake_world_as (&staff, ANNA, WL_ROLE_SIGNED_IN, "");
    assert_refused (&staff, get (rehearsal->id, &seen), WL_NOT_FOUND, "call-not-found");
    staff.request.actor = NULL;
    assert_refused (&staff, get (rehearsal->id, &seen), WL_NOT_FOUND, "call-not-found");
    assert_false (is_listed (rehearsal->id, false));
    as_owner ();
}

static void
nobody_applies_in_it (void **state)
{
    Intake__CreateApplicationRequest in = INTAKE__CREATE_APPLICATION_REQUEST__INIT;
    Intake__Call *rehearsal = begin ("R-3", NULL);
    (void) state;

    in.call_id = rehearsal->id;
    in.region = wl_text_copy (staff.world.arena, "30");
    in.applicant = intake_world_read (
        &staff, &wlacznik__applicant__descriptor,
        "{\"type\":\"PERSON\",\"members\":[{\"name\":\"A\",\"email\":\"a@example.org\"}]}");
    assert_refused (&staff, intake_world_ask (&staff, "CreateApplication", &in, NULL), WL_NOT_FOUND,
                    "call-not-found");
}

static void
a_rehearsal_is_no_call_to_go_on_from (void **state)
{
    Intake__CopyCallRequest copy = INTAKE__COPY_CALL_REQUEST__INIT;
    Intake__CallDefinition *supplement = intake_world_definition (&staff, programme, "R-4S", 0);
    Intake__CreateCallRequest create = INTAKE__CREATE_CALL_REQUEST__INIT;
    Intake__Call *rehearsal = begin ("R-4", NULL), *again;
    (void) state;

    assert_refused (&staff, rehearse (rehearsal->id, &again), WL_FAILED_PRECONDITION,
                    "only-rehearsed");
    copy.call_id = rehearsal->id;
    copy.code = wl_text_copy (staff.world.arena, "R-4C");
    copy.fill_from = supplement->fill_from;
    copy.submit_from = supplement->submit_from;
    copy.submit_until = supplement->submit_until;
    assert_refused (&staff, intake_world_ask (&staff, "CopyCall", &copy, NULL),
                    WL_FAILED_PRECONDITION, "only-rehearsed");
    supplement->supplements_call_id = rehearsal->id;
    create.definition = supplement;
    assert_refused (&staff, intake_world_ask (&staff, "CreateCall", &create, NULL),
                    WL_INVALID_ARGUMENT, "invalid-fields");
    assert_string_equal (intake_world_field (&staff), "definition.supplementsCallId");
}

static void
a_call_has_five_at_most (void **state)
{
    char *call_id;
    Intake__Call *rehearsal = begin ("R-5", &call_id);
    (void) state;

    for (int i = 0; i < 4; i++)
        assert_int_equal (rehearse (call_id, &rehearsal), WL_OK);
    assert_string_equal (rehearsal->definition->code, "R-5-PRÓBA5");
    assert_refused (&staff, rehearse (call_id, &rehearsal), WL_FAILED_PRECONDITION,
                    "rehearsals-full");
}

/* ---- its applications ---- */

static wl_status
ask_for (char *call_id, uint32_t number, Intake__Rehearsal **ret)
{
    Intake__InventApplicationsRequest in = INTAKE__INVENT_APPLICATIONS_REQUEST__INIT;

    in.call_id = call_id;
    in.count = number;
    return intake_world_ask (&staff, "InventApplications", &in, ret);
}

static Intake__Rehearsal *
progress (char *call_id)
{
    Intake__GetRehearsalRequest in = INTAKE__GET_REHEARSAL_REQUEST__INIT;
    Intake__Rehearsal *ret = NULL;

    in.call_id = call_id;
    assert_int_equal (intake_world_ask (&staff, "GetRehearsal", &in, &ret), WL_OK);
    return ret;
}

/* As the timer does, once. */
static void
work (char *call_id)
{
    wl_timer_t timer = { .kind = INVENTION_TIMER, .key = call_id };

    wl_db_begin (staff.world.db);
    assert_int_equal (on_invention_due (&staff.request, &timer, NULL), WL_OK);
    assert_int_equal (wl_db_commit (staff.world.db), WL_OK);
}

static void
invented_people_apply (void **state)
{
    Intake__Call *rehearsal = begin ("R-6", NULL);
    Intake__Rehearsal *seen = NULL;
    (void) state;

    assert_int_equal (ask_for (rehearsal->id, 45, &seen), WL_OK);
    assert_int_equal (seen->invented_wanted, 45);
    assert_int_equal (seen->invented, 0);
    work (rehearsal->id);
    assert_int_equal (progress (rehearsal->id)->invented, 20);
    for (int i = 0; i < 3; i++)
        work (rehearsal->id);
    seen = progress (rehearsal->id);
    assert_string_equal (seen->refusal, "");
    assert_int_equal (seen->invented, 45);
    assert_int_equal (count ("select count (*) from application where call_id = $1 and state = 2"
                             " and rehearsed (id) and rehearsed (user_id)",
                             rehearsal->id),
                      45);
    assert_int_equal (
        count ("select count (distinct region) from application where call_id = $1", rehearsal->id),
        2);
    assert_int_equal (count ("select count (*) from standing where call_id = $1", rehearsal->id),
                      0);
    assert_int_equal (
        count ("select count (*) from runtime.outbox where type = 'intake.ApplicationSubmitted'"
               " and rehearsed (aggregate::uuid) and $1::uuid is not null",
               rehearsal->id),
        45);
}

/* Letters have only the names that intake tells. */
static void
they_have_names (void **state)
{
    Intake__GetTitlesRequest in = INTAKE__GET_TITLES_REQUEST__INIT;
    Intake__GetTitlesResponse *titles = NULL;
    Intake__Call *rehearsal = begin ("R-7", NULL);
    wl_statement_t newest = { .sql = "select id from application where call_id = $1" };
    wl_rows_t rows;
    char *ids[1];
    (void) state;

    assert_int_equal (ask_for (rehearsal->id, 1, NULL), WL_OK);
    work (rehearsal->id);
    wl_db_begin (staff.world.db);
    assert_int_equal (wl_run (staff.world.db, &newest, &rows, wl_p_uuid (rehearsal->id)), WL_OK);
    ids[0] = wl_row_text (staff.world.db, &rows, 0, 0);
    wl_db_rollback (staff.world.db);
    in.n_application_ids = 1;
    in.application_ids = ids;
    assert_int_equal (intake_world_ask (&staff, "GetTitles", &in, &titles), WL_OK);
    assert_int_equal (titles->n_titles, 1);
    assert_string_equal (titles->titles[0]->invented_name, "Wnioskodawca próbny 1");
}

static void
only_so_many_and_only_while_it_is_open (void **state)
{
    Intake__Call *rehearsal = begin ("R-8", NULL);
    (void) state;

    for (int i = 0; i < 4; i++)
        assert_int_equal (ask_for (rehearsal->id, 500, NULL), WL_OK);
    assert_refused (&staff, ask_for (rehearsal->id, 1, NULL), WL_FAILED_PRECONDITION,
                    "too-many-invented");
    intake_world_at (&staff, "2027-04-20T12:00:00Z");
    assert_refused (&staff, ask_for (rehearsal->id, 1, NULL), WL_FAILED_PRECONDITION,
                    "call-not-open");
    work (rehearsal->id);
    assert_int_equal (progress (rehearsal->id)->invented_wanted, 0);
    assert_string_not_equal (progress (rehearsal->id)->refusal, "");
    intake_world_at (&staff, IN_CALL);
}

static void
a_real_call_has_no_such_thing (void **state)
{
    char *call_id;
    (void) state;

    begin ("R-9", &call_id);
    assert_refused (&staff, ask_for (call_id, 1, NULL), WL_NOT_FOUND, "call-not-found");
}

/* ---- as a whole ---- */

static wl_status
move_clock (char *call_id, uint32_t days)
{
    Intake__MoveRehearsalClockRequest in = INTAKE__MOVE_REHEARSAL_CLOCK_REQUEST__INIT;

    in.call_id = call_id;
    in.days = days;
    return intake_world_ask (&staff, "MoveRehearsalClock", &in, NULL);
}

#define MICROSECONDS(what) "select (extract (epoch from " what ") * 1000000)::int8"

static void
time_passes_in_it (void **state)
{
    char *call_id;
    Intake__Call *rehearsal = begin ("R-10", &call_id), *seen;
    wl_time_t until = wl_timestamp_time (rehearsal->definition->submit_until);
    int64_t filed, offered;
    (void) state;

    assert_int_equal (ask_for (rehearsal->id, 3, NULL), WL_OK);
    work (rehearsal->id);
    filed = count (MICROSECONDS ("min (submitted_at)") " from application where call_id = $1",
                   rehearsal->id);
    offered = count (MICROSECONDS ("min (due)") " from runtime.timers where kind = 'likeness'"
                                                " and left (key, 36) in (select id::text from"
                                                " application where call_id = $1)",
                     rehearsal->id);
    assert_int_equal (move_clock (rehearsal->id, 30), WL_OK);
    assert_int_equal (get (rehearsal->id, &seen), WL_OK);
    assert_int_equal (wl_timestamp_time (seen->definition->submit_until), until - 30 * WL_DAY);
    assert_int_equal (seen->phase, INTAKE__CALL_PHASE__PHASE_CLOSED);
    assert_int_equal (progress (rehearsal->id)->days_moved, 30);
    assert_int_equal (
        count (MICROSECONDS ("min (submitted_at)") " from application where  call_id = $1",
               rehearsal->id),
        filed - 30 * WL_DAY);
    assert_int_equal (count (MICROSECONDS ("min (due)") " from runtime.timers where kind ="
                                                        " 'likeness' and left (key, 36) in (select"
                                                        " id::text from application where call_id"
                                                        " = $1)",
                             rehearsal->id),
                      offered - 30 * WL_DAY);
    /* Once about the call, and once in each region. */
    assert_int_equal (count ("select count (*) from runtime.outbox where aggregate = $1::text"
                             " and type = 'intake.RehearsalClockMoved'",
                             rehearsal->id),
                      3);
    assert_int_equal (get (call_id, &seen), WL_OK);
    assert_int_equal (wl_timestamp_time (seen->definition->submit_until),
                      until - wl_timestamp_time (rehearsal->definition->submit_from) +
                          wl_timestamp_time (seen->definition->submit_from));
}

static void
a_clock_moves_ten_years_at_most (void **state)
{
    Intake__Call *rehearsal = begin ("R-11", NULL);
    (void) state;

    for (int i = 0; i < 10; i++)
        assert_int_equal (move_clock (rehearsal->id, 365), WL_OK);
    assert_refused (&staff, move_clock (rehearsal->id, 1), WL_FAILED_PRECONDITION, "too-far");
}

static wl_status delete (char *call_id)
{
    Intake__DeleteRehearsalRequest in = INTAKE__DELETE_REHEARSAL_REQUEST__INIT;

    in.call_id = call_id;
    return intake_world_ask (&staff, "DeleteRehearsal", &in, NULL);
}

static void
it_goes_without_a_trace (void **state)
{
    char *call_id;
    Intake__Call *rehearsal = begin ("R-12", &call_id), *seen;
    (void) state;

    assert_int_equal (ask_for (rehearsal->id, 25, NULL), WL_OK);
    work (rehearsal->id);
    work (rehearsal->id);
    assert_refused (&staff, delete (call_id), WL_NOT_FOUND, "call-not-found");
    assert_int_equal (delete (rehearsal->id), WL_OK);
    assert_refused (&staff, get (rehearsal->id, &seen), WL_NOT_FOUND, "call-not-found");
    assert_int_equal (count ("select count (*) from application where call_id = $1", rehearsal->id),
                      0);
    assert_int_equal (count ("select count (*) from runtime.outbox where aggregate = $1::text"
                             " and type = 'intake.RehearsalDeleted'",
                             rehearsal->id),
                      1);
    /* A timer that comes too late finds nothing to do. */
    work (rehearsal->id);
    /* The code is free again, and the call is as it was. */
    assert_int_equal (get (call_id, &seen), WL_OK);
    assert_int_equal (rehearse (call_id, &rehearsal), WL_OK);
    assert_string_equal (rehearsal->definition->code, "R-12-PRÓBA1");
}

static void
it_ends_by_itself (void **state)
{
    Intake__Call *rehearsal = begin ("R-13", NULL), *seen;
    wl_timer_t timer = { .kind = REHEARSAL_OVER_TIMER, .key = rehearsal->id };
    (void) state;

    assert_int_equal (count ("select count (*) from runtime.timers where kind = 'rehearsal-over'"
                             " and key = $1::text",
                             rehearsal->id),
                      1);
    for (int i = 0; i < 2; i++) {
        wl_db_begin (staff.world.db);
        assert_int_equal (on_rehearsal_over (&staff.request, &timer, NULL), WL_OK);
        assert_int_equal (wl_db_commit (staff.world.db), WL_OK);
    }
    assert_refused (&staff, get (rehearsal->id, &seen), WL_NOT_FOUND, "call-not-found");
}

/* ---- what may be forgotten when a table is added ---- */

/* Fails with what stands in the only column of the only row, unless that is nothing. */
static void
expect_none (const wl_statement_t *statement, const char *what)
{
    wl_rows_t rows;
    const char *found;

    wl_db_begin (staff.world.db);
    assert_int_equal (wl_run (staff.world.db, statement, &rows), WL_OK);
    found = wl_row_text (staff.world.db, &rows, 0, 0);
    wl_db_rollback (staff.world.db);
    if (found[0] != '\0')
        fail_msg ("%s: %s", what, found);
}

#define BELONGS_TO_A_CALL                                                            \
    "c.table_schema = 'public' and exists (select from information_schema.columns o" \
    " where o.table_schema = 'public' and o.table_name = c.table_name"               \
    " and o.column_name in ('call_id', 'application_id'))"
#define SOURCE_OF(function) "(select prosrc from pg_proc where proname = '" function "')"

/* People and their requests have no part in a rehearsal, the ledger stands, and the rehearsal
 * itself is in real time. */
WL_SQL (forgotten_moments,
        "select coalesce (string_agg (c.table_name || '.' || c.column_name, ', '), '')"
        " from information_schema.columns c"
        " where c.data_type in ('timestamp with time zone', 'date') and " BELONGS_TO_A_CALL
        " and c.table_name not in ('grant_ledger', 'rehearsal', 'coauthor', 'ownership_transfer',"
        " 'data_request', 'data_request_kept', 'rectification')"
        " and coalesce (substring (" SOURCE_OF (
            "rehearsal_move") "  from 'update ' || c.table_name || ' set ([^;]*);'), '')"
                              " !~ ('\\m' || c.column_name || ' = ')");
WL_SQL (forgotten_tables,
        "select coalesce (string_agg (distinct c.table_name, ', '), '')"
        " from information_schema.columns c where " BELONGS_TO_A_CALL
        " and c.table_name not in ('coauthor', 'ownership_transfer', 'data_request',"
        " 'data_request_kept', 'rectification')"
        " and " SOURCE_OF ("rehearsal_delete") " !~ ('delete from ' || c.table_name || '\\M')");

static void
no_table_is_forgotten (void **state)
{
    (void) state;
    expect_none (&forgotten_moments, "rehearsal_move forgets");
    expect_none (&forgotten_tables, "rehearsal_delete forgets");
}

int
main (void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test (it_opens_at_once_under_a_marked_id),
        cmocka_unit_test (staff_see_it_and_nobody_else),
        cmocka_unit_test (nobody_applies_in_it),
        cmocka_unit_test (a_rehearsal_is_no_call_to_go_on_from),
        cmocka_unit_test (a_call_has_five_at_most),
        cmocka_unit_test (invented_people_apply),
        cmocka_unit_test (they_have_names),
        cmocka_unit_test (only_so_many_and_only_while_it_is_open),
        cmocka_unit_test (a_real_call_has_no_such_thing),
        cmocka_unit_test (time_passes_in_it),
        cmocka_unit_test (a_clock_moves_ten_years_at_most),
        cmocka_unit_test (it_goes_without_a_trace),
        cmocka_unit_test (it_ends_by_itself),
        cmocka_unit_test (no_table_is_forgotten),
    };
    return cmocka_run_group_tests (tests, set_up, tear_down);
}
