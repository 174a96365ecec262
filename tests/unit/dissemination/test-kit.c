#include <zip.h>

#include "arena_fixture.h"
#include "kit.h"
#include "message/message.h"

#define SITE    "https://wlacznik.example"
#define HOSTILE "<script>alert(1)</script>\" onload=\"x\n</title>&amp;"

/* An entry with the same text in every field. */
static Dissemination__Entry *
entry_with (const char *content)
{
    Dissemination__Entry *entry =
        (Dissemination__Entry *) wl_message_new (arena, &dissemination__entry__descriptor);
    Dissemination__Material *material =
        (Dissemination__Material *) wl_message_new (arena, &dissemination__material__descriptor);
    Dissemination__EntryText *text;

    text =
        (Dissemination__EntryText *) wl_message_new (arena, &dissemination__entry_text__descriptor);
    text->title = text->summary = text->problem = text->solution = wl_text_copy (arena, content);
    text->recipients = text->evidence = text->steps = text->authors = text->title;
    text->licence = text->cost_note = text->duration = text->roles = text->risks = text->title;
    text->contact = material->title = material->url = material->format = text->title;
    text->materials = wl_arena_array (arena, 1, sizeof *text->materials);
    text->materials[0] = material;
    text->n_materials = 1;
    text->cost_grosze = 12345605;
    entry->text = text;
    entry->id = wl_text_copy (arena, "01890a5d-ac96-774b-bcce-b302099a8057");
    entry->slug = wl_text_copy (arena, "lawka-9a8057");
    entry->published_version = 2;
    entry->published_at = wl_timestamp (arena, 365 * 30 * WL_DAY);
    entry->updated_at = wl_timestamp (arena, 365 * 31 * WL_DAY);
    return entry;
}

static char *
page_of (Dissemination__Entry *entry)
{
    wl_buffer_t page;

    wl_buffer_init (&page, arena);
    kit_write_page (SITE, entry, &page);
    return page.data;
}

static void
assert_has (const char *text, const char *part)
{
    if (strstr (text, part) == NULL)
        fail_msg ("\"%s\" is not in\n%s", part, text);
}

static void
a_page_has_every_section (void **context)
{
    Dissemination__Entry *entry = entry_with ("Treść");
    char *page = page_of (entry);
    static const char *const headings[] = { "Na jaki problem odpowiada",
                                            "Na czym polega",
                                            "Dla kogo",
                                            "Krok po kroku",
                                            "Kto jest potrzebny",
                                            "Ile to trwa",
                                            "Ile to kosztuje",
                                            "Materiały",
                                            "Ryzyka",
                                            "Co pokazał test",
                                            "O tym zestawie" };

    (void) context;
    assert_has (page, "<html lang=\"pl\">");
    assert_has (page, "<title>Treść</title>");
    assert_has (page, "<h1>Treść</h1>");
    for (size_t i = 0; i < COUNT (headings); i++)
        assert_has (page, wl_text_printf (arena, "<h2>%s</h2>", headings[i]));
    assert_has (page, "<p>123\u202f456,05\u202fzł</p>");
    assert_has (page, "<dd>https://wlacznik.example/catalogue/lawka-9a8057</dd>");
    entry->language = wl_text_copy (arena, "en");
    assert_has (page_of (entry), "<h2>Step by step</h2>");
    assert_has (page_of (entry), "<html lang=\"en\">");
}

static void
hostile_text_stays_text (void **context)
{
    Dissemination__Entry *entry = entry_with (HOSTILE);
    wl_buffer_t json;
    char *page;

    (void) context;
    entry->language = wl_text_copy (arena, "\"><b>");
    page = page_of (entry);
    assert_null (strstr (page, "<script"));
    assert_null (strstr (page, "\" onload"));
    assert_null (strstr (page, "<b>"));
    assert_has (page, "&lt;script&gt;alert(1)&lt;/script&gt;");
    /* Exactly one title, closed where we close it. */
    assert_null (strstr (strstr (page, "</title>") + 1, "</title>"));
    wl_buffer_init (&json, arena);
    kit_write_json_ld (SITE, entry, &json);
    assert_null (strchr (json.data, '<'));
}

static void
empty_sections_are_left_out (void **context)
{
    char *page = page_of (entry_with (""));

    (void) context;
    assert_null (strstr (page, "Ryzyka"));
    assert_null (strstr (page, "<p></p>"));
}

/* ---- the archive ---- */

static char *
file_of (zip_t *archive, const char *name)
{
    zip_file_t *file = zip_fopen (archive, name, 0);
    static char content[1 << 16];
    zip_int64_t length;

    assert_non_null (file);
    length = zip_fread (file, content, sizeof content - 1);
    assert_true (length > 0);
    content[length] = '\0';
    zip_fclose (file);
    return wl_text_copy (arena, content);
}

static void
an_archive_proves_its_files (void **context)
{
    uint8_t *bytes, *again;
    size_t length, again_length;
    zip_error_t error;
    zip_t *archive;
    char *sums;

    (void) context;
    assert_int_equal (kit_write_zip (arena, SITE, entry_with ("Treść"), &bytes, &length), WL_OK);
    assert_int_equal (kit_write_zip (arena, SITE, entry_with ("Treść"), &again, &again_length),
                      WL_OK);
    assert_int_equal (length, again_length);
    assert_memory_equal (bytes, again, length);

    zip_error_init (&error);
    archive = zip_open_from_source (zip_source_buffer_create (bytes, length, 0, &error),
                                    ZIP_RDONLY | ZIP_CHECKCONS, &error);
    assert_non_null (archive);
    assert_int_equal (zip_get_num_entries (archive, 0), 6);
    assert_string_equal (file_of (archive, "kit.html"), page_of (entry_with ("Treść")));
    sums = file_of (archive, "SHA256SUMS");
    assert_has (sums, "  kit.html\n");
    assert_has (sums, "  manifest.json\n");
    assert_has (file_of (archive, "manifest.json"), "\"version\": 2");
    assert_has (file_of (archive, "manifest.json"),
                wl_text_printf (arena, "\"sha256\": \"%.64s\"", sums)); /* of the first file */
    zip_discard (archive);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_page_has_every_section),
        cmocka_unit_test (hostile_text_stays_text),
        cmocka_unit_test (empty_sections_are_left_out),
        cmocka_unit_test (an_archive_proves_its_files),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
