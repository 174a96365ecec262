/* What other services know, asked for many letters at once and looked up for each. */
#pragma once

#include "service/request.h"
#include "wlacznik/gateway.pb-c.h"
#include "wlacznik/intake.pb-c.h"

enum { GATHER_MAX = 500 }; /* ids of one kind; what one question to a service may hold */

/* Different ids, in the order in which they came. The texts are not copied. */
typedef struct id_set {
    char *list[GATHER_MAX];
    size_t count;
} id_set_t;

/* Adds an id unless it is empty or there. More than GATHER_MAX is a programming error: asserts. */
void id_set_add (id_set_t *self, const char *id);

/* Contacts of the accounts; who is gone is missing. One question, none for an empty set. */
WL_MUST_CHECK wl_status gather_contacts (wl_request_t *req, const id_set_t *users,
                                         const Gateway__GetContactsResponse **ret);
WL_MUST_CHECK wl_status gather_titles (wl_request_t *req, const id_set_t *applications,
                                       const Intake__GetTitlesResponse **ret);

/* NULL when there is none. */
const Gateway__Contact *
find_contact (const Gateway__GetContactsResponse *contacts, const char *user_id);
const Intake__ApplicationTitle *
find_title (const Intake__GetTitlesResponse *titles, const char *application_id);
