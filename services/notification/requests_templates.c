/* Letters in the words of a programme or a call. */
#include <stdlib.h>
#include <string.h>

#include "compose.h"
#include "letter_text.h"
#include "moments.h"
#include "notification.handlers.h"
#include "state.h"
#include "store_templates.h"

enum { NAMES_MAX = 64 };

static const char *const LOCALES[] = { "pl", "en" };
enum { LOCALE_COUNT = sizeof LOCALES / sizeof LOCALES[0] };

/* Letters about accounts, and the digest, belong to no call. */
static bool
is_editable (const moment_t *moment)
{
    return moment != NULL && !moment->account && (moment->mandatory || moment->collected);
}

static wl_status
find_moment (wl_request_t *req, const char *name, const moment_t **ret)
{
    *ret = moment_find (name);
    if (is_editable (*ret))
        return WL_OK;
    return wl_fail (req, WL_NOT_FOUND, "letter-unknown",
                    "Nie ma takiego listu. Nazwy pokazuje lista listów.",
                    "There is no such letter. The list of letters has their names.");
}

/* ---- showing ---- */

static char **
list_facts (wl_request_t *req, const moment_t *moment, size_t *ret_count)
{
    char **names = wl_arena_array (wl_arena (req), NAMES_MAX, sizeof *names);
    size_t count = 0;

    for (const char *at = moment->facts; *at != '\0' && count < NAMES_MAX; at += strspn (at, " ")) {
        size_t length = strcspn (at, " ");
        names[count++] = wl_text_copy_length (wl_arena (req), at, length);
        at += length;
    }
    *ret_count = count;
    return names;
}

/* What is the same for every version of a letter. */
static void
complete (wl_request_t *req, const moment_t *moment, Notification__Template *ret)
{
    Wlacznik__LocalText *title = wl_arena_alloc (wl_arena (req), sizeof *title);

    wlacznik__local_text__init (title);
    title->pl = wl_text_copy (wl_arena (req), moment->pl);
    title->en = wl_text_copy (wl_arena (req), moment->en);
    ret->title = title;
    ret->facts = list_facts (req, moment, &ret->n_facts);
}

static void
take_ours (wl_request_t *req, const moment_t *moment, const char *locale,
           Notification__Template *ret)
{
    const template_text_t *ours = template_find (moment->name, locale);

    ret->name = wl_text_copy (wl_arena (req), moment->name);
    ret->locale = wl_text_copy (wl_arena (req), locale);
    ret->subject = wl_text_copy (wl_arena (req), ours->subject);
    ret->body = wl_text_copy (wl_arena (req), ours->body);
}

static Notification__Template *
find_own (const Notification__ListTemplatesResponse *own, const char *name, const char *locale)
{
    for (size_t i = 0; i < own->n_templates; i++)
        if (wl_text_equal (own->templates[i]->name, name) &&
            wl_text_equal (own->templates[i]->locale, locale))
            return own->templates[i];
    return NULL;
}

static Notification__Template *
effective (wl_request_t *req, const Notification__ListTemplatesResponse *own,
           const moment_t *moment, const char *locale)
{
    Notification__Template *text = find_own (own, moment->name, locale);

    if (text == NULL) {
        text = wl_arena_alloc (wl_arena (req), sizeof *text);
        notification__template__init (text);
    }
    if (*text->body == '\0') /* none, or given back: its version counts on */
        take_ours (req, moment, locale, text);
    complete (req, moment, text);
    return text;
}

wl_status
notification_list_templates (wl_request_t *req, const Notification__ListTemplatesRequest *in,
                             Notification__ListTemplatesResponse *out)
{
    Notification__ListTemplatesResponse own = NOTIFICATION__LIST_TEMPLATES_RESPONSE__INIT;
    size_t count;
    const moment_t *moments = moment_all (&count);

    WL_TRY (store_list_templates (req, in->scope_id, &own));
    out->templates = wl_arena_array (wl_arena (req), count * LOCALE_COUNT, sizeof *out->templates);
    for (size_t i = 0; i < count; i++)
        for (size_t l = 0; l < LOCALE_COUNT && is_editable (&moments[i]); l++)
            out->templates[out->n_templates++] = effective (req, &own, &moments[i], LOCALES[l]);
    return WL_OK;
}

wl_status
notification_list_template_versions (wl_request_t *req,
                                     const Notification__ListTemplateVersionsRequest *in,
                                     Notification__ListTemplatesResponse *out)
{
    const moment_t *moment;

    WL_TRY (find_moment (req, in->name, &moment));
    WL_TRY (store_list_versions (req, in->scope_id, in->name, in->locale, out));
    for (size_t i = 0; i < out->n_templates; i++)
        complete (req, moment, out->templates[i]);
    return WL_OK;
}

/* ---- changing ---- */

static wl_status
check_text (wl_request_t *req, const moment_t *moment, const char *subject, const char *body)
{
    wl_status of_subject = letter_text_check (req, moment->facts, "subject", subject);
    wl_status of_body = letter_text_check (req, moment->facts, "body", body);

    return of_subject != WL_OK ? of_subject : of_body;
}

wl_status
notification_put_template (wl_request_t *req, const Notification__PutTemplateRequest *in,
                           Notification__Template *out)
{
    const moment_t *moment;

    WL_TRY (find_moment (req, in->name, &moment));
    WL_TRY (check_text (req, moment, in->subject, in->body));
    out->name = in->name;
    out->locale = in->locale;
    out->subject = in->subject;
    out->body = in->body;
    out->version = in->version + 1;
    out->author_id = wl_text_copy (wl_arena (req), wl_user (req));
    complete (req, moment, out);
    return store_add_template (req, in->scope_id, out, in->version);
}

wl_status
notification_reset_template (wl_request_t *req, const Notification__ResetTemplateRequest *in,
                             Notification__Template *out)
{
    Notification__Template none = NOTIFICATION__TEMPLATE__INIT;
    const moment_t *moment;
    uint32_t last;

    WL_TRY (find_moment (req, in->name, &moment));
    WL_TRY (store_last_version (req, in->scope_id, in->name, in->locale, &last));
    none.name = in->name;
    none.locale = in->locale;
    if (last > 0)
        WL_TRY (store_add_template (req, in->scope_id, &none, last));
    take_ours (req, moment, in->locale, out);
    complete (req, moment, out);
    out->version = last > 0 ? last + 1 : 0;
    return WL_OK;
}

wl_status
notification_preview_template (wl_request_t *req, const Notification__PreviewTemplateRequest *in,
                               Notification__TemplatePreview *out)
{
    notification_t *state = wl_state (req);
    Notification__Facts none = NOTIFICATION__FACTS__INIT;
    store_message_t message = { .template = in->name,
                                .user_id = wl_user (req),
                                .email = "",
                                .locale = in->locale,
                                .call_id = in->call_id,
                                .application_id = in->application_id,
                                .facts = &none };
    const moment_t *moment;
    composed_t composed;

    WL_TRY (find_moment (req, in->name, &moment));
    WL_TRY (check_text (req, moment, in->subject, in->body));
    WL_TRY (compose_preview (req, &message, moment, in->subject, in->body, state->url, &composed,
                             &out->samples, &out->n_samples));
    out->subject = wl_text_copy (wl_arena (req), composed.subject);
    out->text = wl_text_copy (wl_arena (req), composed.text);
    out->html =
        template_html (wl_arena (req), composed.subject, composed.text, in->locale, state->url);
    return WL_OK;
}
