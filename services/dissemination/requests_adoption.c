/* What became of innovations: adoptions, their reports, policy, numbers. */
#include <string.h>

#include "adoption_state.h"
#include "dissemination.handlers.h"
#include "impact.h"
#include "store.h"
#include "store_adoption.h"

enum { PAGE = 20, DEPTH_MOST = 40 };

/* ---- adoptions ---- */

typedef enum what_happened {
    IT_CHANGED,
    IT_MOVED,
    IT_REPORTED,
} what_happened_t;

static wl_status
tell_adoption (wl_request_t *req, const Dissemination__Adoption *adoption,
               const adoption_facts_t *facts, what_happened_t what)
{
    Dissemination__AdoptionChanged event = DISSEMINATION__ADOPTION_CHANGED__INIT;

    event.adoption_id = adoption->id;
    event.entry_id = facts->entry_id;
    event.slug = adoption->slug;
    event.application_id = facts->application_id;
    event.state = adoption->state;
    event.reported = what == IT_REPORTED;
    event.moved = what == IT_MOVED;
    WL_TRY (store_entry_author (req, facts->entry_id, &event.author_user_id));
    wl_emit (req, "pl", adoption->id, &event.base);
    return WL_OK;
}

static wl_status
find_depth (wl_request_t *req, const Dissemination__DeclareInterestRequest *in,
            const char *entry_id, uint32_t *ret)
{
    *ret = 0;
    if (wl_text_empty (in->parent_id))
        return WL_OK;
    if (store_parent_depth (req, in->parent_id, entry_id, ret) != WL_OK || *ret >= DEPTH_MOST)
        return wl_fail_field (req, "parentId", "not-an-adoption",
                              "Nie ma takiego wdrożenia tej innowacji. Wybierz je z listy albo "
                              "zostaw puste.",
                              "There is no such adoption of this innovation. Choose one from the "
                              "list or leave it empty.");
    *ret += 1;
    return WL_OK;
}

wl_status
dissemination_declare_interest (wl_request_t *req, const Dissemination__DeclareInterestRequest *in,
                                Dissemination__Adoption *out)
{
    Dissemination__Entry entry = DISSEMINATION__ENTRY__INIT;
    adoption_facts_t facts;
    uint32_t depth;

    WL_TRY (store_adoptable (req, in->slug, &entry));
    WL_TRY (find_depth (req, in, entry.id, &depth));
    out->id = wl_uuid_text (wl_arena (req), wl_uuid_new (wl_now (req)));
    out->slug = in->slug;
    out->parent_id = in->parent_id;
    out->state = DISSEMINATION__ADOPTION_STATE__INTERESTED;
    out->plan = in->plan;
    out->version = 1;
    out->created_at = out->updated_at = wl_timestamp (wl_arena (req), wl_now (req));
    WL_TRY (store_insert_adoption (req, entry.id, depth, out));
    facts = (adoption_facts_t){ .entry_id = entry.id, .application_id = entry.application_id };
    return tell_adoption (req, out, &facts, IT_MOVED);
}

wl_status
dissemination_list_my_adoptions (wl_request_t *req, const Dissemination__ListAdoptionsRequest *in,
                                 Dissemination__ListAdoptionsResponse *out)
{
    return store_adoptions (req, wl_user (req), in, wl_page_limit (in->limit, PAGE), out);
}

wl_status
dissemination_list_adoptions (wl_request_t *req, const Dissemination__ListAdoptionsRequest *in,
                              Dissemination__ListAdoptionsResponse *out)
{
    return store_adoptions (req, "", in, wl_page_limit (in->limit, PAGE), out);
}

wl_status
dissemination_update_adoption (wl_request_t *req, const Dissemination__UpdateAdoptionRequest *in,
                               Dissemination__Adoption *out)
{
    adoption_facts_t facts;

    WL_TRY (store_lock_adoption (req, in->adoption_id, in->version, false, out, &facts));
    out->plan = in->plan;
    WL_TRY (store_write_adoption (req, out));
    return tell_adoption (req, out, &facts, IT_CHANGED);
}

static bool
is_editor (wl_request_t *req)
{
    return wl_has_role (req, WL_ROLE_EDITOR, "*");
}

wl_status
dissemination_move_adoption (wl_request_t *req, const Dissemination__MoveAdoptionRequest *in,
                             Dissemination__Adoption *out)
{
    adoption_facts_t facts;

    WL_TRY (store_lock_adoption (req, in->adoption_id, in->version, is_editor (req), out, &facts));
    if (!adoption_may_move (out->state, in->state))
        return wl_fail (req, WL_FAILED_PRECONDITION, "adoption-not-in-that-state",
                        "Z tego stanu wdrożenia nie da się tam przejść. Odśwież stronę.",
                        "The adoption cannot go there from its state. Reload the page.");
    out->state = in->state;
    WL_TRY (store_write_adoption (req, out));
    store_refresh_reach (req, facts.entry_id);
    return tell_adoption (req, out, &facts, IT_MOVED);
}

wl_status
dissemination_report_adoption (wl_request_t *req, const Dissemination__ReportAdoptionRequest *in,
                               Dissemination__Adoption *out)
{
    adoption_facts_t facts;

    WL_TRY (store_lock_adoption (req, in->adoption_id, in->version, false, out, &facts));
    if (!adoption_has_started (out->state, facts.started))
        return wl_fail (
            req, WL_FAILED_PRECONDITION, "adoption-not-started",
            "Sprawozdanie składa się po rozpoczęciu wdrożenia. Zaznacz najpierw, że się "
            "zaczęło.",
            "A report comes after an adoption has started. Say first that it has.");
    WL_TRY (store_add_report (req, out, in));
    return tell_adoption (req, out, &facts, IT_REPORTED);
}

wl_status
dissemination_get_lineage (wl_request_t *req, const Dissemination__GetLineageRequest *in,
                           Dissemination__Lineage *out)
{
    return store_lineage (req, in->slug, out);
}

wl_status
dissemination_get_impact_feed (wl_request_t *req, const Dissemination__GetLineageRequest *in,
                               Dissemination__ImpactFeed *out)
{
    return store_impact_feed (req, in->slug, out);
}

wl_status
dissemination_list_my_innovations (wl_request_t *req,
                                   const Dissemination__ListMyInnovationsRequest *in,
                                   Dissemination__ListMyInnovationsResponse *out)
{
    (void) in;
    return store_my_innovations (req, out);
}

/* ---- policy ---- */

static void
tell_policy (wl_request_t *req, const Dissemination__Policy *policy, const adoption_facts_t *facts)
{
    Dissemination__PolicyChanged event = DISSEMINATION__POLICY_CHANGED__INIT;

    store_refresh_reach (req, facts->entry_id);
    event.policy_id = policy->id;
    event.entry_id = facts->entry_id;
    event.slug = policy->slug;
    event.application_id = facts->application_id;
    event.status = policy->text->status;
    wl_emit (req, "pl", policy->id, &event.base);
}

static wl_status
check_place (wl_request_t *req, const Dissemination__PolicyText *text)
{
    bool national = text->level == DISSEMINATION__POLICY_LEVEL__NATIONAL;

    if (national == wl_text_empty (text->place))
        return WL_OK;
    return wl_fail_field (req, "text.place", "place-and-level",
                          "Dokument krajowy nie ma miejsca, a lokalny i regionalny je ma.",
                          "A national document has no place; a local or regional one has.");
}

/* Digests that no sha256sum prints would never be checked by anybody. */
static wl_status
check_files (wl_request_t *req, const Dissemination__PolicyText *text)
{
    enum { DIGITS = 64 };

    for (size_t i = 0; i < text->n_files; i++) {
        const char *digest = text->files[i]->sha256;

        if (wl_text_empty (digest) ||
            (strlen (digest) == DIGITS && strspn (digest, "0123456789abcdef") == DIGITS))
            continue;
        return wl_fail_field (
            req, wl_text_printf (wl_arena (req), "text.files[%zu].sha256", i), "format",
            "Odcisk SHA-256 to 64 cyfry szesnastkowe. Policz go poleceniem sha256sum albo zostaw "
            "puste.",
            "A SHA-256 digest is 64 hexadecimal digits. Compute it with sha256sum, or leave it "
            "empty.");
    }
    return WL_OK;
}

wl_status
dissemination_add_policy (wl_request_t *req, const Dissemination__AddPolicyRequest *in,
                          Dissemination__Policy *out)
{
    Dissemination__Entry entry = DISSEMINATION__ENTRY__INIT;
    adoption_facts_t facts;

    WL_TRY (check_place (req, in->text));
    WL_TRY (check_files (req, in->text));
    WL_TRY (store_adoptable (req, in->slug, &entry));
    out->id = wl_uuid_text (wl_arena (req), wl_uuid_new (wl_now (req)));
    out->slug = in->slug;
    out->text = in->text;
    out->version = 1;
    out->updated_at = wl_timestamp (wl_arena (req), wl_now (req));
    WL_TRY (store_insert_policy (req, entry.id, out));
    facts = (adoption_facts_t){ .entry_id = entry.id, .application_id = entry.application_id };
    tell_policy (req, out, &facts);
    return WL_OK;
}

wl_status
dissemination_update_policy (wl_request_t *req, const Dissemination__UpdatePolicyRequest *in,
                             Dissemination__Policy *out)
{
    adoption_facts_t facts;

    WL_TRY (check_place (req, in->text));
    WL_TRY (check_files (req, in->text));
    WL_TRY (store_lock_policy (req, in->policy_id, in->version, out, &facts));
    out->text = in->text;
    WL_TRY (store_write_policy (req, out));
    tell_policy (req, out, &facts);
    return WL_OK;
}

wl_status
dissemination_list_policies (wl_request_t *req, const Dissemination__ListPoliciesRequest *in,
                             Dissemination__ListPoliciesResponse *out)
{
    return store_policies (req, in, wl_page_limit (in->limit, PAGE), out);
}

/* ---- numbers ---- */

wl_status
dissemination_get_impact (wl_request_t *req, const Dissemination__GetImpactRequest *in,
                          Dissemination__Impact *out)
{
    WL_TRY (store_impact (req, in, out));
    impact_complete_funnel (wl_arena (req), out);
    return WL_OK;
}
