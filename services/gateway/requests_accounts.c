/* Accounts. */
#include "requests.h"
#include "store_roles.h"

enum { LIST_STANDARD = 50 };

/* ---- accounts ---- */

wl_status
gateway_get_me (wl_request_t *req, const Gateway__GetMeRequest *in, Gateway__Account *out)
{
    (void) in;
    WL_TRY (requests_read_account (req, wl_user (req), out));
    out->second_factor_needed = wl_actor (req)->second_factor_needed;
    out->assumed = !wl_text_empty (wl_actor (req)->assumed_by);
    return WL_OK;
}

wl_status
gateway_get_account (wl_request_t *req, const Gateway__GetAccountRequest *in, Gateway__Account *out)
{
    return requests_read_account (req, in->account_id, out);
}

wl_status
gateway_list_accounts (wl_request_t *req, const Gateway__ListAccountsRequest *in,
                       Gateway__ListAccountsResponse *out)
{
    uint32_t limit = wl_page_limit (in->limit, LIST_STANDARD);
    char *after, *last;
    int64_t count;

    WL_TRY (wl_cursor_open (req, in->cursor, &after));
    WL_TRY (store_list_accounts (wl_db (req), wl_arena (req), in->query, after ? after : "", limit,
                                 &out->accounts, &out->n_accounts, &last));
    if (out->n_accounts > limit) {
        out->n_accounts = limit;
        out->next_cursor = wl_cursor_make (req, last);
    }
    if (!in->total)
        return WL_OK;
    WL_TRY (store_count_accounts (wl_db (req), in->query, &count));
    wl_tell_total (count, &out->total, &out->total_is_more);
    return WL_OK;
}

wl_status
gateway_list_role_holders (wl_request_t *req, const Gateway__ListRoleHoldersRequest *in,
                           Gateway__ListRoleHoldersResponse *out)
{
    return store_list_role_holders (wl_db (req), in->role, in->region, in->programme_id,
                                    wl_now (req), out);
}

wl_status
gateway_get_contacts (wl_request_t *req, const Gateway__GetContactsRequest *in,
                      Gateway__GetContactsResponse *out)
{
    return store_list_contacts (wl_db (req), in->user_ids, in->n_user_ids, &out->contacts,
                                &out->n_contacts);
}
