#include "gather.h"

#include <assert.h>

#include "base/uuid.h"
#include "evaluation.contract.h"
#include "gateway.contract.h"
#include "intake.contract.h"

id_set_t *
id_set_new (wl_arena_t *arena)
{
    id_set_t *self = wl_arena_alloc (arena, sizeof *self);

    self->count = 0;
    return self;
}

/* A batch has some hundred ids: comparing them all is cheaper than a table would be. */
void
id_set_add (id_set_t *self, const char *id)
{
    if (wl_text_empty (id))
        return;
    for (size_t i = 0; i < self->count; i++)
        if (wl_text_equal (self->list[i], id))
            return;
    assert (self->count < GATHER_MAX);
    self->list[self->count++] = (char *) (uintptr_t) id;
}

/* The invented applicants of a rehearsal have no accounts: they are contacts without an address. */
static void
add_invented (wl_arena_t *arena, char *user_id, Gateway__GetContactsResponse *ret)
{
    Gateway__Contact *contact = wl_arena_alloc (arena, sizeof *contact);

    gateway__contact__init (contact);
    contact->user_id = user_id;
    contact->name = wl_text_copy (arena, "Wnioskodawca próbny");
    contact->locale = wl_text_copy (arena, "pl");
    ret->contacts[ret->n_contacts++] = contact;
}

static wl_status
ask_gateway (wl_request_t *req, const id_set_t *users, Gateway__GetContactsResponse *ret)
{
    Gateway__GetContactsRequest ask = GATEWAY__GET_CONTACTS_REQUEST__INIT;
    Gateway__GetContactsResponse *contacts;

    if (users->count == 0)
        return WL_OK;
    ask.n_user_ids = users->count;
    ask.user_ids = (char **) (uintptr_t) users->list;
    WL_TRY (gateway_call_get_contacts (req, &ask, &contacts));
    for (size_t i = 0; i < contacts->n_contacts; i++)
        ret->contacts[ret->n_contacts++] = contacts->contacts[i];
    return WL_OK;
}

wl_status
gather_contacts (wl_request_t *req, const id_set_t *users, const Gateway__GetContactsResponse **ret)
{
    wl_arena_t *arena = wl_arena (req);
    Gateway__GetContactsResponse *all = wl_arena_alloc (arena, sizeof *all);
    id_set_t *accounts = id_set_new (arena);

    gateway__get_contacts_response__init (all);
    all->contacts = wl_arena_array (arena, users->count, sizeof *all->contacts);
    for (size_t i = 0; i < users->count; i++)
        if (wl_uuid_is_rehearsed (users->list[i]))
            add_invented (arena, users->list[i], all);
        else
            id_set_add (accounts, users->list[i]);
    *ret = all;
    return ask_gateway (req, accounts, all);
}

wl_status
gather_titles (wl_request_t *req, const id_set_t *applications,
               const Intake__GetTitlesResponse **ret)
{
    static const Intake__GetTitlesResponse nothing = INTAKE__GET_TITLES_RESPONSE__INIT;
    Intake__GetTitlesRequest ask = INTAKE__GET_TITLES_REQUEST__INIT;
    Intake__GetTitlesResponse *titles;

    *ret = &nothing;
    if (applications->count == 0)
        return WL_OK;
    ask.n_application_ids = applications->count;
    ask.application_ids = (char **) (uintptr_t) applications->list;
    WL_TRY (intake_call_get_titles (req, &ask, &titles));
    *ret = titles;
    return WL_OK;
}

wl_status
gather_title (wl_request_t *req, const char *application_id, const Intake__ApplicationTitle **ret)
{
    id_set_t *one = id_set_new (wl_arena (req));
    const Intake__GetTitlesResponse *titles;

    id_set_add (one, application_id);
    WL_TRY (gather_titles (req, one, &titles));
    *ret = find_title (titles, application_id);
    return WL_OK;
}

wl_status
gather_results (wl_request_t *req, const id_set_t *applications, wl_time_t if_sent_at,
                const Evaluation__ResultsForLetters **ret)
{
    static const Evaluation__ResultsForLetters nothing = EVALUATION__RESULTS_FOR_LETTERS__INIT;
    Evaluation__GetResultsForLettersRequest ask = EVALUATION__GET_RESULTS_FOR_LETTERS_REQUEST__INIT;
    Evaluation__ResultsForLetters *results;

    *ret = &nothing;
    if (applications->count == 0)
        return WL_OK;
    ask.n_application_ids = applications->count;
    ask.application_ids = (char **) (uintptr_t) applications->list;
    if (if_sent_at != 0)
        ask.if_sent_at = wl_timestamp (wl_arena (req), if_sent_at);
    WL_TRY (evaluation_call_get_results_for_letters (req, &ask, &results));
    *ret = results;
    return WL_OK;
}

bool
tells_result (const moment_t *moment)
{
    return moment != NULL &&
           (moment_has_fact (moment, "points") || moment_has_fact (moment, "reasons"));
}

const Evaluation__ResultForLetter *
find_result (const Evaluation__ResultsForLetters *results, const char *application_id)
{
    for (size_t i = 0; i < results->n_results; i++)
        if (wl_text_equal (results->results[i]->application_id, application_id))
            return results->results[i];
    return NULL;
}

const Gateway__Contact *
find_contact (const Gateway__GetContactsResponse *contacts, const char *user_id)
{
    for (size_t i = 0; i < contacts->n_contacts; i++)
        if (wl_text_equal (contacts->contacts[i]->user_id, user_id))
            return contacts->contacts[i];
    return NULL;
}

const Intake__ApplicationTitle *
find_title (const Intake__GetTitlesResponse *titles, const char *application_id)
{
    for (size_t i = 0; i < titles->n_titles; i++)
        if (wl_text_equal (titles->titles[i]->application_id, application_id))
            return titles->titles[i];
    return NULL;
}
