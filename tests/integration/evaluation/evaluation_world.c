#include "evaluation_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "events.h"
#include "played_intake.h"
#include "store_dossier_programmes.h"

extern const wl_migration_t evaluation_migrations[];

static const wl_service_t service = { .name = "evaluation",
                                      .rpc = &evaluation_handlers,
                                      .programmes = evaluation_programmes };

enum { ASSESSORS_MAX = 40 };

/* ---- the world ---- */

void
evaluation_world_migrate (void)
{
    world_t world;
    wl_error_t error;

    world_migrate (played_intake_tables);
    world = world_new ();
    wl_error_init (&error, world.arena);
    if (wl_migrate (world.db, "evaluation", evaluation_migrations, &error, NULL) != WL_OK) {
        fprintf (stderr, "%s\n", error.text);
        exit (2);
    }
    world_destroy (&world);
}

void
evaluation_world_init (evaluation_world_t *self)
{
    memset (self, 0, sizeof *self);
    self->world = world_new ();
    self->daemon.service = &service;
    wl_request_init (&self->request, &self->daemon, self->world.arena, self->world.db);
    bus__actor__init (&self->actor);
    bus__grant__init (&self->grant);
    self->grants[0] = &self->grant;
    evaluation_world_at (self, IN_CALL);
}

void
evaluation_world_done (evaluation_world_t *self)
{
    world_destroy (&self->world);
}

void
evaluation_world_as (evaluation_world_t *self, const char *user_id, wl_role_t role,
                     const char *region)
{
    self->actor.user_id = wl_text_copy (self->world.arena, user_id);
    self->grant.role = (Wlacznik__Role) role;
    self->grant.region = wl_text_copy (self->world.arena, region);
    self->grant.programme_id = wl_text_copy (self->world.arena, "");
    self->actor.n_grants = role == WL_ROLE_SIGNED_IN ? 0 : 1;
    self->actor.grants = self->grants;
    self->request.actor = &self->actor;
    self->request.caller = "";
}

void
evaluation_world_in (evaluation_world_t *self, const char *programme_id)
{
    self->grant.programme_id = wl_text_copy (self->world.arena, programme_id);
}

void
evaluation_world_as_peer (evaluation_world_t *self, const char *peer)
{
    self->request.actor = NULL;
    self->request.caller = peer;
}

void
evaluation_world_at (evaluation_world_t *self, const char *time)
{
    if (!wl_time_parse (time, &self->request.now))
        abort ();
}

static wl_status
end (evaluation_world_t *self, wl_status status)
{
    if (status == WL_OK)
        status = wl_db_commit (self->world.db);
    if (status != WL_OK)
        wl_db_rollback (self->world.db);
    return status;
}

/* As a worker does it. */
static wl_status
answer (wl_request_t *req, const wl_method_t *method, const void *in, ProtobufCMessage *out)
{
    wl_bytes_t bytes;

    WL_TRY (wl_programme_enter (req, method, in));
    WL_TRY (wl_programme_leave (req, evaluation_handlers.handlers[method->index](req, in, out)));
    return wl_request_pack_answer (req, out, &bytes);
}

wl_status
evaluation_world_ask (evaluation_world_t *self, const char *method, const void *in, void *ret)
{
    wl_request_t *req = &self->request;
    const wl_method_t *of = wl_contract_method ("evaluation", method);

    for (int tries = 1;; tries++) {
        ProtobufCMessage *out = wl_message_new (self->world.arena, of->output);
        wl_error_init (&req->error, self->world.arena);
        wl_db_begin (self->world.db);
        wl_status status = end (self, answer (req, of, in, out));
        wl_request_give_back (req);
        if (ret != NULL)
            memcpy (ret, &out, sizeof out);
        if (status == WL_INTERNAL || status == WL_DATA_LOSS)
            fprintf (stderr, "%s: %s\n", method, wl_db_error (self->world.db));
        if (status == WL_OK || !wl_db_may_retry (self->world.db) || tries == 20)
            return status;
    }
}

static void
hear (evaluation_world_t *self, wl_event_handler_t *handler, const char *region,
      const ProtobufCMessage *body)
{
    wl_event_t event = { .source = "intake",
                         .region = region,
                         .type = body->descriptor->name,
                         .trace = "",
                         .body = body };

    wl_db_begin (self->world.db);
    assert_ok (self->world.db, end (self, handler (&self->request, &event)));
}

int64_t
evaluation_world_told (const char *region, const char *type)
{
    char where[64] = "", query[256];

    if (region != NULL)
        snprintf (where, sizeof where, " and region = '%s'", region);
    snprintf (query, sizeof query, "select count (*) from runtime.outbox where type = '%s'%s", type,
              where);
    return world_number (query);
}

const char *
evaluation_world_reason (const evaluation_world_t *self)
{
    return self->request.error.reason == NULL ? "" : self->request.error.reason;
}

/* ---- intake, played ---- */

static char *
id_of (evaluation_world_t *self, char kind, int number)
{
    const char *version = kind == 'e' ? "7" : WORLD_UUID_VERSION;

    return wl_text_printf (self->world.arena, "01910000-0000-%s000-8000-%c00000%06d", version, kind,
                           number);
}

char *
application_id (evaluation_world_t *self, int number)
{
    return id_of (self, 'a', number);
}

char *
applicant_id (evaluation_world_t *self, int number)
{
    return id_of (self, 'b', number);
}

char *
assessor_id (evaluation_world_t *self, int number)
{
    return id_of (self, 'e', number);
}

void
evaluation_world_submits (evaluation_world_t *self, evaluation_application_t of)
{
    Intake__ApplicationSubmitted event = INTAKE__APPLICATION_SUBMITTED__INIT;
    wl_arena_t *arena = self->world.arena;
    char call[] = CALL;

    played_intake_knows (&of);
    event.application_id = application_id (self, of.number);
    event.call_id = call;
    event.stage = wl_text_copy (arena, of.stage);
    event.number = wl_text_printf (arena, "WIS-1/%04d", of.number);
    event.applicant_type =
        of.organisation ? WLACZNIK__APPLICANT_TYPE__NGO : WLACZNIK__APPLICANT_TYPE__PERSON;
    event.amount_grosze = of.amount;
    event.submitted_at = self->request.now + of.number;
    event.applicant_user_id = applicant_id (self, of.number);
    event.coauthor_user_ids = &of.coauthor;
    event.n_coauthor_user_ids = of.coauthor == NULL ? 0 : 1;
    hear (self, on_application_submitted, of.region, &event.base);
}

void
evaluation_world_withdraws (evaluation_world_t *self, int number)
{
    Intake__ApplicationWithdrawn event = INTAKE__APPLICATION_WITHDRAWN__INIT;

    event.application_id = application_id (self, number);
    hear (self, on_application_withdrawn, "", &event.base);
}

void
evaluation_world_hears (evaluation_world_t *self, wl_event_handler_t *handler,
                        const ProtobufCMessage *body)
{
    hear (self, handler, "", body);
}

/* ---- what most tests do ---- */

void
evaluation_world_assessors (evaluation_world_t *self, int count, uint32_t max_cards)
{
    Evaluation__PutAssessorRequest in = EVALUATION__PUT_ASSESSOR_REQUEST__INIT;
    char here[] = "30", there[] = "32", call[] = CALL;
    char *regions[] = { here, there };

    evaluation_world_as (self, KAROL, WL_ROLE_COORDINATOR, "*");
    in.call_id = call;
    in.max_cards = max_cards;
    in.regions = regions;
    in.n_regions = COUNT (regions);
    for (int i = 1; i <= count; i++) {
        in.user_id = assessor_id (self, i);
        assert_ok (self->world.db, evaluation_world_ask (self, "PutAssessor", &in, NULL));
    }
}

wl_status
evaluation_world_formal (evaluation_world_t *self, int number, bool passed)
{
    Evaluation__DecideFormalCheckRequest in = EVALUATION__DECIDE_FORMAL_CHECK_REQUEST__INIT;
    Evaluation__FormalItemAnswer items[] = { EVALUATION__FORMAL_ITEM_ANSWER__INIT,
                                             EVALUATION__FORMAL_ITEM_ANSWER__INIT };
    Evaluation__FormalItemAnswer *list[] = { &items[0], &items[1] };
    char deadline[] = "deadline", complete[] = "complete", reason[] = "Brak budżetu";

    items[0].item = deadline;
    items[0].answer = EVALUATION__FORMAL_ANSWER__YES;
    items[1].item = complete;
    items[1].answer = passed ? EVALUATION__FORMAL_ANSWER__YES : EVALUATION__FORMAL_ANSWER__NO;
    items[1].reason = reason;
    in.application_id = application_id (self, number);
    in.items = list;
    in.n_items = COUNT (list);
    return evaluation_world_ask (self, "DecideFormalCheck", &in, NULL);
}

uint32_t
evaluation_world_assign (evaluation_world_t *self)
{
    Evaluation__AssignCardsRequest in = EVALUATION__ASSIGN_CARDS_REQUEST__INIT;
    Evaluation__AssignCardsResponse *out;
    char call[] = CALL;

    in.call_id = call;
    assert_ok (self->world.db, evaluation_world_ask (self, "AssignCards", &in, &out));
    return out->made;
}

Evaluation__ListMyCardsResponse *
evaluation_world_cards (evaluation_world_t *self, int number, Evaluation__CardState state)
{
    Evaluation__ListMyCardsRequest in = EVALUATION__LIST_MY_CARDS_REQUEST__INIT;
    Evaluation__ListMyCardsResponse *out;

    evaluation_world_as (self, assessor_id (self, number), WL_ROLE_ASSESSOR, "30");
    in.state = state;
    in.limit = 200;
    assert_ok (self->world.db, evaluation_world_ask (self, "ListMyCards", &in, &out));
    return out;
}

static wl_status
save_scores (evaluation_world_t *self, Evaluation__Card *card, const int32_t points[3],
             Evaluation__Card **ret)
{
    static const char *const keys[] = { "problem", "novelty", "topic" };
    Evaluation__SaveCardRequest save = EVALUATION__SAVE_CARD_REQUEST__INIT;
    Evaluation__Scores scores = EVALUATION__SCORES__INIT;
    Evaluation__CriterionScore list[3];
    Evaluation__CriterionScore *places[3];

    for (size_t i = 0; i < 3; i++) {
        evaluation__criterion_score__init (&list[i]);
        list[i].criterion = wl_text_copy (self->world.arena, keys[i]);
        list[i].points = points[i];
        list[i].reason = wl_text_printf (self->world.arena, "Dobrze uzasadnione: %s", keys[i]);
        places[i] = &list[i];
    }
    scores.list = places;
    scores.n_list = 3;
    save.card_id = card->id;
    save.version = card->version;
    save.scores = &scores;
    return evaluation_world_ask (self, "SaveCard", &save, ret);
}

wl_status
evaluation_world_score (evaluation_world_t *self, int assessor, char *card_id, int32_t problem,
                        int32_t novelty, int32_t topic)
{
    Evaluation__DeclareInterestRequest declare = EVALUATION__DECLARE_INTEREST_REQUEST__INIT;
    Evaluation__LockCardRequest lock = EVALUATION__LOCK_CARD_REQUEST__INIT;
    const int32_t points[3] = { problem, novelty, topic };
    Evaluation__Card *card;

    evaluation_world_as (self, assessor_id (self, assessor), WL_ROLE_ASSESSOR, "30");
    declare.card_id = card_id;
    WL_TRY (evaluation_world_ask (self, "DeclareInterest", &declare, &card));
    WL_TRY (save_scores (self, card, points, &card));
    lock.card_id = card_id;
    lock.version = card->version;
    return evaluation_world_ask (self, "LockCard", &lock, NULL);
}

/* All cards first and the scores then, because a score may call for a third card. */
void
evaluation_world_score_all (evaluation_world_t *self, int number, int32_t problem, int32_t novelty,
                            int32_t apart)
{
    const char *wanted = application_id (self, number);
    char *ids[ASSESSORS_MAX];
    int holders[ASSESSORS_MAX];
    size_t count = 0;

    for (int i = 1; i <= ASSESSORS_MAX; i++) {
        Evaluation__ListMyCardsResponse *cards =
            evaluation_world_cards (self, i, EVALUATION__CARD_STATE__DECLARATION_DUE);
        for (size_t j = 0; j < cards->n_cards; j++) {
            if (!wl_text_equal (cards->cards[j]->application_id, wanted))
                continue;
            holders[count] = i;
            ids[count++] = cards->cards[j]->id;
        }
    }
    for (size_t i = 0; i < count; i++)
        assert_ok (self->world.db, evaluation_world_score (self, holders[i], ids[i], problem,
                                                           novelty - (int32_t) i * apart, 0));
}
