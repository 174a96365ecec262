#include "announcement_rules.h"

#include "base/text.h"
#include "message/message.h"

typedef struct check {
    const char *locale;
    wl_error_t *error;
    size_t found;
} check_t;

static void
add (check_t *self, const char *field, const char *code, const char *pl, const char *en)
{
    wl_error_add_field (self->error, field, code, "%s",
                        wl_text_equal (self->locale, "en") ? en : pl);
    self->found++;
}

wl_status
announcement_check (const Dissemination__AnnouncementText *text, const char *locale,
                    wl_error_t *error)
{
    check_t check = { locale, error, 0 };
    bool event = text->topic == DISSEMINATION__TOPIC__EVENTS;

    if (!event && text->topic != DISSEMINATION__TOPIC__NEWS)
        add (&check, "text.topic", "not-announced",
             "Ogłasza się wydarzenie albo wiadomość. O innowacjach listy wychodzą same.",
             "An event or news is announced. Letters about innovations go out by themselves.");
    if (event && text->starts_at == NULL)
        add (&check, "text.startsAt", "required", "Podaj, kiedy wydarzenie się zaczyna.",
             "Say when the event begins.");
    if (event && wl_text_empty (text->place))
        add (&check, "text.place", "required",
             "Podaj, gdzie jest wydarzenie; jeśli zdalnie, napisz „zdalnie”.",
             "Say where the event is; if it is online, write \"online\".");
    if (!event && (text->starts_at != NULL || text->ends_at != NULL))
        add (&check, "text.startsAt", "not-an-event", "Tylko wydarzenie ma początek i koniec.",
             "Only an event has a beginning and an end.");
    if (event && text->starts_at != NULL && text->ends_at != NULL &&
        wl_timestamp_time (text->ends_at) < wl_timestamp_time (text->starts_at))
        add (&check, "text.endsAt", "before-its-beginning",
             "Wydarzenie kończy się przed początkiem. Popraw godziny.",
             "The event ends before it begins. Correct the times.");
    return check.found == 0 ? WL_OK : WL_INVALID_ARGUMENT;
}

const char *
announcement_template (const Dissemination__AnnouncementText *text)
{
    return text->topic == DISSEMINATION__TOPIC__EVENTS ? "news-event" : "news";
}
