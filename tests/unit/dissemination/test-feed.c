#include "check.h"
#include "feed.h"
#include "message/message.h"

#define SITE "https://wlacznik.example"

static wl_arena_t *arena;
static wl_buffer_t out;

static int
set_up (void **context)
{
    (void) context;
    arena = wl_arena_new (1 << 20);
    wl_buffer_init (&out, arena);
    return 0;
}

static int
tear_down (void **context)
{
    (void) context;
    wl_arena_destroy (&arena);
    return 0;
}

static void
assert_has (const char *part)
{
    if (strstr (out.data, part) == NULL)
        fail_msg ("\"%s\" is not in\n%s", part, out.data);
}

static Dissemination__Entry *
entry (const char *title, wl_time_t published, wl_time_t updated)
{
    Dissemination__Entry *self = wl_arena_alloc (arena, sizeof *self);

    dissemination__entry__init (self);
    self->text = wl_arena_alloc (arena, sizeof *self->text);
    dissemination__entry_text__init (self->text);
    self->id = wl_text_copy (arena, "01890a5d-ac96-774b-bcce-b302099a8057");
    self->slug = wl_text_copy (arena, "lawka-9a8057");
    self->text->title = wl_text_copy (arena, title);
    self->text->summary = wl_text_copy (arena, "A & B");
    self->published_at = wl_timestamp (arena, published);
    self->updated_at = wl_timestamp (arena, updated);
    return self;
}

static void
an_entry_has_what_atom_wants (void **context)
{
    Dissemination__Entry *entries[] = { entry ("Ławka", WL_DAY, 2 * WL_DAY) };

    (void) context;
    entries[0]->text->authors = wl_text_copy (arena, "Maria <b>");
    feed_write_atom (SITE, entries, 1, 9 * WL_DAY, &out);
    assert_has ("<id>https://wlacznik.example/catalogue.atom</id>");
    assert_has ("<link rel=\"self\" type=\"application/atom+xml\" "
                "href=\"https://wlacznik.example/catalogue.atom\"/>");
    assert_has ("<id>urn:uuid:01890a5d-ac96-774b-bcce-b302099a8057</id>\n<title>Ławka</title>\n"
                "<updated>1970-01-03T00:00:00Z</updated>\n"
                "<published>1970-01-02T00:00:00Z</published>\n");
    assert_has ("href=\"https://wlacznik.example/catalogue/lawka-9a8057\"");
    assert_has ("<summary>A &amp; B</summary>");
    assert_has ("<author><name>Maria &lt;b&gt;</name>\n</author>");
}

/* A feed's date is that of its latest change, which need not be the newest entry's. */
static void
a_feed_is_as_old_as_its_latest_change (void **context)
{
    Dissemination__Entry *entries[] = { entry ("New", 5 * WL_DAY, 5 * WL_DAY),
                                        entry ("Old, changed", WL_DAY, 7 * WL_DAY) };

    (void) context;
    feed_write_atom (SITE, entries, 2, 9 * WL_DAY, &out);
    assert_has ("catalogue.atom</id>\n<title>Włącznik: katalog innowacji społecznych</title>\n"
                "<updated>1970-01-08T00:00:00Z</updated>");
}

static void
an_empty_feed_is_valid (void **context)
{
    (void) context;
    feed_write_atom (SITE, NULL, 0, 9 * WL_DAY, &out);
    assert_has ("<updated>1970-01-10T00:00:00Z</updated>");
    assert_null (strstr (out.data, "<entry>"));
}

static void
sitemaps_name_places (void **context)
{
    static const sitemap_place_t places[] = { { "lawka-9a8057", WL_DAY }, { "most-1a2b3c", 0 } };

    (void) context;
    sitemap_write (SITE, places, 2, &out);
    assert_has ("<url><loc>https://wlacznik.example/catalogue/lawka-9a8057</loc>"
                "<lastmod>1970-01-02T00:00:00Z</lastmod>");
    wl_buffer_init (&out, arena);
    sitemap_write_index (SITE, places, 1, &out);
    assert_has ("<sitemap><loc>https://wlacznik.example/sitemaps/lawka-9a8057</loc>");
    wl_buffer_init (&out, arena);
    robots_write (SITE, &out);
    assert_has ("Sitemap: https://wlacznik.example/sitemap.xml\n");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (an_entry_has_what_atom_wants, set_up, tear_down),
        cmocka_unit_test_setup_teardown (a_feed_is_as_old_as_its_latest_change, set_up, tear_down),
        cmocka_unit_test_setup_teardown (an_empty_feed_is_valid, set_up, tear_down),
        cmocka_unit_test_setup_teardown (sitemaps_name_places, set_up, tear_down),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
