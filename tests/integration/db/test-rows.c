/* Parameters there and results back, in PostgreSQL's binary format. */
#include "world.h"

#include <stdlib.h>
#include <string.h>

#include "google/protobuf/timestamp.pb-c.h"
#include "sample.pb-c.h"

#define ID_A "018f5b6e-7c00-7abc-8def-0123456789ab"
#define ID_B "018f5b6e-7c00-7abc-8def-0123456789ac"
/* 2026-11-23T22:59:59.123456Z */
#define MOMENT ((wl_time_t) 1795474799123456)

WL_SQL (echo_scalars, "select $1::text, $2::bigint, $3::boolean, $4::uuid, $5::bytea,"
                      "       $6::timestamptz, $6::timestamptz = '2026-11-23 22:59:59.123456+00'");
WL_SQL (echo_ints,
        "select $1::bigint, $1::bigint::int, $1::bigint::smallint, 4000000000::oid, true");
WL_SQL (texts_of, "select x from unnest ($1::text[]) with ordinality t (x, n) order by n");
WL_SQL (ints_of, "select x from unnest ($1::bigint[]) with ordinality t (x, n) order by n");
WL_SQL (uuids_of, "select x from unnest ($1::uuid[]) with ordinality t (x, n) order by n");
WL_SQL (blobs_of, "select x from unnest ($1::bytea[]) with ordinality t (x, n) order by n");
WL_SQL (times_of, "select x from unnest ($1::timestamptz[]) with ordinality t (x, n) order by n");
WL_SQL (counts, "select cardinality ($1::text[]), cardinality ($2::bigint[]),"
                "       cardinality ($3::uuid[]), cardinality ($4::bytea[]),"
                "       cardinality ($5::timestamptz[])");
WL_SQL (kinds_of_text,
        "select 'varchar'::varchar, 'name'::name, '{\"a\": 1}'::jsonb, 'c'::char (3)");
WL_SQL (odd_times, "select 'infinity'::timestamptz, '1970-01-01 00:00:00+00'::timestamptz,"
                   "       '1969-12-31 23:59:59+00'::timestamptz");

WL_SQL (whole_sample,
        "select '" ID_A "'::uuid as id, 'Zażółć'::text as name,"
        "       '2026-11-23 22:59:59.123456+00'::timestamptz as at, -3::int as small,"
        "       4000000000::bigint as natural, -7::smallint as zigzag, -1::bigint as big,"
        "       9007199254740993::bigint as big_natural, true as flag, 2 as colour,"
        "       '\\x00ff10'::bytea as data, $1::bytea as inner, 'word'::text as word,"
        "       array['a', null, 'ć']::text[] as tags,"
        "       array['" ID_A "', '" ID_B "']::uuid[] as ids,"
        "       array[1, -2, 9007199254740993]::bigint[] as numbers,"
        "       array[1, -2]::int[] as small_numbers, array[1, 2]::smallint[] as colours,"
        "       array[true, false]::boolean[] as flags,"
        "       array['\\x', '\\x01']::bytea[] as blobs, array[$1, $1]::bytea[] as inners,"
        "       array['2026-11-23 22:59:59.123456+00']::timestamptz[] as times");
WL_SQL (null_sample,
        "select null::uuid as id, null::text as name, null::timestamptz as at, null::int as small,"
        "       null::bytea as inner, null::bigint as count, null::text[] as tags,"
        "       '{}'::bigint[] as numbers");
WL_SQL (count_sample, "select 5::bigint as count");
WL_SQL (many_samples, "select i::text as name, i as big, array[i, i] as numbers"
                      "  from generate_series (1, $1::bigint) i order by i");
WL_SQL (no_samples, "select 'x'::text as name where false");
WL_SQL (damaged_sample, "select '\\xffffff'::bytea as inner");

static int
set_up (void **state)
{
    static world_t world;

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

/* ---- single values ---- */

static void
scalars_come_back_as_they_went (void **state)
{
    world_t *world = *state;
    wl_rows_t rows;

    assert_ok (world->db, wl_run (world->db, &echo_scalars, &rows, wl_p_text ("Zażółć"),
                                  wl_p_int (INT64_MIN), wl_p_bool (true), wl_p_uuid (ID_A),
                                  wl_p_bytes ("a\0b", 3), wl_p_time (MOMENT)));
    assert_string_equal (wl_row_text (world->db, &rows, 0, 0), "Zażółć");
    assert_true (wl_row_int (&rows, 0, 1) == INT64_MIN);
    assert_true (wl_row_bool (&rows, 0, 2));
    assert_string_equal (wl_row_text (world->db, &rows, 0, 3), ID_A);
    assert_int_equal (wl_row_bytes (&rows, 0, 4).length, 3);
    assert_memory_equal (wl_row_bytes (&rows, 0, 4).data, "a\0b", 3);
    assert_true (wl_row_time (&rows, 0, 5) == MOMENT);
    assert_true (wl_row_bool (&rows, 0, 6));
}

static void
each_kind_of_null_is_null (void **state)
{
    world_t *world = *state;
    wl_rows_t rows;

    for (int round = 0; round < 2; round++) {
        assert_ok (world->db,
                   wl_run (world->db, &echo_scalars, &rows, wl_p_text (NULL), wl_p_null (),
                           wl_p_null (), wl_p_uuid (round == 0 ? NULL : ""), wl_p_bytes (NULL, 0),
                           wl_p_time (0)));
        for (int i = 0; i < 6; i++)
            assert_true (wl_row_null (&rows, 0, i));
        assert_string_equal (wl_row_text (world->db, &rows, 0, 0), "");
        assert_int_equal (wl_row_int (&rows, 0, 1), 0);
        assert_false (wl_row_bool (&rows, 0, 2));
        assert_null (wl_row_bytes (&rows, 0, 4).data);
        assert_int_equal (wl_row_time (&rows, 0, 5), 0);
    }
}

static void
nothing_is_not_null (void **state)
{
    world_t *world = *state;
    Sample__Inner empty = SAMPLE__INNER__INIT;
    wl_rows_t rows;

    assert_ok (world->db,
               wl_run (world->db, &echo_scalars, &rows, wl_p_text (""), wl_p_int (0),
                       wl_p_bool (false), wl_p_null (), wl_p_message (&empty.base), wl_p_null ()));
    for (int i = 0; i < 3; i++)
        assert_false (wl_row_null (&rows, 0, i));
    assert_false (wl_row_null (&rows, 0, 4));
    assert_int_equal (wl_row_bytes (&rows, 0, 4).length, 0);
}

static void
integers_of_every_width_are_read (void **state)
{
    static const int64_t numbers[] = { 0, 1, -1, INT16_MAX, INT16_MIN };
    world_t *world = *state;
    wl_rows_t rows;

    for (size_t i = 0; i < COUNT (numbers); i++) {
        assert_ok (world->db, wl_run (world->db, &echo_ints, &rows, wl_p_int (numbers[i])));
        for (int column = 0; column < 3; column++)
            assert_int_equal (wl_row_int (&rows, 0, column), numbers[i]);
        assert_true (wl_row_int (&rows, 0, 3) == 4000000000);
        assert_int_equal (wl_row_int (&rows, 0, 4), 1);
    }
}

static void
every_kind_of_text_is_read (void **state)
{
    world_t *world = *state;
    wl_rows_t rows;

    assert_ok (world->db, wl_run (world->db, &kinds_of_text, &rows));
    assert_string_equal (wl_row_text (world->db, &rows, 0, 0), "varchar");
    assert_string_equal (wl_row_text (world->db, &rows, 0, 1), "name");
    assert_string_equal (wl_row_text (world->db, &rows, 0, 2), "{\"a\": 1}");
    assert_string_equal (wl_row_text (world->db, &rows, 0, 3), "c  ");
}

static void
odd_moments_are_read (void **state)
{
    world_t *world = *state;
    wl_rows_t rows;

    assert_ok (world->db, wl_run (world->db, &odd_times, &rows));
    assert_true (wl_row_time (&rows, 0, 0) == INT64_MAX);
    assert_int_equal (wl_row_time (&rows, 0, 1), 0);
    assert_true (wl_row_time (&rows, 0, 2) == -WL_SECOND);
}

static void
what_is_no_uuid_is_refused_before_it_is_sent (void **state)
{
    static const char *const bad[] = { "x", "018f5b6e-7c00-7abc-8def-0123456789a", "' or 1=1 --" };
    world_t *world = *state;
    const char *ids[] = { ID_A, "x" };
    unsigned before = wl_db_round_trips (world->db);

    for (size_t i = 0; i < COUNT (bad); i++)
        assert_status (wl_run (world->db, &uuids_of, NULL, wl_p_uuid (bad[i])),
                       WL_INVALID_ARGUMENT);
    assert_status (wl_run (world->db, &uuids_of, NULL, wl_p_uuids (ids, 2)), WL_INVALID_ARGUMENT);
    assert_non_null (strstr (wl_db_error (world->db), "uuids_of"));
    assert_int_equal (wl_db_round_trips (world->db), before);
    assert_ok (world->db, wl_run (world->db, &uuids_of, NULL, wl_p_uuids (ids, 1)));
}

/* ---- arrays ---- */

static void
arrays_come_back_member_by_member (void **state)
{
    world_t *world = *state;
    const char *texts[] = { "a", NULL, "", "Zażółć" };
    const int64_t ints[] = { INT64_MAX, 0, INT64_MIN };
    const char *uuids[] = { ID_A, "", ID_B, NULL };
    const wl_bytes_t blobs[] = { { (const uint8_t *) "a\0b", 3 },
                                 { NULL, 0 },
                                 { (const uint8_t *) "", 0 } };
    const wl_time_t times[] = { MOMENT, 0 };
    wl_rows_t rows;

    assert_ok (world->db, wl_run (world->db, &texts_of, &rows, wl_p_texts (texts, COUNT (texts))));
    assert_int_equal (rows.count, COUNT (texts));
    assert_string_equal (wl_row_text (world->db, &rows, 0, 0), "a");
    assert_true (wl_row_null (&rows, 1, 0));
    assert_false (wl_row_null (&rows, 2, 0));
    assert_string_equal (wl_row_text (world->db, &rows, 3, 0), "Zażółć");

    assert_ok (world->db, wl_run (world->db, &ints_of, &rows, wl_p_ints (ints, COUNT (ints))));
    for (int i = 0; i < rows.count; i++)
        assert_true (wl_row_int (&rows, i, 0) == ints[i]);

    assert_ok (world->db, wl_run (world->db, &uuids_of, &rows, wl_p_uuids (uuids, COUNT (uuids))));
    assert_string_equal (wl_row_text (world->db, &rows, 0, 0), ID_A);
    assert_true (wl_row_null (&rows, 1, 0));
    assert_string_equal (wl_row_text (world->db, &rows, 2, 0), ID_B);
    assert_true (wl_row_null (&rows, 3, 0));

    assert_ok (world->db, wl_run (world->db, &blobs_of, &rows, wl_p_blobs (blobs, COUNT (blobs))));
    assert_int_equal (wl_row_bytes (&rows, 0, 0).length, 3);
    assert_true (wl_row_null (&rows, 1, 0));
    assert_false (wl_row_null (&rows, 2, 0));

    assert_ok (world->db, wl_run (world->db, &times_of, &rows, wl_p_times (times, COUNT (times))));
    assert_true (wl_row_time (&rows, 0, 0) == MOMENT);
    assert_true (wl_row_null (&rows, 1, 0));
}

static void
empty_arrays_are_empty_and_not_null (void **state)
{
    world_t *world = *state;
    wl_rows_t rows;

    assert_ok (world->db,
               wl_run (world->db, &counts, &rows, wl_p_texts (NULL, 0), wl_p_ints (NULL, 0),
                       wl_p_uuids (NULL, 0), wl_p_blobs (NULL, 0), wl_p_times (NULL, 0)));
    for (int i = 0; i < 5; i++) {
        assert_false (wl_row_null (&rows, 0, i));
        assert_int_equal (wl_row_int (&rows, 0, i), 0);
    }
}

static void
what_is_larger_than_the_scratch_is_refused (void **state)
{
    enum { MANY = 6 * 1000 * 1000 };
    world_t *world = *state;
    int64_t *numbers = test_calloc (MANY, sizeof *numbers);

    assert_status (wl_run (world->db, &ints_of, NULL, wl_p_ints (numbers, MANY)),
                   WL_RESOURCE_EXHAUSTED);
    assert_ok (world->db, wl_run (world->db, &ints_of, NULL, wl_p_ints (numbers, 10)));
    test_free (numbers);
}

/* ---- messages ---- */

static Sample__Sample *
sample_of (world_t *world, const wl_rows_t *rows)
{
    ProtobufCMessage *message = wl_message_new (world->arena, &sample__sample__descriptor);

    wl_row_message (world->db, rows, 0, message);
    return (Sample__Sample *) message;
}

static void
check_inner (const Sample__Inner *inner)
{
    assert_non_null (inner);
    assert_string_equal (inner->text, "inside");
    assert_int_equal (inner->n_numbers, 2);
    assert_int_equal (inner->numbers[1], 8);
}

static void
check_repeated (const Sample__Sample *sample)
{
    assert_int_equal (sample->n_tags, 3);
    assert_string_equal (sample->tags[0], "a");
    assert_string_equal (sample->tags[1], "");
    assert_string_equal (sample->tags[2], "ć");
    assert_int_equal (sample->n_ids, 2);
    assert_string_equal (sample->ids[1], ID_B);
    assert_int_equal (sample->n_numbers, 3);
    assert_true (sample->numbers[2] == 9007199254740993);
    assert_int_equal (sample->n_small_numbers, 2);
    assert_int_equal (sample->small_numbers[1], -2);
    assert_int_equal (sample->n_colours, 2);
    assert_int_equal (sample->colours[1], SAMPLE__COLOUR__GREEN);
    assert_int_equal (sample->n_flags, 2);
    assert_true (sample->flags[0] && !sample->flags[1]);
    assert_int_equal (sample->n_blobs, 2);
    assert_int_equal (sample->blobs[0].len, 0);
    assert_int_equal (sample->blobs[1].len, 1);
    assert_int_equal (sample->n_inners, 2);
    check_inner (sample->inners[1]);
    assert_int_equal (sample->n_times, 1);
    assert_true (wl_timestamp_time (sample->times[0]) == MOMENT);
}

static void
a_row_becomes_a_message (void **state)
{
    world_t *world = *state;
    int64_t numbers[] = { 7, 8 };
    char text[] = "inside";
    Sample__Inner inner = SAMPLE__INNER__INIT;
    Sample__Sample *sample;
    wl_rows_t rows;

    inner.text = text;
    inner.numbers = numbers;
    inner.n_numbers = COUNT (numbers);
    assert_ok (world->db, wl_run (world->db, &whole_sample, &rows, wl_p_message (&inner.base)));
    sample = sample_of (world, &rows);
    assert_string_equal (sample->id, ID_A);
    assert_string_equal (sample->name, "Zażółć");
    assert_true (wl_timestamp_time (sample->at) == MOMENT);
    assert_int_equal (sample->small, -3);
    assert_int_equal (sample->natural, 4000000000);
    assert_int_equal (sample->zigzag, -7);
    assert_int_equal (sample->big, -1);
    assert_true (sample->big_natural == 9007199254740993);
    assert_true (sample->flag);
    assert_int_equal (sample->colour, SAMPLE__COLOUR__GREEN);
    assert_int_equal (sample->data.len, 3);
    assert_memory_equal (sample->data.data, "\x00\xff\x10", 3);
    check_inner (sample->inner);
    assert_int_equal (sample->choice_case, SAMPLE__SAMPLE__CHOICE_WORD);
    assert_string_equal (sample->word, "word");
    check_repeated (sample);
}

static void
null_leaves_a_field_as_it_is (void **state)
{
    world_t *world = *state;
    ProtobufCMessage *message = wl_message_new (world->arena, &sample__sample__descriptor);
    Sample__Sample *sample = (Sample__Sample *) message;
    char before[] = "before";
    wl_rows_t rows;

    sample->name = before;
    sample->small = 9;
    assert_ok (world->db, wl_run (world->db, &null_sample, &rows));
    wl_row_message (world->db, &rows, 0, message);
    assert_string_equal (sample->id, "");
    assert_ptr_equal (sample->name, before);
    assert_int_equal (sample->small, 9);
    assert_null (sample->at);
    assert_null (sample->inner);
    assert_int_equal (sample->choice_case, SAMPLE__SAMPLE__CHOICE__NOT_SET);
    assert_int_equal (sample->n_tags, 0);
    assert_int_equal (sample->n_numbers, 0);
}

static void
a_member_of_a_oneof_sets_its_case (void **state)
{
    world_t *world = *state;
    Sample__Sample *sample;
    wl_rows_t rows;

    assert_ok (world->db, wl_run (world->db, &count_sample, &rows));
    sample = sample_of (world, &rows);
    assert_int_equal (sample->choice_case, SAMPLE__SAMPLE__CHOICE_COUNT);
    assert_int_equal (sample->count, 5);
}

static void
rows_become_the_array_of_a_repeated_field (void **state)
{
    enum { MANY = 5000 };
    world_t *world = *state;
    ProtobufCMessage **messages;
    size_t count;
    wl_rows_t rows;

    assert_ok (world->db, wl_run (world->db, &many_samples, &rows, wl_p_int (MANY)));
    wl_rows_messages (world->db, &rows, &sample__sample__descriptor, &count, &messages);
    assert_int_equal (count, MANY);
    for (size_t i = 0; i < count; i++) {
        Sample__Sample *sample = (Sample__Sample *) messages[i];
        assert_int_equal (sample->big, i + 1);
        assert_int_equal (sample->n_numbers, 2);
        assert_int_equal (sample->numbers[1], i + 1);
    }
    assert_ok (world->db, wl_run (world->db, &no_samples, &rows));
    wl_rows_messages (world->db, &rows, &sample__sample__descriptor, &count, &messages);
    assert_int_equal (count, 0);
}

static void
a_stored_message_that_cannot_be_read_fails_the_transaction (void **state)
{
    world_t *world = *state;
    wl_rows_t rows;

    wl_db_begin (world->db);
    assert_ok (world->db, wl_run (world->db, &damaged_sample, &rows));
    (void) sample_of (world, &rows);
    assert_non_null (strstr (wl_db_error (world->db), "sample.Inner"));
    assert_status (wl_db_commit (world->db), WL_DATA_LOSS);
}

/* As a handler does it: control comes back to the guard, and the transaction is rolled back. */
static void
more_rows_than_the_arena_holds_raise (void **state)
{
    wl_arena_t *arena = wl_arena_new (64 * 1024);
    wl_db_t *volatile db = wl_db_new (getenv ("WLACZNIK_TEST_DB"), "test", arena);
    volatile bool raised = false;
    jmp_buf jump;
    (void) state;

    assert_ok (db, wl_db_connect (db));
    if (setjmp (jump) == 0) {
        ProtobufCMessage **messages;
        size_t count;
        wl_rows_t rows;
        wl_arena_guard (arena, &jump);
        wl_db_begin (db);
        assert_ok (db, wl_run (db, &many_samples, &rows, wl_p_int (100000)));
        wl_rows_messages (db, &rows, &sample__sample__descriptor, &count, &messages);
    } else
        raised = true;
    assert_true (raised);
    wl_arena_guard (arena, NULL);
    wl_db_rollback (db);
    wl_arena_reset (arena);
    assert_ok (db, wl_run (db, &no_samples, NULL));
    wl_db_t *last = db;
    wl_db_destroy (&last);
    wl_arena_destroy (&arena);
}

int
main (void)
{
#define TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST (scalars_come_back_as_they_went),
        TEST (each_kind_of_null_is_null),
        TEST (nothing_is_not_null),
        TEST (integers_of_every_width_are_read),
        TEST (every_kind_of_text_is_read),
        TEST (odd_moments_are_read),
        TEST (what_is_no_uuid_is_refused_before_it_is_sent),
        TEST (arrays_come_back_member_by_member),
        TEST (empty_arrays_are_empty_and_not_null),
        TEST (what_is_larger_than_the_scratch_is_refused),
        TEST (a_row_becomes_a_message),
        TEST (null_leaves_a_field_as_it_is),
        TEST (a_member_of_a_oneof_sets_its_case),
        TEST (rows_become_the_array_of_a_repeated_field),
        TEST (a_stored_message_that_cannot_be_read_fails_the_transaction),
        TEST (more_rows_than_the_arena_holds_raise),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
