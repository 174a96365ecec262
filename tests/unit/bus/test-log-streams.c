#include "bus/log_streams.h"

#include "../base/check.h"

enum { ENTRIES_MAX = 8 };

/* Entries given as "30:1 30:2 pl:1". */
typedef struct batch {
    Bus__Entries message;
    Bus__LogEntry entries[ENTRIES_MAX];
    Bus__LogEntry *list[ENTRIES_MAX];
    char regions[ENTRIES_MAX][32];
} batch_t;

static const Bus__Entries *
batch (batch_t *self, const char *text)
{
    int length;

    bus__entries__init (&self->message);
    self->message.entries = self->list;
    for (size_t i = 0; *text != '\0'; i++, text += length) {
        unsigned long long sequence;
        bus__log_entry__init (&self->entries[i]);
        assert_int_equal (sscanf (text, " %31[^:]:%llu%n", self->regions[i], &sequence, &length),
                          2);
        self->entries[i].region = self->regions[i];
        self->entries[i].sequence = sequence;
        self->list[i] = &self->entries[i];
        self->message.n_entries++;
    }
    return &self->message;
}

static uint64_t
position (log_streams_t *streams, const char *region)
{
    return wl_log_streams_provide (streams, region)->position;
}

static void
what_follows_is_taken (void **state)
{
    log_streams_t streams = { 0 };
    batch_t entries;

    (void) state;
    wl_log_streams_provide (&streams, "30")->position = 41;
    assert_int_equal (wl_log_streams_advance (&streams, batch (&entries, "30:42 pl:1 30:43 pl:2")),
                      LOG_FOLLOWS);
    assert_int_equal (position (&streams, "30"), 43);
    assert_int_equal (position (&streams, "pl"), 2);
    assert_int_equal (wl_log_streams_advance (&streams, batch (&entries, "")), LOG_FOLLOWS);
}

static void
a_gap_or_a_repetition_leaves_everything_as_it_was (void **state)
{
    static const char *const texts[] = {
        "30:12",       "30:10", "30:0", "30:18446744073709551615", "30:11 pl:1 30:13",
        "30:11 30:11", "pl:2",  "pl:0",
    };
    log_streams_t streams = { 0 };
    batch_t entries;

    (void) state;
    wl_log_streams_provide (&streams, "30")->position = 10;
    for (size_t i = 0; i < COUNT (texts); i++) {
        assert_int_equal (wl_log_streams_advance (&streams, batch (&entries, texts[i])), LOG_GAP);
        assert_int_equal (position (&streams, "30"), 10);
        assert_int_equal (position (&streams, "pl"), 0);
    }
}

static void
regions_that_are_none_are_nonsense (void **state)
{
    static const char *const texts[] = { "X:1", "30:11 toolongaregion:1", "3 0:1", "1:1" };
    log_streams_t streams = { 0 };
    batch_t entries;

    (void) state;
    wl_log_streams_provide (&streams, "30")->position = 10;
    for (size_t i = 0; i < COUNT (texts); i++) {
        assert_int_equal (wl_log_streams_advance (&streams, batch (&entries, texts[i])),
                          LOG_NONSENSE);
        assert_int_equal (position (&streams, "30"), 10);
    }
    assert_int_equal (streams.count, 1);
}

static void
a_server_cannot_invent_streams_without_end (void **state)
{
    log_streams_t *streams = calloc (1, sizeof *streams);
    char region[9];
    size_t made = 0;

    (void) state;
    assert_non_null (streams);
    for (int i = 0; i < 2000; i++) {
        (void) snprintf (region, sizeof region, "r%c%c%c", 'a' + i / 676, 'a' + i / 26 % 26,
                         'a' + i % 26);
        made += wl_log_streams_provide (streams, region) != NULL;
    }
    assert_int_equal (made, WL_LOG_STREAMS_MAX);
    free (streams);
}

static void
heads_say_how_far_behind_we_are (void **state)
{
    log_streams_t streams = { 0 };
    batch_t entries;
    char regions[3][9] = { "30", "pl", "BAD" };
    Bus__StreamPosition positions[3] = { BUS__STREAM_POSITION__INIT, BUS__STREAM_POSITION__INIT,
                                         BUS__STREAM_POSITION__INIT };
    Bus__StreamPosition *list[3];
    Bus__Heads heads = BUS__HEADS__INIT;

    (void) state;
    for (size_t i = 0; i < 3; i++) {
        positions[i].region = regions[i];
        positions[i].sequence = 10 * (i + 1);
        list[i] = &positions[i];
    }
    heads.heads = list;
    heads.n_heads = 2;
    assert_true (wl_log_streams_heads (&streams, &heads));
    assert_int_equal (wl_log_streams_behind (&streams), 30);
    assert_int_equal (wl_log_streams_advance (&streams, batch (&entries, "30:1 30:2 pl:1")),
                      LOG_FOLLOWS);
    assert_int_equal (wl_log_streams_behind (&streams), 27);

    /* Ahead of an old head is not behind. */
    wl_log_streams_provide (&streams, "pl")->position = 100;
    assert_int_equal (wl_log_streams_behind (&streams), 8);
    heads.n_heads = 3;
    assert_false (wl_log_streams_heads (&streams, &heads));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (what_follows_is_taken),
        cmocka_unit_test (a_gap_or_a_repetition_leaves_everything_as_it_was),
        cmocka_unit_test (regions_that_are_none_are_nonsense),
        cmocka_unit_test (a_server_cannot_invent_streams_without_end),
        cmocka_unit_test (heads_say_how_far_behind_we_are),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
