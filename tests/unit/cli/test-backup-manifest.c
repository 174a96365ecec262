#include "backup_manifest.h"
#include "check.h"

static void
reads_what_it_wrote (void **context)
{
    static manifest_t written, read;
    wl_arena_t *arena = wl_arena_new (1 << 20);
    wl_buffer_t text;

    (void) context;
    written.made = 1795716459000001;
    written.files[written.file_count++] =
        (manifest_file_t){ "intake", 123456789012, { 1, 2, 255 } };
    written.files[written.file_count++] = (manifest_file_t){ "gateway", 1, { 0 } };
    written.streams[written.stream_count++] = (manifest_stream_t){ "intake", "30", 77, { 9 } };
    written.streams[written.stream_count++] = (manifest_stream_t){ "intake", "pl", 1, { 0 } };
    wl_buffer_init (&text, arena);
    manifest_write (&written, &text);
    assert_true (manifest_read (text.data, &read));
    assert_int_equal (read.made, written.made);
    assert_int_equal (read.file_count, 2);
    assert_string_equal (read.files[0].service, "intake");
    assert_int_equal (read.files[0].bytes, 123456789012);
    assert_memory_equal (read.files[0].digest, written.files[0].digest, SEAL_DIGEST);
    assert_int_equal (read.stream_count, 2);
    assert_string_equal (read.streams[1].region, "pl");
    assert_int_equal (read.streams[0].sequence, 77);
    assert_memory_equal (read.streams[0].hash, written.streams[0].hash, WL_EVENT_HASH);
    wl_arena_destroy (&arena);
}

#define HEX  "0000000000000000000000000000000000000000000000000000000000000000"
#define HEAD "wlacznik backup 1\nmade 2026-11-26T18:00:00Z\n"

static void
refuses_what_is_none (void **context)
{
    static const char *const texts[] = {
        "",
        "\n",
        "wlacznik backup 2\nmade 2026-11-26T18:00:00Z\nfile intake 1 " HEX "\n",
        "wlacznik backup 1\nfile intake 1 " HEX "\n",
        HEAD,
        HEAD "file intake -1 " HEX "\n",
        HEAD "file intake 1x " HEX "\n",
        HEAD "file intake 1 00\n",
        HEAD "file intake 1\n",
        HEAD "file intake 1 " HEX " more\n",
        HEAD "file intake 1 " HEX " more and more and more words\n",
        HEAD "file intake 1 " HEX "\nstream intake 30 " HEX "\n",
        HEAD "file intake 1 " HEX "\nsurprise\n",
    };
    static manifest_t read;

    (void) context;
    for (size_t i = 0; i < COUNT (texts); i++) {
        char *copy = strdup (texts[i]);
        assert_false (manifest_read (copy, &read));
        free (copy);
    }
}

static void
takes_no_more_files_than_it_has_room_for (void **context)
{
    static manifest_t read;
    char text[4096] = HEAD;

    (void) context;
    for (int i = 0; i <= MANIFEST_FILES_MAX; i++)
        strcat (text, "file intake 1 " HEX "\n");
    assert_false (manifest_read (text, &read));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (reads_what_it_wrote),
        cmocka_unit_test (refuses_what_is_none),
        cmocka_unit_test (takes_no_more_files_than_it_has_room_for),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
