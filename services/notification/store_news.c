#include "store_news.h"

#include "message/message.h"

/* Of each the newest few by the inbox's own index, then those of them that were composed since: so
 * a person with ten thousand messages costs what one with ten does. */
WL_SQL (LIST_NEWS,
        "SELECT place, composed_at, id, template, subject, state, created_at, sent_at, read_at,"
        " application_id FROM unnest ($1::uuid[]) WITH ORDINALITY AS asked (account, place),"
        " LATERAL (SELECT * FROM message WHERE user_id = account AND composed_at IS NOT NULL"
        " ORDER BY id DESC LIMIT $2) newest"
        " ORDER BY place, id DESC");
WL_SQL (COUNT_ALL_UNREAD,
        "SELECT (SELECT count (*) FROM (SELECT 1 FROM message WHERE user_id = account"
        " AND read_at IS NULL AND composed_at IS NOT NULL LIMIT 1000) unread)"
        " FROM unnest ($1::uuid[]) WITH ORDINALITY AS asked (account, place) ORDER BY place");

static Notification__Message *
read_message (wl_request_t *req, const wl_rows_t *rows, int row)
{
    wl_arena_t *arena = wl_arena (req);
    wl_db_t *db = wl_db (req);
    Notification__Message *message =
        (Notification__Message *) wl_message_new (arena, &notification__message__descriptor);

    message->id = wl_row_text (db, rows, row, 2);
    message->template_ = wl_row_text (db, rows, row, 3);
    message->subject = wl_row_text (db, rows, row, 4);
    message->state = (Notification__MessageState) wl_row_int (rows, row, 5);
    message->created_at = wl_timestamp (arena, wl_row_time (rows, row, 6));
    message->sent_at = wl_timestamp (arena, wl_row_time (rows, row, 7));
    message->read_at = wl_timestamp (arena, wl_row_time (rows, row, 8));
    message->application_id = wl_row_text (db, rows, row, 9);
    return message;
}

static void
take_row (wl_request_t *req, const wl_rows_t *rows, int row, const store_follower_t *follower,
          news_t *ret)
{
    wl_time_t composed = wl_row_time (rows, row, 1);

    if (follower->since == 0)
        return;
    if (composed > ret->place)
        ret->place = composed;
    if (composed > follower->since - NEWS_OVERLAP)
        ret->messages[ret->message_count++] = read_message (req, rows, row);
}

static wl_status
count_unread (wl_request_t *req, const char *const *ids, size_t count, news_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &COUNT_ALL_UNREAD, &rows, wl_p_uuids (ids, count)));
    for (int row = 0; row < rows.count; row++)
        ret[row].unread = (uint32_t) wl_row_int (&rows, row, 0);
    return WL_OK;
}

wl_status
store_list_news (wl_request_t *req, const store_follower_t *followers, size_t count, news_t *ret)
{
    const char **ids = wl_arena_array (wl_arena (req), count, sizeof *ids);
    wl_time_t now = wl_clock_now (&wl_clock_system);
    wl_rows_t rows;

    for (size_t i = 0; i < count; i++) {
        ids[i] = followers[i].user_id;
        ret[i] = (news_t){ .messages = wl_arena_array (wl_arena (req), NEWS_MESSAGES_MAX,
                                                       sizeof (Notification__Message *)),
                           .place = followers[i].since == 0 ? now : followers[i].since };
    }
    if (count == 0)
        return WL_OK;
    WL_TRY (wl_run (wl_db (req), &LIST_NEWS, &rows, wl_p_uuids (ids, count),
                    wl_p_int (NEWS_MESSAGES_MAX)));
    for (int row = 0; row < rows.count; row++) {
        size_t place = (size_t) wl_row_int (&rows, row, 0) - 1;
        take_row (req, &rows, row, &followers[place], &ret[place]);
    }
    return count_unread (req, ids, count, ret);
}
