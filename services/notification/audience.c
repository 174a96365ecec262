#include "audience.h"

#include <string.h>

#include "evaluation.contract.h"
#include "gateway.contract.h"
#include "store_schedule.h"

enum { PAGE = 1000 };

/* A list in the making. */
typedef struct audience {
    wl_request_t *req;
    const Notification__Mailing *mailing;
    const char *template;
    bool each; /* application */
    uint32_t position;
} audience_t;

static bool
shows (const Wlacznik__LocalText *text, const char *name)
{
    return text != NULL && (strstr (text->pl, name) != NULL || strstr (text->en, name) != NULL);
}

bool
audience_needs_application (const Notification__MailingContent *content)
{
    static const char *const names[] = { "{{number}}", "{{title}}", "{{application}}" };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (shows (content->subject, names[i]) || shows (content->body, names[i]))
            return true;
    return false;
}

static wl_status
add (audience_t *self, const store_line_t *lines, size_t count)
{
    uint64_t added;

    if (self->position + count > AUDIENCE_MAX)
        return wl_failf (self->req, WL_FAILED_PRECONDITION, "audience-too-large",
                         "Adresatów jest ponad %d. Podziel wiadomość na regiony albo stany.",
                         "There are more than %d people. Divide the message by regions or states.",
                         AUDIENCE_MAX);
    WL_TRY (store_add_lines (self->req, self->mailing->id, self->template, lines, count,
                             self->position + 1, &added));
    self->position += (uint32_t) count;
    return WL_OK;
}

/* ---- applicants and assessors ---- */

static wl_status
add_recipients (audience_t *self, const Evaluation__ListRecipientsResponse *page)
{
    store_line_t *lines = wl_arena_array (wl_arena (self->req), page->n_recipients, sizeof *lines);

    for (size_t i = 0; i < page->n_recipients; i++) {
        const Evaluation__Recipient *recipient = page->recipients[i];
        lines[i] = (store_line_t){ .user_id = recipient->user_id,
                                   .each = self->each ? recipient->application_id : "",
                                   .number = self->each ? recipient->number : "",
                                   .region = recipient->region };
    }
    return add (self, lines, page->n_recipients);
}

/* Each page's memory is given back before the next one. */
static wl_status
list_recipients (audience_t *self, bool assessors)
{
    const Notification__Audience *audience = self->mailing->content->audience;
    Evaluation__ListRecipientsRequest ask = EVALUATION__LIST_RECIPIENTS_REQUEST__INIT;
    char after[120] = "";
    wl_status status;

    ask.call_id = self->mailing->call_id;
    ask.assessors = assessors;
    ask.n_regions = self->mailing->n_regions;
    ask.regions = self->mailing->regions;
    ask.n_states = audience->n_states;
    ask.states = audience->states;
    ask.n_groups = audience->n_groups;
    ask.groups = audience->groups;
    ask.open_cards = audience->open_cards;
    ask.limit = PAGE;
    ask.after = after;
    do {
        wl_arena_mark_t mark = wl_arena_mark (wl_arena (self->req));
        Evaluation__ListRecipientsResponse *page;
        WL_TRY (evaluation_call_list_recipients (self->req, &ask, &page));
        WL_TRY (add_recipients (self, page));
        strncpy (after, page->next, sizeof after - 1);
        wl_arena_rewind (wl_arena (self->req), mark);
        status = WL_OK;
    } while (*after != '\0');
    return status;
}

/* ---- drafts ---- */

static wl_status
list_draft_holders (audience_t *self)
{
    const char *after = "";
    store_draft_t *drafts;
    size_t count;

    do {
        WL_TRY (store_list_drafts_in (self->req, self->mailing->call_id,
                                      (const char *const *) self->mailing->regions,
                                      self->mailing->n_regions, after, PAGE, &drafts, &count));
        store_line_t *lines = wl_arena_array (wl_arena (self->req), count, sizeof *lines);
        for (size_t i = 0; i < count; i++)
            lines[i] = (store_line_t){ .user_id = drafts[i].user_id,
                                       .each = self->each ? drafts[i].application_id : "",
                                       .number = "",
                                       .region = drafts[i].region };
        WL_TRY (add (self, lines, count));
        after = count == 0 ? "" : drafts[count - 1].application_id;
    } while (count == PAGE);
    return WL_OK;
}

/* ---- roles ---- */

static wl_status
list_holders_in (audience_t *self, char *programme_id, char *region)
{
    Gateway__ListRoleHoldersRequest ask = GATEWAY__LIST_ROLE_HOLDERS_REQUEST__INIT;
    Gateway__ListRoleHoldersResponse *holders;
    store_line_t *lines;

    ask.role = self->mailing->content->audience->role;
    ask.region = region;
    ask.programme_id = programme_id;
    WL_TRY (gateway_call_list_role_holders (self->req, &ask, &holders));
    lines = wl_arena_array (wl_arena (self->req), holders->n_user_ids, sizeof *lines);
    for (size_t i = 0; i < holders->n_user_ids; i++)
        lines[i] = (store_line_t){
            .user_id = holders->user_ids[i], .each = "", .number = "", .region = region
        };
    return add (self, lines, holders->n_user_ids);
}

static wl_status
list_role_holders (audience_t *self, const Intake__Call *call)
{
    const Notification__Mailing *mailing = self->mailing;
    char *programme_id = call->definition->programme_id;

    if (mailing->content->audience->role < WLACZNIK__ROLE__ASSESSOR)
        return wl_fail_field (self->req, "content.audience.role", "required",
                              "Wybierz rolę, do której piszesz.", "Choose the role to write to.");
    if (wl_text_equal (mailing->regions[0], "*")) {
        for (size_t i = 0; i < call->n_regions; i++)
            WL_TRY (list_holders_in (self, programme_id, call->regions[i]->region));
        return WL_OK;
    }
    for (size_t i = 0; i < mailing->n_regions; i++)
        WL_TRY (list_holders_in (self, programme_id, mailing->regions[i]));
    return WL_OK;
}

wl_status
audience_list (wl_request_t *req, const Notification__Mailing *mailing, const Intake__Call *call)
{
    const Notification__MailingContent *content = mailing->content;
    audience_t self = { .req = req,
                        .mailing = mailing,
                        .template = content->official ? "announcement-official" : "announcement",
                        .each = audience_needs_application (content) };

    switch (content->audience->kind) {
    case NOTIFICATION__AUDIENCE_KIND__APPLICANTS:
        return list_recipients (&self, false);
    case NOTIFICATION__AUDIENCE_KIND__ASSESSORS:
        return list_recipients (&self, true);
    case NOTIFICATION__AUDIENCE_KIND__DRAFT_HOLDERS:
        return list_draft_holders (&self);
    default:
        return list_role_holders (&self, call);
    }
}
