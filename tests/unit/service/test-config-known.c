/* The table of settings, and what is made of it. */
#include "check.h"
#include "service/config.h"
#include "service/config_known.h"

static void
environment_name (const char *section, const char *key, char ret[256])
{
    snprintf (ret, 256, "%s%s%s", section, *section == '\0' ? "" : ".", key);
    for (char *at = ret; *at != '\0'; at++)
        if (*at == '.')
            *at = '_';
}

static void
no_two_settings_share_a_variable (void **state)
{
    static const char *const sections[] = {
        "", "intake", "evaluation", "dissemination", "notification", "gateway"
    };
    enum { NAMES_MOST = 4000 };
    static char names[NAMES_MOST][256];
    char key[WL_CONFIG_KEY_MAX];
    size_t count = 0;
    (void) state;

    for (size_t slot = 0; slot < wl_config_slot_count (); slot++)
        for (size_t i = 0; wl_config_slot_key (slot, key) && i < COUNT (sections); i++) {
            assert_true (count < NAMES_MOST);
            environment_name (sections[i], key, names[count]);
            for (size_t k = 0; k < count; k++)
                assert_string_not_equal (names[k], names[count]);
            count++;
        }
    assert_true (count > 100);
}

static void
every_row_is_a_key_with_a_sentence_and_a_fitting_standard (void **state)
{
    (void) state;

    for (const wl_config_known_t *row = wl_config_known; row->key != NULL; row++) {
        assert_true (strlen (row->key) < WL_CONFIG_KEY_MAX / 2);
        assert_true (strlen (row->about) > 4);
        if (row->standard != NULL)
            assert_null (wl_config_expected (row->kind, row->standard));
        assert_true (row->service == NULL || wl_config_is_service (row->service));
    }
}

static void
help_names_every_setting (void **state)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream (&text, &length);
    (void) state;

    wl_config_print_help (out);
    fclose (out);
    for (const wl_config_known_t *row = wl_config_known; row->key != NULL; row++) {
        assert_non_null (strstr (text, row->key));
        assert_non_null (strstr (text, row->about));
    }
    for (char *line = strtok (text, "\n"); line != NULL; line = strtok (NULL, "\n"))
        assert_true (strlen (line) <= 100);
    free (text);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (no_two_settings_share_a_variable),
        cmocka_unit_test (every_row_is_a_key_with_a_sentence_and_a_fitting_standard),
        cmocka_unit_test (help_names_every_setting),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
