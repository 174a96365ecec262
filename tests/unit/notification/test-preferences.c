#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "preferences.h"
#include "template.h"

#define MAIL NOTIFICATION__CHANNEL__E_MAIL
#define CALL "01910000-0000-7000-8000-00000000ca11"

static wl_time_t
at (const char *text)
{
    wl_time_t time;

    assert_true (wl_time_parse (text, &time));
    return time;
}

static Notification__NotificationSettings
nothing_chosen (void)
{
    Notification__NotificationSettings settings = NOTIFICATION__NOTIFICATION_SETTINGS__INIT;
    return settings;
}

/* Settings with one choice about card-assigned. */
static decision_t
decide_with (Notification__NotificationSettings *settings, const char *event,
             Notification__Frequency frequency, const char *now)
{
    Notification__EventPreference choice = NOTIFICATION__EVENT_PREFERENCE__INIT,
                                  *choices[1] = { &choice };

    choice.event = (char *) (uintptr_t) event;
    choice.channel = MAIL;
    choice.frequency = frequency;
    settings->events = choices;
    settings->n_events = 1;
    decision_t decision = preferences_decide (settings, moment_find (event), MAIL, CALL, at (now));
    settings->n_events = 0;
    return decision;
}

static void
who_chose_nothing_gets_it_at_once (void **state)
{
    wl_time_t now = at ("2026-11-26T12:00:00+01:00");
    decision_t decision = preferences_decide (NULL, moment_find ("card-assigned"), MAIL, CALL, now);

    (void) state;
    assert_int_equal (decision.way, WAY_AT);
    assert_int_equal (decision.at, now);
    assert_int_equal (preferences_decide (NULL, NULL, MAIL, "", now).way, WAY_AT);
}

static void
mandatory_ones_know_no_choice (void **state)
{
    Notification__NotificationSettings settings = nothing_chosen ();
    char call[] = CALL, *muted[] = { call };
    decision_t decision;

    (void) state;
    settings.n_muted_call_ids = 1;
    settings.muted_call_ids = muted;
    settings.quiet_from = 1;
    settings.quiet_until = 1439;
    decision = decide_with (&settings, "receipt", NOTIFICATION__FREQUENCY__NEVER,
                            "2026-11-26T12:00:00+01:00");
    assert_int_equal (decision.way, WAY_AT);
    assert_int_equal (decision.at, at ("2026-11-26T12:00:00+01:00"));
}

static void
never_and_muted_stay_in_the_inbox (void **state)
{
    Notification__NotificationSettings settings = nothing_chosen ();
    char call[] = CALL, *muted[] = { call };

    (void) state;
    assert_int_equal (decide_with (&settings, "card-assigned", NOTIFICATION__FREQUENCY__NEVER,
                                   "2026-11-26T12:00:00Z")
                          .way,
                      WAY_NONE);
    settings.n_muted_call_ids = 1;
    settings.muted_call_ids = muted;
    assert_int_equal (decide_with (&settings, "card-assigned", NOTIFICATION__FREQUENCY__IMMEDIATELY,
                                   "2026-11-26T12:00:00Z")
                          .way,
                      WAY_NONE);
    assert_int_equal (preferences_decide (&settings, moment_find ("card-assigned"), MAIL, "",
                                          at ("2026-11-26T12:00:00Z"))
                          .way,
                      WAY_AT);
}

static void
digests_come_at_their_hour (void **state)
{
    static const struct {
        Notification__Frequency frequency;
        uint32_t hour, weekday;
        const char *now, *due;
    } CASES[] = {
        { NOTIFICATION__FREQUENCY__DAILY, 0, 0, "2026-11-26T07:59:59+01:00",
          "2026-11-26T08:00:00+01:00" },
        { NOTIFICATION__FREQUENCY__DAILY, 0, 0, "2026-11-26T08:00:00+01:00",
          "2026-11-27T08:00:00+01:00" },
        { NOTIFICATION__FREQUENCY__DAILY, 18, 0, "2026-11-26T12:00:00+01:00",
          "2026-11-26T18:00:00+01:00" },
        /* 2026-11-26 is a Thursday. */
        { NOTIFICATION__FREQUENCY__WEEKLY, 0, 0, "2026-11-26T12:00:00+01:00",
          "2026-11-30T08:00:00+01:00" },
        { NOTIFICATION__FREQUENCY__WEEKLY, 0, 4, "2026-11-26T07:00:00+01:00",
          "2026-11-26T08:00:00+01:00" },
        { NOTIFICATION__FREQUENCY__WEEKLY, 0, 4, "2026-11-26T09:00:00+01:00",
          "2026-12-03T08:00:00+01:00" },
        /* The clocks change on 2026-03-29 and 2026-10-25. */
        { NOTIFICATION__FREQUENCY__DAILY, 0, 0, "2026-03-28T12:00:00+01:00",
          "2026-03-29T08:00:00+02:00" },
        { NOTIFICATION__FREQUENCY__DAILY, 0, 0, "2026-10-24T12:00:00+02:00",
          "2026-10-25T08:00:00+01:00" },
    };

    (void) state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        Notification__NotificationSettings settings = nothing_chosen ();
        settings.digest_hour = CASES[i].hour;
        settings.digest_weekday = CASES[i].weekday;
        decision_t decision =
            decide_with (&settings, "card-assigned", CASES[i].frequency, CASES[i].now);
        assert_int_equal (decision.way, WAY_DIGEST);
        assert_int_equal (decision.frequency, CASES[i].frequency);
        if (decision.at != at (CASES[i].due))
            fail_msg ("%s: not %s", CASES[i].now, CASES[i].due);
    }
}

static void
quiet_hours_hold_back_until_they_end (void **state)
{
    static const struct {
        uint32_t from, until;
        const char *now, *due;
    } CASES[] = {
        { 1320, 420, "2026-11-26T23:00:00+01:00", "2026-11-27T07:00:00+01:00" },
        { 1320, 420, "2026-11-27T06:59:59+01:00", "2026-11-27T07:00:00+01:00" },
        { 1320, 420, "2026-11-27T07:00:00+01:00", "2026-11-27T07:00:00+01:00" },
        { 1320, 420, "2026-11-26T21:59:59+01:00", "2026-11-26T21:59:59+01:00" },
        { 1320, 420, "2026-11-26T22:00:00+01:00", "2026-11-27T07:00:00+01:00" },
        { 720, 780, "2026-11-26T12:30:00+01:00", "2026-11-26T13:00:00+01:00" },
        { 600, 600, "2026-11-26T10:00:00+01:00", "2026-11-26T10:00:00+01:00" },
        { 0, 420, "2026-11-26T00:00:00+01:00", "2026-11-26T07:00:00+01:00" },
        { 1320, 420, "2026-03-28T23:00:00+01:00", "2026-03-29T07:00:00+02:00" },
        { 1320, 420, "2026-10-24T23:00:00+02:00", "2026-10-25T07:00:00+01:00" },
    };

    (void) state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        Notification__NotificationSettings settings = nothing_chosen ();
        settings.quiet_from = CASES[i].from;
        settings.quiet_until = CASES[i].until;
        decision_t decision = decide_with (&settings, "card-assigned",
                                           NOTIFICATION__FREQUENCY__IMMEDIATELY, CASES[i].now);
        assert_int_equal (decision.way, WAY_AT);
        if (decision.at != at (CASES[i].due))
            fail_msg ("%s: not %s", CASES[i].now, CASES[i].due);
    }
}

static void
every_moment_has_its_templates_and_every_template_its_moment (void **state)
{
    size_t moment_count;
    const moment_t *moments = moment_all (&moment_count);

    (void) state;
    for (size_t i = 0; i < moment_count; i++)
        for (int english = 0; english < 2; english++) {
            const template_text_t *found = template_find (moments[i].name, english ? "en" : "pl");
            if (found == NULL || strcmp (found->locale, english ? "en" : "pl") != 0)
                fail_msg ("%s has no template in %s", moments[i].name, english ? "en" : "pl");
        }
    for (size_t i = 0; template_at (i) != NULL; i++)
        if (moment_find (template_at (i)->name) == NULL)
            fail_msg ("%s is no moment", template_at (i)->name);
}

static void
templates_show_what_their_moment_has (void **state)
{
    wl_arena_t *arena = wl_arena_new (1 << 20);
    const template_text_t *template;

    (void) state;
    for (size_t i = 0; (template = template_at (i)) != NULL; i++) {
        const char *text = wl_text_printf (arena, "%s %s", template->subject, template->body);
        for (const char *name; (name = template_next_name (arena, &text)) != NULL;)
            if (!moment_has_fact (moment_find (template->name), name))
                fail_msg ("%s shows {{%s}}", template->name, name);
    }
    wl_arena_destroy (&arena);
}

/* Beside mail only what was asked for comes, whatever the moment; quiet hours and muting hold but
 * for what terms run from. */
static void
other_channels_are_asked_for (void **state)
{
    Notification__EventPreference choice = NOTIFICATION__EVENT_PREFERENCE__INIT,
                                  *choices[1] = { &choice };
    Notification__NotificationSettings settings = nothing_chosen ();
    const moment_t *mandatory = moment_find ("receipt"), *free_one = moment_find ("card-assigned");
    char call[] = CALL, *muted[1] = { call };
    wl_time_t night = at ("2026-11-26T22:00:00Z");

    (void) state;
    assert_int_equal (
        preferences_decide (NULL, mandatory, NOTIFICATION__CHANNEL__SMS, CALL, night).way,
        WAY_NONE);
    settings.events = choices;
    settings.n_events = 1;
    settings.quiet_from = 21 * 60;
    settings.quiet_until = 7 * 60;
    settings.muted_call_ids = muted;
    choice.channel = NOTIFICATION__CHANNEL__SMS;
    choice.frequency = NOTIFICATION__FREQUENCY__IMMEDIATELY;
    choice.event = (char *) (uintptr_t) mandatory->name;
    settings.n_muted_call_ids = 1;
    assert_true (
        preferences_decide (&settings, mandatory, NOTIFICATION__CHANNEL__SMS, CALL, night).at ==
        night);
    assert_int_equal (
        preferences_decide (&settings, mandatory, NOTIFICATION__CHANNEL__E_DELIVERY, CALL, night)
            .way,
        WAY_NONE);
    choice.event = (char *) (uintptr_t) free_one->name;
    assert_int_equal (
        preferences_decide (&settings, free_one, NOTIFICATION__CHANNEL__SMS, CALL, night).way,
        WAY_NONE);
    settings.n_muted_call_ids = 0;
    assert_true (
        preferences_decide (&settings, free_one, NOTIFICATION__CHANNEL__SMS, CALL, night).at ==
        at ("2026-11-27T06:00:00Z"));
    /* The choice about one channel is none about mail. */
    assert_int_equal (preferences_decide (&settings, free_one, MAIL, CALL, night).way, WAY_AT);
    choice.event = (char *) (uintptr_t) "password-reset";
    assert_int_equal (preferences_decide (&settings, moment_find ("password-reset"),
                                          NOTIFICATION__CHANNEL__SMS, "", night)
                          .way,
                      WAY_NONE);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (other_channels_are_asked_for),
        cmocka_unit_test (who_chose_nothing_gets_it_at_once),
        cmocka_unit_test (mandatory_ones_know_no_choice),
        cmocka_unit_test (never_and_muted_stay_in_the_inbox),
        cmocka_unit_test (digests_come_at_their_hour),
        cmocka_unit_test (quiet_hours_hold_back_until_they_end),
        cmocka_unit_test (templates_show_what_their_moment_has),
        cmocka_unit_test (every_moment_has_its_templates_and_every_template_its_moment),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
