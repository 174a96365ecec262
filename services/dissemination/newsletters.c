#include "newsletters.h"

#include "announcement_rules.h"
#include "entry_state.h"
#include "intake.contract.h"
#include "notification.contract.h"
#include "site.h"
#include "store.h"
#include "store_subscriptions.h"

enum { BATCH = 100, FACTS_MAX = 8, CALL_WORDS = 2, CONFIRMATION_TRIES = 200 };

/* ---- what a letter says ---- */

static void
add_fact (wl_request_t *req, Notification__SendLettersRequest *letters, const char *name,
          const char *value)
{
    Notification__Fact *fact = wl_arena_alloc (wl_arena (req), sizeof *fact);

    notification__fact__init (fact);
    fact->name = wl_text_copy (wl_arena (req), name);
    fact->value = wl_text_copy (wl_arena (req), value);
    letters->facts[letters->n_facts++] = fact;
}

static Notification__SendLettersRequest *
new_letters (wl_request_t *req, const char *template)
{
    Notification__SendLettersRequest *self = wl_arena_alloc (wl_arena (req), sizeof *self);

    notification__send_letters_request__init (self);
    self->template_ = wl_text_copy (wl_arena (req), template);
    self->facts = wl_arena_array (wl_arena (req), FACTS_MAX, sizeof *self->facts);
    return self;
}

/* One letter with the token that ends them all, in its text and for mail programs. */
static Notification__Letter *
new_letter (wl_request_t *req, const char *subject_id, const store_subscription_t *to)
{
    Notification__Letter *self = wl_arena_alloc (wl_arena (req), sizeof *self);
    Notification__Fact *leave = wl_arena_alloc (wl_arena (req), sizeof *leave);

    notification__letter__init (self);
    notification__fact__init (leave);
    leave->name = wl_text_copy (wl_arena (req), "leave");
    leave->value = to->leave_token;
    self->origin = wl_text_printf (wl_arena (req), "dissemination/%s/%s", subject_id, to->id);
    self->email = to->email;
    self->locale = to->locale;
    self->n_facts = 1;
    self->facts = wl_arena_array (wl_arena (req), 1 + CALL_WORDS, sizeof *self->facts);
    self->facts[0] = leave;
    self->leave_url = wl_text_printf (wl_arena (req), "%s/v1/subscriptions/leave/%s",
                                      site_url (req), to->leave_token);
    return self;
}

/* ---- the question whether somebody wants letters ---- */

wl_status
confirmation_prepare (wl_request_t *req, const wl_timer_t *timer, const void *payload, void **ret)
{
    const Dissemination__ConfirmationLetter *letter = payload;
    Notification__SendLettersRequest *letters;
    store_subscription_t to;
    wl_status status = store_pending_subscription (req, timer->key, &to);

    *ret = NULL;
    if (status == WL_NOT_FOUND || timer->attempts > CONFIRMATION_TRIES)
        return WL_OK;
    WL_TRY (status);
    letters = new_letters (req, "subscription-confirm");
    add_fact (req, letters, "token", letter->token);
    letters->letters = wl_arena_array (wl_arena (req), 1, sizeof *letters->letters);
    letters->letters[letters->n_letters++] = new_letter (req, "confirmation", &to);
    *ret = letters;
    return WL_OK;
}

wl_status
confirmation_act (wl_request_t *req, void *prepared)
{
    Wlacznik__Empty *done;

    return notification_call_send_letters (req, prepared, &done);
}

/* A failure stays the timer's: it tries again. */
wl_status
confirmation_record (wl_request_t *req, void *prepared, wl_status acted)
{
    (void) req;
    (void) prepared;
    return acted;
}

wl_status
on_forget_subscription (wl_request_t *req, const wl_timer_t *timer, const void *payload)
{
    (void) payload;
    store_forget_subscription (req, timer->key);
    return WL_OK;
}

/* ---- what is published and announced ---- */

typedef struct sending {
    Dissemination__Topic topic;
    char *id;                           /* of the announcement, the entry or the call */
    char *last;                         /* whom this batch ends with */
    const Intake__CallDefinition *call; /* where it is about one */
    bool more;
    Notification__SendLettersRequest *letters;
} sending_t;

void
newsletters_send (wl_request_t *req, Dissemination__Topic topic, const char *id)
{
    Dissemination__NewsLetters payload = DISSEMINATION__NEWS_LETTERS__INIT;

    payload.topic = topic;
    wl_timer_set (req, NEWSLETTER_TIMER, id, wl_now (req), &payload.base);
}

static wl_status
prepare_entry (wl_request_t *req, sending_t *sending, store_concern_t *ret)
{
    Dissemination__Entry *entry = wl_arena_alloc (wl_arena (req), sizeof *entry);
    char **region = wl_arena_array (wl_arena (req), 1, sizeof *region);

    dissemination__entry__init (entry);
    WL_TRY (store_entry (req, sending->id, entry));
    if (!entry_is_public (entry))
        return WL_NOT_FOUND;
    region[0] = entry->region;
    *ret = (store_concern_t){ DISSEMINATION__TOPIC__INNOVATIONS, entry->text->themes, region,
                              entry->text->n_themes, 1 };
    sending->letters = new_letters (req, "news-innovation");
    add_fact (req, sending->letters, "title", entry->text->title);
    add_fact (req, sending->letters, "summary", entry->text->summary);
    add_fact (req, sending->letters, "slug", entry->slug);
    return WL_OK;
}

static wl_status
prepare_announcement (wl_request_t *req, sending_t *sending, store_concern_t *ret)
{
    Dissemination__Announcement *found = wl_arena_alloc (wl_arena (req), sizeof *found);
    const Dissemination__AnnouncementText *text;

    dissemination__announcement__init (found);
    WL_TRY (store_announcement (req, sending->id, found));
    text = found->text;
    *ret = (store_concern_t){ text->topic, text->themes, text->regions, text->n_themes,
                              text->n_regions };
    sending->letters = new_letters (req, announcement_template (text));
    add_fact (req, sending->letters, "title", text->title);
    add_fact (req, sending->letters, "text", text->text);
    add_fact (req, sending->letters, "more",
              wl_text_empty (text->url) ? wl_text_printf (wl_arena (req), "%s/news", site_url (req))
                                        : text->url);
    if (text->starts_at == NULL)
        return WL_OK;
    add_fact (req, sending->letters, "where", text->place);
    add_fact (
        req, sending->letters, "starts-at",
        wl_text_printf (wl_arena (req), "%lld", (long long) wl_timestamp_time (text->starts_at)));
    return WL_OK;
}

static bool
is_open (wl_request_t *req, const Intake__Call *call)
{
    return call->state == INTAKE__CALL_STATE__CALL_PUBLISHED &&
           wl_timestamp_time (call->definition->submit_until) > wl_now (req);
}

/* Who is late to hear of it, because we were away, hears of it only while it can still be used. */
static wl_status
prepare_call (wl_request_t *req, sending_t *sending, store_concern_t *ret)
{
    Intake__GetCallRequest ask = INTAKE__GET_CALL_REQUEST__INIT;
    Intake__Call *call;
    char **regions;

    ask.call_id = sending->id;
    WL_TRY (intake_call_get_call (req, &ask, &call));
    if (!is_open (req, call))
        return WL_NOT_FOUND;
    regions = wl_arena_array (wl_arena (req), call->n_regions, sizeof *regions);
    for (size_t i = 0; i < call->n_regions; i++)
        regions[i] = call->regions[i]->region;
    *ret = (store_concern_t){ DISSEMINATION__TOPIC__CALLS, call->definition->themes, regions,
                              call->definition->n_themes, call->n_regions };
    sending->call = call->definition;
    sending->letters = new_letters (req, "news-call");
    add_fact (req, sending->letters, "call-id", call->id);
    add_fact (req, sending->letters, "until-at",
              wl_text_printf (
                  wl_arena (req), "%lld",
                  (long long) (wl_timestamp_time (call->definition->submit_until) - WL_SECOND)));
    return WL_OK;
}

/* A call has its words in both languages: each gets their own. */
static void
add_words (wl_request_t *req, const Intake__CallDefinition *call, const char *locale,
           Notification__Letter *letter)
{
    const Wlacznik__LocalText *texts[CALL_WORDS] = { call->title, call->summary };
    static const char *const names[CALL_WORDS] = { "title", "summary" };

    for (size_t i = 0; i < CALL_WORDS; i++) {
        const char *text = texts[i] == NULL ? ""
                           : wl_text_equal (locale, "en") && !wl_text_empty (texts[i]->en)
                               ? texts[i]->en
                               : texts[i]->pl;
        Notification__Fact *fact = wl_arena_alloc (wl_arena (req), sizeof *fact);
        notification__fact__init (fact);
        fact->name = wl_text_copy (wl_arena (req), names[i]);
        fact->value = wl_text_copy (wl_arena (req), text);
        letter->facts[letter->n_facts++] = fact;
    }
}

static void
add_letters (wl_request_t *req, sending_t *sending, const store_subscription_t *to, size_t count)
{
    Notification__SendLettersRequest *letters = sending->letters;

    letters->letters = wl_arena_array (wl_arena (req), count, sizeof *letters->letters);
    for (size_t i = 0; i < count; i++) {
        Notification__Letter *letter = new_letter (req, sending->id, &to[i]);
        if (sending->call != NULL)
            add_words (req, sending->call, to[i].locale, letter);
        letters->letters[letters->n_letters++] = letter;
    }
    sending->last = to[count - 1].id;
    sending->more = count == BATCH;
}

static wl_status
prepare_topic (wl_request_t *req, sending_t *sending, store_concern_t *ret)
{
    switch (sending->topic) {
    case DISSEMINATION__TOPIC__INNOVATIONS:
        return prepare_entry (req, sending, ret);
    case DISSEMINATION__TOPIC__CALLS:
        return prepare_call (req, sending, ret);
    default:
        return prepare_announcement (req, sending, ret);
    }
}

wl_status
newsletters_prepare (wl_request_t *req, const wl_timer_t *timer, const void *payload, void **ret)
{
    const Dissemination__NewsLetters *far = payload;
    sending_t *sending = wl_arena_alloc (wl_arena (req), sizeof *sending);
    store_subscription_t *to;
    store_concern_t concern;
    size_t count;
    wl_status status;

    *ret = NULL;
    *sending = (sending_t){ .topic = far->topic, .id = wl_text_copy (wl_arena (req), timer->key) };
    status = prepare_topic (req, sending, &concern);
    if (status == WL_NOT_FOUND)
        return WL_OK; /* taken back meanwhile */
    WL_TRY (status);
    WL_TRY (store_subscribers (req, &concern, far->after_subscription_id, BATCH, &count, &to));
    if (count == 0)
        return WL_OK;
    add_letters (req, sending, to, count);
    *ret = sending;
    return WL_OK;
}

wl_status
newsletters_act (wl_request_t *req, void *prepared)
{
    sending_t *sending = prepared;
    Wlacznik__Empty *done;

    return notification_call_send_letters (req, sending->letters, &done);
}

/* Setting the timer anew from its own record is what makes it go on. */
wl_status
newsletters_record (wl_request_t *req, void *prepared, wl_status acted)
{
    const sending_t *sending = prepared;
    Dissemination__NewsLetters payload = DISSEMINATION__NEWS_LETTERS__INIT;

    WL_TRY (acted);
    if (!sending->more)
        return WL_OK;
    payload.topic = sending->topic;
    payload.after_subscription_id = sending->last;
    wl_timer_set (req, NEWSLETTER_TIMER, sending->id, wl_now (req), &payload.base);
    return WL_OK;
}
