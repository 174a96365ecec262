/* A partner region joins: the holder of an invitation registers the keys that were made at the
 * site.
 */
#include <string.h>

#include "bus/keys.h"
#include "evaluation.handlers.h"
#include "site.h"
#include "store_sites.h"

/* What a site may be made of; anything else of the house stands at the centre. */
static const char *const NODES[] = { "evaluation", "gateway", "notification", NULL };

static bool
is_of_sites (const char *service)
{
    for (const char *const *node = NODES; *node != NULL; node++)
        if (wl_text_equal (*node, service))
            return true;
    return false;
}

/* The key of the evaluation among the nodes, NULL when they are not what a site is made of. */
static const char *
read_nodes (const Evaluation__JoinRegionRequest *in)
{
    const char *key = NULL;

    for (size_t i = 0; i < in->n_nodes; i++) {
        if (!is_of_sites (in->nodes[i]->service))
            return NULL;
        for (size_t j = 0; j < i; j++)
            if (wl_text_equal (in->nodes[i]->service, in->nodes[j]->service))
                return NULL;
        if (wl_text_equal (in->nodes[i]->service, "evaluation"))
            key = in->nodes[i]->public_key;
    }
    return key;
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
list_node (wl_request_t *req, const char *file, const char *region,
           const Evaluation__SiteNode *node)
{
    wl_peer_t peer = { .region_count = 1 };
    wl_status status;
    wl_error_t error;

    wl_error_init (&error, wl_arena (req));
    memcpy (peer.public_key, node->public_key, sizeof peer.public_key);
    memcpy (peer.service, node->service, strlen (node->service) + 1);
    memcpy (peer.regions[0], region, strlen (region) + 1);
    status = wl_peers_add (file, &peer, &error);
    if (status == WL_OK || status == WL_ALREADY_EXISTS)
        return WL_OK;
    wl_log (WL_LOG_ERROR, NULL, "a site's key could not be listed",
            WL_LOG_TEXT ("why", error.text));
    return wl_fail (req, status, "key-not-listed",
                    "Centrala nie mogła zapisać kluczy. Powiedzcie o tym jej administratorowi.",
                    "The centre could not list the keys. Tell its administrator.");
}

/* The list of peers is a file and no part of the transaction. It comes last, and a second try finds
 * its own keys there. */
static wl_status
list_nodes (wl_request_t *req, const char *region, const Evaluation__JoinRegionRequest *in)
{
    const site_t *site = site_state (req);
    wl_error_t error;

    if (site == NULL || site->peers_file == NULL)
        return wl_fail (req, WL_FAILED_PRECONDITION, "no-list-of-peers",
                        "Centrala nie ma listy kluczy (bus.peers_file).",
                        "The centre has no list of keys (bus.peers_file).");
    for (size_t i = 0; i < in->n_nodes; i++)
        WL_TRY (list_node (req, site->peers_file, region, in->nodes[i]));
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
    const char **keys = wl_arena_array (wl_arena (req), in->n_nodes, sizeof *keys);
    const char *site_key = read_nodes (in);
    store_invitation_t invitation;
    wl_time_t since;

    if (site_key == NULL)
        return wl_fail_field (req, "nodes", "not-valid",
                              "Potrzebny jest klucz usługi evaluation; poza nią gateway i "
                              "notification, po jednym.",
                              "The key of evaluation is needed; besides it gateway and "
                              "notification, one each.");
    for (size_t i = 0; i < in->n_nodes; i++)
        keys[i] = in->nodes[i]->public_key;
    WL_TRY (find_invitation (req, site_key, &invitation));
    store_invitation_use (req, wl_caller_key (req), site_key);
    WL_TRY (store_site_put (req, invitation.region, site_key, keys, in->n_nodes, &since));
    out->region = invitation.region;
    out->since = since;
    wl_log (WL_LOG_INFO, NULL, "a region joins", WL_LOG_TEXT ("region", invitation.region));
    return list_nodes (req, invitation.region, in);
}
