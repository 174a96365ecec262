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
    return status;
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

wl_status
call_read_visible (wl_request_t *req, const char *call_id, Intake__Call *ret)
{
    wl_status status = store_call (req, call_id, ret);
    bool draft = status == WL_OK && ret->state == INTAKE__CALL_STATE__CALL_DRAFT;

    if (status == WL_NOT_FOUND || (draft && wl_text_empty (wl_caller (req)) &&
                                   !call_is_staff (req, ret->regions, ret->n_regions)))
        return call_not_found (req);
    return status;
}
