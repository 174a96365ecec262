/* Accounts and their roles. */
#include <string.h>

#include "base/identifiers.h"
#include "requests.h"

enum { LIST_STANDARD = 50 };

/* ---- accounts ---- */

wl_status
gateway_get_me (wl_request_t *req, const Gateway__GetMeRequest *in, Gateway__Account *out)
{
    (void) in;
    WL_TRY (requests_read_account (req, wl_user (req), out));
    out->second_factor_needed = wl_actor (req)->second_factor_needed;
    return WL_OK;
}

wl_status
gateway_list_accounts (wl_request_t *req, const Gateway__ListAccountsRequest *in,
                       Gateway__ListAccountsResponse *out)
{
    uint32_t limit = wl_page_limit (in->limit, LIST_STANDARD);
    char *after, *last;

    WL_TRY (wl_cursor_open (req, in->cursor, &after));
    WL_TRY (store_list_accounts (wl_db (req), wl_arena (req), in->query, after ? after : "", limit,
                                 &out->accounts, &out->n_accounts, &last));
    if (out->n_accounts > limit) {
        out->n_accounts = limit;
        out->next_cursor = wl_cursor_make (req, last);
    }
    return WL_OK;
}

wl_status
gateway_get_contacts (wl_request_t *req, const Gateway__GetContactsRequest *in,
                      Gateway__GetContactsResponse *out)
{
    return store_list_contacts (wl_db (req), in->user_ids, in->n_user_ids, &out->contacts,
                                &out->n_contacts);
}

/* ---- roles ---- */

static wl_status
check_grant (wl_request_t *req, wl_role_t role, const char *region)
{
    bool everywhere = strcmp (region, "*") == 0;

    if (role == WL_ROLE_PUBLIC || role == WL_ROLE_SIGNED_IN)
        return wl_fail_field (req, "role", "not-granted", "Tej roli się nie nadaje: ma ją każdy.",
                              "This role is not granted: everybody has it.");
    if (role == WL_ROLE_ADMINISTRATOR && !everywhere)
        return wl_fail_field (req, "region", "everywhere-only",
                              "Administrator działa we wszystkich regionach: podaj „*”.",
                              "An administrator works in all regions: give \"*\".");
    if (!everywhere && !wl_region_valid (region))
        return wl_fail_field (req, "region", "format",
                              "Podaj kod województwa, skrót partnera albo „*”.",
                              "Give the code of a voivodeship, a partner's short name or \"*\".");
    return WL_OK;
}

wl_status
gateway_grant_role (wl_request_t *req, const Gateway__GrantRoleRequest *in, Gateway__Account *out)
{
    wl_role_t role = (wl_role_t) in->role;

    WL_TRY (check_grant (req, role, in->region));
    store_grant (wl_db (req), in->account_id, role, in->region, wl_now (req), wl_user (req));
    return requests_read_account (req, in->account_id, out);
}

wl_status
gateway_revoke_role (wl_request_t *req, const Gateway__RevokeRoleRequest *in, Gateway__Account *out)
{
    wl_role_t role = (wl_role_t) in->role;
    bool last = false;

    if (role == WL_ROLE_ADMINISTRATOR)
        WL_TRY (store_is_last_holder (wl_db (req), role, in->account_id, &last));
    if (last)
        return wl_fail (req, WL_FAILED_PRECONDITION, "last-administrator",
                        "To jedyny administrator. Najpierw nadaj tę rolę innej osobie.",
                        "This is the only administrator. Grant the role to somebody else first.");
    store_revoke (wl_db (req), in->account_id, role, in->region);
    return requests_read_account (req, in->account_id, out);
}
