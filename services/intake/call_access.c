#include "call_access.h"

static bool
works_in (wl_request_t *req, Intake__Region *const *regions, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (wl_has_role (req, WL_ROLE_COORDINATOR, regions[i]->region))
            return true;
    return wl_has_role (req, WL_ROLE_COORDINATOR, "*");
}

bool
call_is_staff (wl_request_t *req, Intake__Region *const *regions, size_t count)
{
    const char *const *owned;
    size_t owned_count;

    wl_role_regions (req, WL_ROLE_OWNER, &owned, &owned_count);
    return owned_count > 0 || works_in (req, regions, count);
}

wl_status
call_not_found (wl_request_t *req)
{
    return wl_fail (req, WL_NOT_FOUND, "call-not-found",
                    "Nie ma takiego naboru. Sprawdź adres na liście naborów.",
                    "There is no such call. Check the address on the list of calls.");
}

wl_status
call_lock_for_staff (wl_request_t *req, const char *call_id, Intake__Call *ret)
{
    wl_status status = store_call_lock (req, call_id, ret);

    if (status == WL_NOT_FOUND ||
        (status == WL_OK && !call_is_staff (req, ret->regions, ret->n_regions)))
        return call_not_found (req);
    if (status == WL_OK)
        call_show_phase (req, ret);
    return status;
}

wl_status
call_check_act (wl_request_t *req, const Intake__Call *call, call_act_t act)
{
    if (call_state_allows (call->state, act))
        return WL_OK;
    if (call->state == INTAKE__CALL_STATE__CALL_DRAFT)
        return wl_fail (req, WL_FAILED_PRECONDITION, "call-draft",
                        "Nabór jest jeszcze szkicem. Możesz go zmieniać w całości albo ogłosić.",
                        "The call is still a draft. You can change all of it, or announce it.");
    if (act == CALL_ACT_CHANGE || act == CALL_ACT_PUBLISH)
        return wl_fail (
            req, WL_FAILED_PRECONDITION, "call-published",
            "Nabór jest już ogłoszony, więc jego zasady są stałe. Można przedłużyć termin, "
            "poprawić formularz, zawiesić albo unieważnić nabór.",
            "The call is announced, so its rules stand. Its last moment can be moved, its form "
            "mended, and it can be suspended or annulled.");
    if (act == CALL_ACT_EXTEND)
        return wl_fail (
            req, WL_FAILED_PRECONDITION, "call-not-open",
            "Przedłużyć można tylko ogłoszony nabór, który jeszcze nie jest rozstrzygnięty.",
            "Only a call that is announced and not yet decided can be extended.");
    return wl_fail (req, WL_FAILED_PRECONDITION, "not-in-this-state",
                    "W obecnym stanie naboru nie da się tego zrobić. Odśwież stronę naboru.",
                    "The call is not in a state for this. Load its page again.");
}

wl_status
call_check_version (wl_request_t *req, const Intake__Call *call, uint64_t version)
{
    if (call->version == version)
        return WL_OK;
    return wl_fail (req, WL_ABORTED, "newer-version",
                    "Ktoś zmienił ten nabór w międzyczasie. Wczytaj go ponownie i nanieś zmiany.",
                    "Somebody changed this call meanwhile. Load it again and make your changes.");
}

/* A service of the house that asks for itself: not the gateway for somebody who is not signed in,
 * and not a partner's site. */
static bool
is_house (wl_request_t *req)
{
    return !wl_text_empty (wl_caller (req)) && !wl_text_equal (wl_caller (req), "gateway") &&
           wl_may_region (req, "*");
}

/* A rehearsal is for those who play it: services that take part, its partners' sites, its
 * assessors. */
static bool
plays (wl_request_t *req, Intake__Region *const *regions, size_t count)
{
    bool house = wl_text_equal (wl_caller (req), "evaluation") ||
                 wl_text_equal (wl_caller (req), "notification");

    for (size_t i = 0; i < count; i++)
        if ((house && wl_may_region (req, regions[i]->region)) ||
            wl_has_role (req, WL_ROLE_ASSESSOR, regions[i]->region))
            return true;
    return false;
}

static bool
is_hidden (wl_request_t *req, const Intake__Call *call)
{
    if (call_is_staff (req, call->regions, call->n_regions))
        return false;
    if (call->rehearsed)
        return !plays (req, call->regions, call->n_regions);
    return call->state == INTAKE__CALL_STATE__CALL_DRAFT && !is_house (req);
}

wl_status
call_read_visible (wl_request_t *req, const char *call_id, Intake__Call *ret)
{
    wl_status status = store_call (req, call_id, ret);

    if (status == WL_NOT_FOUND || (status == WL_OK && is_hidden (req, ret)))
        return call_not_found (req);
    if (status == WL_OK)
        call_show_phase (req, ret);
    return status;
}

submission_window_t
call_window (const Intake__CallDefinition *definition)
{
    return (submission_window_t){ .fill_from = wl_timestamp_time (definition->fill_from),
                                  .submit_from = wl_timestamp_time (definition->submit_from),
                                  .submit_until = wl_timestamp_time (definition->submit_until) };
}

void
call_show_phase (wl_request_t *req, Intake__Call *call)
{
    submission_window_t window = call_window (call->definition);

    call->phase = call_phase (call->state, &window, wl_now (req));
}
