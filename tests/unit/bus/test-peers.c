#include "bus/keys.h"
#include "folder.h"

/* Two keys as Z85 writes them. */
#define OTHER_KEY "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID"
#define PLAIN_KEY "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"

static wl_peers_t *
load (folder_t *folder, const char *text)
{
    wl_peers_t *peers = wl_peers_new ();

    assert_ok (wl_peers_load (peers, folder_write (folder, text, 0640), &folder->error));
    return peers;
}

static void
a_listed_key_is_found (void **state)
{
    wl_peer_t peer;
    wl_peers_t *peers =
        load (*state, "# the centre\n"
                      "\n"
                      "#" PLAIN_KEY " gateway *\n"
                      "  \t\n" PLAIN_KEY " gateway *\n" OTHER_KEY "\tevaluation  30,32,pl \r\n");

    assert_true (wl_peers_find (peers, PLAIN_KEY, &peer));
    assert_string_equal (peer.service, "gateway");
    assert_true (wl_peer_may_region (&peer, "14"));
    assert_true (wl_peers_find (peers, OTHER_KEY, &peer));
    assert_string_equal (peer.service, "evaluation");
    assert_int_equal (peer.region_count, 3);
    assert_true (wl_peer_may_region (&peer, "30"));
    assert_true (wl_peer_may_region (&peer, "pl"));
    assert_false (wl_peer_may_region (&peer, "14"));
    assert_false (wl_peer_may_region (&peer, "3"));
    assert_false (wl_peer_may_region (&peer, "*"));
    wl_peers_destroy (&peers);
}

static void
an_unknown_or_revoked_key_is_not_found (void **state)
{
    wl_peer_t peer;
    wl_peers_t *peers = load (*state, PLAIN_KEY " gateway * revoked\n");

    assert_false (wl_peers_find (peers, PLAIN_KEY, &peer));
    assert_false (wl_peers_find (peers, OTHER_KEY, &peer));
    assert_false (wl_peers_find (peers, "", &peer));
    assert_false (wl_peers_find (peers, "short", &peer));
    wl_peers_destroy (&peers);

    peers = wl_peers_new ();
    assert_false (wl_peers_find (peers, PLAIN_KEY, &peer));
    wl_peers_destroy (&peers);
}

static void
a_bad_line_changes_nothing_and_is_named (void **state)
{
    folder_t *folder = *state;
    wl_peers_t *peers = load (folder, PLAIN_KEY " gateway *\n");
    wl_peer_t peer;
    static const char *const lines[] = {
        "x",
        PLAIN_KEY,
        PLAIN_KEY " gateway",
        PLAIN_KEY " gateway * dismissed",
        PLAIN_KEY " gateway * revoked twice",
        PLAIN_KEY " Gateway *",
        PLAIN_KEY " a-service-name-that-is-too-long-32 *",
        PLAIN_KEY " gateway *,30",
        PLAIN_KEY " gateway 30,*",
        PLAIN_KEY " gateway 30,,32",
        PLAIN_KEY " gateway no_such_region_name_at_all",
        PLAIN_KEY "x gateway *",
        "\"" OTHER_KEY " gateway *",
        PLAIN_KEY " gateway *\n" PLAIN_KEY " intake *",
        PLAIN_KEY " gateway 10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,"
                  "33,34,35,36,37,38,39,40,41,42",
    };

    for (size_t i = 0; i < COUNT (lines); i++) {
        const char *text = wl_text_printf (folder->arena, "# one\n# two\n%s\n", lines[i]);
        folder_write (folder, text, 0640);
        wl_status status = wl_peers_load (peers, folder_file (folder, "file"), &folder->error);
        assert_string_equal (wl_status_name (status), "INVALID_ARGUMENT");
        assert_non_null (
            strstr (folder->error.text, strchr (lines[i], '\n') ? "file:4" : "file:3"));
        wl_error_init (&folder->error, folder->arena);
        assert_true (wl_peers_find (peers, PLAIN_KEY, &peer));
    }
    assert_refused (folder, wl_peers_load (peers, "/nowhere", &folder->error), WL_NOT_FOUND);
    assert_true (wl_peers_find (peers, PLAIN_KEY, &peer));
    wl_peers_destroy (&peers);
}

static void
a_changed_file_is_loaded_again (void **state)
{
    folder_t *folder = *state;
    wl_peers_t *peers = load (folder, PLAIN_KEY " gateway *\n");
    wl_peer_t peer;

    assert_ok (wl_peers_refresh (peers, &folder->error));
    folder_write (folder, PLAIN_KEY " gateway * revoked\n", 0640);
    assert_ok (wl_peers_refresh (peers, &folder->error));
    assert_false (wl_peers_find (peers, PLAIN_KEY, &peer));

    folder_write (folder, "nonsense\n", 0640);
    assert_refused (folder, wl_peers_refresh (peers, &folder->error), WL_INVALID_ARGUMENT);
    folder_write (folder, OTHER_KEY " gateway *\n", 0640);
    assert_ok (wl_peers_refresh (peers, &folder->error));
    assert_true (wl_peers_find (peers, OTHER_KEY, &peer));

    assert_int_equal (unlink (folder_file (folder, "file")), 0);
    assert_refused (folder, wl_peers_refresh (peers, &folder->error), WL_NOT_FOUND);
    assert_true (wl_peers_find (peers, OTHER_KEY, &peer));
    wl_peers_destroy (&peers);
}

static void
adding_makes_the_file_and_keeps_what_is_there (void **state)
{
    folder_t *folder = *state;
    const char *path = folder_file (folder, "file");
    wl_peer_t gateway = { PLAIN_KEY, "gateway", { "*" }, 1, false };
    wl_peer_t region = { OTHER_KEY, "evaluation", { "30", "32" }, 2, false };

    assert_ok (wl_peers_add (path, &gateway, &folder->error));
    assert_ok (wl_peers_add (path, &region, &folder->error));
    assert_string_equal (folder_read (folder),
                         PLAIN_KEY " gateway *\n" OTHER_KEY " evaluation 30,32\n");
    assert_refused (folder, wl_peers_add (path, &gateway, &folder->error), WL_ALREADY_EXISTS);

    /* Neither a comment nor a missing end of line is lost. */
    folder_write (folder, "# mine\n" PLAIN_KEY " gateway *", 0604);
    assert_ok (wl_peers_add (path, &region, &folder->error));
    assert_string_equal (folder_read (folder),
                         "# mine\n" PLAIN_KEY " gateway *\n" OTHER_KEY " evaluation 30,32\n");
    struct stat about;
    assert_int_equal (stat (path, &about), 0);
    assert_int_equal (about.st_mode & 0777, 0604);
}

static void
what_would_not_read_back_is_not_added (void **state)
{
    folder_t *folder = *state;
    const char *path = folder_file (folder, "file");
    const wl_peer_t peers[] = {
        { "short", "gateway", { "*" }, 1, false },
        { PLAIN_KEY, "", { "*" }, 1, false },
        { PLAIN_KEY, "two words", { "*" }, 1, false },
        { PLAIN_KEY, "line\nline", { "*" }, 1, false },
        { PLAIN_KEY, "gateway", { "*" }, 0, false },
        { PLAIN_KEY, "gateway", { "*", "30" }, 2, false },
        { PLAIN_KEY, "gateway", { "30 31" }, 1, false },
        { PLAIN_KEY, "gateway", { "30" }, 33, false },
    };

    for (size_t i = 0; i < COUNT (peers); i++)
        assert_refused (folder, wl_peers_add (path, &peers[i], &folder->error),
                        WL_INVALID_ARGUMENT);
    assert_int_equal (access (path, F_OK), -1);
}

static void
revoking_marks_the_line (void **state)
{
    folder_t *folder = *state;
    const char *path = folder_file (folder, "file");

    folder_write (folder, "# mine\n" OTHER_KEY " evaluation 30 # not a comment here\n", 0640);
    assert_refused (folder, wl_peers_revoke (path, OTHER_KEY, &folder->error), WL_INVALID_ARGUMENT);

    folder_write (folder, "# mine\n" OTHER_KEY " evaluation 30,32\n" PLAIN_KEY " gateway *\n",
                  0640);
    for (int i = 0; i < 2; i++) { /* the second time changes nothing */
        assert_ok (wl_peers_revoke (path, OTHER_KEY, &folder->error));
        assert_string_equal (folder_read (folder),
                             "# mine\n" OTHER_KEY " evaluation 30,32 revoked\n" PLAIN_KEY
                             " gateway *\n");
    }
    assert_refused (folder, wl_peers_revoke (path, "x", &folder->error), WL_INVALID_ARGUMENT);
    folder_write (folder, PLAIN_KEY " gateway *\n", 0640);
    assert_refused (folder, wl_peers_revoke (path, OTHER_KEY, &folder->error), WL_NOT_FOUND);
}

static void
the_list_shows_all_of_them (void **state)
{
    folder_t *folder = *state;
    const char *path = folder_write (
        folder, OTHER_KEY " evaluation 30,32 revoked\n" PLAIN_KEY " gateway *\n", 0640);
    wl_arena_t *tiny = wl_arena_new (100);
    wl_peer_t *list;
    size_t count;

    assert_ok (wl_peers_list (path, folder->arena, &list, &count, &folder->error));
    assert_int_equal (count, 2);
    assert_string_equal (list[0].public_key, OTHER_KEY);
    assert_true (list[0].revoked);
    assert_string_equal (list[1].service, "gateway");
    assert_refused (folder, wl_peers_list (path, tiny, &list, &count, &folder->error),
                    WL_RESOURCE_EXHAUSTED);
    wl_arena_destroy (&tiny);
}

/* What a partner's key reads: its regions and what concerns all. An invited one reads nothing. */
static void
streams_are_for_those_whose_they_are (void **state)
{
    wl_peer_t site = { .service = "evaluation", .regions = { "32" }, .region_count = 1 };
    wl_peer_t house = { .service = "evaluation", .regions = { "*" }, .region_count = 1 };
    wl_peer_t joiner = { .service = WL_PEER_JOINER, .regions = { "32" }, .region_count = 1 };
    (void) state;

    assert_true (wl_peer_may_read (&site, "32"));
    assert_true (wl_peer_may_read (&site, WL_STREAM_COMMON));
    assert_false (wl_peer_may_read (&site, "30"));
    assert_false (wl_peer_may_region (&site, WL_STREAM_COMMON));
    assert_true (wl_peer_may_read (&house, "30"));
    assert_false (wl_peer_may_read (&joiner, "32"));
    assert_false (wl_peer_may_read (&joiner, WL_STREAM_COMMON));
    assert_true (wl_peer_is_limited (&site));
    assert_false (wl_peer_is_limited (&house));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        FOLDER_TEST (a_listed_key_is_found),
        FOLDER_TEST (an_unknown_or_revoked_key_is_not_found),
        FOLDER_TEST (a_bad_line_changes_nothing_and_is_named),
        FOLDER_TEST (a_changed_file_is_loaded_again),
        FOLDER_TEST (adding_makes_the_file_and_keeps_what_is_there),
        FOLDER_TEST (what_would_not_read_back_is_not_added),
        FOLDER_TEST (revoking_marks_the_line),
        FOLDER_TEST (the_list_shows_all_of_them),
        cmocka_unit_test (streams_are_for_those_whose_they_are),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
