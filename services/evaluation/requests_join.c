/* A partner region joins: the holder of an invitation registers the keys that were made at the
 * site.
 */
#include <string.h>

#include "bus/keys.h"
#include "evaluation.handlers.h"
#include "site.h"
#include "store_sites.h"

/* The key of the site's evaluation: it alone speaks with the centre. NULL when the nodes are
 * others.
 */
static const char *
read_node (const Evaluation__JoinRegionRequest *in)
{
    if (in->n_nodes != 1 || !wl_text_equal (in->nodes[0]->service, "evaluation"))
        return NULL;
    return in->nodes[0]->public_key;
}

static wl_status
find_invitation (wl_request_t *req, const char *site_key, store_invitation_t *ret)
{
    wl_status status = store_invitation_lock (req, wl_caller_key (req), ret);

    if (status == WL_NOT_FOUND || (status == WL_OK && !wl_may_region (req, ret->region)))
        return wl_fail (req, WL_PERMISSION_DENIED, "not-invited",
                        "Tego zaproszenia nie ma. Poproś centralę o nowe.",
                        "There is no such invitation. Ask the centre for a new one.");
    WL_TRY (status);
    /* The same site may ask again: the answer may have been lost. */
    if (!wl_text_empty (ret->used_by) && !wl_text_equal (ret->used_by, site_key))
        return wl_fail (req, WL_PERMISSION_DENIED, "invitation-used",
                        "To zaproszenie już wykorzystano. Jeśli nie przez Was, powiedzcie o tym "
                        "centrali.",
                        "This invitation was used. If not by you, tell the centre.");
    if (wl_text_empty (ret->used_by) && wl_now (req) >= ret->expires_at)
        return wl_fail (req, WL_FAILED_PRECONDITION, "invitation-expired",
                        "Zaproszenie straciło ważność. Poproś centralę o nowe.",
                        "The invitation has expired. Ask the centre for a new one.");
    return WL_OK;
}

static wl_status
add_peer (wl_request_t *req, const char *file, const char *region, const char *key)
{
    wl_peer_t peer = { .service = "evaluation", .region_count = 1 };
    wl_status status;
    wl_error_t error;

    wl_error_init (&error, wl_arena (req));
    memcpy (peer.public_key, key, sizeof peer.public_key);
    memcpy (peer.regions[0], region, strlen (region) + 1);
    status = wl_peers_add (file, &peer, &error);
    if (status == WL_OK || status == WL_ALREADY_EXISTS)
        return WL_OK;
    wl_log (WL_LOG_ERROR, NULL, "a site's key could not be listed",
            WL_LOG_TEXT ("why", error.text));
    return wl_fail (req, status, "key-not-listed",
                    "Centrala nie mogła zapisać klucza. Powiedzcie o tym jej administratorowi.",
                    "The centre could not list the key. Tell its administrator.");
}

/* The list of peers is a file and no part of the transaction. It comes last, and a second try finds
 * its own key there. */
static wl_status
list_key (wl_request_t *req, const char *region, const char *key)
{
    const site_t *site = site_state (req);
    wl_error_t error;

    if (site == NULL || site->peers_file == NULL)
        return wl_fail (req, WL_FAILED_PRECONDITION, "no-list-of-peers",
                        "Centrala nie ma listy kluczy (bus.peers_file).",
                        "The centre has no list of keys (bus.peers_file).");
    WL_TRY (add_peer (req, site->peers_file, region, key));
    wl_error_init (&error, wl_arena (req));
    if (wl_peers_revoke (site->peers_file, wl_caller_key (req), &error) != WL_OK)
        wl_log (WL_LOG_WARN, NULL, "a used invitation's key is still listed",
                WL_LOG_TEXT ("why", error.text));
    return WL_OK;
}

wl_status
evaluation_join_region (wl_request_t *req, const Evaluation__JoinRegionRequest *in,
                        Evaluation__JoinedRegion *out)
{
    const char *site_key = read_node (in);
    store_invitation_t invitation;
    wl_time_t since;

    if (site_key == NULL)
        return wl_fail_field (req, "nodes", "not-valid",
                              "Potrzebny jest klucz usługi evaluation i żaden inny.",
                              "The key of evaluation is needed, and no other.");
    WL_TRY (find_invitation (req, site_key, &invitation));
    store_invitation_use (req, wl_caller_key (req), site_key);
    WL_TRY (store_site_put (req, invitation.region, site_key, &since));
    out->region = invitation.region;
    out->since = since;
    wl_log (WL_LOG_INFO, NULL, "a region joins", WL_LOG_TEXT ("region", invitation.region));
    return list_key (req, invitation.region, site_key);
}
