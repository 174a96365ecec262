/* What the tests of evaluation's rows share: its handlers run over a real database as the runtime
 * runs them, one transaction per call, and intake is played by the test. */
#pragma once

#include "evaluation.handlers.h"
#include "service/internal.h"
#include "wlacznik/intake.pb-c.h"
#include "world.h"

typedef struct evaluation_world {
    world_t world;
    wl_daemon_t daemon;
    wl_request_t request;
    Bus__Actor actor;
    Bus__Grant grant;
    Bus__Grant *grants[1];
} evaluation_world_t;

/* The call as intake tells it, instead of call.json; before anything is submitted. The first
 * stage's card must have the criteria of call.json. */
void evaluation_world_call (const char *path);

/* When intake says that it was published; before anything is submitted. */
void evaluation_world_published (const char *time);

/* Its first stage provides appeals: 14 days against a rejection and against a result. */
void evaluation_world_appeals (void);

/* Its first stage asks for files, too: "budget", and "letters", which assessors do not see. Every
 * application has file 1 and 3 of it in the former and file 2 in the latter. */
void evaluation_world_asks_for_files (void);

/* The tables and the call, once per program. */
void evaluation_world_migrate (void);

/* A worker of its own: any thread may have one. */
void evaluation_world_init (evaluation_world_t *self);
void evaluation_world_done (evaluation_world_t *self);

/* Who asks from now on, and when: a person with one role in one region (WL_ROLE_SIGNED_IN: none).
 */
void evaluation_world_as (evaluation_world_t *self, const char *user_id, wl_role_t role,
                          const char *region);
/* That role only in this programme; call.json's is PROGRAMME. */
void evaluation_world_in (evaluation_world_t *self, const char *programme_id);
/* A service asks, and no person. */
void evaluation_world_as_peer (evaluation_world_t *self, const char *service);
void evaluation_world_at (evaluation_world_t *self, const char *time);

/* One request. `ret` (may be NULL) gets the answer. Tried again like the runtime does when the
 * database asks for it. */
wl_status
evaluation_world_ask (evaluation_world_t *self, const char *method, const void *in, void *ret);
const char *evaluation_world_reason (const evaluation_world_t *self);

/* ---- intake, played ---- */

/* "8": the call, its applications and their applicants are of a rehearsal (base/uuid.h). */
#ifndef WORLD_UUID_VERSION
#define WORLD_UUID_VERSION "7"
#endif
#define CALL       "01910000-0000-" WORLD_UUID_VERSION "000-8000-0000000000ca"
#define PROGRAMME  "01910000-0000-7000-8000-00000000000f"
#define OWNER      "01910000-0000-7000-8000-0000000000aa"
#define KAROL      "01910000-0000-7000-8000-0000000000c0" /* coordinator of 30 */
#define LIDIA      "01910000-0000-7000-8000-0000000000c2" /* coordinator of 32 */
#define IN_CALL    "2026-04-20T12:00:00Z"
#define AFTER_CALL "2026-05-02T12:00:00Z"

/* An application of a natural person; `number` makes its id, its account and "WIS-1/<number>". */
typedef struct evaluation_application {
    int number;
    const char *stage;
    const char *region;
    int64_t amount;
    bool organisation; /* "Fundacja <number>" instead */
    int topic;         /* the choice in "theme": 1 water, 2 soil, 3 air; 0: it was not asked */
    char *coauthor;    /* the account of one; NULL: none */
} evaluation_application_t;

void evaluation_world_submits (evaluation_world_t *self, evaluation_application_t application);
void evaluation_world_withdraws (evaluation_world_t *self, int number);

/* Any other event. */
void evaluation_world_hears (evaluation_world_t *self, wl_event_handler_t *handler,
                             const ProtobufCMessage *body);

/* How many events of this type ("evaluation.CardLocked") stand in a region's stream; NULL: in all.
 */
int64_t evaluation_world_told (const char *region, const char *type);

/* What the centre answers to GetSiteAppeal; NULL: there is none. */
void evaluation_world_appeal_at_centre (Evaluation__Appeal *appeal);

/* Who answers where files are asked for, at intake or the centre. */
typedef wl_status
evaluation_line_t (wl_request_t *req, const char *target, const wl_method_t *method,
                   const ProtobufCMessage *in, ProtobufCMessage **ret);
void evaluation_world_line (evaluation_line_t *line);

char *file_id (evaluation_world_t *self, int application, int file);
char *application_id (evaluation_world_t *self, int number);
char *applicant_id (evaluation_world_t *self, int number);
char *assessor_id (evaluation_world_t *self, int number);

/* ---- what most tests do ---- */

/* Assessors 1..count of the call, for both regions. */
void evaluation_world_assessors (evaluation_world_t *self, int count, uint32_t max_cards);
/* The formal check: both items yes, or "complete" no. */
wl_status evaluation_world_formal (evaluation_world_t *self, int number, bool passed);
uint32_t evaluation_world_assign (evaluation_world_t *self);
/* All cards of assessor `number`, by the state asked for (UNSPECIFIED: any). */
Evaluation__ListMyCardsResponse *
evaluation_world_cards (evaluation_world_t *self, int number, Evaluation__CardState state);
/* Declares no conflict, scores both criteria and the premium, and locks. */
wl_status evaluation_world_score (evaluation_world_t *self, int assessor, char *card_id,
                                  int32_t problem, int32_t novelty, int32_t topic);
/* Scores and locks every card of the application that waits, the second with `apart` less of
 * `novelty` than the first. */
void evaluation_world_score_all (evaluation_world_t *self, int number, int32_t problem,
                                 int32_t novelty, int32_t apart);
