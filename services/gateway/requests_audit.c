/* The audit: recording, and reading it. */
#include "message/message.h"
#include "requests.h"
#include "store_audit.h"

enum { LIST_STANDARD = 50 };

static Gateway__AuditRecorded
event_of (const Gateway__AuditEntry *entry)
{
    Gateway__AuditRecorded event = GATEWAY__AUDIT_RECORDED__INIT;

    event.id = entry->id;
    event.account_id = entry->account_id;
    event.assumed_by = entry->assumed_by;
    event.program = entry->program;
    event.method = entry->method;
    event.object_ids = entry->object_ids;
    event.n_object_ids = entry->n_object_ids;
    event.status = entry->status;
    event.at = entry->at;
    return event;
}

/* The row and its event are one transaction; the sequencer chains the event a moment later. */
wl_status
gateway_record_audit (wl_request_t *req, const Gateway__RecordAuditRequest *in,
                      Wlacznik__Empty *out)
{
    (void) out;
    for (size_t i = 0; i < in->n_entries; i++) {
        Gateway__AuditRecorded event = event_of (in->entries[i]);

        store_add_audit (wl_db (req), in->entries[i]);
        wl_emit (req, STORE_AUDIT_STREAM, event.id, &event.base);
    }
    return WL_OK;
}

wl_status
gateway_list_audit (wl_request_t *req, const Gateway__ListAuditRequest *in,
                    Gateway__ListAuditResponse *out)
{
    uint32_t limit = wl_page_limit (in->limit, LIST_STANDARD);
    char *before;
    int64_t count;

    WL_TRY (wl_cursor_open (req, in->cursor, &before));
    WL_TRY (store_list_audit (wl_db (req), in->account_id, in->object_id, before ? before : "",
                              limit + 1, &out->entries, &out->n_entries));
    if (out->n_entries > limit) {
        out->n_entries = limit;
        out->next_cursor = wl_cursor_make (req, out->entries[limit - 1]->id);
    }
    if (!in->total)
        return WL_OK;
    WL_TRY (store_count_audit_of (wl_db (req), in->account_id, in->object_id, STORE_COUNT_MAX + 1,
                                  &count));
    wl_tell_total (count, &out->total, &out->total_is_more);
    return WL_OK;
}
