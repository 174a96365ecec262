#include "support.h"

#include "call_page.h"

static Intake__Call *
sample (fixture_t *self, const char *title, const char *english)
{
    Intake__Call *call = wl_arena_alloc (self->arena, sizeof *call);

    intake__call__init (call);
    call->id = wl_text_copy (self->arena, "0189aaaa-0000-7000-8000-000000000000");
    call->phase = INTAKE__CALL_PHASE__PHASE_OPEN;
    call->definition =
        read_json (self, &intake__call_definition__descriptor, read_good (self, "definition"));
    call->definition->title->pl = wl_text_copy (self->arena, title);
    call->definition->title->en = wl_text_copy (self->arena, english);
    return call;
}

static const char *
page_of (fixture_t *self, const Intake__Call *call, const char *locale)
{
    wl_buffer_t page;

    wl_buffer_init (&page, self->arena);
    call_page_write (call, locale, &page);
    return page.data;
}

static void
has (const char *page, const char *piece)
{
    if (strstr (page, piece) == NULL)
        fail_msg ("%s is not in %s", piece, page);
}

static void
a_call_says_what_people_look_for (void **state)
{
    const char *page = page_of (*state, sample (*state, "Nabór I", "Call I"), "pl");

    has (page, "<h1>Nabór I</h1>");
    has (page, ">otwarty</span>");
    has (page, "1 maja 2026, 01:59:59");
    has (page, "Jak oceniamy");
    has (page, "href=\"/calls/0189aaaa-0000-7000-8000-000000000000/apply\"");
    has (page_of (*state, sample (*state, "Nabór I", "Call I"), "en"), "<h1>Call I</h1>");
    has (page_of (*state, sample (*state, "Nabór I", ""), "en"), "<h1 lang=\"pl\">Nabór I</h1>");
}

static void
no_text_becomes_markup (void **state)
{
    const char *page = page_of (*state, sample (*state, "<script>\"'&", ""), "pl");

    has (page, "&lt;script&gt;&quot;");
    assert_null (strstr (page, "<script>"));
}

static void
only_an_open_call_is_applied_to (void **state)
{
    Intake__Call *call = sample (*state, "Nabór I", "");

    call->phase = INTAKE__CALL_PHASE__PHASE_DECIDED;
    assert_null (strstr (page_of (*state, call, "pl"), "/apply\""));
    has (page_of (*state, call, "pl"), "/results\"");
}

static void
a_list_goes_on_behind_its_cursor (void **state)
{
    fixture_t *self = *state;
    Intake__CallSummary summary = INTAKE__CALL_SUMMARY__INIT, *list[] = { &summary };
    Wlacznik__LocalText title = WLACZNIK__LOCAL_TEXT__INIT;
    wl_buffer_t page;

    title.pl = wl_text_copy (self->arena, "Nabór II");
    summary.id = wl_text_copy (self->arena, "0189bbbb-0000-7000-8000-000000000000");
    summary.title = &title;
    wl_buffer_init (&page, self->arena);
    call_list_page_write (list, 1, "dalej\"", "pl", &page);
    has (page.data, "<a href=\"/calls/0189bbbb-0000-7000-8000-000000000000\">");
    has (page.data, "/?cursor=dalej&quot;");
    wl_buffer_init (&page, self->arena);
    call_list_page_write (list, 0, "", "pl", &page);
    has (page.data, "Nie ma jeszcze naboru.");
    assert_null (strstr (page.data, "cursor"));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (a_call_says_what_people_look_for, set_up, tear_down),
        cmocka_unit_test_setup_teardown (no_text_becomes_markup, set_up, tear_down),
        cmocka_unit_test_setup_teardown (only_an_open_call_is_applied_to, set_up, tear_down),
        cmocka_unit_test_setup_teardown (a_list_goes_on_behind_its_cursor, set_up, tear_down),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
