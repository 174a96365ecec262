#include "store_erasure.h"

#define NOBODY "'00000000-0000-0000-0000-000000000000'"

/* What the other side of a mail server answered may quote the address. */
WL_SQL (EMPTY_LETTERS,
        "WITH emptied AS (UPDATE message SET user_id = NULL, email = '', subject = '', text = '',"
        "  facts = NULL, due = NULL, state = CASE WHEN state = 1 THEN 4 ELSE state END"
        "  WHERE user_id = $1 AND (application_id IS NULL OR NOT application_id = ANY ($2))"
        "  RETURNING id)"
        " UPDATE dispatch SET address_hash = NULL, answer = '', ready = NULL,"
        "  state = CASE WHEN state = 1 THEN 5 ELSE state END"
        " FROM emptied WHERE dispatch.message_id = emptied.id");
WL_SQL (EMPTY_RECIPIENTS,
        "UPDATE mailing_recipient SET facts = NULL, each = CASE WHEN each = " NOBODY
        " THEN gen_random_uuid () ELSE each END, user_id = " NOBODY " WHERE user_id = $1");
WL_SQL (DELETE_SETTINGS, "DELETE FROM settings WHERE user_id = $1");
WL_SQL (DELETE_DIGESTS, "DELETE FROM digest_item WHERE user_id = $1");
WL_SQL (DELETE_DRAFTS, "DELETE FROM draft WHERE user_id = $1");
WL_SQL (DELETE_WEBHOOKS, "DELETE FROM webhook WHERE user_id = $1");
WL_SQL (DELETE_FEED, "DELETE FROM inbox_feed WHERE user_id = $1");
WL_SQL (DELETE_CHANNELS, "DELETE FROM channel_address WHERE user_id = $1");

void
store_letters_erase (wl_db_t *db, const char *user_id, char *const *kept_ids, size_t count)
{
    wl_defer (db, &EMPTY_LETTERS, wl_p_uuid (user_id),
              wl_p_uuids ((const char *const *) kept_ids, count));
}

void
store_addresses_erase (wl_db_t *db, const char *user_id)
{
    const wl_statement_t *const statements[] = { &EMPTY_RECIPIENTS, &DELETE_SETTINGS,
                                                 &DELETE_DIGESTS,   &DELETE_DRAFTS,
                                                 &DELETE_WEBHOOKS,  &DELETE_FEED,
                                                 &DELETE_CHANNELS };

    for (size_t i = 0; i < sizeof statements / sizeof statements[0]; i++)
        wl_defer (db, statements[i], wl_p_uuid (user_id));
}
