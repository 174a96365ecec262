#include <pthread.h>
#include <stdio.h>

#include "check.h"
#include "password.h"
#include "password_list.h"
#include "token.h"

static void
refuses_what_a_stranger_tries_first (void **context)
{
    static const char *const obvious[] = {
        "password1234",       "PassWord1234",       "aaaaaaaaaaaa", "121212121212",
        "abcabcabcabcabc",    "abcdabcdabcd",       "haslo1234567", "jan.kowalski@example.pl",
        "Jan Maria Kowalski", "jan maria kowalski", "qweasdzxc123", "mailcreated5240",
        "Warszawa2026!",      "!!!password!!!1",    "P@ssw0rd2026", "dragondragon1",
        "monkeymonkeymonkey", "Jan.Kowalski1990"
    };
    static const char *const fine[] = { "jabłko rower chmura",
                                        "correct horse battery",
                                        "x7#Lw9!qPz2@",
                                        "haslo-ale-inne-niz-te",
                                        "zielony-kubek-12",
                                        "dragon and monkey",
                                        "",
                                        "839204617530" };

    (void) context;
    for (size_t i = 0; i < COUNT (obvious); i++)
        assert_true (
            password_is_obvious (obvious[i], "Jan.Kowalski@example.pl", "Jan Maria Kowalski"));
    for (size_t i = 0; i < COUNT (fine); i++)
        assert_false (
            password_is_obvious (fine[i], "Jan.Kowalski@example.pl", "Jan Maria Kowalski"));
}

/* The first and the last of the sorted list are found as well as those between. */
static void
finds_every_word_of_the_list (void **context)
{
    static const char *const words[] = { "!qaz2wsx", "password", "qwerty", "wlacznik", "śląsk" };

    (void) context;
    for (size_t i = 0; i < COUNT (words); i++)
        assert_true (password_list_has (words[i], strlen (words[i])));
    assert_false (password_list_has ("", 0));
    assert_false (password_list_has ("passwordz", 9));
    assert_false (password_list_has ("password\nqwerty", 15));
    assert_false (password_list_has ("\xff\xff\xff\xff", 4));
}

static void
verifies_what_it_hashed (void **context)
{
    passwords_t *passwords = passwords_new (1);
    char hash[PASSWORD_HASH_TEXT];
    bool right = false;

    (void) context;
    assert_int_equal (passwords_hash (passwords, "jabłko rower chmura", hash), WL_OK);
    assert_non_null (strstr (hash, "$argon2id$v=19$m=19456,t=2,p=1$"));
    assert_int_equal (passwords_verify (passwords, hash, "jabłko rower chmura", &right), WL_OK);
    assert_true (right);
    assert_int_equal (passwords_verify (passwords, hash, "jabłko rower chmurA", &right), WL_OK);
    assert_false (right);
    assert_int_equal (passwords_verify (passwords, "", "jabłko rower chmura", &right), WL_OK);
    assert_false (right);
    passwords_destroy (&passwords);
}

/* ---- a flood of sign-ins ---- */

enum { FLOOD = 16, HASH_KB = 19 * 1024 };

static void *
sign_in (void *passwords)
{
    bool right;

    /* Who waited too long is turned away; that is no failure here. */
    if (passwords_verify (passwords, "", "jabłko rower chmura", &right) == WL_OK)
        assert_false (right);
    return NULL;
}

/* The most that was resident since the last time, in kB. */
static long
most_resident (void)
{
    FILE *status = fopen ("/proc/self/status", "r"), *refs;
    char line[256];
    long ret = -1;

    assert_non_null (status);
    while (fgets (line, sizeof line, status))
        (void) sscanf (line, "VmHWM: %ld", &ret);
    fclose (status);
    refs = fopen ("/proc/self/clear_refs", "w");
    assert_non_null (refs);
    assert_true (fputs ("5", refs) > 0 && fclose (refs) == 0);
    assert_true (ret > 0);
    return ret;
}

static long
grows_by (unsigned concurrency)
{
    passwords_t *passwords = passwords_new (concurrency);
    pthread_t threads[FLOOD];
    long before;

    (void) most_resident ();
    before = most_resident (); /* what is resident now, for it was set back a moment ago */
    for (int i = 0; i < FLOOD; i++)
        assert_int_equal (pthread_create (&threads[i], NULL, sign_in, passwords), 0);
    for (int i = 0; i < FLOOD; i++)
        pthread_join (threads[i], NULL);
    passwords_destroy (&passwords);
    return most_resident () - before;
}

/* Sixteen at once take the memory of one. Without a bound they take that of several: the second
 * figure shows that the first can fail. */
static void
a_flood_takes_the_memory_of_so_many (void **context)
{
    (void) context;
    assert_in_range (grows_by (1), HASH_KB / 2, 2 * HASH_KB - 1);
    assert_true (grows_by (FLOOD) > 3 * HASH_KB);
}

static void
makes_tokens_that_look_like_tokens (void **context)
{
    char a[TOKEN_TEXT], b[TOKEN_TEXT], program[TOKEN_PROGRAM_TEXT];
    uint8_t hash_a[TOKEN_HASH], hash_b[TOKEN_HASH];

    (void) context;
    token_make (a);
    token_make (b);
    assert_string_not_equal (a, b);
    assert_true (token_is_formed (a));
    token_hash (a, hash_a);
    token_hash (b, hash_b);
    assert_memory_not_equal (hash_a, hash_b, TOKEN_HASH);
    assert_false (token_is_formed (""));
    assert_false (token_is_formed (a + 1));
    assert_false (token_is_program (a));
    a[5] = '=';
    assert_false (token_is_formed (a));
    token_make_program (program);
    assert_true (token_is_formed (program));
    assert_true (token_is_program (program));
    assert_int_equal (strlen (program), TOKEN_PROGRAM_TEXT - 1);
    assert_false (token_is_formed ("wlt_"));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (refuses_what_a_stranger_tries_first),
        cmocka_unit_test (finds_every_word_of_the_list),
        cmocka_unit_test (verifies_what_it_hashed),
        cmocka_unit_test (a_flood_takes_the_memory_of_so_many),
        cmocka_unit_test (makes_tokens_that_look_like_tokens),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
