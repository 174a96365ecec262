#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/un.h>

#include "public_address.h"
#include "webhook.h"

static bool
is_public (const char *text)
{
    struct sockaddr_in v4 = { .sin_family = AF_INET };
    struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };

    if (inet_pton (AF_INET, text, &v4.sin_addr) == 1)
        return public_address ((struct sockaddr *) &v4);
    assert_int_equal (inet_pton (AF_INET6, text, &v6.sin6_addr), 1);
    return public_address ((struct sockaddr *) &v6);
}

static void
only_the_public_internet_is_public (void **state)
{
    static const char *const inside[] = {
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.9",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "100::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:a00:1::",
        "3fff:123::1",
        "4000::1",
    };
    static const char *const outside[] = {
        "1.1.1.1",     "9.255.255.255",   "11.0.0.1",         "100.63.255.255",
        "100.128.0.0", "128.0.0.1",       "172.15.0.1",       "172.32.0.1",
        "192.167.1.1", "223.255.255.255", "2a00::1",          "2606:4700::1",
        "2001:470::1", "::ffff:8.8.8.8",  "64:ff9b::808:808", "2002:808:808::1",
    };

    (void) state;
    for (size_t i = 0; i < sizeof inside / sizeof inside[0]; i++)
        if (is_public (inside[i]))
            fail_msg ("%s is taken for public", inside[i]);
    for (size_t i = 0; i < sizeof outside / sizeof outside[0]; i++)
        if (!is_public (outside[i]))
            fail_msg ("%s is not taken for public", outside[i]);
}

static void
other_families_are_not_public (void **state)
{
    struct sockaddr_un path = { .sun_family = AF_UNIX };

    (void) state;
    assert_false (public_address ((struct sockaddr *) &path));
}

/* The example of the specification's own libraries. */
static void
a_signature_is_as_the_standard_has_it (void **state)
{
    wl_arena_t *arena = wl_arena_new (1 << 16);
    static const uint8_t key[WEBHOOK_SECRET] = "0123456789abcdef0123456789abcdef";
    const uint8_t *const keys[] = { key, key };
    char *one = webhook_signature (arena, keys, 1, "msg_1", 1614265330 * WL_SECOND, "{}");
    char *two = webhook_signature (arena, keys, 2, "msg_1", 1614265330 * WL_SECOND, "{}");

    (void) state;
    assert_int_equal (strncmp (one, "v1,", 3), 0);
    assert_int_equal (strlen (one), 3 + 44);
    assert_string_equal (two, wl_text_printf (arena, "%s %s", one, one));
    assert_string_equal (webhook_secret_text (arena, key),
                         "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
    wl_arena_destroy (&arena);
}

static void
a_body_has_ids_only (void **state)
{
    wl_arena_t *arena = wl_arena_new (1 << 16);
    webhook_facts_t facts = { .type = "receipt",
                              .at = 1614265330 * WL_SECOND,
                              .message_id = "m",
                              .call_id = "c",
                              .application_id = "" };

    (void) state;
    assert_string_equal (webhook_body (arena, &facts),
                         "{\"type\":\"receipt\",\"timestamp\":\"2021-02-25T15:02:10Z\","
                         "\"data\":{\"messageId\":\"m\",\"callId\":\"c\"}}");
    wl_arena_destroy (&arena);
}

static void
pauses_grow (void **state)
{
    (void) state;
    for (int attempts = 1; attempts < 40; attempts++)
        for (uint32_t random = 0; random < 3000; random += 101) {
            wl_time_t pause = webhook_pause (attempts, random);
            assert_true (pause >= 3 * WL_SECOND && pause <= 10 * WL_HOUR);
            assert_true (attempts < 2 || pause > webhook_pause (1, random));
        }
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (only_the_public_internet_is_public),
        cmocka_unit_test (other_families_are_not_public),
        cmocka_unit_test (a_signature_is_as_the_standard_has_it),
        cmocka_unit_test (a_body_has_ids_only),
        cmocka_unit_test (pauses_grow),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
