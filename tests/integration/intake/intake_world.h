/* What the tests of intake's rows share: its handlers run over a real database as the runtime runs
 * them, one transaction per call, without the bus in front of them. */
#pragma once

#include "intake.handlers.h"
#include "service/internal.h"
#include "wlacznik/evaluation.pb-c.h"
#include "world.h"

typedef struct intake_world {
    world_t world;
    wl_daemon_t daemon;
    wl_request_t request;
    Bus__Actor actor;
    Bus__Grant grant;
    Bus__Grant *grants[1];
} intake_world_t;

/* The tables, once per program. */
void intake_world_migrate (void);

/* A worker of its own: any thread may have one. It speaks for nobody until intake_world_as. */
void intake_world_init (intake_world_t *self);
void intake_world_done (intake_world_t *self);

/* Who asks from now on, and when: a person with one role in one region (WL_ROLE_SIGNED_IN: none).
 */
void
intake_world_as (intake_world_t *self, const char *user_id, wl_role_t role, const char *region);
/* That role only in this programme. */
void intake_world_in (intake_world_t *self, const char *programme_id);
void intake_world_at (intake_world_t *self, const char *time);

/* One request. `ret` (may be NULL) gets the answer. The reason of a refusal stands in
 * `request.error`. */
wl_status intake_world_ask (intake_world_t *self, const char *method, const void *in, void *ret);
/* One event, heard in a transaction of its own. */
wl_status intake_world_hear (intake_world_t *self, wl_event_handler_t *handler, const void *body);

/* The reason of the last refusal and its first bad field, "" if none. */
const char *intake_world_reason (const intake_world_t *self);
const char *intake_world_field (const intake_world_t *self);

/* A message of `type` from JSON; aborts on a text that is none. */
void *
intake_world_read (intake_world_t *self, const ProtobufCMessageDescriptor *type, const char *json);

/* ---- what most tests begin with ---- */

#define OWNER "01910000-0000-7000-8000-0000000000aa"
#define ANNA  "01910000-0000-7000-8000-0000000000a1"
#define BOGNA "01910000-0000-7000-8000-0000000000b2"

/* Inside the call that intake_world_open publishes. */
#define IN_CALL "2026-04-20T12:00:00Z"

/* A definition like call I of domain.md 4.8, with one short form per stage; the stages are an idea
 * assessed by points and `decisions` (0..2) that a commission decides. */
Intake__CallDefinition *intake_world_definition (intake_world_t *self, const char *programme_id,
                                                 const char *code, int decisions);
/* A programme with the regions 30 and 32. */
char *intake_world_programme (intake_world_t *self);
/* Publishes the call; its id. */
char *intake_world_open (intake_world_t *self, Intake__CallDefinition *definition);
/* A new application of whoever asks, from the person with this address; its id. */
char *intake_world_apply (intake_world_t *self, const char *call_id, const char *email);
/* Saves a draft that is complete; WL_OK or what the handler says. */
wl_status intake_world_fill (intake_world_t *self, const char *application_id, uint64_t version,
                             const char *email, const char *title);
wl_status
intake_world_submit (intake_world_t *self, const char *application_id, Intake__Receipt **ret);
/* Checks an uploaded file as the timer does. WL_NOT_FOUND: it waits for no check. */
wl_status intake_world_check (intake_world_t *self, const char *attachment_id);
/* Uploads all bytes of a small file that was begun, and checks it; as it is then. */
Intake__Attachment *intake_world_upload (intake_world_t *self, const char *attachment_id,
                                         const void *bytes, size_t length);
Intake__Application *intake_world_get (intake_world_t *self, const char *application_id);
