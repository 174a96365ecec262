#include "announcement_rules.h"

#include "base/problems.h"
#include "message/message.h"

wl_status
announcement_check (const Dissemination__AnnouncementText *text, const char *locale,
                    wl_error_t *error)
{
    const wl_problems_t problems = { error, locale };
    size_t before = wl_problem_count (&problems);
    bool event = text->topic == DISSEMINATION__TOPIC__EVENTS;

    if (!event && text->topic != DISSEMINATION__TOPIC__NEWS)
        wl_problem_add (
            &problems, "text.topic", "not-announced",
            "Ogłasza się wydarzenie albo wiadomość. O innowacjach listy wychodzą same.",
            "An event or news is announced. Letters about innovations go out by themselves.");
    if (event && text->starts_at == NULL)
        wl_problem_add (&problems, "text.startsAt", "required",
                        "Podaj, kiedy wydarzenie się zaczyna.", "Say when the event begins.");
    if (event && wl_text_empty (text->place))
        wl_problem_add (&problems, "text.place", "required",
                        "Podaj, gdzie jest wydarzenie; jeśli zdalnie, napisz „zdalnie”.",
                        "Say where the event is; if it is online, write \"online\".");
    if (!event && (text->starts_at != NULL || text->ends_at != NULL))
        wl_problem_add (&problems, "text.startsAt", "not-an-event",
                        "Tylko wydarzenie ma początek i koniec.",
                        "Only an event has a beginning and an end.");
    if (event && text->starts_at != NULL && text->ends_at != NULL &&
        wl_timestamp_time (text->ends_at) < wl_timestamp_time (text->starts_at))
        wl_problem_add (&problems, "text.endsAt", "before-its-beginning",
                        "Wydarzenie kończy się przed początkiem. Popraw godziny.",
                        "The event ends before it begins. Correct the times.");
    return wl_problem_count (&problems) == before ? WL_OK : WL_INVALID_ARGUMENT;
}

const char *
announcement_template (const Dissemination__AnnouncementText *text)
{
    return text->topic == DISSEMINATION__TOPIC__EVENTS ? "news-event" : "news";
}
