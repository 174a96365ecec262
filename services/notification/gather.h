/* What other services know, asked for many letters at once and looked up for each. */
#pragma once

#include "moments.h"
#include "service/request.h"
#include "wlacznik/evaluation.pb-c.h"
#include "wlacznik/gateway.pb-c.h"
#include "wlacznik/intake.pb-c.h"

enum { GATHER_MAX = 500 }; /* ids of one kind; what one question to a service may hold */

/* Different ids, in the order in which they came. The texts are not copied. */
typedef struct id_set {
    char *list[GATHER_MAX];
    size_t count;
} id_set_t;

/* An empty one, in the arena. */
id_set_t *id_set_new (wl_arena_t *arena);
/* Adds an id unless it is empty or there. More than GATHER_MAX is a programming error: asserts. */
void id_set_add (id_set_t *self, const char *id);

/* Contacts of the accounts; who is gone is missing. One question at most. Whoever is invented for a
 * rehearsal is there without an address. */
WL_MUST_CHECK wl_status gather_contacts (wl_request_t *req, const id_set_t *users,
                                         const Gateway__GetContactsResponse **ret);
WL_MUST_CHECK wl_status gather_titles (wl_request_t *req, const id_set_t *applications,
                                       const Intake__GetTitlesResponse **ret);
/* Of one; *ret is NULL when intake does not know the application. */
WL_MUST_CHECK wl_status gather_title (wl_request_t *req, const char *application_id,
                                      const Intake__ApplicationTitle **ret);

/* Results as evaluation gives them for letters; `if_sent_at` as in compose.h. */
WL_MUST_CHECK wl_status gather_results (wl_request_t *req, const id_set_t *applications,
                                        wl_time_t if_sent_at,
                                        const Evaluation__ResultsForLetters **ret);
/* Whether letters of the moment tell one, and so need it. NULL: no. */
bool tells_result (const moment_t *moment);

/* NULL when there is none. */
const Evaluation__ResultForLetter *
find_result (const Evaluation__ResultsForLetters *results, const char *application_id);
const Gateway__Contact *
find_contact (const Gateway__GetContactsResponse *contacts, const char *user_id);
const Intake__ApplicationTitle *
find_title (const Intake__GetTitlesResponse *titles, const char *application_id);
