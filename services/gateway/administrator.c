#include "administrator.h"

#include "message/message.h"
#include "password.h"
#include "store_roles.h"

static wl_status
check (wl_arena_t *arena, const char *email, const char *name, const char *password,
       const char *locale, wl_error_t *error)
{
    Gateway__RegisterRequest as_registered = GATEWAY__REGISTER_REQUEST__INIT;

    as_registered.email = wl_text_copy (arena, email);
    as_registered.name = wl_text_copy (arena, name);
    as_registered.password = wl_text_copy (arena, password);
    as_registered.locale = wl_text_copy (arena, locale);
    WL_TRY (wl_message_validate (&as_registered.base, locale, error));
    if (!password_is_obvious (password, email, name))
        return WL_OK;
    wl_error_add_field (error, "password", "too-common", "%s",
                        "This password is among the first that a stranger tries.");
    return WL_INVALID_ARGUMENT;
}

static wl_status
add (wl_db_t *db, const store_account_t *account)
{
    wl_db_begin (db);
    WL_TRY (store_add_account (db, account));
    store_grant (
        db,
        &(store_grant_t){ .account_id = account->id, .role = WL_ROLE_ADMINISTRATOR, .region = "*" },
        account->created_at);
    return wl_db_commit (db);
}

wl_status
gateway_create_administrator (wl_db_t *db, wl_arena_t *arena, const char *email, const char *name,
                              const char *password, const char *locale, wl_time_t now,
                              wl_error_t *error)
{
    wl_uuid_t uuid = wl_uuid_new (now);
    char id[WL_UUID_TEXT], hash[PASSWORD_HASH_TEXT];
    store_account_t account = { id, email, name, locale, hash, now };
    passwords_t *passwords;
    wl_status status;

    WL_TRY (check (arena, email, name, password, locale, error));
    wl_uuid_format (&uuid, id);
    passwords = passwords_new (1);
    status = passwords_hash (passwords, password, hash);
    passwords_destroy (&passwords);
    if (status == WL_OK)
        status = add (db, &account);
    wl_db_rollback (db);
    if (status == WL_ALREADY_EXISTS)
        return wl_error_set (error, status, "account-exists", "%s",
                             "There is an account with this address already.");
    return status == WL_OK
               ? WL_OK
               : wl_error_set (error, status, "account-not-created",
                               "The account could not be created: %s", wl_db_error (db));
}
