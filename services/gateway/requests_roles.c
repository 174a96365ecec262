/* Roles: for a time, by two administrators where the setting asks for it; and looking at the house
 * as somebody else. */
#include <string.h>

#include "base/identifiers.h"
#include "message/message.h"
#include "messages.h"
#include "requests.h"
#include "service/log.h"
#include "store_roles.h"
#include "store_tokens.h"
#include "token.h"

static const wl_time_t ASSUMED_LIFETIME = 30 * WL_MINUTE;

wl_status
requests_check_grant (wl_request_t *req, wl_role_t role, const char *region,
                      const char *programme_id)
{
    bool everywhere = strcmp (region, "*") == 0;

    if (role == WL_ROLE_PUBLIC || role == WL_ROLE_SIGNED_IN)
        return wl_fail_field (req, "role", "not-granted", "Tej roli się nie nadaje: ma ją każdy.",
                              "This role is not granted: everybody has it.");
    if (role == WL_ROLE_ADMINISTRATOR && !everywhere)
        return wl_fail_field (req, "region", "everywhere-only",
                              "Administrator działa we wszystkich regionach: podaj „*”.",
                              "An administrator works in all regions: give \"*\".");
    if (role == WL_ROLE_ADMINISTRATOR && !wl_text_empty (programme_id))
        return wl_fail_field (
            req, "programmeId", "everywhere-only",
            "Administrator działa we wszystkich programach: nie podawaj programu.",
            "An administrator works in all programmes: give none.");
    if (!everywhere && !wl_region_valid (region))
        return wl_fail_field (req, "region", "format",
                              "Podaj kod województwa, skrót partnera albo „*”.",
                              "Give the code of a voivodeship, a partner's short name or \"*\".");
    return WL_OK;
}

static wl_status
check_dates (wl_request_t *req, const store_grant_t *grant)
{
    wl_time_t begin = grant->valid_from > wl_now (req) ? grant->valid_from : wl_now (req);

    if (grant->valid_until == 0 || grant->valid_until > begin)
        return WL_OK;
    return wl_fail_field (req, "validUntil", "too-early",
                          "Koniec musi być późniejszy niż początek i niż teraz.",
                          "The end must be later than the beginning and than now.");
}

/* The house must not be left without an administrator, now or on some later day. */
static wl_status
check_not_last (wl_request_t *req, wl_role_t role, const char *account_id)
{
    bool last = false;

    if (role == WL_ROLE_ADMINISTRATOR)
        WL_TRY (store_is_last_holder (wl_db (req), role, account_id, wl_now (req), &last));
    if (!last)
        return WL_OK;
    return wl_fail (req, WL_FAILED_PRECONDITION, "last-administrator",
                    "To jedyny administrator. Najpierw nadaj tę rolę innej osobie.",
                    "This is the only administrator. Grant the role to somebody else first.");
}

wl_status
gateway_grant_role (wl_request_t *req, const Gateway__GrantRoleRequest *in, Gateway__Account *out)
{
    store_grant_t grant = {
        .account_id = in->account_id,
        .role = (wl_role_t) in->role,
        .region = in->region,
        .programme_id = in->programme_id,
        .valid_from = wl_timestamp_time (in->valid_from),
        .valid_until = wl_timestamp_time (in->valid_until),
        .granted_by = wl_user (req),
        .four_eyes =
            (wl_role_t) in->role == WL_ROLE_ADMINISTRATOR && requests_accounts (req)->four_eyes,
    };

    WL_TRY (requests_check_grant (req, grant.role, grant.region, grant.programme_id));
    WL_TRY (check_dates (req, &grant));
    if (grant.valid_from > wl_now (req) || grant.valid_until)
        WL_TRY (check_not_last (req, grant.role, grant.account_id));
    store_grant (wl_db (req), &grant, wl_now (req));
    return requests_read_account (req, in->account_id, out);
}

wl_status
gateway_approve_role (wl_request_t *req, const Gateway__ApproveRoleRequest *in,
                      Gateway__Account *out)
{
    wl_status status = store_approve (wl_db (req), in->account_id, (wl_role_t) in->role, in->region,
                                      wl_user (req));

    if (status == WL_NOT_FOUND)
        return wl_fail (req, status, "nothing-to-approve",
                        "Nie ma roli, która czeka tu na zatwierdzenie.",
                        "There is no role that waits here for approval.");
    if (status == WL_PERMISSION_DENIED)
        return wl_fail (req, status, "second-pair-of-eyes",
                        "Zatwierdzić musi inny administrator niż ten, który nadał rolę.",
                        "Another administrator than the one who granted the role must approve it.");
    WL_TRY (status);
    return requests_read_account (req, in->account_id, out);
}

wl_status
gateway_revoke_role (wl_request_t *req, const Gateway__RevokeRoleRequest *in, Gateway__Account *out)
{
    wl_role_t role = (wl_role_t) in->role;

    if (wl_text_empty (in->programme_id))
        WL_TRY (check_not_last (req, role, in->account_id));
    store_revoke (wl_db (req), in->account_id, role, in->region, in->programme_id);
    return requests_read_account (req, in->account_id, out);
}

/* ---- looking at the house as somebody else ---- */

static wl_status
check_assuming (wl_request_t *req, const char *account_id)
{
    uint32_t roles;

    WL_TRY (requests_need_session (req));
    if (!requests_accounts (req)->assuming)
        return wl_fail (req, WL_FAILED_PRECONDITION, "assuming-off",
                        "Operator nie włączył oglądania systemu oczami innych osób.",
                        "The operator has not turned on looking at the house as somebody else.");
    WL_TRY (store_roles_of (wl_db (req), account_id, wl_now (req), &roles));
    if ((roles & WL_ROLE_BIT (WL_ROLE_ADMINISTRATOR)) == 0)
        return WL_OK;
    return wl_fail (req, WL_PERMISSION_DENIED, "not-of-administrators",
                    "Nie można patrzeć oczami innego administratora.",
                    "Nobody looks at the house as another administrator.");
}

/* The session only reads (store_tokens.c). It has the second factor of who asked. */
static void
open_assumed (wl_request_t *req, const char *account_id, Gateway__Session *out)
{
    uint8_t digest[TOKEN_HASH];
    store_session_t session = {
        .id = requests_new_id (req),
        .account_id = account_id,
        .assumed_by = wl_user (req),
        .device = "",
        .token_hash = digest,
        .second_factor = wl_actor (req)->second_factor,
        .created_at = wl_now (req),
        .expires_at = wl_now (req) + ASSUMED_LIFETIME,
    };

    out->token = wl_arena_alloc (wl_arena (req), TOKEN_TEXT);
    token_make (out->token);
    token_hash (out->token, digest);
    store_add_session (wl_db (req), &session);
    out->expires_at = wl_timestamp (wl_arena (req), session.expires_at);
    wl_log (WL_LOG_INFO, NULL, "account assumed", WL_LOG_TEXT ("by", wl_user (req)),
            WL_LOG_TEXT ("account", account_id));
}

wl_status
gateway_assume_account (wl_request_t *req, const Gateway__AssumeAccountRequest *in,
                        Gateway__Session *out)
{
    store_addressee_t owner;

    WL_TRY (check_assuming (req, in->account_id));
    out->account =
        (Gateway__Account *) wl_message_new (wl_arena (req), &gateway__account__descriptor);
    WL_TRY (requests_read_account (req, in->account_id, out->account));
    out->account->assumed = true;
    open_assumed (req, in->account_id, out);
    if (out->account->service)
        return WL_OK;
    owner = (store_addressee_t){ .has_account = true,
                                 .user_id = in->account_id,
                                 .email = out->account->email,
                                 .name = out->account->name,
                                 .locale = out->account->locale };
    messages_send (req, requests_new_id (req), &owner, "account-assumed",
                   (const char *const[]){ "reason", in->reason, NULL });
    return WL_OK;
}
