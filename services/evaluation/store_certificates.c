#include "store_certificates.h"

#include "store.h"
#include "wlacznik/intake.pb-c.h"

WL_SQL (select_work, "select count (*), min (locked_at), max (locked_at) from card"
                     " where call_id = $1 and assessor_user_id = $2 and state = " SQL_CARD_LOCKED
                     " and not rehearsed (call_id)");

wl_status
store_my_work (wl_request_t *req, const char *call_id, store_work_t *ret)
{
    wl_rows_t rows;

    WL_TRY (
        wl_run (wl_db (req), &select_work, &rows, wl_p_uuid (call_id), wl_p_uuid (wl_user (req))));
    *ret = (store_work_t){ (uint32_t) wl_row_int (&rows, 0, 0), wl_row_time (&rows, 0, 1),
                           wl_row_time (&rows, 0, 2) };
    return WL_OK;
}

static wl_status
read_names (wl_request_t *req, const wl_rows_t *rows, int row, int column, char **ret_code,
            Wlacznik__LocalText **ret_title)
{
    Intake__CallDefinition *definition;

    WL_TRY (
        store_unpack (req, rows, row, column, &intake__call_definition__descriptor, &definition));
    *ret_code = definition->code;
    *ret_title = definition->title;
    return WL_OK;
}

WL_SQL (select_assessed,
        "select c.id, n.cards, c.definition from (select call_id, count (*) as cards,"
        " max (locked_at) as last_at from card where assessor_user_id = $1"
        " and state = " SQL_CARD_LOCKED
        " and not rehearsed (call_id) group by call_id) n join call c on c.id = n.call_id"
        " order by n.last_at desc limit 200");

wl_status
store_certifiable_calls (wl_request_t *req, size_t *ret_count, Evaluation__CertifiableCall ***ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_assessed, &rows, wl_p_uuid (wl_user (req))));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++) {
        Evaluation__CertifiableCall *call = wl_arena_alloc (wl_arena (req), sizeof *call);
        evaluation__certifiable_call__init (call);
        call->call_id = wl_row_text (wl_db (req), &rows, i, 0);
        call->cards = (uint32_t) wl_row_int (&rows, i, 1);
        WL_TRY (read_names (req, &rows, i, 2, &call->code, &call->title));
        (*ret)[i] = call;
    }
    return WL_OK;
}

WL_SQL (select_call_names, "select definition from call where id = $1");

wl_status
store_call_names (wl_request_t *req, const char *call_id, char **ret_code,
                  Wlacznik__LocalText **ret_title)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_call_names, &rows, wl_p_uuid (call_id)));
    return rows.count == 0 ? WL_NOT_FOUND : read_names (req, &rows, 0, 0, ret_code, ret_title);
}

/* ---- certificates ---- */

#define CERTIFICATE_COLUMNS                                                                       \
    "select t.code, t.call_id, t.name, t.cards, t.first_on, t.last_on, t.issued_at, t.statement," \
    " t.signature, t.public_key, c.definition from certificate t join call c on c.id = t.call_id"

static char *
hexadecimal (wl_request_t *req, wl_bytes_t bytes)
{
    char *ret = wl_arena_alloc (wl_arena (req), 2 * bytes.length + 1);

    wl_hex (bytes.data, bytes.length, ret);
    return ret;
}

static wl_status
read_certificate (wl_request_t *req, const wl_rows_t *rows, int row, store_certificate_t *ret)
{
    Evaluation__Certificate *to = wl_arena_alloc (wl_arena (req), sizeof *to);
    wl_db_t *db = wl_db (req);

    evaluation__certificate__init (to);
    to->code = certificate_code_show (wl_arena (req), wl_row_text (db, rows, row, 0));
    to->call_id = wl_row_text (db, rows, row, 1);
    to->name = wl_row_text (db, rows, row, 2);
    to->cards = (uint32_t) wl_row_int (rows, row, 3);
    to->first_on = wl_row_text (db, rows, row, 4);
    to->last_on = wl_row_text (db, rows, row, 5);
    to->issued_at = wl_timestamp (wl_arena (req), wl_row_time (rows, row, 6));
    to->statement = wl_row_text (db, rows, row, 7);
    ret->certificate = to;
    ret->signature = wl_row_bytes (rows, row, 8);
    ret->public_key = wl_row_bytes (rows, row, 9);
    if (ret->signature.length != CERTIFICATE_SIGNATURE ||
        ret->public_key.length != CERTIFICATE_PUBLIC)
        return WL_DATA_LOSS;
    to->signature = hexadecimal (req, ret->signature);
    to->public_key = hexadecimal (req, ret->public_key);
    return read_names (req, rows, row, 10, &to->call_code, &to->call_title);
}

WL_SQL (select_certificate, CERTIFICATE_COLUMNS " where t.code = $1");

wl_status
store_certificate (wl_request_t *req, const char *code, store_certificate_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_certificate, &rows, wl_p_text (code)));
    return rows.count == 0 ? WL_NOT_FOUND : read_certificate (req, &rows, 0, ret);
}

WL_SQL (select_my_certificates, CERTIFICATE_COLUMNS " where t.user_id = $1"
                                                    " order by t.issued_at desc limit 200");

wl_status
store_my_certificates (wl_request_t *req, size_t *ret_count, store_certificate_t **ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_my_certificates, &rows, wl_p_uuid (wl_user (req))));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        WL_TRY (read_certificate (req, &rows, i, &(*ret)[i]));
    return WL_OK;
}

WL_SQL (
    insert_certificate,
    "insert into certificate (code, user_id, call_id, name, cards, first_on, last_on, issued_at,"
    " statement, signature, public_key) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");

void
store_certificate_put (wl_request_t *req, const char *code,
                       const Evaluation__Certificate *certificate, const uint8_t *signature,
                       const uint8_t *public_key)
{
    wl_defer (wl_db (req), &insert_certificate, wl_p_text (code), wl_p_uuid (wl_user (req)),
              wl_p_uuid (certificate->call_id), wl_p_text (certificate->name),
              wl_p_int (certificate->cards), wl_p_text (certificate->first_on),
              wl_p_text (certificate->last_on),
              wl_p_time (wl_timestamp_time (certificate->issued_at)),
              wl_p_text (certificate->statement), wl_p_bytes (signature, CERTIFICATE_SIGNATURE),
              wl_p_bytes (public_key, CERTIFICATE_PUBLIC));
}

WL_SQL (delete_certificate, "delete from certificate where code = $1 and user_id = $2");

wl_status
store_certificate_delete (wl_request_t *req, const char *code)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &delete_certificate, &rows, wl_p_text (code),
                    wl_p_uuid (wl_user (req))));
    return rows.affected == 0 ? WL_NOT_FOUND : WL_OK;
}

WL_SQL (erase_certificates, "delete from certificate where user_id = $1");

void
store_certificates_erase (wl_request_t *req, const char *user_id)
{
    wl_defer (wl_db (req), &erase_certificates, wl_p_uuid (user_id));
}
