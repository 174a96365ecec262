#include "compose.h"

#include <stdlib.h>
#include <string.h>

#include "base/amount.h"
#include "evaluation.contract.h"
#include "gather.h"
#include "intake.contract.h"
#include "store_mailing_work.h"
#include "store_templates.h"

enum { FACTS_MAX = 32, CALLS_MAX = 50 };

/* What a batch of letters shares. */
typedef struct batch {
    wl_request_t *req;
    const char *url;
    const Gateway__GetContactsResponse *contacts;
    const Intake__GetTitlesResponse *titles;
    Intake__Call *calls[CALLS_MAX]; /* that a letter needed so far */
    size_t call_count;
    store_own_text_t *own; /* texts that calls have instead of ours */
    size_t own_count;
    const Evaluation__ResultsForLetters *results; /* that its letters tell */
    id_set_t *mailings;                           /* that its letters are lines of */
    store_mailing_say_t *say;                     /* what each of those says */
} batch_t;

typedef struct composing {
    batch_t *batch;
    const store_message_t *message;
    const char *locale;
    const char *name; /* whose letter it is */
    template_fact_t facts[FACTS_MAX];
    size_t count;
} composing_t;

static void
add (composing_t *self, const char *name, const char *value)
{
    if (self->count < FACTS_MAX)
        self->facts[self->count++] = (template_fact_t){ name, value };
}

static wl_arena_t *
arena_of (const composing_t *self)
{
    return wl_arena (self->batch->req);
}

static const char *
stored_fact (const store_message_t *message, const char *name)
{
    for (size_t i = 0; i < message->facts->n_list; i++)
        if (wl_text_equal (message->facts->list[i]->name, name))
            return message->facts->list[i]->value;
    return NULL;
}

/* ---- whom ---- */

/* Only intake tells the invented applicants of a rehearsal apart. */
static const char *
name_of (const composing_t *self, const Gateway__Contact *contact)
{
    const Intake__ApplicationTitle *title =
        find_title (self->batch->titles, self->message->application_id);
    bool theirs = title != NULL && wl_text_equal (title->applicant_user_id, contact->user_id);

    return theirs && !wl_text_empty (title->invented_name) ? title->invented_name : contact->name;
}

static wl_status
find_recipient (composing_t *self)
{
    const Gateway__Contact *contact;

    if (!wl_text_empty (self->message->email)) {
        self->locale = self->message->locale;
        return WL_OK;
    }
    contact = find_contact (self->batch->contacts, self->message->user_id);
    if (contact == NULL)
        return WL_NOT_FOUND;
    self->locale = contact->locale;
    self->name = name_of (self, contact);
    add (self, "name", self->name);
    return WL_OK;
}

/* ---- what only other services know ---- */

static wl_status
find_call (batch_t *batch, const char *call_id, Intake__Call **ret)
{
    Intake__GetCallRequest ask = INTAKE__GET_CALL_REQUEST__INIT;

    for (size_t i = 0; i < batch->call_count; i++)
        if (wl_text_equal (batch->calls[i]->id, call_id)) {
            *ret = batch->calls[i];
            return WL_OK;
        }
    ask.call_id = wl_text_copy (wl_arena (batch->req), call_id);
    WL_TRY (intake_call_get_call (batch->req, &ask, ret));
    if (batch->call_count < CALLS_MAX)
        batch->calls[batch->call_count++] = *ret;
    return WL_OK;
}

static void
add_title (composing_t *self)
{
    const Intake__ApplicationTitle *title;

    if (wl_text_empty (self->message->application_id))
        return;
    if (stored_fact (self->message, "application") == NULL)
        add (self, "application", self->message->application_id);
    title = find_title (self->batch->titles, self->message->application_id);
    add (self, "title", title == NULL ? "" : title->title);
    if (title != NULL && stored_fact (self->message, "number") == NULL)
        add (self, "number", title->number);
}

/* The first instant that is too late is no day to name: the last second before it is. */
static void
add_appeal (composing_t *self, const Evaluation__ResultForLetter *result)
{
    bool english = wl_text_equal (self->locale, "en");
    char until[64];

    if (result->appeal_until == NULL) {
        add (self, "appeal",
             english ? "The rules of this call provide no appeal against this result."
                     : "Zasady tego naboru nie przewidują odwołania od tego wyniku.");
        return;
    }
    wl_time_format_people (wl_timestamp_time (result->appeal_until) - WL_SECOND, self->locale,
                           until);
    add (self, "appeal",
         wl_text_printf (
             arena_of (self),
             result->appeal_in_region
                 ? english ? "You may appeal; the partner in your region, who assessed the "
                             "application, decides it. The last moment to do so: %s."
                           : "Możesz się odwołać; rozstrzygnie partner w regionie, który oceniał "
                             "zgłoszenie. Ostatnia chwila na odwołanie: %s."
             : english ? "You may appeal. The last moment to do so: %s."
                       : "Możesz się odwołać. Ostatnia chwila na odwołanie: %s.",
             until));
}

static void
add_points (composing_t *self, const Evaluation__ConsolidatedCard *card)
{
    wl_arena_t *arena = arena_of (self);
    char points[WL_AMOUNT_TEXT], most[WL_AMOUNT_TEXT];
    wl_buffer_t lines;

    wl_points_format (card->points, self->locale, points);
    add (self, "points", wl_text_copy (arena, points));
    wl_points_format (card->threshold, self->locale, points);
    add (self, "threshold", wl_text_copy (arena, points));
    wl_buffer_init (&lines, arena);
    for (size_t i = 0; i < card->n_criteria; i++) {
        wl_points_format (card->criteria[i]->points, self->locale, points);
        wl_points_format (card->criteria[i]->max_points, self->locale, most);
        wl_buffer_printf (&lines, "%s- %s: %s / %s", i == 0 ? "" : "\n",
                          wl_local_text (card->criteria[i]->title, self->locale), points, most);
    }
    add (self, "criteria", lines.data);
}

static const Wlacznik__LocalText *
find_item_text (const Intake__Call *call, const char *key)
{
    for (size_t s = 0; s < call->definition->n_stages; s++) {
        const Wlacznik__Stage *stage = call->definition->stages[s];
        for (size_t i = 0; i < stage->n_formal_items; i++)
            if (wl_text_equal (stage->formal_items[i]->key, key))
                return stage->formal_items[i]->text;
    }
    return NULL;
}

/* Each requirement that was not met, in the call's words, and the office's reason. */
static wl_status
add_reasons (composing_t *self, const Evaluation__ConsolidatedCard *card)
{
    Intake__Call *call;
    wl_buffer_t lines;

    WL_TRY (find_call (self->batch, self->message->call_id, &call));
    wl_buffer_init (&lines, arena_of (self));
    for (size_t i = 0; i < card->n_failed_items; i++)
        wl_buffer_printf (
            &lines, "%s- %s\n  %s", i == 0 ? "" : "\n",
            wl_local_text (find_item_text (call, card->failed_items[i]->item), self->locale),
            card->failed_items[i]->reason);
    add (self, "reasons", lines.data);
    return WL_OK;
}

/* What evaluation says of the application, in a letter that tells a result. */
static wl_status
add_result (composing_t *self)
{
    const Evaluation__ResultForLetter *result =
        find_result (self->batch->results, self->message->application_id);

    if (!tells_result (moment_find (self->message->template)))
        return WL_OK;
    if (result == NULL)
        return WL_NOT_FOUND;
    add_appeal (self, result);
    if (result->card->n_failed_items > 0)
        return add_reasons (self, result->card);
    add_points (self, result->card);
    if (stored_fact (self->message, "place") == NULL)
        add (self, "place", wl_text_printf (arena_of (self), "%u", result->card->place));
    add (self, "reserve-place", wl_text_printf (arena_of (self), "%u", result->reserve_place));
    return WL_OK;
}

static bool
ends_in (const char *name, const char *ending)
{
    size_t length = strlen (name), tail = strlen (ending);

    return length > tail && wl_text_equal (name + length - tail, ending);
}

/* A name that ends in "-at" is a moment in UTC microseconds, one in "-grosze" is money: written out
 * in the reader's language. */
static void
add_stored (composing_t *self)
{
    for (size_t i = 0; i < self->message->facts->n_list; i++) {
        const Notification__Fact *fact = self->message->facts->list[i];
        char people[64], money[WL_AMOUNT_TEXT];
        const char *value = fact->value;

        if (ends_in (fact->name, "-at")) {
            wl_time_format_people (strtoll (value, NULL, 10), self->locale, people);
            value = wl_text_copy (arena_of (self), people);
        } else if (ends_in (fact->name, "-grosze")) {
            wl_money_format (strtoll (value, NULL, 10), self->locale, money);
            value = wl_text_copy (arena_of (self), money);
        }
        add (self, fact->name, value);
    }
}

/* What a letter about a call shows of it. */
static wl_status
add_call (composing_t *self)
{
    const moment_t *moment = moment_find (self->message->template);
    Intake__Call *call;

    if (moment == NULL || !moment_has_fact (moment, "call") ||
        wl_text_empty (self->message->call_id))
        return WL_OK;
    WL_TRY (find_call (self->batch, self->message->call_id, &call));
    add (self, "call", wl_local_text (call->definition->title, self->locale));
    return WL_OK;
}

/* ---- what a coordinator wrote ---- */

static const Notification__MailingContent *
find_content (const composing_t *self)
{
    const batch_t *batch = self->batch;

    for (size_t i = 0; i < batch->mailings->count; i++)
        if (wl_text_equal (batch->mailings->list[i], self->message->mailing_id))
            return batch->say[i].content;
    return NULL;
}

/* Its own names are filled in first; the whole stands in the letter as a value, so that nothing in
 * it is taken for a name again. */
static wl_status
add_content (composing_t *self)
{
    const Notification__MailingContent *content = find_content (self);
    const char *missing = "";
    char *subject, *text;

    if (content == NULL)
        return WL_OK;
    WL_TRY (template_fill (arena_of (self), wl_local_text (content->subject, self->locale),
                           self->facts, self->count, &subject, &missing));
    WL_TRY (template_fill (arena_of (self), wl_local_text (content->body, self->locale),
                           self->facts, self->count, &text, &missing));
    add (self, "subject", subject);
    add (self, "text", text);
    return WL_OK;
}

static wl_status
gather_facts (composing_t *self)
{
    add (self, "url", self->batch->url);
    WL_TRY (add_call (self));
    add_stored (self);
    add_title (self);
    WL_TRY (add_result (self));
    return add_content (self);
}

/* ---- one letter ---- */

static const store_own_text_t *
find_own_text (const composing_t *self)
{
    const batch_t *batch = self->batch;

    for (size_t i = 0; i < batch->own_count; i++)
        if (wl_text_equal (batch->own[i].call_id, self->message->call_id) &&
            wl_text_equal (batch->own[i].name, self->message->template) &&
            wl_text_equal (batch->own[i].locale, wl_text_equal (self->locale, "en") ? "en" : "pl"))
            return &batch->own[i];
    return NULL;
}

static wl_status
fill_with (composing_t *self, const char *subject, const char *body, composed_t *ret)
{
    const char *missing = "";
    char *filled_subject, *filled_text;

    if (template_fill (arena_of (self), subject, self->facts, self->count, &filled_subject,
                       &missing) != WL_OK ||
        template_fill (arena_of (self), body, self->facts, self->count, &filled_text, &missing) !=
            WL_OK) {
        ret->why = wl_text_printf (arena_of (self), "template-lacks-%s", missing);
        return WL_INVALID_ARGUMENT;
    }
    ret->subject = filled_subject;
    ret->text = filled_text;
    return WL_OK;
}

static wl_status
fill (composing_t *self, composed_t *ret)
{
    const template_text_t *template = template_find (self->message->template, self->locale);
    const store_own_text_t *own = find_own_text (self);

    ret->locale = wl_text_equal (self->locale, "en") ? "en" : "pl";
    ret->why = "template-unknown";
    if (template == NULL)
        return WL_INVALID_ARGUMENT;
    ret->secret = template->secret;
    return own == NULL ? fill_with (self, template->subject, template->body, ret)
                       : fill_with (self, own->subject, own->body, ret);
}

static void
compose_one (batch_t *batch, const store_message_t *message, composed_t *ret)
{
    composing_t self = { .batch = batch, .message = message, .locale = "pl", .name = "" };

    *ret = (composed_t){
        .why = "account-gone", .locale = "pl", .name = "", .subject = "", .text = ""
    };
    ret->status = find_recipient (&self);
    ret->name = self.name;
    if (ret->status != WL_OK)
        return;
    /* One letter's refusal must not stand as the reason of the next one's. */
    wl_error_init (wl_request_error (batch->req), wl_arena (batch->req));
    ret->status = gather_facts (&self);
    ret->why = "facts-not-to-be-had";
    if (ret->status == WL_OK)
        ret->status = fill (&self, ret);
}

static wl_status
gather_for (batch_t *batch, const store_message_t *messages, size_t count, wl_time_t if_sent_at)
{
    wl_arena_t *arena = wl_arena (batch->req);
    id_set_t *users = id_set_new (arena), *applications = id_set_new (arena);
    id_set_t *calls = id_set_new (arena), *results = id_set_new (arena);

    batch->mailings = id_set_new (arena);
    for (size_t i = 0; i < count; i++) {
        id_set_add (users, messages[i].user_id);
        id_set_add (applications, messages[i].application_id);
        id_set_add (calls, messages[i].call_id);
        id_set_add (batch->mailings, messages[i].mailing_id);
        if (tells_result (moment_find (messages[i].template)))
            id_set_add (results, messages[i].application_id);
    }
    batch->say = wl_arena_array (arena, batch->mailings->count, sizeof *batch->say);
    WL_TRY (store_mailings_say (batch->req, (const char *const *) batch->mailings->list,
                                batch->mailings->count, false, batch->say));
    WL_TRY (store_list_own_texts (batch->req, (const char *const *) calls->list, calls->count,
                                  &batch->own, &batch->own_count));
    WL_TRY (gather_contacts (batch->req, users, &batch->contacts));
    WL_TRY (gather_results (batch->req, results, if_sent_at, &batch->results));
    return gather_titles (batch->req, applications, &batch->titles);
}

void
compose_letters (wl_request_t *req, const store_message_t *messages, size_t count, const char *url,
                 wl_time_t if_sent_at, composed_t *ret)
{
    batch_t *batch = wl_arena_alloc (wl_arena (req), sizeof *batch);
    wl_status status;

    batch->req = req;
    batch->url = url;
    status = gather_for (batch, messages, count, if_sent_at);
    for (size_t i = 0; i < count; i++) {
        if (status == WL_OK)
            compose_one (batch, &messages[i], &ret[i]);
        else
            ret[i] = (composed_t){ .status = status, .why = "service-away" };
    }
}

/* ---- a look beforehand ---- */

static bool
has_fact (const composing_t *self, const char *name)
{
    for (size_t i = 0; i < self->count; i++)
        if (wl_text_equal (self->facts[i].name, name))
            return true;
    return false;
}

/* Names that nobody could give a value to stand for themselves. */
static void
add_samples (composing_t *self, const moment_t *moment, char ***ret, size_t *ret_count)
{
    *ret = wl_arena_array (arena_of (self), FACTS_MAX, sizeof **ret);
    *ret_count = 0;
    for (const char *at = moment->facts; *at != '\0'; at += strspn (at, " ")) {
        size_t length = strcspn (at, " ");
        char *name = wl_text_copy_length (arena_of (self), at, length);
        at += length;
        if (has_fact (self, name) || *ret_count == FACTS_MAX)
            continue;
        add (self, name, wl_text_printf (arena_of (self), "[%s]", name));
        (*ret)[(*ret_count)++] = name;
    }
}

wl_status
compose_preview (wl_request_t *req, const store_message_t *message, const moment_t *moment,
                 const char *subject, const char *body, const char *url, composed_t *ret,
                 char ***ret_samples, size_t *ret_sample_count)
{
    batch_t *batch = wl_arena_alloc (wl_arena (req), sizeof *batch);
    composing_t self = { .batch = batch, .message = message };

    batch->req = req;
    batch->url = url;
    *ret = (composed_t){ .locale = message->locale, .name = "", .subject = "", .text = "" };
    WL_TRY (gather_for (batch, message, 1, wl_now (req)));
    WL_TRY (find_recipient (&self));
    self.locale = message->locale;
    /* An application that is not assessed yet has no points: they are shown by name. */
    if (gather_facts (&self) != WL_OK)
        wl_error_init (wl_request_error (req), wl_arena (req));
    add_samples (&self, moment, ret_samples, ret_sample_count);
    return fill_with (&self, subject, body, ret);
}
