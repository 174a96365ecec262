#include "base/arena.h"
#include "check.h"
#include "trusted_proxies.h"

typedef struct example {
    const char *setting, *peer;
    bool is_proxy;
} example_t;

static const example_t examples[] = {
    { "127.0.0.1", "127.0.0.1", true },
    { "127.0.0.1", "127.0.0.2", false },
    { "127.0.0.1", "::ffff:127.0.0.1", true }, /* as a socket of both kinds tells it */
    { "::ffff:127.0.0.1", "127.0.0.1", true },
    { "10.0.0.0/8", "10.255.255.255", true },
    { "10.0.0.0/8", "11.0.0.0", false },
    { "172.16.0.0/12", "172.31.255.255", true },
    { "172.16.0.0/12", "172.32.0.0", false },
    { "192.168.1.128/25", "192.168.1.127", false },
    { "192.168.1.129/32", "192.168.1.129", true },
    { "0.0.0.0/0", "203.0.113.7", true },
    { "0.0.0.0/0", "2001:db8::1", false },
    { "::/0", "2001:db8::1", true },
    { "fd00::/8", "fdff::1", true },
    { "fd00::/8", "fe80::1", false },
    { "::1", "::1", true },
    { "192.0.2.1, 10.0.0.0/8  fd00::/8,", "fd12::1", true },
    { ", 192.0.2.1", "192.0.2.1", true },
    { "", "127.0.0.1", false },
    { "127.0.0.1", "", false },
    { "0.0.0.0/0", "proxy", false },
};

static const char *const wrong[] = {
    "proxy",
    "10.0.0.0/33",
    "10.0.0.0/-1",
    "10.0.0.0/ 8",
    "10.0.0.0/8x",
    "10.0.0/8",
    "10.0.0.0/",
    "::1/129",
    "/8",
    "127.0.0.1;10.0.0.1",
    "127.0.0.1 "
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1"
    " 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1"
    " 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1",
};

static void
decides_every_example (void **context)
{
    trusted_proxies_t proxies;
    wl_error_t error;

    (void) context;
    wl_error_init (&error, NULL);
    for (size_t i = 0; i < COUNT (examples); i++) {
        if (trusted_proxies_read (examples[i].setting, &proxies, &error) != WL_OK ||
            trusted_proxies_has (&proxies, examples[i].peer) != examples[i].is_proxy)
            fail_msg ("example %zu: %s in %s", i, examples[i].peer, examples[i].setting);
    }
}

static void
refuses_what_is_no_network (void **context)
{
    wl_arena_t *arena = wl_arena_new (1 << 16);
    trusted_proxies_t proxies;
    wl_error_t error;

    (void) context;
    for (size_t i = 0; i < COUNT (wrong); i++) {
        wl_error_init (&error, arena);
        if (trusted_proxies_read (wrong[i], &proxies, &error) != WL_INVALID_ARGUMENT)
            fail_msg ("\"%s\" was taken", wrong[i]);
    }
    wl_arena_destroy (&arena);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (decides_every_example),
        cmocka_unit_test (refuses_what_is_no_network),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
