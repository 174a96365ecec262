/* How assessors come onto the list of a call. */
#include <string.h>

#include "evaluation.handlers.h"
#include "store_assignment.h"
#include "store_calls.h"

/* A coordinator may speak only for their own regions, so they may neither add nor take away
 * another's. */
static wl_status
check_regions (wl_request_t *req, char *const *regions, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!wl_has_role (req, WL_ROLE_COORDINATOR, regions[i]))
            return wl_failf (req, WL_PERMISSION_DENIED, "other-region",
                             "Region „%s” nie jest Twój. Poproś koordynatora tego regionu.",
                             "The region “%s” is not yours. Ask its coordinator.", regions[i]);
    return WL_OK;
}

static wl_status
known_assessor (wl_request_t *req, const Evaluation__PutAssessorRequest *in,
                Evaluation__Assessor *ret)
{
    wl_status status = store_assessor (req, in->call_id, in->user_id, ret);

    if (status == WL_NOT_FOUND)
        return wl_fail (req, WL_NOT_FOUND, "no-such-call",
                        "Nie ma takiego ogłoszonego naboru. Sprawdź adres albo poczekaj chwilę "
                        "po ogłoszeniu.",
                        "There is no such published call. Check the address, or wait a moment "
                        "after publishing it.");
    return status;
}

static wl_status
check_profile (wl_request_t *req, const Evaluation__PutAssessorRequest *in)
{
    const Evaluation__AssessorProfile *profile = in->profile;

    if (profile->min_cards > in->max_cards)
        return wl_fail_field (req, "profile.minCards", "above-maximum",
                              "Najmniejsza liczba kart jest większa niż największa.",
                              "The least number of cards is above the most.");
    if (*profile->available_from != '\0' && *profile->available_until != '\0' &&
        strcmp (profile->available_from, profile->available_until) > 0)
        return wl_fail_field (req, "profile.availableUntil", "before-start",
                              "Dostępność kończy się, zanim się zacznie.",
                              "The availability ends before it begins.");
    return WL_OK;
}

static void
put_profile (wl_request_t *req, const Evaluation__PutAssessorRequest *in)
{
    const char *text = in->profile->text;
    conflict_keys_t keys = conflict_keys_of_affiliation (wl_arena (req), in->profile->affiliation);

    store_profile_put (req, in->call_id, in->user_id, in->profile,
                       text_signature (wl_arena (req), &text, 1), &keys);
}

wl_status
evaluation_put_assessor (wl_request_t *req, const Evaluation__PutAssessorRequest *in,
                         Evaluation__Assessor *out)
{
    WL_TRY (known_assessor (req, in, out));
    WL_TRY (check_regions (req, in->regions, in->n_regions));
    WL_TRY (check_regions (req, out->regions, out->n_regions));
    out->call_id = in->call_id;
    out->user_id = in->user_id;
    out->max_cards = in->max_cards;
    out->regions = in->regions;
    out->n_regions = in->n_regions;
    if (in->profile != NULL)
        WL_TRY (check_profile (req, in));
    store_assessor_put (req, out);
    if (in->profile == NULL)
        return WL_OK;
    put_profile (req, in);
    out->profile = in->profile;
    return WL_OK;
}
