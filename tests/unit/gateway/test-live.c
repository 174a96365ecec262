/* Streams over real sockets, with a source that the test speaks through. */
#include <fcntl.h>
#include <poll.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.h"
#include "check.h"
#include "live.h"

#define ANNA "01890a5d-ac96-774b-bcce-b302099a8057"
#define JAN  "01890a5d-ac96-774b-bcce-b302099a8058"

enum { BIG = 12 * 1024 };

typedef struct world {
    live_t *live;
    atomic_int asked, failures;
    atomic_bool ended, big;
    _Atomic uint8_t over; /* the first byte of the tokens that stand for nobody */
    char asked_after[LIVE_EVENT_ID];
} world_t;

static wl_status
news (void *context, wl_arena_t *arena, const live_question_t *questions, size_t count,
      live_news_t *ret)
{
    world_t *world = context;

    if (atomic_load (&world->failures) > 0) {
        atomic_fetch_sub (&world->failures, 1);
        return WL_UNAVAILABLE;
    }
    snprintf (world->asked_after, sizeof world->asked_after, "%s", questions[0].last_event_id);
    int number = atomic_fetch_add (&world->asked, 1) + 1;
    for (size_t i = 0; i < count; i++) {
        char *events =
            wl_text_printf (arena, "data: %d for %.36s\n\n", number, questions[i].user_id);
        if (atomic_load (&world->big)) {
            events = wl_arena_alloc (arena, BIG + 1);
            memset (events, 'x', BIG);
            events[BIG] = '\0';
        }
        ret[i] = (live_news_t){ events, strlen (events), wl_text_printf (arena, "%d", number) };
    }
    return WL_OK;
}

static wl_status
ended (void *context, wl_arena_t *arena, const uint8_t *const *tokens, size_t count, bool *ret)
{
    world_t *world = context;

    (void) arena;
    for (size_t i = 0; i < count; i++)
        ret[i] = tokens[i][0] == atomic_load (&world->over);
    return WL_OK;
}

static void
start (world_t *world, live_limits_t limits, wl_time_t heartbeat)
{
    *world = (world_t){ 0 };
    world->live = live_new (&(live_options_t){ .limits = limits,
                                               .source = { news, ended, world },
                                               .heartbeat = heartbeat,
                                               .check = 100 * WL_MILLISECOND });
}

static live_entry_t
enter (world_t *world, const char *who, const char *address, uint8_t token, live_stream_t **ret)
{
    uint8_t hash[TOKEN_HASH] = { token };

    return live_enter (world->live, who, address, hash, ret);
}

/* The reader's end of a stream. */
static int
open_stream (world_t *world, const char *who, uint8_t token)
{
    live_stream_t *stream;
    int pair[2];

    assert_int_equal (enter (world, who, "192.0.2.1", token, &stream), LIVE_ENTERED);
    assert_int_equal (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
    live_take (world->live, stream, pair[0], "0");
    return pair[1];
}

/* What comes within the time, NUL-terminated; -1 at the end of the stream. */
static ssize_t
read_some (int fd, char *ret, size_t size, int timeout_ms)
{
    struct pollfd watched = { .fd = fd, .events = POLLIN };
    ssize_t got;

    ret[0] = '\0';
    if (poll (&watched, 1, timeout_ms) <= 0)
        return 0;
    got = recv (fd, ret, size - 1, 0);
    if (got <= 0)
        return -1;
    ret[got] = '\0';
    return got;
}

static void
wait_for_streams (world_t *world, long wanted)
{
    for (int i = 0; i < 500 && live_counters (world->live).streams != wanted; i++)
        usleep (10000);
    assert_int_equal (live_counters (world->live).streams, wanted);
}

static void
news_reach_every_stream_of_the_account_and_no_other (void **state)
{
    world_t world;
    char text[200];
    int first, second, other;

    (void) state;
    start (&world, (live_limits_t){ 10, 10, 10 }, 20 * WL_SECOND);
    first = open_stream (&world, ANNA, 1);
    second = open_stream (&world, ANNA, 2);
    other = open_stream (&world, JAN, 3);
    live_heard (world.live, ANNA);
    live_heard (world.live, "01890a5d-ac96-774b-bcce-b302099a8059");
    assert_true (read_some (first, text, sizeof text, 5000) > 0);
    assert_string_equal (text, "data: 1 for " ANNA "\n\n");
    assert_true (read_some (second, text, sizeof text, 5000) > 0);
    assert_string_equal (text, "data: 1 for " ANNA "\n\n");
    assert_int_equal (read_some (other, text, sizeof text, 100), 0);
    live_heard (world.live, ANNA);
    assert_true (read_some (first, text, sizeof text, 5000) > 0);
    assert_string_equal (world.asked_after, "1");
    live_destroy (&world.live);
    assert_int_equal (read_some (other, text, sizeof text, 1000), -1);
    close (first), close (second), close (other);
}

static void
what_is_told_while_a_stream_opens_is_told_again (void **state)
{
    world_t world;
    live_stream_t *opening;
    char text[200];
    int pair[2], first;

    (void) state;
    start (&world, (live_limits_t){ 10, 10, 10 }, 20 * WL_SECOND);
    first = open_stream (&world, ANNA, 1);
    assert_int_equal (enter (&world, ANNA, "", 2, &opening), LIVE_ENTERED);
    live_heard (world.live, ANNA);
    assert_true (read_some (first, text, sizeof text, 5000) > 0);
    assert_int_equal (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
    live_take (world.live, opening, pair[0], "0");
    assert_true (read_some (pair[1], text, sizeof text, 5000) > 0);
    assert_string_equal (text, "data: 2 for " ANNA "\n\n");
    assert_string_equal (world.asked_after, "0");
    live_destroy (&world.live);
    close (first), close (pair[1]);
}

static void
places_are_limited_and_given_back (void **state)
{
    world_t world;
    live_stream_t *stream, *last;

    (void) state;
    start (&world, (live_limits_t){ 3, 2, 2 }, 20 * WL_SECOND);
    assert_int_equal (enter (&world, ANNA, "192.0.2.1", 1, &stream), LIVE_ENTERED);
    assert_int_equal (enter (&world, ANNA, "192.0.2.2", 1, &last), LIVE_ENTERED);
    assert_int_equal (enter (&world, ANNA, "192.0.2.3", 1, &last), LIVE_ACCOUNT_CROWDED);
    assert_int_equal (enter (&world, JAN, "192.0.2.1", 1, &last), LIVE_ENTERED);
    assert_int_equal (enter (&world, JAN, "192.0.2.9", 1, &last), LIVE_FULL);
    live_leave (world.live, last);
    live_take (world.live, stream, -1, "0"); /* its connection was lost */
    assert_int_equal (live_counters (world.live).streams, 1);
    assert_int_equal (enter (&world, JAN, "192.0.2.1", 1, &last), LIVE_ENTERED);
    assert_int_equal (enter (&world, JAN, "192.0.2.1", 1, &last), LIVE_ENTERED);
    live_destroy (&world.live);

    start (&world, (live_limits_t){ 9, 9, 2 }, 20 * WL_SECOND);
    assert_int_equal (enter (&world, ANNA, "192.0.2.1", 1, &last), LIVE_ENTERED);
    assert_int_equal (enter (&world, JAN, "192.0.2.1", 1, &last), LIVE_ENTERED);
    assert_int_equal (enter (&world, JAN, "192.0.2.1", 1, &last), LIVE_ADDRESS_CROWDED);
    assert_int_equal (enter (&world, JAN, "", 1, &last), LIVE_ENTERED);
    live_drain (world.live);
    assert_int_equal (enter (&world, JAN, "", 1, &last), LIVE_FULL);
    live_destroy (&world.live);
}

static void
who_goes_away_or_speaks_is_closed (void **state)
{
    world_t world;
    char text[10];
    int gone, speaks;

    (void) state;
    start (&world, (live_limits_t){ 9, 9, 9 }, 20 * WL_SECOND);
    gone = open_stream (&world, ANNA, 1);
    speaks = open_stream (&world, JAN, 2);
    close (gone);
    wait_for_streams (&world, 1);
    assert_int_equal (send (speaks, "x", 1, MSG_NOSIGNAL), 1);
    wait_for_streams (&world, 0);
    assert_int_equal (read_some (speaks, text, sizeof text, 1000), -1);
    live_destroy (&world.live);
    close (speaks);
}

static void
a_session_that_ends_ends_its_streams (void **state)
{
    world_t world;
    char text[100];
    int ends, stays;

    (void) state;
    start (&world, (live_limits_t){ 9, 9, 9 }, 20 * WL_SECOND);
    ends = open_stream (&world, ANNA, 7);
    stays = open_stream (&world, ANNA, 8);
    atomic_store (&world.over, 7);
    live_recheck (world.live);
    wait_for_streams (&world, 1);
    assert_int_equal (read_some (ends, text, sizeof text, 1000), -1);
    live_heard (world.live, ANNA);
    assert_true (read_some (stays, text, sizeof text, 5000) > 0);
    live_destroy (&world.live);
    close (ends), close (stays);
}

static void
silence_is_broken_by_a_sign_of_life (void **state)
{
    world_t world;
    char text[100];
    int stream;

    (void) state;
    start (&world, (live_limits_t){ 9, 9, 9 }, 500 * WL_MILLISECOND);
    stream = open_stream (&world, ANNA, 1);
    assert_true (read_some (stream, text, sizeof text, 5000) > 0);
    assert_string_equal (text, ":\n\n");
    live_destroy (&world.live);
    close (stream);
}

/* Nobody reads: the socket fills, then the buffer, and then it is over. */
static void
a_reader_that_does_not_read_is_dropped (void **state)
{
    world_t world;
    int stream;

    (void) state;
    start (&world, (live_limits_t){ 9, 9, 9 }, 20 * WL_SECOND);
    stream = open_stream (&world, ANNA, 1);
    atomic_store (&world.big, true);
    for (int i = 0; i < 500 && live_counters (world.live).streams > 0; i++) {
        live_heard (world.live, ANNA);
        usleep (5000);
    }
    assert_int_equal (live_counters (world.live).streams, 0);
    assert_int_equal (live_counters (world.live).dropped, 1);
    live_destroy (&world.live);
    close (stream);
}

/* What waits in the buffer goes out when the reader reads again, all of it and in order. */
static void
a_slow_reader_misses_nothing (void **state)
{
    world_t world;
    static char text[BIG * 64];
    size_t got = 0, told;
    int stream;
    ssize_t some;

    (void) state;
    start (&world, (live_limits_t){ 9, 9, 9 }, 20 * WL_SECOND);
    stream = open_stream (&world, ANNA, 1);
    atomic_store (&world.big, true);
    for (int i = 0; i < 3; i++) {
        int before = atomic_load (&world.asked);
        live_heard (world.live, ANNA);
        while (atomic_load (&world.asked) == before)
            usleep (1000);
    }
    told = 3 * BIG;
    while (got < told && (some = read_some (stream, text + got, sizeof text - got, 5000)) > 0)
        got += (size_t) some;
    assert_int_equal (got, told);
    live_destroy (&world.live);
    close (stream);
}

static void
a_source_that_is_away_is_asked_again (void **state)
{
    world_t world;
    char text[100];
    int stream;

    (void) state;
    start (&world, (live_limits_t){ 9, 9, 9 }, 20 * WL_SECOND);
    stream = open_stream (&world, ANNA, 1);
    atomic_store (&world.failures, 2);
    live_heard (world.live, ANNA);
    assert_true (read_some (stream, text, sizeof text, 8000) > 0);
    assert_string_equal (text, "data: 1 for " ANNA "\n\n");
    live_destroy (&world.live);
    close (stream);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (news_reach_every_stream_of_the_account_and_no_other),
        cmocka_unit_test (what_is_told_while_a_stream_opens_is_told_again),
        cmocka_unit_test (places_are_limited_and_given_back),
        cmocka_unit_test (who_goes_away_or_speaks_is_closed),
        cmocka_unit_test (a_session_that_ends_ends_its_streams),
        cmocka_unit_test (silence_is_broken_by_a_sign_of_life),
        cmocka_unit_test (a_reader_that_does_not_read_is_dropped),
        cmocka_unit_test (a_slow_reader_misses_nothing),
        cmocka_unit_test (a_source_that_is_away_is_asked_again),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
