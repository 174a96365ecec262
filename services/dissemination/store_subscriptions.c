#include "store_subscriptions.h"

#include <stdlib.h>

enum { ASKED_MOST = 3 };

static wl_param_t
texts (char *const *list, size_t count)
{
    return wl_p_texts ((const char *const *) list, count);
}

/* ---- asking for letters ---- */

/* Two that ask at the same time must not both find two; the lock is the address's own. */
WL_SQL (LOCK_ADDRESS,
        "SELECT pg_advisory_xact_lock (hashtextextended ('subscription:' || lower ($1), 0))");
WL_SQL (ASK, "INSERT INTO subscription (id, email, locale, topics, themes, regions, token_hash,"
             " leave_token, created_at, expires_at)"
             " SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10"
             " WHERE (SELECT count (*) FROM subscription WHERE lower (email) = lower ($2)"
             "   AND confirmed_at IS NULL AND created_at > $9::timestamptz - interval '1 hour')"
             " < $11");

wl_status
store_ask_subscription (wl_request_t *req, const char *id,
                        const Dissemination__SubscribeRequest *in,
                        const uint8_t token_hash[SUBSCRIPTION_HASH], const char *leave_token,
                        wl_time_t expires_at)
{
    const char *locale = wl_text_empty (in->locale) ? wl_locale (req) : in->locale;
    int64_t topics[8];
    wl_rows_t rows;
    size_t count = 0;

    for (size_t i = 0; i < in->n_topics && count < sizeof topics / sizeof topics[0]; i++)
        topics[count++] = in->topics[i];
    wl_defer (wl_db (req), &LOCK_ADDRESS, wl_p_text (in->email));
    WL_TRY (wl_run (wl_db (req), &ASK, &rows, wl_p_uuid (id), wl_p_text (in->email),
                    wl_p_text (locale), wl_p_ints (topics, count), texts (in->themes, in->n_themes),
                    texts (in->regions, in->n_regions), wl_p_bytes (token_hash, SUBSCRIPTION_HASH),
                    wl_p_text (leave_token), wl_p_time (wl_now (req)), wl_p_time (expires_at),
                    wl_p_int (ASKED_MOST)));
    return rows.affected == 1 ? WL_OK : WL_RESOURCE_EXHAUSTED;
}

static store_subscription_t
read_subscription (wl_request_t *req, const wl_rows_t *rows, int row)
{
    wl_db_t *db = wl_db (req);

    return (store_subscription_t){ wl_row_text (db, rows, row, 0), wl_row_text (db, rows, row, 1),
                                   wl_row_text (db, rows, row, 2), wl_row_text (db, rows, row, 3) };
}

WL_SQL (PENDING, "SELECT id, email, locale, leave_token FROM subscription"
                 " WHERE id = $1 AND confirmed_at IS NULL AND expires_at > $2");

wl_status
store_pending_subscription (wl_request_t *req, const char *id, store_subscription_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &PENDING, &rows, wl_p_uuid (id), wl_p_time (wl_now (req))));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    *ret = read_subscription (req, &rows, 0);
    return WL_OK;
}

WL_SQL (FORGET, "DELETE FROM subscription WHERE id = $1 AND confirmed_at IS NULL");

void
store_forget_subscription (wl_request_t *req, const char *id)
{
    wl_defer (wl_db (req), &FORGET, wl_p_uuid (id));
}

WL_SQL (LOCK_BY_TOKEN, "SELECT id, email, locale, leave_token, topics, themes, regions"
                       " FROM subscription WHERE token_hash = $1"
                       " AND (confirmed_at IS NOT NULL OR expires_at > $2) FOR UPDATE");
WL_SQL (END_OTHERS, "DELETE FROM subscription WHERE lower (email) = lower ($1) AND id <> $2");
WL_SQL (CONFIRM, "UPDATE subscription SET confirmed_at = coalesce (confirmed_at, $2) WHERE id = $1"
                 " RETURNING topics, themes, regions, confirmed_at, leave_token");

wl_status
store_confirm_subscription (wl_request_t *req, const uint8_t token_hash[SUBSCRIPTION_HASH],
                            Dissemination__Subscription *ret)
{
    wl_db_t *db = wl_db (req);
    store_subscription_t found;
    wl_rows_t rows;

    WL_TRY (wl_run (db, &LOCK_BY_TOKEN, &rows, wl_p_bytes (token_hash, SUBSCRIPTION_HASH),
                    wl_p_time (wl_now (req))));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    found = read_subscription (req, &rows, 0);
    wl_defer (db, &END_OTHERS, wl_p_text (found.email), wl_p_uuid (found.id));
    WL_TRY (wl_run (db, &CONFIRM, &rows, wl_p_uuid (found.id), wl_p_time (wl_now (req))));
    wl_row_message (db, &rows, 0, &ret->base);
    return WL_OK;
}

WL_SQL (END, "DELETE FROM subscription WHERE leave_token = $1");

wl_status
store_end_subscription (wl_request_t *req, const char *leave_token, bool *ret_ended)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &END, &rows, wl_p_text (leave_token)));
    *ret_ended = rows.affected > 0;
    return WL_OK;
}

WL_SQL (COUNT_SUBSCRIPTIONS,
        "SELECT count (*) FILTER (WHERE confirmed_at IS NOT NULL AND (topics = '{}' OR"
        "  1 = ANY (topics))), count (*) FILTER (WHERE confirmed_at IS NOT NULL AND (topics = '{}'"
        "  OR 2 = ANY (topics))), count (*) FILTER (WHERE confirmed_at IS NOT NULL AND"
        "  (topics = '{}' OR 3 = ANY (topics))), count (*) FILTER (WHERE confirmed_at IS NOT NULL"
        "  AND (topics = '{}' OR 4 = ANY (topics))), count (confirmed_at),"
        "  count (*) - count (confirmed_at) FROM subscription");

wl_status
store_count_subscriptions (wl_request_t *req, Dissemination__SubscriptionCounts *ret)
{
    enum { TOPICS = 4 };
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &COUNT_SUBSCRIPTIONS, &rows));
    ret->topics = wl_arena_array (wl_arena (req), TOPICS, sizeof *ret->topics);
    for (int i = 0; i < TOPICS; i++) {
        Dissemination__TopicCount *count = wl_arena_alloc (wl_arena (req), sizeof *count);

        dissemination__topic_count__init (count);
        count->topic = (Dissemination__Topic) (i + 1);
        count->subscribers = (uint32_t) wl_row_int (&rows, 0, i);
        ret->topics[ret->n_topics++] = count;
    }
    ret->confirmed = (uint32_t) wl_row_int (&rows, 0, TOPICS);
    ret->pending = (uint32_t) wl_row_int (&rows, 0, TOPICS + 1);
    return WL_OK;
}

/* ---- whom a letter is for ---- */

WL_SQL (SUBSCRIBERS,
        "SELECT id, email, locale, leave_token FROM subscription WHERE confirmed_at IS NOT NULL"
        " AND ($1::uuid IS NULL OR id > $1) AND (topics = '{}' OR $2 = ANY (topics))"
        " AND (themes = '{}' OR $3::text[] = '{}' OR themes && $3)"
        " AND (regions = '{}' OR $4::text[] = '{}' OR regions && $4) ORDER BY id LIMIT $5");

wl_status
store_subscribers (wl_request_t *req, const store_concern_t *concern, const char *after,
                   uint32_t limit, size_t *ret_count, store_subscription_t **ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &SUBSCRIBERS, &rows, wl_p_uuid (after), wl_p_int (concern->topic),
                    texts (concern->themes, concern->theme_count),
                    texts (concern->regions, concern->region_count), wl_p_int (limit)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        (*ret)[i] = read_subscription (req, &rows, i);
    return WL_OK;
}

/* ---- announcements ---- */

#define ANNOUNCEMENT_COLUMNS "id, text, published_at"

WL_SQL (INSERT_ANNOUNCEMENT,
        "INSERT INTO announcement (id, topic, text, themes, regions, starts_at, ends_at,"
        " published_at, published_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");

static wl_param_t
optional_time (const Google__Protobuf__Timestamp *time)
{
    return time == NULL ? wl_p_null () : wl_p_time (wl_timestamp_time (time));
}

void
store_insert_announcement (wl_request_t *req, const Dissemination__Announcement *announcement)
{
    const Dissemination__AnnouncementText *text = announcement->text;

    wl_defer (wl_db (req), &INSERT_ANNOUNCEMENT, wl_p_uuid (announcement->id),
              wl_p_int (text->topic), wl_p_message (&text->base),
              texts (text->themes, text->n_themes), texts (text->regions, text->n_regions),
              optional_time (text->starts_at),
              optional_time (text->ends_at == NULL ? text->starts_at : text->ends_at),
              wl_p_time (wl_now (req)), wl_p_uuid (wl_user (req)));
}

WL_SQL (ANNOUNCEMENT, "SELECT " ANNOUNCEMENT_COLUMNS " FROM announcement WHERE id = $1");
WL_SQL (DELETE_ANNOUNCEMENT,
        "DELETE FROM announcement WHERE id = $1 RETURNING " ANNOUNCEMENT_COLUMNS);

static wl_status
read_announcement (wl_request_t *req, const wl_statement_t *statement, const char *id,
                   Dissemination__Announcement *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), statement, &rows, wl_p_uuid (id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), &rows, 0, &ret->base);
    return WL_OK;
}

wl_status
store_announcement (wl_request_t *req, const char *id, Dissemination__Announcement *ret)
{
    return read_announcement (req, &ANNOUNCEMENT, id, ret);
}

wl_status
store_delete_announcement (wl_request_t *req, const char *id, Dissemination__Announcement *ret)
{
    return read_announcement (req, &DELETE_ANNOUNCEMENT, id, ret);
}

/* An announcement that names no theme or region fits every one. */
#define ANNOUNCEMENT_FITS                                                        \
    "($1 = 0 OR topic = $1) AND ($2 = '' OR themes = '{}' OR $2 = ANY (themes))" \
    " AND ($3 = '' OR regions = '{}' OR $3 = ANY (regions))"
WL_SQL (NEWEST_ANNOUNCEMENTS, "SELECT " ANNOUNCEMENT_COLUMNS " FROM announcement"
                              " WHERE " ANNOUNCEMENT_FITS " AND ($4::uuid IS NULL OR id < $4)"
                              " ORDER BY id DESC LIMIT $5");
WL_SQL (UPCOMING_ANNOUNCEMENTS,
        "SELECT " ANNOUNCEMENT_COLUMNS " FROM announcement WHERE " ANNOUNCEMENT_FITS
        " AND starts_at IS NOT NULL AND ends_at >= $6 AND ($4::uuid IS NULL OR (starts_at, id) >"
        "  (SELECT a.starts_at, a.id FROM announcement AS a WHERE a.id = $4))"
        " ORDER BY starts_at, id LIMIT $5");
WL_SQL (
    COUNT_ANNOUNCEMENTS,
    WL_COUNT_OF ("FROM announcement WHERE " ANNOUNCEMENT_FITS
                 " AND ($4::timestamptz IS NULL OR (starts_at IS NOT NULL AND ends_at >= $4))"));

wl_status
store_announcements (wl_request_t *req, const Dissemination__ListAnnouncementsRequest *in,
                     uint32_t limit, Dissemination__ListAnnouncementsResponse *ret)
{
    wl_param_t params[6] = { wl_p_int (in->topic), wl_p_text (in->theme), wl_p_text (in->region) };
    wl_rows_t rows;
    char *last;

    WL_TRY (wl_cursor_open (req, in->cursor, &last));
    params[3] = wl_p_uuid (last);
    params[4] = wl_p_int (limit + 1L);
    params[5] = wl_p_time (wl_now (req));
    WL_TRY (wl_db_run (wl_db (req), in->upcoming ? &UPCOMING_ANNOUNCEMENTS : &NEWEST_ANNOUNCEMENTS,
                       &rows, params, in->upcoming ? 6 : 5));
    wl_rows_messages (wl_db (req), &rows, &dissemination__announcement__descriptor,
                      &ret->n_announcements, (ProtobufCMessage ***) &ret->announcements);
    if (ret->n_announcements > limit) {
        ret->n_announcements = limit;
        ret->next_cursor = wl_cursor_make (req, ret->announcements[limit - 1]->id);
    }
    return !in->total ? WL_OK
                      : wl_count (wl_db (req), &COUNT_ANNOUNCEMENTS, ret, params[0], params[1],
                                  params[2], in->upcoming ? params[5] : wl_p_null ());
}
