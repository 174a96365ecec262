#include "erasure.h"

#include "db/command.h"
#include "store_coauthors.h"
#include "store_persons.h"
#include "store_testing.h"
#include "wlacznik/dissemination.pb-c.h"
#include "wlacznik/evaluation.pb-c.h"
#include "wlacznik/gateway.pb-c.h"
#include "wlacznik/notification.pb-c.h"

/* More are erased by the next run of the timer. */
enum { ERASED_AT_ONCE = 50 };

typedef struct erasure {
    char *erased[ERASED_AT_ONCE];
    Intake__KeptApplication *kept[ERASED_AT_ONCE];
    size_t erased_count, kept_count;
    wl_time_t again; /* 0: never */
} erasure_t;

static Intake__KeptApplication *
kept_new (wl_request_t *req, const store_erasable_t *it, Intake__KeepReason reason)
{
    Intake__KeptApplication *kept = wl_arena_alloc (wl_arena (req), sizeof *kept);

    intake__kept_application__init (kept);
    kept->application_id = it->id;
    kept->number = it->number;
    kept->reason = reason;
    if (reason == INTAKE__KEEP_REASON__MONEY_WAS_PAID)
        kept->kept_until = it->kept_until;
    return kept;
}

static void
come_back (erasure_t *self, wl_time_t at)
{
    if (at != 0 && (self->again == 0 || at < self->again))
        self->again = at;
}

static wl_status
judge_one (wl_request_t *req, const store_erasable_t *it, erasure_t *self)
{
    Intake__KeepReason reason = erasure_judge (&it->facts, wl_now (req));

    if (reason == INTAKE__KEEP_REASON__KEEP_REASON_UNSPECIFIED) {
        self->erased[self->erased_count++] = it->id;
        return store_application_erase (req, it->id);
    }
    self->kept[self->kept_count++] = kept_new (req, it, reason);
    come_back (self, erasure_look_again (&it->facts, reason, wl_now (req)));
    return WL_OK;
}

static void
announce (wl_request_t *req, const Intake__DataRequest *request, const erasure_t *erasure)
{
    Intake__PersonErased erased = INTAKE__PERSON_ERASED__INIT;
    char *kept[ERASED_AT_ONCE];

    for (size_t i = 0; i < erasure->kept_count; i++)
        kept[i] = erasure->kept[i]->application_id;
    erased.request_id = request->id;
    erased.user_id = request->user_id;
    erased.erased_application_ids = (char **) (uintptr_t) erasure->erased;
    erased.n_erased_application_ids = erasure->erased_count;
    erased.kept_application_ids = kept;
    erased.n_kept_application_ids = erasure->kept_count;
    wl_emit (req, "pl", request->user_id, &erased.base);
}

static void
note (wl_request_t *req, Intake__DataRequest *request, const erasure_t *erasure)
{
    request->n_kept = erasure->kept_count;
    request->kept = wl_arena_array (wl_arena (req), erasure->kept_count, sizeof *request->kept);
    for (size_t i = 0; i < erasure->kept_count; i++)
        request->kept[i] = erasure->kept[i];
    request->state = erasure->kept_count > 0 ? INTAKE__DATA_REQUEST_STATE__REQUEST_DONE_IN_PART
                                             : INTAKE__DATA_REQUEST_STATE__REQUEST_DONE;
    request->answered_at = wl_timestamp (wl_arena (req), wl_now (req));
    store_data_request_update (req, request);
    store_kept_replace (req, request);
    store_data_request_words_erase (req, request->user_id);
    /* Nor may the answer have them, which is kept for whoever repeats the command. */
    request->note = request->answer = request->correct_text = wl_text_copy (wl_arena (req), "");
}

wl_status
erasure_carry_out (wl_request_t *req, Intake__DataRequest *request)
{
    erasure_t erasure = { 0 };
    store_erasable_t *list;
    size_t count;

    WL_TRY (store_applications_to_erase (req, request->user_id, ERASED_AT_ONCE, &list, &count));
    for (size_t i = 0; i < count; i++)
        WL_TRY (judge_one (req, &list[i], &erasure));
    /* A full page may not be all. */
    if (count == ERASED_AT_ONCE && erasure.erased_count > 0)
        come_back (&erasure, wl_now (req) + WL_SECOND);
    store_coauthor_erase_person (req, request->user_id);
    store_carer_forget (req, request->user_id);
    wl_command_forget_owner (wl_db (req), request->user_id);
    note (req, request, &erasure);
    announce (req, request, &erasure);
    if (erasure.again != 0)
        wl_timer_set (req, ERASURE_TIMER, request->id, erasure.again, NULL);
    return WL_OK;
}

wl_status
on_erasure_due (wl_request_t *req, const wl_timer_t *timer, const void *payload)
{
    Intake__DataRequest request = INTAKE__DATA_REQUEST__INIT;
    wl_status status = store_data_request_lock (req, timer->key, &request);

    (void) payload;
    if (status == WL_NOT_FOUND)
        return WL_OK;
    WL_TRY (status);
    return erasure_carry_out (req, &request);
}

wl_status
on_erasure_confirmed (wl_request_t *req, const wl_event_t *event)
{
    const Evaluation__ErasureConfirmed *body = event->body;

    store_erasure_confirmed (
        req, body->request_id,
        wl_text_printf (wl_arena (req), "%s %s", event->source, event->region));
    return WL_OK;
}

wl_status
on_catalogue_erased (wl_request_t *req, const wl_event_t *event)
{
    const Dissemination__ErasureConfirmed *body = event->body;

    store_erasure_confirmed (req, body->request_id, event->source);
    return WL_OK;
}

wl_status
on_account_erased (wl_request_t *req, const wl_event_t *event)
{
    const Gateway__AccountErased *body = event->body;

    store_erasure_confirmed (req, body->request_id, event->source);
    return WL_OK;
}

wl_status
on_letters_erased (wl_request_t *req, const wl_event_t *event)
{
    const Notification__LettersErased *body = event->body;

    store_erasure_confirmed (req, body->request_id, event->source);
    return WL_OK;
}

wl_status
on_appeal_filed (wl_request_t *req, const wl_event_t *event)
{
    const Evaluation__AppealFiled *body = event->body;

    store_dispute_put (req, body->application_id);
    return WL_OK;
}

wl_status
on_appeal_decided (wl_request_t *req, const wl_event_t *event)
{
    const Evaluation__AppealDecided *body = event->body;

    store_dispute_end (req, body->application_id);
    return WL_OK;
}
