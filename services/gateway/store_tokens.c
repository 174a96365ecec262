#include "store_tokens.h"

#include "message/message.h"
#include "store_roles.h"

/* ---- who a token stands for ---- */

WL_SQL (FIND_ACTOR,
        "WITH seen AS ("
        "  UPDATE session SET seen_at = $2"
        "  WHERE token_hash = $1 AND expires_at > $2"
        "    AND coalesce (seen_at, created_at) < $2 - interval '10 minutes')"
        "SELECT session.account_id, session.second_factor, held.role, held.region,"
        "       session.id, session.assumed_by IS NOT NULL, NULL::uuid, session.assumed_by,"
        "       held.programme_id "
        "FROM session LEFT JOIN role_held AS held"
        "  ON held.account_id = session.account_id" STORE_ROLE_WORKS
        "WHERE session.token_hash = $1 AND session.expires_at > $2 "
        "ORDER BY held.role, held.region, held.programme_id");

WL_SQL (FIND_PROGRAM, "WITH seen AS ("
                      "  UPDATE api_token SET used_at = $2"
                      "  WHERE token_hash = $1 AND expires_at > $2"
                      "    AND coalesce (used_at, '-infinity') < $2 - interval '10 minutes')"
                      "SELECT token.account_id, token.second_factor, held.role, held.region,"
                      "       NULL::uuid, token.read_only, token.call_id, NULL::uuid,"
                      "       coalesce (held.programme_id, token.programme_id) "
                      "FROM api_token AS token LEFT JOIN role_held AS held"
                      "  ON held.account_id = token.account_id AND held.role = ANY (token.roles)"
                      "  AND (token.programme_id IS NULL"
                      "       OR coalesce (held.programme_id, token.programme_id) = "
                      "token.programme_id)" STORE_ROLE_WORKS
                      "WHERE token.token_hash = $1 AND token.expires_at > $2 "
                      "ORDER BY held.role, held.region, held.programme_id");

enum { ACCOUNT, SECOND_FACTOR, ROLE, REGION, SESSION, READ_ONLY, CALL, ASSUMED_BY, PROGRAMME };

static void
take_grants (wl_db_t *db, wl_arena_t *arena, const wl_rows_t *rows, uint32_t guarded,
             Bus__Actor *ret)
{
    ret->grants = wl_arena_array (arena, (size_t) rows->count, sizeof (Bus__Grant *));
    for (int row = 0; row < rows->count && !wl_row_null (rows, row, ROLE); row++) {
        Bus__Grant *grant = (Bus__Grant *) wl_message_new (arena, &bus__grant__descriptor);

        grant->role = (Wlacznik__Role) wl_row_int (rows, row, ROLE);
        grant->region = wl_row_text (db, rows, row, REGION);
        grant->programme_id = wl_row_text (db, rows, row, PROGRAMME);
        if ((WL_ROLE_BIT (grant->role) & guarded) && !ret->second_factor)
            ret->second_factor_needed = true;
        else
            ret->grants[ret->n_grants++] = grant;
    }
}

static wl_status
find (wl_db_t *db, wl_arena_t *arena, const wl_statement_t *statement,
      const uint8_t token_hash[TOKEN_HASH], wl_time_t now, uint32_t guarded, Bus__Actor *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, statement, &rows, wl_p_bytes (token_hash, TOKEN_HASH), wl_p_time (now)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    ret->user_id = wl_row_text (db, &rows, 0, ACCOUNT);
    ret->session_id = wl_row_text (db, &rows, 0, SESSION);
    ret->second_factor = wl_row_bool (&rows, 0, SECOND_FACTOR);
    ret->read_only = wl_row_bool (&rows, 0, READ_ONLY);
    ret->call_id = wl_row_text (db, &rows, 0, CALL);
    ret->assumed_by = wl_row_text (db, &rows, 0, ASSUMED_BY);
    take_grants (db, arena, &rows, guarded, ret);
    return WL_OK;
}

wl_status
store_find_actor (wl_db_t *db, wl_arena_t *arena, const uint8_t token_hash[TOKEN_HASH],
                  wl_time_t now, uint32_t guarded, Bus__Actor *ret)
{
    return find (db, arena, &FIND_ACTOR, token_hash, now, guarded, ret);
}

wl_status
store_find_program (wl_db_t *db, wl_arena_t *arena, const uint8_t token_hash[TOKEN_HASH],
                    wl_time_t now, uint32_t guarded, Bus__Actor *ret)
{
    return find (db, arena, &FIND_PROGRAM, token_hash, now, guarded, ret);
}

WL_SQL (LIST_ENDED,
        "SELECT place - 1 FROM unnest ($1::bytea[]) WITH ORDINALITY AS asked (hash, place) "
        "WHERE NOT EXISTS (SELECT FROM session WHERE token_hash = hash AND expires_at > $2)"
        "  AND NOT EXISTS (SELECT FROM api_token WHERE token_hash = hash AND expires_at > $2)");

wl_status
store_list_ended (wl_db_t *db, wl_arena_t *arena, const wl_bytes_t *hashes, size_t count,
                  wl_time_t now, uint32_t **ret, size_t *ret_count)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &LIST_ENDED, &rows, wl_p_blobs (hashes, count), wl_p_time (now)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (arena, *ret_count, sizeof **ret);
    for (int row = 0; row < rows.count; row++)
        (*ret)[row] = (uint32_t) wl_row_int (&rows, row, 0);
    return WL_OK;
}

/* ---- sessions ---- */

WL_SQL (ADD_SESSION, "WITH expired AS ("
                     "  DELETE FROM session WHERE id IN ("
                     "    SELECT id FROM session WHERE expires_at <= $4"
                     "    ORDER BY expires_at LIMIT 10 FOR UPDATE SKIP LOCKED))"
                     "INSERT INTO session"
                     "  (id, token_hash, account_id, created_at, expires_at, second_factor, device,"
                     "   assumed_by)"
                     "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");

WL_SQL (END_SESSION, "DELETE FROM session WHERE id = $1");

WL_SQL (END_SESSIONS, "DELETE FROM session WHERE account_id = $1 AND id IS DISTINCT FROM $2");

WL_SQL (END_OWN_SESSION, "DELETE FROM session WHERE account_id = $1 AND id = $2");

WL_SQL (
    LIST_SESSIONS,
    "SELECT id, device, created_at, coalesce (seen_at, created_at) AS seen_at, expires_at,"
    "       id = $2 AS current, second_factor "
    "FROM session WHERE account_id = $1 AND expires_at > $3 ORDER BY created_at DESC LIMIT 500");

void
store_add_session (wl_db_t *db, const store_session_t *session)
{
    wl_defer (db, &ADD_SESSION, wl_p_uuid (session->id),
              wl_p_bytes (session->token_hash, TOKEN_HASH), wl_p_uuid (session->account_id),
              wl_p_time (session->created_at), wl_p_time (session->expires_at),
              wl_p_bool (session->second_factor), wl_p_text (session->device),
              wl_p_uuid (session->assumed_by));
}

void
store_end_session (wl_db_t *db, const char *id)
{
    wl_defer (db, &END_SESSION, wl_p_uuid (id));
}

void
store_end_sessions (wl_db_t *db, const char *account_id, const char *except)
{
    wl_defer (db, &END_SESSIONS, wl_p_uuid (account_id), wl_p_uuid (except));
}

static wl_status
found (wl_status status, const wl_rows_t *rows)
{
    WL_TRY (status);
    return rows->affected > 0 ? WL_OK : WL_NOT_FOUND;
}

wl_status
store_end_own_session (wl_db_t *db, const char *account_id, const char *id)
{
    wl_rows_t rows;

    return found (wl_run (db, &END_OWN_SESSION, &rows, wl_p_uuid (account_id), wl_p_uuid (id)),
                  &rows);
}

wl_status
store_list_sessions (wl_db_t *db, const char *account_id, const char *current, wl_time_t now,
                     Gateway__OpenSession ***ret, size_t *ret_count)
{
    wl_rows_t rows;
    ProtobufCMessage **sessions;

    WL_TRY (wl_run (db, &LIST_SESSIONS, &rows, wl_p_uuid (account_id), wl_p_uuid (current),
                    wl_p_time (now)));
    wl_rows_messages (db, &rows, &gateway__open_session__descriptor, ret_count, &sessions);
    *ret = (Gateway__OpenSession **) sessions;
    return WL_OK;
}

/* The hundred seen last are kept: a program that signs in anew each time makes one each time. */
WL_SQL (NOTE_DEVICE, "WITH known AS ("
                     "  SELECT count (*) AS devices, bool_or (token_hash = $2) AS this,"
                     "         count (*) FILTER (WHERE first_at > $3 - interval '1 hour') AS recent"
                     "  FROM device WHERE account_id = $1"
                     "), dropped AS ("
                     "  DELETE FROM device WHERE account_id = $1 AND token_hash IN ("
                     "    SELECT token_hash FROM device WHERE account_id = $1 AND token_hash <> $2"
                     "    ORDER BY seen_at DESC OFFSET 99)"
                     "), noted AS ("
                     "  INSERT INTO device (account_id, token_hash, first_at, seen_at)"
                     "  VALUES ($1, $2, $3, $3)"
                     "  ON CONFLICT (account_id, token_hash) DO UPDATE SET seen_at = $3)"
                     "SELECT devices > 0 AND NOT this AND recent <= 5 FROM known");

wl_status
store_note_device (wl_db_t *db, const char *account_id, const uint8_t token_hash[TOKEN_HASH],
                   wl_time_t now, bool *ret_new)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &NOTE_DEVICE, &rows, wl_p_uuid (account_id),
                    wl_p_bytes (token_hash, TOKEN_HASH), wl_p_time (now)));
    *ret_new = wl_row_bool (&rows, 0, 0);
    return WL_OK;
}

/* ---- tokens of programs ---- */

WL_SQL (ADD_TOKEN,
        "WITH owner AS ("
        "  SELECT id FROM account WHERE id = $2 AND (service OR NOT $11) FOR UPDATE"
        "), expired AS ("
        "  DELETE FROM api_token WHERE account_id = $2 AND expires_at <= $9"
        "), working AS ("
        "  SELECT count (*) AS tokens FROM api_token WHERE account_id = $2 AND expires_at > $9"
        "), added AS ("
        "  INSERT INTO api_token (id, account_id, token_hash, name, roles, read_only, call_id,"
        "                         second_factor, created_at, expires_at, programme_id)"
        "  SELECT $1, owner.id, $3, $4, $5, $6, $7, $8, $9, $10, $12 FROM owner, working"
        "  WHERE tokens < 50 RETURNING id)"
        "SELECT added.id IS NOT NULL FROM owner LEFT JOIN added ON true");

#define OWNER "(SELECT id FROM account WHERE id = $1 AND (service OR NOT $3))"

WL_SQL (END_TOKEN, "DELETE FROM api_token WHERE account_id = " OWNER " AND id = $2");

WL_SQL (LIST_TOKENS, "SELECT id, name, roles, NOT read_only AS write, call_id, created_at,"
                     "       expires_at, used_at, programme_id "
                     "FROM api_token WHERE account_id = " OWNER " AND expires_at > $2 "
                     "ORDER BY created_at DESC");

wl_status
store_add_token (wl_db_t *db, const store_token_t *token, bool service)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &ADD_TOKEN, &rows, wl_p_uuid (token->id), wl_p_uuid (token->account_id),
                    wl_p_bytes (token->token_hash, TOKEN_HASH), wl_p_text (token->name),
                    wl_p_ints (token->roles, token->role_count), wl_p_bool (token->read_only),
                    wl_p_uuid (token->call_id), wl_p_bool (token->second_factor),
                    wl_p_time (token->created_at), wl_p_time (token->expires_at),
                    wl_p_bool (service), wl_p_uuid (token->programme_id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    return wl_row_bool (&rows, 0, 0) ? WL_OK : WL_RESOURCE_EXHAUSTED;
}

wl_status
store_end_token (wl_db_t *db, const char *account_id, const char *id, bool service)
{
    wl_rows_t rows;

    return found (
        wl_run (db, &END_TOKEN, &rows, wl_p_uuid (account_id), wl_p_uuid (id), wl_p_bool (service)),
        &rows);
}

wl_status
store_list_tokens (wl_db_t *db, const char *account_id, bool service, wl_time_t now,
                   Gateway__ApiToken ***ret, size_t *ret_count)
{
    wl_rows_t rows;
    ProtobufCMessage **tokens;

    WL_TRY (wl_run (db, &LIST_TOKENS, &rows, wl_p_uuid (account_id), wl_p_time (now),
                    wl_p_bool (service)));
    wl_rows_messages (db, &rows, &gateway__api_token__descriptor, ret_count, &tokens);
    *ret = (Gateway__ApiToken **) tokens;
    return WL_OK;
}
