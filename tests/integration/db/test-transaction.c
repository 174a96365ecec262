#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

WL_SQL (one, "select 1");
WL_SQL (insert_item, "insert into item (id, note) values ($1, $2)");
WL_SQL (count_items, "select count (*) from item");
WL_SQL (select_item, "select note from item where id = $1");
WL_SQL (update_item, "update item set note = $1 where id > $2");
WL_SQL (insert_child, "insert into child (item) values ($1)");
WL_SQL (in_transaction, "select pg_current_xact_id_if_assigned () is not null");
WL_SQL (end_session, "select pg_terminate_backend (pg_backend_pid ())");
WL_SQL (broken, "select no_such_column");
WL_SQL (echo_bytes, "select $1::bytea, $2::bytea");
WL_SQL (echo_any, "select $1::bigint");
WL_SQL (session,
        "select current_setting ('transaction_isolation'), current_setting ('lock_timeout'),"
        "       current_setting ('application_name'), current_setting ('enable_seqscan')");

static int64_t
items (world_t *world)
{
    wl_rows_t rows;

    assert_ok (world->db, wl_run (world->db, &count_items, &rows));
    return wl_row_int (&rows, 0, 0);
}

static int
set_up (void **state)
{
    static world_t world;

    world_sql ("drop table if exists child; drop table if exists item;"
               "create table item (id bigint primary key, note text check (note <> 'bad'));"
               "create table child (item bigint references item deferrable initially deferred)");
    world = world_new ();
    *state = &world;
    return 0;
}

static int
tear_down (void **state)
{
    world_destroy (*state);
    return 0;
}

static void
a_session_has_the_settings_of_the_house (void **state)
{
    world_t *world = *state;
    wl_rows_t rows;

    assert_ok (world->db, wl_run (world->db, &session, &rows));
    assert_string_equal (wl_row_text (world->db, &rows, 0, 0), "read committed");
    assert_string_equal (wl_row_text (world->db, &rows, 0, 1), "5s");
    assert_string_equal (wl_row_text (world->db, &rows, 0, 2), "test");
    assert_string_equal (wl_row_text (world->db, &rows, 0, 3), "off");
}

static void
an_operator_may_change_some_of_them (void **state)
{
    world_t *world = *state;
    char conninfo[500];
    wl_rows_t rows;
    wl_db_t *db;

    snprintf (conninfo, sizeof conninfo, "%s application_name=mine options='-c lock_timeout=7s'",
              getenv ("WLACZNIK_TEST_DB"));
    db = wl_db_new (conninfo, "test", world->arena);
    assert_ok (db, wl_db_connect (db));
    assert_ok (db, wl_run (db, &session, &rows));
    assert_string_equal (wl_row_text (db, &rows, 0, 1), "7s");
    assert_string_equal (wl_row_text (db, &rows, 0, 2), "mine");
    assert_string_equal (wl_row_text (db, &rows, 0, 3), "off");
    wl_db_destroy (&db);
}

static void
a_commit_keeps_and_a_rollback_does_not (void **state)
{
    world_t *world = *state;

    wl_db_begin (world->db);
    assert_ok (world->db, wl_run (world->db, &insert_item, NULL, wl_p_int (1), wl_p_text ("a")));
    wl_db_rollback (world->db);
    assert_int_equal (items (world), 0);

    wl_db_begin (world->db);
    assert_true (wl_db_in_transaction (world->db));
    assert_ok (world->db, wl_run (world->db, &insert_item, NULL, wl_p_int (1), wl_p_text ("a")));
    assert_ok (world->db, wl_db_commit (world->db));
    assert_false (wl_db_in_transaction (world->db));
    assert_int_equal (items (world), 1);
}

static void
rollback_is_right_when_nothing_was_begun (void **state)
{
    world_t *world = *state;

    wl_db_rollback (world->db);
    wl_db_begin (world->db);
    wl_db_rollback (world->db);
    wl_db_rollback (world->db);
    assert_int_equal (items (world), 0);
}

static void
an_empty_transaction_costs_nothing (void **state)
{
    world_t *world = *state;
    unsigned before = wl_db_round_trips (world->db);

    wl_db_begin (world->db);
    assert_ok (world->db, wl_db_commit (world->db));
    wl_db_begin (world->db);
    wl_db_rollback (world->db);
    assert_int_equal (wl_db_round_trips (world->db), before);
}

/* BEGIN travels with the first statement, what is deferred with COMMIT; preparing costs nothing. */
static void
one_read_and_three_writes_are_two_round_trips (void **state)
{
    world_t *world = *state;
    unsigned before = wl_db_round_trips (world->db);
    wl_rows_t rows;

    wl_db_begin (world->db);
    assert_ok (world->db, wl_run (world->db, &select_item, &rows, wl_p_int (1)));
    for (int i = 1; i <= 3; i++)
        wl_defer (world->db, &insert_item, wl_p_int (i), wl_p_text ("x"));
    assert_ok (world->db, wl_db_commit (world->db));
    assert_int_equal (wl_db_round_trips (world->db) - before, 2);
    assert_int_equal (items (world), 3);
}

static void
what_is_deferred_runs_before_the_next_statement (void **state)
{
    world_t *world = *state;

    wl_db_begin (world->db);
    wl_defer (world->db, &insert_item, wl_p_int (1), wl_p_text ("x"));
    assert_int_equal (items (world), 1);
    wl_db_rollback (world->db);
    assert_int_equal (items (world), 0);
}

static void
what_is_deferred_may_be_rolled_back_unsent (void **state)
{
    world_t *world = *state;

    wl_db_begin (world->db);
    wl_defer (world->db, &insert_item, wl_p_int (1), wl_p_text ("x"));
    wl_db_rollback (world->db);
    wl_db_begin (world->db);
    wl_defer (world->db, &insert_item, wl_p_int (1), wl_p_text ("bad"));
    wl_db_rollback (world->db);
    assert_true (wl_db_connected (world->db));
    assert_int_equal (items (world), 0);
}

static void
a_deferred_failure_shows_at_the_next_statement (void **state)
{
    world_t *world = *state;

    wl_db_begin (world->db);
    wl_defer (world->db, &insert_item, wl_p_int (1), wl_p_text ("bad"));
    assert_status (wl_run (world->db, &one, NULL), WL_FAILED_PRECONDITION);
    assert_string_equal (wl_db_constraint (world->db), "item_note_check");
    assert_non_null (strstr (wl_db_error (world->db), "insert_item"));
    assert_non_null (strstr (wl_db_error (world->db), "23514"));
    /* and stays until the end */
    assert_status (wl_run (world->db, &one, NULL), WL_FAILED_PRECONDITION);
    assert_status (wl_db_commit (world->db), WL_FAILED_PRECONDITION);
    assert_int_equal (items (world), 0);
}

static void
a_deferred_failure_shows_at_commit (void **state)
{
    world_t *world = *state;

    wl_db_begin (world->db);
    wl_defer (world->db, &insert_item, wl_p_int (1), wl_p_text ("fine"));
    wl_defer (world->db, &insert_item, wl_p_int (1), wl_p_text ("twice"));
    wl_defer (world->db, &insert_item, wl_p_int (2), wl_p_text ("fine"));
    assert_status (wl_db_commit (world->db), WL_ALREADY_EXISTS);
    assert_string_equal (wl_db_constraint (world->db), "item_pkey");
    assert_false (wl_db_may_retry (world->db));
    assert_false (wl_db_in_transaction (world->db));
    assert_int_equal (items (world), 0);
}

static void
a_deferred_bad_uuid_shows_at_commit (void **state)
{
    world_t *world = *state;

    wl_db_begin (world->db);
    wl_defer (world->db, &insert_item, wl_p_int (1), wl_p_text ("fine"));
    wl_defer (world->db, &select_item, wl_p_uuid ("no uuid"));
    assert_status (wl_db_commit (world->db), WL_INVALID_ARGUMENT);
    assert_int_equal (items (world), 0);
}

/* The server checks it only when it commits: in a transaction at COMMIT, on its own at the sync. */
static void
a_constraint_that_is_checked_late_fails_the_commit (void **state)
{
    world_t *world = *state;

    wl_db_begin (world->db);
    assert_ok (world->db, wl_run (world->db, &insert_child, NULL, wl_p_int (7)));
    assert_status (wl_db_commit (world->db), WL_FAILED_PRECONDITION);
    assert_string_equal (wl_db_constraint (world->db), "child_item_fkey");
    assert_status (wl_run (world->db, &insert_child, NULL, wl_p_int (7)), WL_FAILED_PRECONDITION);
    assert_string_equal (wl_db_constraint (world->db), "child_item_fkey");
    assert_int_equal (items (world), 0);
}

static void
the_connection_goes_on_after_a_failure (void **state)
{
    world_t *world = *state;

    for (int i = 0; i < 3; i++) {
        assert_status (wl_run (world->db, &broken, NULL), WL_INTERNAL);
        assert_non_null (strstr (wl_db_error (world->db), "42703"));
        wl_db_begin (world->db);
        assert_status (wl_run (world->db, &broken, NULL), WL_INTERNAL);
        wl_db_rollback (world->db);
        assert_ok (world->db, wl_run (world->db, &one, NULL));
    }
}

/* An error in front of a Parse means that it never ran; the statement must be prepared again. */
static void
a_statement_behind_an_error_is_prepared_again (void **state)
{
    world_t *world = *state;
    wl_rows_t rows;

    wl_db_begin (world->db);
    wl_defer (world->db, &insert_item, wl_p_int (1), wl_p_text ("bad"));
    wl_defer (world->db, &update_item, wl_p_text ("x"), wl_p_int (0));
    assert_status (wl_db_commit (world->db), WL_FAILED_PRECONDITION);
    assert_ok (world->db, wl_run (world->db, &update_item, &rows, wl_p_text ("x"), wl_p_int (0)));
    assert_int_equal (rows.affected, 0);
}

static void
affected_rows_are_counted (void **state)
{
    world_t *world = *state;
    wl_rows_t rows;

    for (int i = 1; i <= 5; i++)
        assert_ok (world->db, wl_run (world->db, &insert_item, &rows, wl_p_int (i), wl_p_null ()));
    assert_int_equal (rows.affected, 1);
    assert_ok (world->db, wl_run (world->db, &update_item, &rows, wl_p_text ("x"), wl_p_int (2)));
    assert_int_equal (rows.affected, 3);
    assert_int_equal (rows.count, 0);
}

/* The types of the parameters belong to a prepared statement: another list makes another one, and
 * a NULL without a type fits any. */
static void
one_statement_takes_parameters_of_several_types (void **state)
{
    world_t *world = *state;
    wl_rows_t rows;

    assert_ok (world->db, wl_run (world->db, &echo_any, &rows, wl_p_null ()));
    assert_true (wl_row_null (&rows, 0, 0));
    assert_ok (world->db, wl_run (world->db, &echo_any, &rows, wl_p_int (5)));
    assert_int_equal (wl_row_int (&rows, 0, 0), 5);
    assert_ok (world->db, wl_run (world->db, &echo_any, &rows, wl_p_text ("6")));
    assert_int_equal (wl_row_int (&rows, 0, 0), 6);
    assert_ok (world->db, wl_run (world->db, &echo_any, &rows, wl_p_null ()));
    assert_true (wl_row_null (&rows, 0, 0));
}

/* A transaction that only reads and locks nothing has no xid, so it holds nothing back. */
static void
begin_alone_takes_no_transaction_number (void **state)
{
    world_t *world = *state;
    wl_rows_t rows;

    wl_db_begin (world->db);
    assert_ok (world->db, wl_run (world->db, &in_transaction, &rows));
    assert_false (wl_row_bool (&rows, 0, 0));
    assert_ok (world->db, wl_db_commit (world->db));
}

/* Both directions at once: neither side may wait for the other (engineering.md 2.10). */
static void
large_parameters_and_large_results_do_not_block_each_other (void **state)
{
    enum { SIZE = 4 * 1024 * 1024, TIMES = 8 };
    world_t *world = *state;
    uint8_t *bytes = test_malloc (SIZE);
    wl_rows_t rows;

    for (int i = 0; i < SIZE; i++)
        bytes[i] = (uint8_t) (i * 31);
    wl_db_begin (world->db);
    for (int i = 0; i < TIMES; i++)
        wl_defer (world->db, &echo_bytes, wl_p_bytes (bytes, SIZE), wl_p_bytes (bytes, SIZE));
    assert_ok (world->db, wl_run (world->db, &echo_bytes, &rows, wl_p_bytes (bytes, SIZE),
                                  wl_p_bytes (bytes, SIZE)));
    assert_int_equal (wl_row_bytes (&rows, 0, 1).length, SIZE);
    assert_memory_equal (wl_row_bytes (&rows, 0, 1).data, bytes, SIZE);
    assert_ok (world->db, wl_db_commit (world->db));
    test_free (bytes);
}

static void
thousands_of_deferred_statements_are_one_round_trip (void **state)
{
    enum { MANY = 20000 };
    world_t *world = *state;
    unsigned before = wl_db_round_trips (world->db);

    wl_db_begin (world->db);
    for (int i = 0; i < MANY; i++)
        wl_defer (world->db, &insert_item, wl_p_int (i), wl_p_text ("many"));
    assert_ok (world->db, wl_db_commit (world->db));
    assert_int_equal (wl_db_round_trips (world->db) - before, 1);
    assert_int_equal (items (world), MANY);
}

/* For COPY and LISTEN the connection is plain libpq's; afterwards it is ours again. */
static void
the_connection_can_be_lent (void **state)
{
    world_t *world = *state;
    PGconn *connection;
    PGresult *result;

    assert_ok (world->db, wl_run (world->db, &one, NULL));
    connection = wl_db_connection (world->db);
    result = PQexec (connection, "insert into item values (1, 'x'); listen somewhere");
    assert_int_equal (PQresultStatus (result), PGRES_COMMAND_OK);
    PQclear (result);
    assert_int_equal (items (world), 1);
}

static void
a_failure_on_the_lent_connection_fails_the_commit (void **state)
{
    world_t *world = *state;

    wl_db_begin (world->db);
    assert_ok (world->db, wl_run (world->db, &insert_item, NULL, wl_p_int (1), wl_p_text ("x")));
    PQclear (PQexec (wl_db_connection (world->db), "no sql"));
    assert_status (wl_db_commit (world->db), WL_ABORTED);
    assert_int_equal (items (world), 0);
}

static wl_status
part (world_t *world, int id, const char *note, bool wanted)
{
    wl_status status;

    wl_db_savepoint (world->db);
    wl_defer (world->db, &insert_item, wl_p_int (id), wl_p_text (note));
    status = wanted ? wl_db_savepoint_keep (world->db) : WL_NOT_FOUND;
    if (status != WL_OK)
        assert_ok (world->db, wl_db_savepoint_undo (world->db));
    return status;
}

static void
a_part_may_fail_alone (void **state)
{
    world_t *world = *state;

    wl_db_begin (world->db);
    assert_ok (world->db, part (world, 1, "a", true));
    assert_status (part (world, 1, "twice", true), WL_ALREADY_EXISTS);
    assert_status (part (world, 2, "bad", true), WL_FAILED_PRECONDITION);
    assert_status (part (world, 2, "not wanted", false), WL_NOT_FOUND);
    assert_ok (world->db, part (world, 3, "b", true));
    assert_int_equal (items (world), 2);
    assert_ok (world->db, wl_db_commit (world->db));
    assert_int_equal (items (world), 2);
}

static void
a_part_of_a_lost_transaction_is_lost_with_it (void **state)
{
    world_t *world = *state;
    wl_rows_t rows;

    wl_db_begin (world->db);
    assert_ok (world->db, part (world, 1, "a", true));
    wl_db_savepoint (world->db);
    assert_status (wl_run (world->db, &end_session, &rows), WL_UNAVAILABLE);
    assert_status (wl_db_savepoint_undo (world->db), WL_UNAVAILABLE);
    assert_status (wl_db_commit (world->db), WL_UNAVAILABLE);
    assert_ok (world->db, wl_db_connect (world->db));
    assert_int_equal (items (world), 0);
}

int
main (void)
{
#define TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST (a_session_has_the_settings_of_the_house),
        TEST (an_operator_may_change_some_of_them),
        TEST (a_commit_keeps_and_a_rollback_does_not),
        TEST (rollback_is_right_when_nothing_was_begun),
        TEST (an_empty_transaction_costs_nothing),
        TEST (one_read_and_three_writes_are_two_round_trips),
        TEST (what_is_deferred_runs_before_the_next_statement),
        TEST (what_is_deferred_may_be_rolled_back_unsent),
        TEST (a_deferred_failure_shows_at_the_next_statement),
        TEST (a_deferred_failure_shows_at_commit),
        TEST (a_deferred_bad_uuid_shows_at_commit),
        TEST (a_constraint_that_is_checked_late_fails_the_commit),
        TEST (the_connection_goes_on_after_a_failure),
        TEST (a_statement_behind_an_error_is_prepared_again),
        TEST (affected_rows_are_counted),
        TEST (one_statement_takes_parameters_of_several_types),
        TEST (a_part_may_fail_alone),
        TEST (a_part_of_a_lost_transaction_is_lost_with_it),
        TEST (begin_alone_takes_no_transaction_number),
        TEST (large_parameters_and_large_results_do_not_block_each_other),
        TEST (thousands_of_deferred_statements_are_one_round_trip),
        TEST (the_connection_can_be_lent),
        TEST (a_failure_on_the_lent_connection_fails_the_commit),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
