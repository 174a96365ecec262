/* Inviting people by e-mail to a role, whether or not they have an account. */
#include "messages.h"
#include "requests.h"
#include "store_roles.h"
#include "token.h"

static const wl_time_t LIFETIME = 14 * 24 * WL_HOUR;

/* Whose invitations the caller sees: all, or assessors' of the caller's programmes and regions.
 * Owners work in every region of theirs. */
static void
find_reach (wl_request_t *req, store_reach_t *ret)
{
    static const char *const everywhere[] = { "*/*" };
    const char *const *coordinated, *const *owned;
    size_t coordinated_count, owned_count;
    const char **scopes;

    *ret = (store_reach_t){ everywhere, 1, (wl_role_t) 0 };
    if (wl_has_role (req, WL_ROLE_ADMINISTRATOR, NULL))
        return;
    wl_role_scopes (req, WL_ROLE_COORDINATOR, &coordinated, &coordinated_count);
    wl_role_programmes (req, WL_ROLE_OWNER, &owned, &owned_count);
    scopes = wl_arena_array (wl_arena (req), coordinated_count + owned_count + 1, sizeof *scopes);
    for (size_t i = 0; i < coordinated_count; i++)
        scopes[i] = coordinated[i];
    for (size_t i = 0; i < owned_count; i++)
        scopes[coordinated_count + i] = wl_text_printf (wl_arena (req), "%s/*", owned[i]);
    *ret = (store_reach_t){ scopes, coordinated_count + owned_count, WL_ROLE_ASSESSOR };
}

/* To everything but administration, or assessors to the caller's regions of the programme that the
 * request names. */
static bool
may_invite (wl_request_t *req, wl_role_t role, const char *region)
{
    if (wl_has_role (req, WL_ROLE_ADMINISTRATOR, NULL))
        return role != WL_ROLE_ADMINISTRATOR;
    return role == WL_ROLE_ASSESSOR && (wl_has_role (req, WL_ROLE_OWNER, NULL) ||
                                        wl_has_role (req, WL_ROLE_COORDINATOR, region));
}

static wl_status
check (wl_request_t *req, const Gateway__InviteRequest *in)
{
    wl_role_t role = (wl_role_t) in->role;

    WL_TRY (requests_check_grant (req, role, in->region, in->programme_id));
    if (in->valid_until && wl_timestamp_time (in->valid_until) <= wl_now (req))
        return wl_fail_field (req, "validUntil", "too-early",
                              "Koniec musi być późniejszy niż teraz.",
                              "The end must be later than now.");
    if (may_invite (req, role, in->region))
        return WL_OK;
    return wl_fail (req, WL_PERMISSION_DENIED, "role-beyond-reach",
                    "Do tej roli w tym regionie nie możesz zapraszać.",
                    "You cannot invite to this role in this region.");
}

static void
describe (wl_request_t *req, const store_invitation_t *invitation, Gateway__Invitation *out)
{
    wl_arena_t *arena = wl_arena (req);

    out->id = wl_text_copy (arena, invitation->id);
    out->email = wl_text_copy (arena, invitation->email);
    out->name = wl_text_copy (arena, invitation->name);
    out->role = (Wlacznik__Role) invitation->role;
    out->region = wl_text_copy (arena, invitation->region);
    out->programme_id = wl_text_copy (arena, invitation->programme_id);
    if (invitation->valid_until)
        out->valid_until = wl_timestamp (arena, invitation->valid_until);
    out->invited_at = wl_timestamp (arena, invitation->invited_at);
    out->expires_at = wl_timestamp (arena, invitation->expires_at);
}

wl_status
gateway_invite (wl_request_t *req, const Gateway__InviteRequest *in, Gateway__Invitation *out)
{
    char token[TOKEN_TEXT];
    uint8_t hash[TOKEN_HASH];
    store_invitation_t invitation = {
        .id = requests_new_id (req),
        .email = in->email,
        .name = in->name,
        .locale = wl_text_empty (in->locale) ? wl_locale (req) : in->locale,
        .region = in->region,
        .programme_id = in->programme_id,
        .invited_by = wl_user (req),
        .role = (wl_role_t) in->role,
        .token_hash = hash,
        .valid_until = wl_timestamp_time (in->valid_until),
        .invited_at = wl_now (req),
        .expires_at = wl_now (req) + LIFETIME,
    };
    store_addressee_t to = {
        .user_id = "", .email = in->email, .name = in->name, .locale = invitation.locale
    };
    wl_status status;

    WL_TRY (check (req, in));
    token_make (token);
    token_hash (token, hash);
    status = store_add_invitation (wl_db (req), &invitation);
    if (status == WL_RESOURCE_EXHAUSTED)
        return wl_fail (req, WL_FAILED_PRECONDITION, "invited-too-often",
                        "Ten adres dostał dziś już trzy zaproszenia. Poczekaj do jutra.",
                        "This address got three invitations today. Wait until tomorrow.");
    WL_TRY (status);
    messages_send (req, invitation.id, &to, "invitation",
                   (const char *const[]){ "token", token, NULL });
    describe (req, &invitation, out);
    return WL_OK;
}

wl_status
gateway_invite_many (wl_request_t *req, const Gateway__InviteManyRequest *in,
                     Wlacznik__ItemOutcomes *out)
{
    return wl_items_run (req, "Invite", (const ProtobufCMessage *const *) in->invitations,
                         in->n_invitations, out);
}

wl_status
gateway_list_invitations (wl_request_t *req, const Gateway__ListInvitationsRequest *in,
                          Gateway__ListInvitationsResponse *out)
{
    store_reach_t reach;

    (void) in;
    find_reach (req, &reach);
    return store_list_invitations (wl_db (req), &reach, wl_now (req), &out->invitations,
                                   &out->n_invitations);
}

wl_status
gateway_revoke_invitation (wl_request_t *req, const Gateway__RevokeInvitationRequest *in,
                           Wlacznik__Empty *out)
{
    store_reach_t reach;

    (void) out;
    find_reach (req, &reach);
    return store_revoke_invitation (wl_db (req), &reach, in->invitation_id);
}

/* ---- accepting ---- */

static wl_status
hash_password (wl_request_t *req, const store_taken_invitation_t *invitation, const char *password,
               char ret[PASSWORD_HASH_TEXT])
{
    *ret = '\0';
    if (wl_text_empty (password) && invitation->role == WL_ROLE_ASSESSOR)
        return WL_OK;
    if (wl_text_empty (password))
        return wl_fail_field (req, "password", "required", "Wybierz hasło do nowego konta.",
                              "Choose a password for the new account.");
    WL_TRY (requests_check_new_password (req, "password", password, invitation->email,
                                         invitation->name));
    return requests_hash_password (req, password, ret);
}

static wl_status
open_account (wl_request_t *req, const store_taken_invitation_t *invitation, const char *password,
              const char **ret_id)
{
    char hash[PASSWORD_HASH_TEXT];
    store_account_t account = {
        .id = requests_new_id (req),
        .email = invitation->email,
        .name = invitation->name,
        .locale = invitation->locale,
        .password_hash = hash,
        .created_at = wl_now (req),
    };

    WL_TRY (hash_password (req, invitation, password, hash));
    *ret_id = account.id;
    return store_add_account (wl_db (req), &account);
}

/* An account that exists keeps its password: who reads its mail may reset it anyway, knowingly. */
wl_status
gateway_accept_invitation (wl_request_t *req, const Gateway__AcceptInvitationRequest *in,
                           Gateway__Account *out)
{
    store_taken_invitation_t invitation;
    store_grant_t grant;
    uint8_t hash[TOKEN_HASH];
    const char *id;
    wl_status status;

    token_hash (in->token, hash);
    status = store_take_invitation (wl_db (req), hash, wl_now (req), &invitation);
    if (status == WL_NOT_FOUND)
        return wl_fail (req, status, "link-not-valid",
                        "To zaproszenie wygasło, wycofano je albo już je przyjęto.",
                        "This invitation has expired, was taken back or accepted before.");
    WL_TRY (status);
    id = invitation.account_id;
    if (!*id)
        WL_TRY (open_account (req, &invitation, in->password, &id));
    grant = (store_grant_t){
        .account_id = id,
        .role = invitation.role,
        .region = invitation.region,
        .programme_id = invitation.programme_id,
        .valid_until = invitation.valid_until,
        .granted_by = invitation.invited_by,
    };
    store_grant (wl_db (req), &grant, wl_now (req));
    return requests_read_account (req, id, out);
}
