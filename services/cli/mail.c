/* Mail: what waits, what did not arrive, and another try; on notification's database. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "address.h"
#include "command.h"
#include "store_outbox.h"

WL_SQL (
    MAIL_STATUS,
    "SELECT (SELECT count (*) FROM message WHERE due IS NOT NULL),"
    " (SELECT count (*) FROM dispatch WHERE channel = 1 AND ready IS NOT NULL),"
    " (SELECT count (*) FROM dispatch WHERE channel = 1 AND ready IS NOT NULL AND attempts > 0),"
    " (SELECT count (*) FROM dispatch WHERE state = 3),"
    " (SELECT count (*) FROM message WHERE state = 3 AND composed_at IS NULL),"
    " (SELECT count (*) FROM suppression),"
    " (SELECT min (created_at) FROM dispatch WHERE channel = 1 AND ready IS NOT NULL)");
/* Both kinds of what did not arrive: refused or given up on its way, and never composed. */
WL_SQL (MAIL_DEAD,
        "SELECT d.message_id, m.template, coalesce (d.last_try_at, d.created_at), d.attempts,"
        " d.domain, d.answer, m.text = '' FROM dispatch d JOIN message m ON m.id = d.message_id"
        " WHERE d.state = 3 AND d.channel = 1"
        " UNION ALL SELECT id, template, created_at, attempts, '', 'could not be composed', false"
        " FROM message WHERE state = 3 AND composed_at IS NULL ORDER BY 3 LIMIT 1000");
WL_SQL (MAIL_KEY, "SELECT value FROM secret WHERE name = $1");
WL_SQL (MAIL_SUPPRESS, "INSERT INTO suppression (address_hash, reason, created_at)"
                       " VALUES ($1, 'operator', now ()) ON CONFLICT DO NOTHING");
WL_SQL (MAIL_RELEASE, "DELETE FROM suppression WHERE address_hash = $1");

static int
failed (wl_db_t *db)
{
    int code = command_fail ("%s", wl_db_error (db));

    wl_db_destroy (&db);
    return code;
}

int
mail_status (const arguments_t *arguments)
{
    wl_db_t *db = command_database (arguments, "notification");
    char since[WL_TIME_TEXT] = "-";
    wl_rows_t rows;

    if (wl_run (db, &MAIL_STATUS, &rows) != WL_OK)
        return failed (db);
    if (!wl_row_null (&rows, 0, 6))
        wl_time_format (wl_row_time (&rows, 0, 6), since);
    printf ("to be composed        %" PRId64 "\nto be sent            %" PRId64
            "\n  tried before        %" PRId64 "\n  the oldest since    %s\n"
            "did not arrive        %" PRId64 "\nnever composed        %" PRId64
            "\nsuppressed addresses  %" PRId64 "\n",
            wl_row_int (&rows, 0, 0), wl_row_int (&rows, 0, 1), wl_row_int (&rows, 0, 2), since,
            wl_row_int (&rows, 0, 3), wl_row_int (&rows, 0, 4), wl_row_int (&rows, 0, 5));
    wl_db_destroy (&db);
    return EXIT_SUCCESS;
}

int
mail_dead (const arguments_t *arguments)
{
    wl_db_t *db = command_database (arguments, "notification");
    wl_rows_t rows;

    if (wl_run (db, &MAIL_DEAD, &rows) != WL_OK)
        return failed (db);
    for (int i = 0; i < rows.count; i++) {
        char at[WL_TIME_TEXT];
        wl_time_format (wl_row_time (&rows, i, 2), at);
        printf ("%s %s %s tries %" PRId64 " %s%s: %s\n", at, wl_row_text (db, &rows, i, 0),
                wl_row_text (db, &rows, i, 1), wl_row_int (&rows, i, 3),
                wl_row_text (db, &rows, i, 4),
                wl_row_bool (&rows, i, 6) ? " (its text was secret: cannot be sent again)" : "",
                wl_row_text (db, &rows, i, 5));
    }
    if (rows.count == 0)
        printf ("every letter arrived or is on its way\n");
    wl_db_destroy (&db);
    return EXIT_SUCCESS;
}

int
mail_requeue (const arguments_t *arguments)
{
    const char *message = arguments_option (arguments, "message");
    const char *domain = arguments_option (arguments, "domain");
    wl_uuid_t uuid;
    int64_t count;

    if (message != NULL && !wl_uuid_parse (message, &uuid))
        return command_fail ("--message wants an id as `mail dead` shows it");
    wl_db_t *db = command_database (arguments, "notification");
    if (store_requeue_mail (db, message, domain, &count) != WL_OK)
        return failed (db);
    printf ("%" PRId64 " letters are tried again\n", count);
    wl_db_destroy (&db);
    return EXIT_SUCCESS;
}

/* Runs a statement on the hash of the one address that the command names. */
static int
with_address (const arguments_t *arguments, const wl_statement_t *statement, const char *done,
              const char *nothing)
{
    uint8_t key[ADDRESS_KEY], hash[ADDRESS_HASH];
    wl_bytes_t value = { NULL, 0 };
    wl_rows_t rows;

    if (arguments->count != 1 || strchr (arguments->words[0], '@') == NULL)
        return command_fail ("name one address");
    wl_db_t *db = command_database (arguments, "notification");
    if (wl_run (db, &MAIL_KEY, &rows, wl_p_text (ADDRESS_KEY_NAME)) != WL_OK)
        return failed (db);
    if (rows.count > 0)
        value = wl_row_bytes (&rows, 0, 0);
    if (value.length != sizeof key) {
        wl_db_destroy (&db);
        return command_fail ("no letter was sent yet: there is nothing to be undone");
    }
    memcpy (key, value.data, sizeof key);
    address_hash (arguments->words[0], key, hash);
    if (wl_run (db, statement, &rows, wl_p_bytes (hash, sizeof hash)) != WL_OK)
        return failed (db);
    puts (rows.affected == 1 ? done : nothing);
    wl_db_destroy (&db);
    return EXIT_SUCCESS;
}

int
mail_suppress (const arguments_t *arguments)
{
    return with_address (arguments, &MAIL_SUPPRESS, "nothing is sent there any more",
                         "nothing was sent there anyway");
}

int
mail_release (const arguments_t *arguments)
{
    return with_address (arguments, &MAIL_RELEASE, "it is written to again",
                         "it was not on the list");
}
