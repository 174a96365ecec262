#include "check.h"
#include "device_name.h"

#define MOZILLA "Mozilla/5.0 "
#define CHROME  "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 "

static void
names_every_example (void **context)
{
    static const struct {
        const char *header, *name;
    } examples[] = {
        { MOZILLA "(X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox, Linux" },
        { MOZILLA "(Windows NT 10.0; Win64; x64) " CHROME "Safari/537.36", "Chrome, Windows" },
        { MOZILLA "(Windows NT 10.0) " CHROME "Safari/537.36 Edg/131.0", "Edge, Windows" },
        { MOZILLA "(Linux; Android 14; SM-A) " CHROME "Mobile Safari/537.36", "Chrome, Android" },
        { MOZILLA "(iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1 Version/17.5 "
                  "Mobile/15E Safari/604.1",
          "Safari, iPhone" },
        { MOZILLA "(Macintosh; Intel Mac OS X 10_15) AppleWebKit/605.1 Safari/605.1",
          "Safari, macOS" },
        { MOZILLA "Firefox/1", "Firefox" },
        { "curl/8.5.0", "curl" },
        { "Python-urllib/3.11", "Python-urllib" },
        { NULL, "" },
        { "", "" },
        { "\xc5\x82\xff/1", "" },
        { "x\ty", "x" },
    };
    wl_arena_t *arena = wl_arena_new (1 << 16);

    (void) context;
    for (size_t i = 0; i < COUNT (examples); i++)
        assert_string_equal (device_name (arena, examples[i].header), examples[i].name);
    wl_arena_destroy (&arena);
}

static void
is_never_longer_than_its_field (void **context)
{
    wl_arena_t *arena = wl_arena_new (1 << 16);
    char header[1000];

    (void) context;
    memset (header, 'x', sizeof header - 1);
    header[sizeof header - 1] = '\0';
    assert_int_equal (strlen (device_name (arena, header)), DEVICE_NAME_MAX);
    wl_arena_destroy (&arena);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (names_every_example),
        cmocka_unit_test (is_never_longer_than_its_field),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
