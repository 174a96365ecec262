#include "check.h"

#include "base/text.h"

enum { BUDGET = 1024 * 1024 };

static int
setup (void **state)
{
    *state = wl_arena_new (BUDGET);
    return 0;
}

static int
teardown (void **state)
{
    wl_arena_destroy ((wl_arena_t **) state);
    return 0;
}

static void
copies_are_terminated_and_their_own (void **state)
{
    char source[] = "żółw";
    char *copy = wl_text_copy (*state, source);
    char *part = wl_text_copy_length (*state, source, 2);

    memset (source, 'x', strlen (source));
    assert_string_equal (copy, "żółw");
    assert_string_equal (part, "ż");
    assert_string_equal (wl_text_copy (*state, ""), "");
    assert_string_equal (wl_text_copy_length (*state, NULL, 0), "");
    assert_memory_equal (wl_text_copy_length (*state, "a\0b", 3), "a\0b", 4);
}

static void
printf_gives_text_of_any_length (void **state)
{
    assert_string_equal (wl_text_printf (*state, "%d %s", 7, "dni"), "7 dni");
    assert_string_equal (wl_text_printf (*state, "%s", ""), "");
    char *large = wl_text_printf (*state, "%05000d", 1);
    assert_int_equal (strlen (large), 5000);
    assert_int_equal (large[4999], '1');
}

static void
comparison_tolerates_null (void **state)
{
    (void) state;
    assert_true (wl_text_equal ("a", "a"));
    assert_true (wl_text_equal (NULL, NULL));
    assert_false (wl_text_equal ("a", "b"));
    assert_false (wl_text_equal ("a", "ab"));
    assert_false (wl_text_equal ("", NULL));
    assert_false (wl_text_equal (NULL, ""));
    assert_true (wl_text_empty (NULL));
    assert_true (wl_text_empty (""));
    assert_false (wl_text_empty (" "));
}

/* The expected column is what protoc computes for json_name. */
static void
lower_camel (void **state)
{
    static const char *const cases[][2] = {
        { "snake_case", "snakeCase" },
        { "card_id", "cardId" },
        { "plain", "plain" },
        { "a_b_c", "aBC" },
        { "already_Upper", "alreadyUpper" },
        { "camelCase", "camelCase" },
        { "line_2_text", "line2Text" },
        { "_leading", "Leading" },
        { "trailing_", "trailing" },
        { "double__mark", "doubleMark" },
        { "", "" },
        { "_", "" },
    };

    for (size_t i = 0; i < COUNT (cases); i++)
        assert_string_equal (wl_text_lower_camel (*state, cases[i][0]), cases[i][1]);
}

#define BYTES(text) text, sizeof text - 1

static void
utf8_cases (void **state)
{
    static const struct {
        const char *text;
        size_t length;
        bool valid;
        size_t characters;
        const char *what;
    } cases[] = {
        { BYTES (""), true, 0, "empty" },
        { BYTES ("a"), true, 1, "ASCII" },
        { BYTES ("12345678"), true, 8, "one word" },
        { BYTES ("1234567812345678x"), true, 17, "two words and a byte" },
        { BYTES ("\x7f"), true, 1, "U+007F" },
        { BYTES ("\x01\x01\x01\x01\x01\x01\x01\x01"), true, 8, "a word of U+0001" },
        { BYTES ("\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f"), true, 8, "a word of U+007F" },
        { BYTES ("zażółć gęślą jaźń"), true, 17, "Polish" },
        { BYTES ("مرحبا"), true, 5, "right to left" },
        { BYTES ("👩‍🔬"), true, 3, "a sequence of emoji" },
        { BYTES ("\xc2\x80"), true, 1, "U+0080, first of two bytes" },
        { BYTES ("\xdf\xbf"), true, 1, "U+07FF, last of two bytes" },
        { BYTES ("\xe0\xa0\x80"), true, 1, "U+0800, first of three bytes" },
        { BYTES ("\xed\x9f\xbf"), true, 1, "U+D7FF, before the surrogates" },
        { BYTES ("\xee\x80\x80"), true, 1, "U+E000, after the surrogates" },
        { BYTES ("\xef\xbf\xbf"), true, 1, "U+FFFF, last of three bytes" },
        { BYTES ("\xf0\x90\x80\x80"), true, 1, "U+10000, first of four bytes" },
        { BYTES ("\xf4\x8f\xbf\xbf"), true, 1, "U+10FFFF, the last" },
        { BYTES ("\0"), false, 0, "NUL" },
        { BYTES ("1234567\0"
                 "12345678"),
          false, 0, "NUL at the end of a word" },
        { BYTES ("\0"
                 "1234567"),
          false, 0, "NUL at the start of a word" },
        { BYTES ("123\0"
                 "4567"),
          false, 0, "NUL in a word" },
        { BYTES ("\xc0\x80"), false, 0, "overlong NUL" },
        { BYTES ("\xc1\xbf"), false, 0, "overlong, two bytes" },
        { BYTES ("\xe0\x9f\xbf"), false, 0, "overlong, three bytes" },
        { BYTES ("\xf0\x8f\xbf\xbf"), false, 0, "overlong, four bytes" },
        { BYTES ("\xed\xa0\x80"), false, 0, "U+D800, first surrogate" },
        { BYTES ("\xed\xbf\xbf"), false, 0, "U+DFFF, last surrogate" },
        { BYTES ("\xed\xa0\xbd\xed\xb8\x80"), false, 0, "CESU-8" },
        { BYTES ("\xf4\x90\x80\x80"), false, 0, "U+110000" },
        { BYTES ("\xf5\x80\x80\x80"), false, 0, "lead F5" },
        { BYTES ("\xf8\x88\x80\x80\x80"), false, 0, "five bytes" },
        { BYTES ("\xfe"), false, 0, "FE" },
        { BYTES ("\xff"), false, 0, "FF" },
        { BYTES ("\x80"), false, 0, "continuation alone" },
        { BYTES ("a\xbf"), false, 0, "continuation after ASCII" },
        { BYTES ("\xc5"), false, 0, "cut after one of two" },
        { BYTES ("\xe2\x80"), false, 0, "cut after two of three" },
        { BYTES ("\xf0\x9f\x98"), false, 0, "cut after three of four" },
        { BYTES ("12345678\xc5"), false, 0, "cut after a word" },
        { BYTES ("\xc5 "), false, 0, "no continuation" },
        { BYTES ("\xe2\x80 "), false, 0, "no third byte" },
        { BYTES ("\xf0\x9f\x98 "), false, 0, "no fourth byte" },
        { BYTES ("\xc5\xc5\x82"), false, 0, "lead after lead" },
        { BYTES ("ż"
                 "1234567890"
                 "\xc5"),
          false, 0, "cut after words out of step" },
    };
    (void) state;

    for (size_t i = 0; i < COUNT (cases); i++) {
        size_t characters = 77;
        size_t expected = cases[i].valid ? cases[i].characters : 77;
        bool valid = wl_utf8_valid (cases[i].text, cases[i].length, &characters);
        if (valid != cases[i].valid || characters != expected)
            fail_msg ("%s: %d, %zu characters", cases[i].what, valid, characters);
        assert_int_equal (wl_utf8_valid (cases[i].text, cases[i].length, NULL), valid);
    }
}

/* The definition, without any cleverness: decode, then ask whether that number is written so. */
static bool
plain_utf8_valid (const uint8_t *bytes, size_t length, size_t *ret_characters)
{
    static const uint32_t firsts[] = { 0, 0x1, 0x80, 0x800, 0x10000 }; /* by length */
    size_t characters = 0;

    for (size_t i = 0; i < length; characters++) {
        size_t size = bytes[i] < 0x80             ? 1
                      : (bytes[i] & 0xe0) == 0xc0 ? 2
                      : (bytes[i] & 0xf0) == 0xe0 ? 3
                      : (bytes[i] & 0xf8) == 0xf0 ? 4
                                                  : 0;
        if (size == 0 || size > length - i)
            return false;
        uint32_t number = size == 1 ? bytes[i] : bytes[i] & (0x7fu >> size);
        for (size_t k = 1; k < size; k++) {
            if ((bytes[i + k] & 0xc0) != 0x80)
                return false;
            number = number << 6 | (bytes[i + k] & 0x3f);
        }
        if (number < firsts[size] || number > 0x10ffff || (number >= 0xd800 && number <= 0xdfff))
            return false;
        i += size;
    }
    *ret_characters = characters;
    return true;
}

static void
check_against_definition (const uint8_t *bytes, size_t length)
{
    size_t characters = 0, expected = 0;
    bool valid = wl_utf8_valid ((const char *) bytes, length, &characters);

    if (valid != plain_utf8_valid (bytes, length, &expected) || characters != expected) {
        char hex[2 * 64 + 1];
        wl_hex (bytes, length < 64 ? length : 64, hex);
        fail_msg ("%s", hex);
    }
}

static void
utf8_agrees_with_the_definition_on_all_short_sequences (void **state)
{
    static const uint8_t edges[] = { 0x00, 0x01, 0x7f, 0x80, 0x8f, 0x90, 0x9f,
                                     0xa0, 0xbf, 0xc0, 0xc2, 0xe0, 0xff };
    (void) state;

    for (unsigned pair = 0; pair <= 0xffff; pair++) {
        uint8_t bytes[4] = { (uint8_t) (pair >> 8), (uint8_t) pair };
        check_against_definition (bytes, 1);
        check_against_definition (bytes, 2);
        if (bytes[0] < 0xe0)
            continue;
        for (size_t i = 0; i < COUNT (edges) * COUNT (edges); i++) {
            bytes[2] = edges[i / COUNT (edges)];
            bytes[3] = edges[i % COUNT (edges)];
            check_against_definition (bytes, 3);
            check_against_definition (bytes, 4);
        }
    }
}

static const char *const alphabet[] = { "a", "Z", " ", "ż", "ł", "€", "한", "😀", "12345678" };

/* Text of whole characters, now and then with one byte spoilt. */
static size_t
random_text (uint64_t *random, uint8_t *ret, size_t size)
{
    size_t length = 0, wanted = check_random (random) % (size - 8);

    while (length < wanted) {
        const char *piece = alphabet[check_random (random) % COUNT (alphabet)];
        memcpy (ret + length, piece, strlen (piece));
        length += strlen (piece);
    }
    if (length > 0 && check_random (random) % 2 == 0)
        ret[check_random (random) % length] = (uint8_t) check_random (random);
    return length;
}

static void
utf8_agrees_with_the_definition_on_random_text (void **state)
{
    uint64_t random = check_seed ("utf8");
    uint8_t bytes[80];
    (void) state;

    for (int i = 0; i < 20000; i++) {
        size_t shift = check_random (&random) % 8; /* words at any alignment */
        size_t length = random_text (&random, bytes + shift, sizeof bytes - shift);
        check_against_definition (bytes + shift, length);
    }
}

static void
controls (void **state)
{
    char text[] = "a?b";
    (void) state;

    for (int c = 1; c < 0x80; c++) {
        text[1] = (char) c;
        bool expected = (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f;
        assert_int_equal (wl_text_has_control (text), expected);
    }
    assert_false (wl_text_has_control (""));
    assert_true (wl_text_has_control ("\xc2\x80"));
    assert_true (wl_text_has_control ("ab\xc2\x9f"));
    assert_false (wl_text_has_control ("\xc2\xa0"));               /* no-break space */
    assert_false (wl_text_has_control ("ł\xc3\x80 \xe2\x82\x80")); /* 80 as a continuation */
    assert_false (wl_text_has_control ("\xc2")); /* cut: nothing is read past the end */
}

static void
hexadecimal (void **state)
{
    uint8_t bytes[256], parsed[256];
    char text[513];
    (void) state;

    for (int i = 0; i < 256; i++)
        bytes[i] = (uint8_t) i;
    wl_hex (bytes, 256, text);
    assert_int_equal (strlen (text), 512);
    assert_memory_equal (text, "000102", 6);
    assert_string_equal (text + 506, "fdfeff");
    assert_true (wl_hex_parse (text, parsed, 256));
    assert_memory_equal (parsed, bytes, 256);
    assert_true (wl_hex_parse ("aBCdeF", parsed, 3));
    assert_memory_equal (parsed, "\xab\xcd\xef", 3);
    wl_hex (bytes, 0, text);
    assert_string_equal (text, "");
    assert_true (wl_hex_parse ("", parsed, 0));
}

static void
what_is_not_hexadecimal_is_refused_and_leaves_the_result_alone (void **state)
{
    static const char *const cases[] = {
        NULL,   "",     "00",   "000",  "00000", "000000", "0g00", "00/0",       "00:0",
        "00@0", "00`0", "G000", "0x00", " 000",  "000 ",   "-000", "00\xc5\x82",
    };
    uint8_t bytes[2] = { 0xa5, 0x5a };
    (void) state;

    for (size_t i = 0; i < COUNT (cases); i++) {
        assert_false (wl_hex_parse (cases[i], bytes, 2));
        assert_memory_equal (bytes, "\xa5\x5a", 2);
    }
}

static void
a_buffer_is_terminated_from_the_start (void **state)
{
    wl_buffer_t buffer;
    wl_buffer_init (&buffer, *state);

    assert_int_equal (buffer.length, 0);
    assert_string_equal (buffer.data, "");
    wl_buffer_add (&buffer, NULL, 0);
    wl_buffer_text (&buffer, "");
    assert_string_equal (buffer.data, "");
    wl_buffer_char (&buffer, 'a');
    wl_buffer_text (&buffer, "bc");
    wl_buffer_add (&buffer, "d\0e", 3);
    wl_buffer_printf (&buffer, "%d", 42);
    assert_int_equal (buffer.length, 8);
    assert_memory_equal (buffer.data, "abcd\0e42", 9);
}

static void
a_buffer_keeps_its_bytes_as_it_grows (void **state)
{
    wl_buffer_t buffer;
    wl_buffer_init (&buffer, *state);

    for (int i = 0; i < 20000; i++) {
        wl_buffer_char (&buffer, (char) ('a' + i % 26));
        assert_int_equal (buffer.data[buffer.length], 0);
    }
    for (int i = 0; i < 20000; i++)
        assert_int_equal (buffer.data[i], 'a' + i % 26);
    assert_int_equal (buffer.length, 20000);
    assert_true (buffer.capacity > buffer.length);
}

static void
a_buffer_prints_across_the_edge_of_its_room (void **state)
{
    for (int before = 240; before < 270; before++)
        for (int width = 1; width < 30; width++) {
            wl_buffer_t buffer;
            wl_arena_reset (*state);
            wl_buffer_init (&buffer, *state);
            wl_buffer_printf (&buffer, "%*s", before, "<");
            wl_buffer_printf (&buffer, "%*s", width, ">");
            assert_int_equal (buffer.length, before + width);
            assert_int_equal (strlen (buffer.data), before + width);
            assert_int_equal (buffer.data[before - 1], '<');
            assert_int_equal (buffer.data[before + width - 1], '>');
        }
}

static void
assert_json (wl_arena_t *arena, const char *text, size_t length, const char *expected)
{
    wl_buffer_t buffer;
    wl_buffer_init (&buffer, arena);
    wl_buffer_json_string (&buffer, text, length);
    assert_string_equal (buffer.data, expected);
    assert_int_equal (buffer.length, strlen (expected));
}

static void
json_strings (void **state)
{
    static const struct {
        const char *text;
        size_t length;
        const char *json;
    } cases[] = {
        { BYTES (""), "\"\"" },
        { NULL, 0, "\"\"" },
        { BYTES ("plain"), "\"plain\"" },
        { BYTES ("\""), "\"\\\"\"" },
        { BYTES ("\\"), "\"\\\\\"" },
        { BYTES ("/"), "\"/\"" },
        { BYTES ("\b\t\n\f\r"), "\"\\b\\t\\n\\f\\r\"" },
        { BYTES ("a\0b"), "\"a\\u0000b\"" },
        { BYTES ("\x01\x07\x0b\x0e\x1f"), "\"\\u0001\\u0007\\u000b\\u000e\\u001f\"" },
        { BYTES (" ~\x7f"), "\" ~\x7f\"" },
        { BYTES ("</script>&"), "\"\\u003c/script\\u003e\\u0026\"" },
        { BYTES ("'"), "\"'\"" },
        { BYTES ("zażółć 😀"), "\"zażółć 😀\"" },
        { BYTES ("\"first and last\""), "\"\\\"first and last\\\"\"" },
        { BYTES ("\n\n"), "\"\\n\\n\"" },
    };

    for (size_t i = 0; i < COUNT (cases); i++)
        assert_json (*state, cases[i].text, cases[i].length, cases[i].json);
}

/* Every byte is either as it was or escaped: undoing the escapes gives the text again. */
static void
json_of_any_ascii_can_be_undone (void **state)
{
    for (int c = 0; c < 0x80; c++) {
        const char text[] = { (char) c };
        wl_buffer_t buffer;
        wl_buffer_init (&buffer, *state);
        wl_buffer_json_string (&buffer, text, 1);

        const char *body = buffer.data + 1;
        int undone = (unsigned char) body[0];
        if (body[0] == '\\' && body[1] == 'u')
            undone = (int) strtol (body + 2, NULL, 16);
        else if (body[0] == '\\') {
            static const char letters[] = "bfnrt\"\\", meant[] = "\b\f\n\r\t\"\\";
            undone = meant[strchr (letters, body[1]) - letters];
        }
        assert_int_equal (undone, c);
        assert_true (body[0] >= 0x20 && strchr ("<>&\"", body[0]) == NULL);
    }
}

static void
html (void **state)
{
    static const char *const cases[][2] = {
        { "", "" },
        { "plain ąę", "plain ąę" },
        { "&<>\"'", "&amp;&lt;&gt;&quot;&#39;" },
        { "a < b && c", "a &lt; b &amp;&amp; c" },
        { "<script>alert('x')</script>", "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;" },
        { "&amp;", "&amp;amp;" },
    };

    for (size_t i = 0; i < COUNT (cases); i++) {
        wl_buffer_t buffer;
        wl_buffer_init (&buffer, *state);
        wl_buffer_html (&buffer, cases[i][0]);
        assert_string_equal (buffer.data, cases[i][1]);
    }
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (copies_are_terminated_and_their_own, setup, teardown),
        cmocka_unit_test_setup_teardown (printf_gives_text_of_any_length, setup, teardown),
        cmocka_unit_test (comparison_tolerates_null),
        cmocka_unit_test_setup_teardown (lower_camel, setup, teardown),
        cmocka_unit_test (utf8_cases),
        cmocka_unit_test (utf8_agrees_with_the_definition_on_all_short_sequences),
        cmocka_unit_test (utf8_agrees_with_the_definition_on_random_text),
        cmocka_unit_test (controls),
        cmocka_unit_test (hexadecimal),
        cmocka_unit_test (what_is_not_hexadecimal_is_refused_and_leaves_the_result_alone),
        cmocka_unit_test_setup_teardown (a_buffer_is_terminated_from_the_start, setup, teardown),
        cmocka_unit_test_setup_teardown (a_buffer_keeps_its_bytes_as_it_grows, setup, teardown),
        cmocka_unit_test_setup_teardown (a_buffer_prints_across_the_edge_of_its_room, setup,
                                         teardown),
        cmocka_unit_test_setup_teardown (json_strings, setup, teardown),
        cmocka_unit_test_setup_teardown (json_of_any_ascii_can_be_undone, setup, teardown),
        cmocka_unit_test_setup_teardown (html, setup, teardown),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
