#include "arena_fixture.h"
#include "xml.h"

static void
what_xml_does_not_bear_is_escaped_or_replaced (void **context)
{
    static const struct {
        const char *text, *xml;
    } cases[] = {
        { "Ławka rozmów", "Ławka rozmów" },
        { "", "" },
        { NULL, "" },
        { "<script>alert('x')</script>", "&lt;script&gt;alert('x')&lt;/script&gt;" },
        { "a & b \"c\"", "a &amp; b &quot;c&quot;" },
        { "]]>", "]]&gt;" },
        { "&amp;", "&amp;amp;" },
        { "one\ntwo\r\n\tthree", "one&#10;two&#13;&#10;&#9;three" },
        { "bell \a, escape \033[31m", "bell \xef\xbf\xbd, escape \xef\xbf\xbd[31m" },
        { "\xef\xbf\xbe\xef\xbf\xbf", "\xef\xbf\xbd\xef\xbf\xbd" },
        { "\xef\xbf\xbd \xf0\x9f\x92\xa1", "\xef\xbf\xbd \xf0\x9f\x92\xa1" },
    };

    (void) context;
    for (size_t i = 0; i < COUNT (cases); i++) {
        wl_buffer_t out;

        wl_buffer_init (&out, arena);
        xml_text (&out, cases[i].text);
        assert_string_equal (out.data, cases[i].xml);
    }
}

static void
an_element_closes_by_its_name (void **context)
{
    wl_buffer_t out;

    (void) context;
    wl_buffer_init (&out, arena);
    xml_element (&out, "title", "a<b");
    xml_element (&out, "dc:title xml:lang=\"pl\"", "c");
    xml_element (&out, "empty", "");
    xml_element (&out, "missing", NULL);
    assert_string_equal (out.data, "<title>a&lt;b</title>\n"
                                   "<dc:title xml:lang=\"pl\">c</dc:title>\n");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (what_xml_does_not_bear_is_escaped_or_replaced),
        cmocka_unit_test (an_element_closes_by_its_name),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
