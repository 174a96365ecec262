/* Roles and invitations: their rows. SQL stands only in store*.c. */
#pragma once

#include "store.h"

/* "AND ...": the row of account_role or role_held, named `held`, works at $2. */
#define STORE_ROLE_WORKS                                  \
    "  AND NOT held.proposed"                             \
    "  AND coalesce (held.valid_from, '-infinity') <= $2" \
    "  AND coalesce (held.valid_until, 'infinity') > $2 "

typedef struct store_grant {
    const char *account_id;
    wl_role_t role;
    const char *region;
    const char *programme_id;          /* "" or NULL: all; never an administrator's */
    wl_time_t valid_from, valid_until; /* 0: open */
    const char *granted_by;            /* NULL: the operators' tool */
    /* Waits for a second administrator, unless there is no other but who grants it. */
    bool four_eyes;
} store_grant_t;

/* Grants, or changes from and until when; what works already goes on working. Does nothing when the
 * account is not there. Deferred. */
void store_grant (wl_db_t *db, const store_grant_t *grant, wl_time_t now);
/* Takes back the grant for this programme, or with "" the one for all. Deferred. */
void store_revoke (wl_db_t *db, const char *account_id, wl_role_t role, const char *region,
                   const char *programme_id);

/* Makes a proposed grant work. WL_NOT_FOUND when there is none; WL_PERMISSION_DENIED when `by`
 * proposed it. */
WL_MUST_CHECK wl_status store_approve (wl_db_t *db, const char *account_id, wl_role_t role,
                                       const char *region, const char *by);

/* Whether nobody but this account holds the role without an end. Locks its rows, so that two who
 * take the role from each other do not both succeed. */
WL_MUST_CHECK wl_status store_is_last_holder (wl_db_t *db, wl_role_t role, const char *account_id,
                                              wl_time_t now, bool *ret);

/* Of the roles that work: what a sign-in by link and the assuming of an account depend on. */
WL_MUST_CHECK wl_status store_roles_of (wl_db_t *db, const char *account_id, wl_time_t now,
                                        uint32_t *ret_mask);

/* ---- invitations ---- */

typedef struct store_invitation {
    const char *id, *email, *name, *locale, *region;
    const char *programme_id; /* "": all */
    const char *invited_by;
    wl_role_t role;
    const uint8_t *token_hash;
    wl_time_t valid_until; /* of the role; 0: open */
    wl_time_t invited_at, expires_at;
} store_invitation_t;

/* Drops a few that have expired. WL_RESOURCE_EXHAUSTED when the address was invited three times
 * within the day. */
WL_MUST_CHECK wl_status store_add_invitation (wl_db_t *db, const store_invitation_t *invitation);

/* Within the scopes (wl_role_scopes). Only those to `role`, 0: to any. */
typedef struct store_reach {
    const char *const *scopes;
    size_t scope_count;
    wl_role_t role;
} store_reach_t;

WL_MUST_CHECK wl_status store_list_invitations (wl_db_t *db, const store_reach_t *reach,
                                                wl_time_t now, Gateway__Invitation ***ret,
                                                size_t *ret_count);
/* WL_NOT_FOUND, also for one beyond the reach. */
WL_MUST_CHECK wl_status store_revoke_invitation (wl_db_t *db, const store_reach_t *reach,
                                                 const char *id);

typedef struct store_taken_invitation {
    const char *email, *name, *locale, *region, *invited_by;
    const char *programme_id; /* "": all */
    const char *account_id;   /* of the address; "": none yet */
    wl_role_t role;
    wl_time_t valid_until;
} store_taken_invitation_t;

/* Uses the invitation up. WL_NOT_FOUND when there is none or it has expired. */
WL_MUST_CHECK wl_status store_take_invitation (wl_db_t *db, const uint8_t token_hash[TOKEN_HASH],
                                               wl_time_t now, store_taken_invitation_t *ret);

/* Whose grant of the role, for the region or for all, and for the programme or for all, works at
 * `now`; at most 200. */
WL_MUST_CHECK wl_status store_list_role_holders (wl_db_t *db, Wlacznik__Role role,
                                                 const char *region, const char *programme_id,
                                                 wl_time_t now,
                                                 Gateway__ListRoleHoldersResponse *ret);

/* Takes an account away, with sessions, tokens, roles, links, and what waits under its address. The
 * last administrator's `ret_stays`. */
WL_MUST_CHECK wl_status store_account_erase (wl_db_t *db, const char *account_id, bool *ret_stays);
