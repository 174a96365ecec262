#include "db/backlog.h"

/* More than this is said as this: nobody needs the exact number, and counting must stay cheap. */
#define MOST "10000"
/* What is due for less is on its way. */
#define GRACE "interval '5 seconds'"

WL_SQL (select_backlog,
        "select now () as at,"
        " (select count (*) from (select from runtime.outbox limit " MOST ") o)::int as unplaced,"
        " (select added from runtime.outbox order by pos limit 1) as unplaced_since,"
        " (select count (*) from (select from runtime.dead_letters limit " MOST ") d)::int"
        " as dead_events");
WL_SQL (select_ends, "select region, sequence from runtime.stream order by region");
WL_SQL (select_taken,
        "select source, region, sequence from runtime.offsets order by source, region");
WL_SQL (select_timers,
        "select kind, count, since from " WL_UNNEST (
            "$1", "text") " as k (kind), lateral ("
                          "  select count (*)::int as count, min (ready) as since from ("
                          "   select ready from runtime.timers t where t.kind = k.kind and ready < "
                          "now () - " GRACE "    order by ready limit " MOST ") w) d"
                          " where count > 0 order by kind");

/* Of each thing the first: nothing of it may be taken before. */
#define FIRST                                                                   \
    " not exists (select from runtime.dead_letters e where e.source = d.source" \
    " and e.aggregate = d.aggregate and e.id < d.id)"
WL_SQL (select_dead,
        "select id, source, region, sequence, type, aggregate, at, added as dead_since,"
        " attempts as tries, reason, retry_requested or attempts = 0 as asked_again,"
        " (select count (*) from runtime.dead_letters e where e.source = d.source"
        "   and e.aggregate = d.aggregate and e.id > d.id)::int as behind"
        " from runtime.dead_letters d where id > $1 and" FIRST " order by id limit $2");
WL_SQL (count_dead,
        "select count (*)::int as total from (select from runtime.dead_letters d where" FIRST
        " limit " MOST ") c");
WL_SQL (retry_dead, "update runtime.dead_letters set retry_requested = true where attempts > 0"
                    " and ($1 = 0 or id = $1) and ($2 = '' or aggregate = $2)");
WL_SQL (put_aside,
        "with gone as (delete from runtime.dead_letters d where id = $1 and" FIRST " returning *)"
        " insert into runtime.events_aside (id, source, region, sequence, type, aggregate, at,"
        " trace, payload, hash, failure, attempts, dead_since, reason, account_id, aside_at)"
        " select id, source, region, sequence, type, aggregate, at, trace, payload, hash, reason,"
        " attempts, added, $2, $3, $4 from gone"
        " returning id, source, region, sequence, type, aggregate, at, failure, reason, account_id,"
        " aside_at");
WL_SQL (select_aside,
        "select id, source, region, sequence, type, aggregate, at, failure, reason, account_id,"
        " aside_at from runtime.events_aside where $1 = 0 or id < $1 order by id desc limit $2");
WL_SQL (count_aside,
        "select count (*)::int as total from (select from runtime.events_aside limit " MOST ") c");

wl_status
wl_backlog_read (wl_db_t *db, const char *const *kinds, size_t kind_count, Operation__Backlog *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &select_backlog, &rows));
    wl_row_message (db, &rows, 0, &ret->base);
    WL_TRY (wl_run (db, &select_ends, &rows));
    wl_rows_messages (db, &rows, &operation__stream_end__descriptor, &ret->n_streams,
                      (ProtobufCMessage ***) &ret->streams);
    WL_TRY (wl_run (db, &select_taken, &rows));
    wl_rows_messages (db, &rows, &operation__stream_taken__descriptor, &ret->n_taken,
                      (ProtobufCMessage ***) &ret->taken);
    WL_TRY (wl_run (db, &select_timers, &rows, wl_p_texts (kinds, kind_count)));
    wl_rows_messages (db, &rows, &operation__timers_due__descriptor, &ret->n_timers,
                      (ProtobufCMessage ***) &ret->timers);
    return WL_OK;
}

/* `ret` gets the total when the page asks for it. */
static wl_status
count_all (wl_db_t *db, const wl_backlog_page_t *page, const wl_statement_t *statement,
           uint32_t *ret)
{
    wl_rows_t rows;

    if (!page->total)
        return WL_OK;
    WL_TRY (wl_db_run (db, statement, &rows, NULL, 0));
    *ret = (uint32_t) wl_row_int (&rows, 0, 0);
    return WL_OK;
}

wl_status
wl_dead_event_list (wl_db_t *db, const wl_backlog_page_t *page,
                    Operation__ListDeadEventsResponse *ret)
{
    wl_rows_t rows;

    WL_TRY (count_all (db, page, &count_dead, &ret->total));
    WL_TRY (
        wl_run (db, &select_dead, &rows, wl_p_int ((int64_t) page->from), wl_p_int (page->limit)));
    wl_rows_messages (db, &rows, &operation__dead_event__descriptor, &ret->n_events,
                      (ProtobufCMessage ***) &ret->events);
    return WL_OK;
}

wl_status
wl_dead_event_retry (wl_db_t *db, uint64_t id, const char *aggregate, uint32_t *ret_count)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &retry_dead, &rows, wl_p_int ((int64_t) id), wl_p_text (aggregate)));
    *ret_count = (uint32_t) rows.affected;
    return WL_OK;
}

wl_status
wl_dead_event_aside (wl_db_t *db, uint64_t id, const char *reason, const char *account_id,
                     wl_time_t at, Operation__EventAside *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &put_aside, &rows, wl_p_int ((int64_t) id), wl_p_text (reason),
                    wl_p_text (account_id), wl_p_time (at)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (db, &rows, 0, &ret->base);
    return WL_OK;
}

wl_status
wl_event_aside_list (wl_db_t *db, const wl_backlog_page_t *page,
                     Operation__ListEventsAsideResponse *ret)
{
    wl_rows_t rows;

    WL_TRY (count_all (db, page, &count_aside, &ret->total));
    WL_TRY (
        wl_run (db, &select_aside, &rows, wl_p_int ((int64_t) page->from), wl_p_int (page->limit)));
    wl_rows_messages (db, &rows, &operation__event_aside__descriptor, &ret->n_events,
                      (ProtobufCMessage ***) &ret->events);
    return WL_OK;
}
