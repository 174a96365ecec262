#include "compose.h"

#include <stdlib.h>

#include "base/amount.h"
#include "evaluation.contract.h"
#include "gateway.contract.h"
#include "intake.contract.h"

enum { FACTS_MAX = 32 };

typedef struct composing {
    wl_request_t *req;
    const store_message_t *message;
    const char *locale;
    template_fact_t facts[FACTS_MAX];
    size_t count;
} composing_t;

static void
add (composing_t *self, const char *name, const char *value)
{
    if (self->count < FACTS_MAX)
        self->facts[self->count++] = (template_fact_t){ name, value };
}

static const char *
stored_fact (const store_message_t *message, const char *name)
{
    for (size_t i = 0; i < message->facts->n_list; i++)
        if (wl_text_equal (message->facts->list[i]->name, name))
            return message->facts->list[i]->value;
    return NULL;
}

static const char *
in_language (const composing_t *self, const Wlacznik__LocalText *text)
{
    if (text == NULL)
        return "";
    return wl_text_equal (self->locale, "en") && !wl_text_empty (text->en) ? text->en : text->pl;
}

/* ---- whom ---- */

static wl_status
find_recipient (composing_t *self, composed_t *ret)
{
    Gateway__GetContactsRequest ask = GATEWAY__GET_CONTACTS_REQUEST__INIT;
    Gateway__GetContactsResponse *contacts;
    char *ids[1];

    if (!wl_text_empty (self->message->email)) {
        ret->to = self->message->email;
        ret->to_name = stored_fact (self->message, "name");
        if (ret->to_name == NULL)
            ret->to_name = "";
        self->locale = self->message->locale;
        return WL_OK;
    }
    ids[0] = wl_text_copy (wl_arena (self->req), self->message->user_id);
    ask.n_user_ids = 1;
    ask.user_ids = ids;
    WL_TRY (gateway_call_get_contacts (self->req, &ask, &contacts));
    if (contacts->n_contacts == 0)
        return WL_NOT_FOUND;
    ret->to = contacts->contacts[0]->email;
    ret->to_name = contacts->contacts[0]->name;
    self->locale = contacts->contacts[0]->locale;
    add (self, "name", ret->to_name);
    return WL_OK;
}

/* ---- what only other services know ---- */

static wl_status
add_title (composing_t *self)
{
    Intake__GetTitlesRequest ask = INTAKE__GET_TITLES_REQUEST__INIT;
    Intake__GetTitlesResponse *titles;
    char *ids[1];

    if (wl_text_empty (self->message->application_id))
        return WL_OK;
    ids[0] = wl_text_copy (wl_arena (self->req), self->message->application_id);
    ask.n_application_ids = 1;
    ask.application_ids = ids;
    WL_TRY (intake_call_get_titles (self->req, &ask, &titles));
    add (self, "title", titles->n_titles == 0 ? "" : titles->titles[0]->title);
    return WL_OK;
}

static wl_status
add_assessment (composing_t *self)
{
    Evaluation__GetMyAssessmentRequest ask = EVALUATION__GET_MY_ASSESSMENT_REQUEST__INIT;
    Evaluation__ConsolidatedCard *card;
    char points[WL_AMOUNT_TEXT], most[WL_AMOUNT_TEXT];
    wl_arena_t *arena = wl_arena (self->req);
    wl_buffer_t lines;

    ask.application_id = wl_text_copy (arena, self->message->application_id);
    WL_TRY (evaluation_call_get_my_assessment (self->req, &ask, &card));
    wl_points_format (card->points, self->locale, points);
    add (self, "points", wl_text_copy (arena, points));
    wl_points_format (card->threshold, self->locale, points);
    add (self, "threshold", wl_text_copy (arena, points));
    wl_buffer_init (&lines, arena);
    for (size_t i = 0; i < card->n_criteria; i++) {
        wl_points_format (card->criteria[i]->points, self->locale, points);
        wl_points_format (card->criteria[i]->max_points, self->locale, most);
        wl_buffer_printf (&lines, "%s- %s: %s / %s", i == 0 ? "" : "\n",
                          in_language (self, card->criteria[i]->title), points, most);
    }
    add (self, "criteria", lines.data);
    return WL_OK;
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
add_reasons (composing_t *self)
{
    Intake__GetCallRequest ask_call = INTAKE__GET_CALL_REQUEST__INIT;
    Evaluation__GetMyAssessmentRequest ask = EVALUATION__GET_MY_ASSESSMENT_REQUEST__INIT;
    wl_arena_t *arena = wl_arena (self->req);
    Evaluation__ConsolidatedCard *card;
    Intake__Call *call;
    wl_buffer_t lines;

    ask_call.call_id = wl_text_copy (arena, self->message->call_id);
    WL_TRY (intake_call_get_call (self->req, &ask_call, &call));
    ask.application_id = wl_text_copy (arena, self->message->application_id);
    WL_TRY (evaluation_call_get_my_assessment (self->req, &ask, &card));
    wl_buffer_init (&lines, arena);
    for (size_t i = 0; i < card->n_failed_items; i++)
        wl_buffer_printf (&lines, "%s- %s\n  %s", i == 0 ? "" : "\n",
                          in_language (self, find_item_text (call, card->failed_items[i]->item)),
                          card->failed_items[i]->reason);
    add (self, "reasons", lines.data);
    return WL_OK;
}

static void
add_stored (composing_t *self)
{
    for (size_t i = 0; i < self->message->facts->n_list; i++) {
        const Notification__Fact *fact = self->message->facts->list[i];
        if (wl_text_equal (fact->name, "submitted-at")) {
            char people[64];
            wl_time_format_people (strtoll (fact->value, NULL, 10), self->locale, people);
            add (self, "submitted-at", wl_text_copy (wl_arena (self->req), people));
        } else {
            add (self, fact->name, fact->value);
        }
    }
}

static wl_status
gather (composing_t *self, const char *url)
{
    add (self, "url", url);
    add_stored (self);
    WL_TRY (add_title (self));
    if (wl_text_equal (self->message->template, "formally-rejected"))
        WL_TRY (add_reasons (self));
    if (stored_fact (self->message, "place") != NULL)
        WL_TRY (add_assessment (self));
    return WL_OK;
}

wl_status
compose_letter (wl_request_t *req, const store_message_t *message, const char *url, composed_t *ret)
{
    composing_t self = { .req = req, .message = message, .locale = "pl" };
    wl_arena_t *arena = wl_arena (req);
    const char *missing = "";
    char *subject, *text;

    WL_TRY (find_recipient (&self, ret));
    WL_TRY (gather (&self, url));
    const template_text_t *template = template_find (message->template, self.locale);
    if (template == NULL)
        return wl_fail (req, WL_INVALID_ARGUMENT, "template-unknown", "Nie ma takiego szablonu.",
                        "There is no such template.");
    if (template_fill (arena, template->subject, self.facts, self.count, &subject, &missing) !=
            WL_OK ||
        template_fill (arena, template->body, self.facts, self.count, &text, &missing) != WL_OK)
        return wl_failf (req, WL_INVALID_ARGUMENT, "template-incomplete",
                         "Szablon potrzebuje wartości %s.", "The template needs the value %s.",
                         missing);
    ret->subject = subject;
    ret->text = text;
    ret->html = template_html (arena, text, self.locale);
    ret->secret = template->secret;
    return WL_OK;
}
