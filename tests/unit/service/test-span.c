#include "check.h"

#include <jansson.h>

#include "service/span_write.h"

static void
knows_a_traceparent (void **context)
{
    static const char *const bad[] = {
        NULL,
        "",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-011",
        "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-\"x",
    };

    (void) context;
    assert_true (wl_traceparent_valid ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false (wl_traceparent_valid (bad[i]));
}

static json_t *
written (const wl_span_record_t *records, size_t count)
{
    wl_arena_t *arena = wl_arena_new (1 << 20);
    wl_buffer_t body;
    json_t *root;

    wl_buffer_init (&body, arena);
    wl_span_write ("intake", "one", records, count, &body);
    root = json_loadb (body.data, body.length, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null (root);
    wl_arena_destroy (&arena);
    return root;
}

static const char *
attribute (json_t *holder, const char *key)
{
    json_t *one;
    size_t i;

    json_array_foreach (json_object_get (holder, "attributes"), i, one) if (
        strcmp (json_string_value (json_object_get (one, "key")), key) ==
        0) return json_string_value (json_object_iter_value (json_object_iter (json_object_get (one,
                                                                                                "va"
                                                                                                "lu"
                                                                                                "e"))));
    return NULL;
}

static json_t *
inside (json_t *root, const char *list)
{
    return json_array_get (json_object_get (root, list), 0);
}

static void
writes_what_a_collector_reads (void **context)
{
    wl_span_record_t records[] = {
        { .trace = "4bf92f3577b34da6a3ce929d0e0e4736",
          .id = "00f067aa0ba902b7",
          .began = 1764198000000001,
          .took = 250,
          .facts = { .kind = WL_SPAN_SERVER,
                     .system = "rpc",
                     .service = "intake",
                     .name = "Submit" } },
        { .trace = "4bf92f3577b34da6a3ce929d0e0e4736",
          .id = "00f067aa0ba902b8",
          .parent = "00f067aa0ba902b7",
          .region = "30",
          .facts = { .kind = WL_SPAN_CONSUMER,
                     .system = "event",
                     .name = "a \"quoted\" name",
                     .sequence = 9007199254740993,
                     .status = "INTERNAL" } },
    };
    json_t *root = written (records, 2), *resource = inside (root, "resourceSpans");
    json_t *spans = json_object_get (inside (resource, "scopeSpans"), "spans");
    json_t *first = json_array_get (spans, 0), *second = json_array_get (spans, 1);

    (void) context;
    assert_string_equal (attribute (json_object_get (resource, "resource"), "service.name"),
                         "intake");
    assert_int_equal (json_array_size (spans), 2);
    assert_string_equal (json_string_value (json_object_get (first, "name")), "intake.Submit");
    assert_string_equal (json_string_value (json_object_get (first, "startTimeUnixNano")),
                         "1764198000000001000");
    assert_string_equal (json_string_value (json_object_get (first, "endTimeUnixNano")),
                         "1764198000000251000");
    assert_null (json_object_get (first, "parentSpanId"));
    assert_null (json_object_get (first, "status"));
    assert_null (attribute (first, "wlacznik.region"));
    assert_string_equal (json_string_value (json_object_get (second, "parentSpanId")),
                         "00f067aa0ba902b7");
    assert_string_equal (json_string_value (json_object_get (second, "name")), "a \"quoted\" name");
    assert_string_equal (attribute (second, "wlacznik.sequence"), "9007199254740993");
    assert_string_equal (attribute (second, "wlacznik.region"), "30");
    assert_int_equal (
        json_integer_value (json_object_get (json_object_get (second, "status"), "code")), 2);
    json_decref (root);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (knows_a_traceparent),
        cmocka_unit_test (writes_what_a_collector_reads),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
