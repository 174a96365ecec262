#include "store_mailings.h"

#include <stdlib.h>

#include "letters.h"

#define COLUMNS                                                                       \
    "m.id, m.call_id, m.kind, m.state, m.version, m.regions, m.content, m.four_eyes," \
    " m.created_by, m.created_at, m.listed_at, m.asked_by, m.confirmed_by, m.sent_at"
/* Whether all regions of the mailing are the caller's: an owner's are all. */
#define IS_CALLERS(owner, regions) \
    "(" owner " OR '*' = ANY (" regions ") OR m.regions <@ " regions ")"

#define MAILINGS_OF_CALL                                                              \
    " FROM mailing m WHERE m.call_id = $1 AND " IS_CALLERS ("$2",                     \
                                                            "$3") " AND m.state <> 7" \
                                                                  " AND ($4 = 0 OR m.state = $4)"

WL_SQL (LIST_MAILINGS, "SELECT " COLUMNS MAILINGS_OF_CALL
                       " AND ($5::uuid IS NULL OR m.id < $5) ORDER BY m.id DESC LIMIT $6");
WL_SQL (COUNT_MAILINGS, WL_COUNT_OF (MAILINGS_OF_CALL));
WL_SQL (FIND_MAILING,
        "SELECT " COLUMNS " FROM mailing m WHERE m.id = $1 AND " IS_CALLERS ("$2", "$3"));
WL_SQL (LOCK_MAILING, "SELECT " COLUMNS " FROM mailing m WHERE m.id = $1"
                      " AND " IS_CALLERS ("$2", "$3") " FOR UPDATE");
WL_SQL (COUNT_LINES,
        "SELECT mailing_id, way, count (*), count (*) FILTER (WHERE message_id IS NULL),"
        " count (DISTINCT user_id) FROM mailing_recipient WHERE mailing_id = ANY ($1::uuid[])"
        " GROUP BY GROUPING SETS ((mailing_id, way), (mailing_id)) ORDER BY mailing_id, way");
WL_SQL (COUNT_MESSAGES, "SELECT mailing_id, state, count (*) FROM message"
                        " WHERE mailing_id = ANY ($1::uuid[]) GROUP BY mailing_id, state");
WL_SQL (INSERT_MAILING,
        "INSERT INTO mailing (id, call_id, kind, regions, content, four_eyes, created_by,"
        " created_at, listed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)");
WL_SQL (DROP_LINES, "DELETE FROM mailing_recipient WHERE mailing_id = $1");
WL_SQL (REWRITE_MAILING, "UPDATE mailing SET content = $2, regions = $3, listed_at = $4,"
                         " version = version + 1 WHERE id = $1");
WL_SQL (STEER_MAILING, "UPDATE mailing SET state = $2, asked_by = $3, confirmed_by = $4,"
                       " sent_at = $5, version = version + 1 WHERE id = $1");

static void
callers_regions (wl_request_t *req, bool *ret_owner, wl_param_t *ret_regions)
{
    const char *const *regions;
    size_t count;

    *ret_owner = wl_has_role (req, WL_ROLE_OWNER, NULL);
    wl_role_regions (req, WL_ROLE_COORDINATOR, &regions, &count);
    *ret_regions = wl_p_texts (regions, count);
}

wl_status
store_list_mailings (wl_request_t *req, const Notification__ListMailingsRequest *in, uint32_t limit,
                     Notification__ListMailingsResponse *ret)
{
    wl_param_t regions;
    wl_rows_t rows;
    bool owner;
    char *last;

    WL_TRY (wl_cursor_open (req, in->cursor, &last));
    callers_regions (req, &owner, &regions);
    WL_TRY (wl_run (wl_db (req), &LIST_MAILINGS, &rows, wl_p_uuid (in->call_id), wl_p_bool (owner),
                    regions, wl_p_int (in->state), wl_p_uuid (last), wl_p_int (limit + 1L)));
    wl_rows_messages (wl_db (req), &rows, &notification__mailing__descriptor, &ret->n_mailings,
                      (ProtobufCMessage ***) &ret->mailings);
    if (ret->n_mailings > limit) {
        ret->n_mailings = limit;
        ret->next_cursor = wl_cursor_make (req, ret->mailings[limit - 1]->id);
    }
    return !in->total ? WL_OK
                      : wl_count (wl_db (req), &COUNT_MAILINGS, ret, wl_p_uuid (in->call_id),
                                  wl_p_bool (owner), regions, wl_p_int (in->state));
}

wl_status
store_find_mailing (wl_request_t *req, const char *id, bool lock, Notification__Mailing *ret)
{
    wl_param_t regions;
    wl_rows_t rows;
    bool owner;

    callers_regions (req, &owner, &regions);
    WL_TRY (wl_run (wl_db (req), lock ? &LOCK_MAILING : &FIND_MAILING, &rows, wl_p_uuid (id),
                    wl_p_bool (owner), regions));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), &rows, 0, &ret->base);
    return WL_OK;
}

/* ---- counting ---- */

static Notification__Mailing *
find_of (wl_request_t *req, const wl_rows_t *rows, int row, Notification__Mailing **mailings,
         size_t count)
{
    const char *id = wl_row_text (wl_db (req), rows, row, 0);
    size_t i = 0;

    while (i + 1 < count && !wl_text_equal (mailings[i]->id, id))
        i++;
    return mailings[i];
}

static void
add_way (const wl_rows_t *rows, int row, Notification__Mailing *mailing)
{
    Notification__Reach *reach = mailing->reach;
    uint32_t count = (uint32_t) wl_row_int (rows, row, 2);
    Notification__LetterWay way = (Notification__LetterWay) wl_row_int (rows, row, 1);

    if (wl_row_null (rows, row, 1)) { /* the row about all of them */
        reach->letters = count;
        reach->people = (uint32_t) wl_row_int (rows, row, 4);
        return;
    }
    if (way == NOTIFICATION__LETTER_WAY__WAY_BY_MAIL)
        reach->by_mail = count;
    else if (way == NOTIFICATION__LETTER_WAY__WAY_IN_DIGEST)
        reach->in_digest = count;
    else if (way == NOTIFICATION__LETTER_WAY__WAY_INBOX_ONLY)
        reach->inbox_only = count;
    else if (way == NOTIFICATION__LETTER_WAY__WAY_SUPPRESSED)
        reach->suppressed = count;
    else if (way == NOTIFICATION__LETTER_WAY__WAY_GONE)
        reach->gone = count;
    else
        reach->counting = count;
    if (way != NOTIFICATION__LETTER_WAY__WAY_GONE)
        mailing->progress->waiting += (uint32_t) wl_row_int (rows, row, 3);
}

static void
add_state (const wl_rows_t *rows, int row, Notification__MailingProgress *progress)
{
    uint32_t count = (uint32_t) wl_row_int (rows, row, 2);

    switch ((Notification__MessageState) wl_row_int (rows, row, 1)) {
    case NOTIFICATION__MESSAGE_STATE__SENT:
        progress->sent = count;
        break;
    case NOTIFICATION__MESSAGE_STATE__FAILED:
        progress->failed = count;
        break;
    case NOTIFICATION__MESSAGE_STATE__CALLED_OFF:
        progress->called_off = count;
        break;
    default:
        progress->waiting += count;
        break;
    }
}

/* A line that never became a message because its mailing was stopped was called off, too. */
static void
settle (Notification__Mailing *mailing)
{
    if (mailing->state != NOTIFICATION__MAILING_STATE__MAILING_STOPPED)
        return;
    mailing->progress->called_off += mailing->progress->waiting;
    mailing->progress->waiting = 0;
}

wl_status
store_count_mailings (wl_request_t *req, Notification__Mailing **mailings, size_t count)
{
    const char **ids = wl_arena_array (wl_arena (req), count, sizeof *ids);
    wl_rows_t rows;

    if (count == 0)
        return WL_OK;
    for (size_t i = 0; i < count; i++) {
        ids[i] = mailings[i]->id;
        mailings[i]->reach = (Notification__Reach *) wl_message_new (
            wl_arena (req), &notification__reach__descriptor);
        mailings[i]->progress = (Notification__MailingProgress *) wl_message_new (
            wl_arena (req), &notification__mailing_progress__descriptor);
    }
    WL_TRY (wl_run (wl_db (req), &COUNT_LINES, &rows, wl_p_uuids (ids, count)));
    for (int i = 0; i < rows.count; i++)
        add_way (&rows, i, find_of (req, &rows, i, mailings, count));
    WL_TRY (wl_run (wl_db (req), &COUNT_MESSAGES, &rows, wl_p_uuids (ids, count)));
    for (int i = 0; i < rows.count; i++)
        add_state (&rows, i, find_of (req, &rows, i, mailings, count)->progress);
    for (size_t i = 0; i < count; i++)
        settle (mailings[i]);
    return WL_OK;
}

/* ---- writing ---- */

static wl_param_t
regions_of (const Notification__Mailing *mailing)
{
    return wl_p_texts ((const char *const *) mailing->regions, mailing->n_regions);
}

wl_status
store_insert_mailing (wl_request_t *req, const Notification__Mailing *mailing)
{
    return wl_run (wl_db (req), &INSERT_MAILING, NULL, wl_p_uuid (mailing->id),
                   wl_p_uuid (mailing->call_id), wl_p_int (mailing->kind), regions_of (mailing),
                   wl_p_message (&mailing->content->base), wl_p_bool (mailing->four_eyes),
                   wl_p_uuid (mailing->created_by), wl_p_time (wl_now (req)));
}

wl_status
store_rewrite_mailing (wl_request_t *req, Notification__Mailing *mailing)
{
    mailing->version++;
    wl_defer (wl_db (req), &DROP_LINES, wl_p_uuid (mailing->id));
    return wl_run (wl_db (req), &REWRITE_MAILING, NULL, wl_p_uuid (mailing->id),
                   wl_p_message (&mailing->content->base), regions_of (mailing),
                   wl_p_time (wl_now (req)));
}

wl_status
store_steer_mailing (wl_request_t *req, Notification__Mailing *mailing)
{
    mailing->version++;
    return wl_run (wl_db (req), &STEER_MAILING, NULL, wl_p_uuid (mailing->id),
                   wl_p_int (mailing->state), wl_p_uuid (mailing->asked_by),
                   wl_p_uuid (mailing->confirmed_by),
                   wl_p_time (wl_timestamp_time (mailing->sent_at)));
}

/* ---- holding, and letting go ---- */

WL_SQL (HOLD_MESSAGES, "UPDATE message SET due = " STORE_HELD " WHERE mailing_id = $1"
                       " AND due IS NOT NULL");
WL_SQL (HOLD_DISPATCHES, "UPDATE dispatch d SET ready = " STORE_HELD " FROM message m"
                         " WHERE m.mailing_id = $1 AND m.state = 1 AND d.message_id = m.id"
                         " AND d.channel = 1 AND d.ready IS NOT NULL");
WL_SQL (FREE_MESSAGES, "UPDATE message SET due = $2 WHERE mailing_id = $1 AND due = " STORE_HELD);
WL_SQL (FREE_DISPATCHES, "UPDATE dispatch d SET ready = $2 FROM message m WHERE m.mailing_id = $1"
                         " AND m.state = 1 AND d.message_id = m.id AND d.ready = " STORE_HELD);
WL_SQL (CALL_OFF_DISPATCHES,
        "UPDATE dispatch d SET state = 5, ready = NULL FROM message m WHERE m.mailing_id = $1"
        " AND m.state = 1 AND d.message_id = m.id AND d.ready IS NOT NULL");
WL_SQL (CALL_OFF_DIGESTS, "DELETE FROM digest_item i USING message m WHERE m.mailing_id = $1"
                          " AND m.state = 1 AND i.message_id = m.id AND i.user_id = m.user_id");
/* They leave the inbox; a letter that goes all the same because a sender had it comes back there
 * with its text (FINISH_MESSAGES). */
WL_SQL (
    CALL_OFF_MESSAGES,
    "WITH done AS (UPDATE message SET state = 4, due = NULL, composed_at = NULL"
    " WHERE mailing_id = $1 AND state = 1 RETURNING call_id),"
    " change AS (SELECT call_id, count (*) AS by FROM done WHERE call_id IS NOT NULL"
    " GROUP BY call_id)"
    " INSERT INTO delivery (call_id, state, shard, count)"
    " SELECT call_id, 1, " STORE_SHARD ", -by FROM change"
    " UNION ALL SELECT call_id, 4, " STORE_SHARD ", by FROM change"
    " ORDER BY 1, 2"
    " ON CONFLICT (call_id, state, shard) DO UPDATE SET count = delivery.count + excluded.count");

wl_status
store_hold_mailing (wl_request_t *req, const char *id)
{
    WL_TRY (wl_run (wl_db (req), &HOLD_MESSAGES, NULL, wl_p_uuid (id)));
    return wl_run (wl_db (req), &HOLD_DISPATCHES, NULL, wl_p_uuid (id));
}

wl_status
store_let_mailing_go (wl_request_t *req, const char *id)
{
    wl_param_t now = wl_p_time (wl_clock_now (&wl_clock_system));

    WL_TRY (wl_run (wl_db (req), &FREE_MESSAGES, NULL, wl_p_uuid (id), now));
    return wl_run (wl_db (req), &FREE_DISPATCHES, NULL, wl_p_uuid (id), now);
}

wl_status
store_call_mailing_off (wl_request_t *req, const char *id)
{
    WL_TRY (wl_run (wl_db (req), &CALL_OFF_DISPATCHES, NULL, wl_p_uuid (id)));
    WL_TRY (wl_run (wl_db (req), &CALL_OFF_DIGESTS, NULL, wl_p_uuid (id)));
    return wl_run (wl_db (req), &CALL_OFF_MESSAGES, NULL, wl_p_uuid (id));
}

/* ---- lines ---- */

WL_SQL (
    ADD_LINES,
    "INSERT INTO mailing_recipient (mailing_id, position, user_id, each, application_id, number,"
    " region, template) SELECT $1, $2 + i.place, i.user_id,"
    " coalesce (i.each, '00000000-0000-0000-0000-000000000000'), i.each, i.number, i.region, $3"
    " FROM (SELECT user_id, nullif (each, '')::uuid AS each, number, region, place"
    " FROM unnest ($4::uuid[], $5::text[], $6::text[], $7::text[])"
    " WITH ORDINALITY AS t (user_id, each, number, region, place)) AS i"
    " ON CONFLICT (mailing_id, user_id, each) DO NOTHING");
WL_SQL (LIST_LINES,
        "SELECT r.position, r.user_id, r.application_id, r.number, r.region, r.template, r.way,"
        " CASE m.state WHEN 1 THEN 'waiting' WHEN 2 THEN 'sent' WHEN 3 THEN 'failed'"
        " WHEN 4 THEN 'called-off' END AS state"
        " FROM mailing_recipient r LEFT JOIN message m ON m.id = r.message_id"
        " WHERE r.mailing_id = $1 AND r.position > $2 AND ($3 = 0 OR r.way = $3)"
        " ORDER BY r.position LIMIT $4");
WL_SQL (COUNT_LINES_OF, WL_COUNT_OF (" FROM mailing_recipient r"
                                     " WHERE r.mailing_id = $1 AND ($2 = 0 OR r.way = $2)"));
WL_SQL (FIND_LINE, "SELECT template, user_id, application_id, facts FROM mailing_recipient"
                   " WHERE mailing_id = $1 AND position = $2");

wl_status
store_add_lines (wl_request_t *req, const char *mailing_id, const char *template,
                 const store_line_t *lines, size_t count, uint32_t position, uint64_t *ret)
{
    wl_arena_t *arena = wl_arena (req);
    const char **users = wl_arena_array (arena, count, sizeof *users);
    const char **each = wl_arena_array (arena, count, sizeof *each);
    const char **numbers = wl_arena_array (arena, count, sizeof *numbers);
    const char **regions = wl_arena_array (arena, count, sizeof *regions);
    wl_rows_t rows;

    *ret = 0;
    if (count == 0)
        return WL_OK;
    for (size_t i = 0; i < count; i++) {
        users[i] = lines[i].user_id;
        each[i] = lines[i].each;
        numbers[i] = lines[i].number;
        regions[i] = lines[i].region;
    }
    WL_TRY (wl_run (wl_db (req), &ADD_LINES, &rows, wl_p_uuid (mailing_id),
                    wl_p_int ((int64_t) position - 1), wl_p_text (template),
                    wl_p_uuids (users, count), wl_p_texts (each, count),
                    wl_p_texts (numbers, count), wl_p_texts (regions, count)));
    *ret = rows.affected;
    return WL_OK;
}

wl_status
store_list_lines (wl_request_t *req, const Notification__ListMailingRecipientsRequest *ask,
                  uint32_t limit, Notification__ListMailingRecipientsResponse *ret)
{
    wl_rows_t rows;
    char *last;

    WL_TRY (wl_cursor_open (req, ask->cursor, &last));
    WL_TRY (wl_run (wl_db (req), &LIST_LINES, &rows, wl_p_uuid (ask->mailing_id),
                    wl_p_int (last == NULL ? 0 : strtol (last, NULL, 10)), wl_p_int (ask->way),
                    wl_p_int (limit + 1L)));
    wl_rows_messages (wl_db (req), &rows, &notification__mailing_recipient__descriptor,
                      &ret->n_recipients, (ProtobufCMessage ***) &ret->recipients);
    if (ret->n_recipients > limit) {
        ret->n_recipients = limit;
        ret->next_cursor = wl_cursor_make (
            req, wl_text_printf (wl_arena (req), "%u", ret->recipients[limit - 1]->position));
    }
    return !ask->total ? WL_OK
                       : wl_count (wl_db (req), &COUNT_LINES_OF, ret, wl_p_uuid (ask->mailing_id),
                                   wl_p_int (ask->way));
}

wl_status
store_find_line (wl_request_t *req, const Notification__Mailing *mailing, uint32_t position,
                 store_message_t *ret)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    WL_TRY (wl_run (db, &FIND_LINE, &rows, wl_p_uuid (mailing->id), wl_p_int (position)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    *ret = (store_message_t){ .template = wl_row_text (db, &rows, 0, 0),
                              .user_id = wl_row_text (db, &rows, 0, 1),
                              .application_id = wl_row_text (db, &rows, 0, 2),
                              .call_id = mailing->call_id,
                              .mailing_id = mailing->id,
                              .email = "",
                              .locale = "" };
    return store_read_facts (req, &rows, 0, 3, &ret->facts);
}

/* ---- results that wait ---- */

/* The version moves with each letter, so that nobody confirms more than they saw. */
WL_SQL (GATHER_MAILING,
        "INSERT INTO mailing (id, call_id, kind, regions, four_eyes, created_at, listed_at)"
        " VALUES ($1, $2, $3, ARRAY[$4], $5, $6, $6)"
        " ON CONFLICT (call_id, kind, regions) WHERE kind <> 1 AND state IN (1, 2)"
        " DO UPDATE SET version = mailing.version + 1, listed_at = excluded.listed_at"
        " RETURNING id");
WL_SQL (
    GATHER_LINE,
    "INSERT INTO mailing_recipient (mailing_id, position, user_id, each, application_id, number,"
    " region, template, facts) SELECT $1, 1 + coalesce ((SELECT max (position)"
    " FROM mailing_recipient WHERE mailing_id = $1), 0), $2, $3, $3, $4, $5, $6, $7"
    " ON CONFLICT (mailing_id, user_id, each)"
    " DO UPDATE SET template = excluded.template, facts = excluded.facts");

wl_status
store_gather_result (wl_request_t *req, const store_message_t *message,
                     Notification__MailingKind kind, const char *region, bool four_eyes)
{
    const char *number = "", *mailing;
    wl_rows_t rows;

    for (size_t i = 0; i < message->facts->n_list; i++)
        if (wl_text_equal (message->facts->list[i]->name, "number"))
            number = message->facts->list[i]->value;
    WL_TRY (wl_run (wl_db (req), &GATHER_MAILING, &rows, wl_p_uuid (letters_new_id (req)),
                    wl_p_uuid (message->call_id), wl_p_int (kind), wl_p_text (region),
                    wl_p_bool (four_eyes), wl_p_time (wl_now (req))));
    mailing = wl_row_text (wl_db (req), &rows, 0, 0);
    return wl_run (wl_db (req), &GATHER_LINE, NULL, wl_p_uuid (mailing),
                   wl_p_uuid (message->user_id), wl_p_uuid (message->application_id),
                   wl_p_text (number), wl_p_text (region), wl_p_text (message->template),
                   wl_p_message (&message->facts->base));
}
