/* Bridge experts: what a site puts down of its own, and how comparable regions are by all. */
#include <string.h>

#include "contests.h"
#include "evaluation.handlers.h"
#include "second_opinions.h"
#include "site.h"
#include "store_second_opinions.h"

static const bridge_fact_t *
fact_of (const bridge_fact_t *facts, size_t count, const store_bridge_t *bridge)
{
    for (size_t i = 0; i < count; i++)
        if (wl_text_equal (facts[i].expert, bridge->user_id) &&
            wl_text_equal (facts[i].region, bridge->region))
            return &facts[i];
    return NULL;
}

/* What was scored in this house, and which of it is by experts who score in another one, too. */
static wl_status
look (wl_request_t *req, const store_contest_t *contest, size_t *ret_facts, bridge_fact_t **facts,
      size_t *ret_bridges, store_bridge_t **bridges)
{
    bridge_card_t *cards;
    size_t count;

    WL_TRY (store_bridges (req, contest, ret_bridges, bridges));
    WL_TRY (store_bridge_cards (req, contest, &count, &cards));
    bridge_facts (wl_arena (req), cards, count, facts, ret_facts);
    return WL_OK;
}

wl_status
bridges_put_down (wl_request_t *req, const store_contest_t *contest)
{
    bridge_fact_t *facts;
    store_bridge_t *bridges;
    size_t fact_count, count;

    WL_TRY (look (req, contest, &fact_count, &facts, &count, &bridges));
    for (size_t i = 0; i < count; i++) {
        const bridge_fact_t *fact = fact_of (facts, fact_count, &bridges[i]);
        if (fact != NULL && bridge_may_tell (bridges[i].told, fact->cards))
            store_bridge_fact_put (req, contest, &bridges[i], fact);
    }
    return WL_OK;
}

/* What sites told, what was scored here, and that again under the offers' ids, by which it meets
 * what sites told of the same person. */
static wl_status
all_facts (wl_request_t *req, const store_contest_t *contest, size_t *ret_count,
           bridge_fact_t **ret)
{
    bridge_fact_t *told, *own;
    store_bridge_t *bridges;
    size_t told_count, own_count, bridge_count;

    WL_TRY (store_bridge_facts (req, contest, &told_count, &told));
    WL_TRY (look (req, contest, &own_count, &own, &bridge_count, &bridges));
    *ret = wl_arena_array (wl_arena (req), told_count + own_count + bridge_count, sizeof **ret);
    memcpy (*ret, told, told_count * sizeof **ret);
    memcpy (*ret + told_count, own, own_count * sizeof **ret);
    *ret_count = told_count + own_count;
    for (size_t i = 0; i < bridge_count; i++) {
        const bridge_fact_t *fact = fact_of (own, own_count, &bridges[i]);
        if (fact == NULL)
            continue;
        (*ret)[*ret_count] = *fact;
        (*ret)[(*ret_count)++].expert = bridges[i].offer_id;
    }
    return WL_OK;
}

wl_status
evaluation_get_region_comparison (wl_request_t *req,
                                  const Evaluation__GetRegionComparisonRequest *in,
                                  Evaluation__RegionComparison *out)
{
    store_contest_t contest;
    bridge_fact_t *facts;
    size_t count, region_count;
    char **regions;

    if (site_here (req) != NULL)
        return wl_fail (req, WL_FAILED_PRECONDITION, "at-the-centre",
                        "Regiony porównuje centrala: tu są karty tylko jednego.",
                        "The centre compares regions: only one's cards are here.");
    WL_TRY (contest_find (req, in->call_id, in->stage, &contest));
    WL_TRY (all_facts (req, &contest, &count, &facts));
    WL_TRY (store_contest_regions (req, &contest, &region_count, &regions));
    bridge_compare (wl_arena (req), facts, count, regions, region_count, out);
    return WL_OK;
}
