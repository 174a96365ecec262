/* The centre's view of partner regions' sites: rows of what they report, and whether the list of
 * peers lets them in. */
#include "bus/keys.h"
#include "evaluation.handlers.h"
#include "site.h"
#include "store_sites.h"

static Evaluation__SiteKeyState
state_of (const wl_peer_t *peers, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++)
        if (wl_text_equal (peers[i].public_key, key))
            return peers[i].revoked ? EVALUATION__SITE_KEY_STATE__KEY_REVOKED
                                    : EVALUATION__SITE_KEY_STATE__KEY_ACCEPTED;
    return EVALUATION__SITE_KEY_STATE__KEY_UNLISTED;
}

/* Where there is no list, or none that can be read, nothing is said of the keys. */
static void
add_key_states (wl_request_t *req, Evaluation__Sites *sites)
{
    const site_t *site = site_state (req);
    wl_peer_t *peers;
    wl_error_t error;
    size_t count;

    wl_error_init (&error, wl_arena (req));
    if (site == NULL || site->peers_file == NULL || sites->n_sites == 0)
        return;
    if (wl_peers_list (site->peers_file, wl_arena (req), &peers, &count, &error) != WL_OK) {
        wl_log (WL_LOG_WARN, NULL, "the list of peers cannot be read",
                WL_LOG_TEXT ("why", error.text));
        return;
    }
    for (size_t i = 0; i < sites->n_sites; i++)
        sites->sites[i]->key_state = state_of (peers, count, sites->sites[i]->public_key);
}

wl_status
evaluation_list_sites (wl_request_t *req, const Evaluation__ListSitesRequest *in,
                       Evaluation__Sites *out)
{
    (void) in;
    WL_TRY (store_sites (req, out));
    add_key_states (req, out);
    return WL_OK;
}
