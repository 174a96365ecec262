/* Does one thing a number of times and says nothing: cost.py counts the instructions of it, and of
 * the limit that it stands against.
 *
 *   bench-cost WHAT TIMES APPLICATIONS.JSON
 */
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assignment_proof.h"
#include "assignment_solver.h"
#include "db/event_log.h"
#include "json_turns.h"
#include "lemon_assignment.h"

enum { APPLICATIONS = 118, ASSESSORS = 177, CARDS = 3, MOST = 4, EVENT_BYTES = 400 };

/* What all of them work on. */
typedef struct matter {
    wl_arena_t *kept, *arena; /* `arena` is emptied after each time */
    const ProtobufCMessage *message;
    wl_buffer_t json;
    uint8_t *packed;
    size_t length;
    json_t *parsed;
    assignment_network_t network;
    uint8_t event[EVENT_BYTES];
} matter_t;

static void
json_in (matter_t *self)
{
    json_turns_in (self->arena, self->message->descriptor, &self->json);
}

static void
json_out (matter_t *self)
{
    json_turns_out (self->arena, self->message->descriptor, self->packed, self->length,
                    self->json.length);
}

static void
jansson_in (matter_t *self)
{
    json_t *parsed = json_loadb (self->json.data, self->json.length, 0, NULL);

    json_turns_must (parsed != NULL, "jansson refuses our JSON");
    json_decref (parsed);
}

static void
jansson_out (matter_t *self)
{
    char *text = json_dumps (self->parsed, JSON_COMPACT);

    json_turns_must (text != NULL, "jansson writes nothing");
    free (text);
}

static void
assign (matter_t *self)
{
    assignment_optimum_t optimum;

    json_turns_must (assignment_optimise (self->arena, &self->network, &optimum) == WL_OK,
                     "the assignment has no answer");
}

static void
assign_by_lemon (matter_t *self)
{
    const lemon_problem_t problem = { .applications = APPLICATIONS,
                                      .assessors = ASSESSORS,
                                      .fit = self->network.fit,
                                      .need = self->network.need,
                                      .least = self->network.least,
                                      .most = self->network.most,
                                      .penalty = assignment_penalty (&self->network) };

    json_turns_must (lemon_best_worth (&problem) > 0, "LEMON finds nothing");
}

static void
chain (matter_t *self)
{
    uint8_t hash[WL_EVENT_HASH] = { 0 };
    const wl_event_t event = { .source = "intake",
                               .region = "30",
                               .sequence = 1,
                               .type = "wlacznik.ApplicationSubmitted",
                               .aggregate = "01890a5d-ac96-774b-bcce-b302099a8057",
                               .at = 1774000000000000,
                               .trace = "",
                               .payload = { self->event, sizeof self->event } };

    wl_event_hash (hash, &event, hash);
}

static void
digest (matter_t *self)
{
    uint8_t hash[WL_EVENT_HASH];

    crypto_generichash (hash, sizeof hash, self->event, sizeof self->event, NULL, 0);
}

/* ---- which ---- */

typedef struct work {
    const char *name;
    ProtobufCMessage *(*message) (wl_arena_t *arena, json_t *texts);
    void (*once) (matter_t *self);
} work_t;

static const work_t works[] = {
    { "draft-in", json_turns_draft, json_in },
    { "draft-in-limit", json_turns_draft, jansson_in },
    { "draft-out", json_turns_draft, json_out },
    { "draft-out-limit", json_turns_draft, jansson_out },
    { "page-in", json_turns_page, json_in },
    { "page-in-limit", json_turns_page, jansson_in },
    { "page-out", json_turns_page, json_out },
    { "page-out-limit", json_turns_page, jansson_out },
    { "assignment", json_turns_draft, assign },
    { "assignment-limit", json_turns_draft, assign_by_lemon },
    { "chain", json_turns_draft, chain },
    { "chain-limit", json_turns_draft, digest },
};

static uint32_t
next_random (uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t) (*state >> 33);
}

static assignment_network_t
network_new (wl_arena_t *arena)
{
    int32_t *fit = wl_arena_array (arena, (size_t) APPLICATIONS * ASSESSORS, sizeof *fit);
    uint32_t *need = wl_arena_array (arena, APPLICATIONS, sizeof *need);
    uint32_t *most = wl_arena_array (arena, ASSESSORS, sizeof *most);
    uint64_t random = 20261127;

    for (size_t i = 0; i < (size_t) APPLICATIONS * ASSESSORS; i++)
        fit[i] = (int32_t) (next_random (&random) % 10001);
    for (size_t i = 0; i < APPLICATIONS; i++)
        need[i] = CARDS;
    for (size_t j = 0; j < ASSESSORS; j++)
        most[j] = MOST;
    return (assignment_network_t){ .applications = APPLICATIONS,
                                   .assessors = ASSESSORS,
                                   .fit = fit,
                                   .need = need,
                                   .least = wl_arena_array (arena, ASSESSORS, sizeof *need),
                                   .most = most };
}

static void
prepare (matter_t *self, const work_t *work, json_t *texts)
{
    self->kept = wl_arena_new (JSON_TURNS_ARENA);
    self->arena = wl_arena_new (JSON_TURNS_ARENA);
    self->message = work->message (self->kept, texts);
    wl_buffer_init (&self->json, self->kept);
    wl_message_to_json (self->message, &self->json);
    wl_message_pack (self->kept, self->message, &self->packed, &self->length);
    self->parsed = json_loadb (self->json.data, self->json.length, 0, NULL);
    self->network = network_new (self->kept);
    memset (self->event, 7, sizeof self->event);
}

static const work_t *
find_work (const char *name)
{
    for (size_t i = 0; i < sizeof works / sizeof works[0]; i++)
        if (strcmp (works[i].name, name) == 0)
            return &works[i];
    return NULL;
}

int
main (int argc, char **argv)
{
    const work_t *work = argc == 4 ? find_work (argv[1]) : NULL;
    long times = argc == 4 ? strtol (argv[2], NULL, 10) : 0;
    json_t *texts = argc == 4 ? json_load_file (argv[3], 0, NULL) : NULL;
    matter_t matter;

    json_turns_must (work != NULL && times > 0 && texts != NULL,
                     "usage: bench-cost WHAT TIMES APPLICATIONS.JSON");
    json_turns_must (sodium_init () >= 0, "libsodium does not start");
    prepare (&matter, work, texts);
    for (long i = 0; i < times; i++) {
        work->once (&matter);
        wl_arena_reset (matter.arena);
    }
    json_decref (matter.parsed);
    json_decref (texts);
    wl_arena_destroy (&matter.arena);
    wl_arena_destroy (&matter.kept);
    return EXIT_SUCCESS;
}
