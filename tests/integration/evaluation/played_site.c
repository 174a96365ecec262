#include "played_site.h"

#include <string.h>

#include "site.h"

void
played_site_init (played_site_t *self, evaluation_world_t *world, const char *region,
                  const char *public_key)
{
    *self = (played_site_t){ .world = world, .region = region };
    self->peer = (wl_peer_t){ .service = "evaluation", .region_count = 1 };
    memcpy (self->peer.regions[0], region, strlen (region) + 1);
    memcpy (self->peer.public_key, public_key, sizeof self->peer.public_key);
}

static char *
copy (played_site_t *self, const char *text)
{
    return wl_text_copy (self->world->world.arena, text);
}

Evaluation__SiteEvent *
played_site_tells (played_site_t *self, const char *aggregate, const ProtobufCMessage *body)
{
    wl_arena_t *arena = self->world->world.arena;
    Evaluation__SiteEvent *event = wl_arena_alloc (arena, sizeof *event);
    uint8_t *bytes, *hash = wl_arena_alloc (arena, WL_EVENT_HASH);
    size_t length;
    wl_event_t entry = { .source = "evaluation",
                         .region = SITE_STREAM,
                         .sequence = ++self->sequence,
                         .type = body->descriptor->name,
                         .aggregate = aggregate,
                         .at = self->world->request.now,
                         .trace = "" };

    wl_message_pack (arena, body, &bytes, &length);
    entry.payload = (wl_bytes_t){ bytes, length };
    wl_event_hash (self->hash, &entry, hash);
    memcpy (self->hash, hash, WL_EVENT_HASH);
    evaluation__site_event__init (event);
    event->sequence = entry.sequence;
    event->type = copy (self, entry.type);
    event->aggregate = copy (self, aggregate);
    event->at = entry.at;
    event->payload = (ProtobufCBinaryData){ length, bytes };
    event->hash = (ProtobufCBinaryData){ WL_EVENT_HASH, hash };
    return event;
}

Evaluation__SiteEvent *
played_site_tells_formal (played_site_t *self, int number, bool passed)
{
    Evaluation__FormalCheckDecided body = EVALUATION__FORMAL_CHECK_DECIDED__INIT;
    char *failed[] = { copy (self, "complete") };

    body.application_id = application_id (self->world, number);
    body.stage = copy (self, "idea");
    body.passed = passed;
    body.failed_items = failed;
    body.n_failed_items = passed ? 0 : 1;
    body.number = copy (self, "WIS-9/9999");
    body.applicant_user_id = copy (self, OWNER);
    return played_site_tells (self, body.application_id, &body.base);
}

wl_status
played_site_report (played_site_t *self, uint64_t after, Evaluation__SiteEvent **events,
                    size_t count, uint64_t *ret_taken)
{
    Evaluation__SiteReport in = EVALUATION__SITE_REPORT__INIT;
    Evaluation__SiteReportTaken *out;
    wl_status status;

    in.region = copy (self, self->region);
    in.after = after;
    in.events = events;
    in.n_events = count;
    in.head = self->sequence;
    in.heard = 7;
    in.clock_difference = -1500;
    in.round_trip = 40000;
    evaluation_world_as_peer (self->world, "evaluation");
    self->world->request.peer = &self->peer;
    status = evaluation_world_ask (self->world, "TakeSiteReport", &in, &out);
    self->world->request.peer = NULL;
    if (ret_taken != NULL)
        *ret_taken = out->taken;
    return status;
}

wl_status
played_site_report_last (played_site_t *self, Evaluation__SiteEvent *event)
{
    return played_site_report (self, self->sequence - 1, &event, 1, NULL);
}

wl_status
played_site_report_refused (played_site_t *self, Evaluation__SiteEvent *event)
{
    wl_status status = played_site_report_last (self, event);
    wl_db_t *db = self->world->world.db;
    wl_rows_t rows;
    WL_SQL (select_taken, "select taken, taken_hash from site where region = $1");

    assert_ok (db, wl_run (db, &select_taken, &rows, wl_p_text (self->peer.regions[0])));
    self->sequence = (uint64_t) wl_row_int (&rows, 0, 0);
    memset (self->hash, 0, sizeof self->hash);
    if (wl_row_bytes (&rows, 0, 1).length == WL_EVENT_HASH)
        memcpy (self->hash, wl_row_bytes (&rows, 0, 1).data, WL_EVENT_HASH);
    wl_db_rollback (db);
    return status;
}
