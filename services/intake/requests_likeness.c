/* What staff see of applications that are alike. Only what is said of an application in a region of
 * theirs; of the other one nothing but its number, its region and how much is common. */
#include <string.h>

#include "intake.handlers.h"
#include "store_likeness.h"
#include "store_submissions.h"

enum { PAIRS_PER_PAGE = 50, PASSAGES_SHOWN = 40 };

static store_staff_t
staff_of (wl_request_t *req)
{
    static const char *const everywhere[] = { "*" };
    store_staff_t staff = { everywhere, 1 };

    if (!wl_has_role (req, WL_ROLE_OWNER, NULL))
        wl_role_regions (req, WL_ROLE_COORDINATOR, &staff.regions, &staff.region_count);
    return staff;
}

static wl_status
none_such (wl_request_t *req, wl_status status)
{
    if (status != WL_NOT_FOUND)
        return status;
    return wl_fail (req, WL_NOT_FOUND, "likeness-not-found",
                    "Nie ma takiego złożonego wniosku albo nie jest on podobny do wskazanego.",
                    "There is no such submitted application, or it is not like the other one.");
}

wl_status
intake_list_likenesses (wl_request_t *req, const Intake__ListLikenessesRequest *in,
                        Intake__ListLikenessesResponse *out)
{
    store_staff_t staff = staff_of (req);

    return none_such (req, store_likenesses (req, &staff, in->application_id, out));
}

/* ---- what nobody has judged ---- */

/* A pair in a cursor: "<application>/<other>". */
static wl_status
open_pair (wl_request_t *req, const char *cursor, const char *ret[2])
{
    wl_uuid_t id;
    char *key, *middle;

    ret[0] = ret[1] = NULL;
    WL_TRY (wl_cursor_open (req, cursor, &key));
    if (key == NULL)
        return WL_OK;
    middle = strchr (key, '/');
    if (middle != NULL) {
        *middle = '\0';
        ret[0] = key;
        ret[1] = middle + 1;
        if (wl_uuid_parse (ret[0], &id) && wl_uuid_parse (ret[1], &id))
            return WL_OK;
    }
    return wl_fail_field (req, "cursor", "format",
                          "To nie jest kursor z poprzedniej strony wyników.",
                          "This is not a cursor from an earlier page of results.");
}

wl_status
intake_list_open_likenesses (wl_request_t *req, const Intake__ListOpenLikenessesRequest *in,
                             Intake__ListOpenLikenessesResponse *out)
{
    uint32_t limit = wl_page_limit (in->limit, PAIRS_PER_PAGE);
    store_staff_t staff = staff_of (req);
    const char *after[2];

    WL_TRY (open_pair (req, in->cursor, after));
    WL_TRY (store_likenesses_open (req, &staff, in, after, limit + 1, out));
    if (out->n_likenesses > limit) {
        const Intake__Likeness *last = out->likenesses[limit - 1];
        out->n_likenesses = limit;
        out->next_cursor =
            wl_cursor_make (req, wl_text_printf (wl_arena (req), "%s/%s", last->application_id,
                                                 last->other_application_id));
    }
    return WL_OK;
}

/* ---- one pair ---- */

/* Compared anew, because no words are kept beside the applications themselves. */
static wl_status
read_passages (wl_request_t *req, Intake__Likeness *likeness)
{
    Intake__Submission one = INTAKE__SUBMISSION__INIT, other = INTAKE__SUBMISSION__INIT;
    likeness_phrases_t phrases;

    WL_TRY (store_submission (req, likeness->application_id, NULL, &one));
    WL_TRY (store_submission (req, likeness->other_application_id, NULL, &other));
    phrases = likeness_of_answers (wl_arena (req), other.answers);
    likeness->passages =
        wl_arena_array (wl_arena (req), PASSAGES_SHOWN, sizeof *likeness->passages);
    likeness->n_passages = likeness_passages (wl_arena (req), one.answers, &phrases, PASSAGES_SHOWN,
                                              likeness->passages);
    return WL_OK;
}

wl_status
intake_get_likeness (wl_request_t *req, const Intake__GetLikenessRequest *in, Intake__Likeness *out)
{
    store_staff_t staff = staff_of (req);

    WL_TRY (none_such (
        req, store_likeness (req, &staff, in->application_id, in->other_application_id, out)));
    return read_passages (req, out);
}

wl_status
intake_judge_likeness (wl_request_t *req, const Intake__JudgeLikenessRequest *in,
                       Intake__Likeness *out)
{
    store_staff_t staff = staff_of (req);

    WL_TRY (none_such (
        req, store_likeness (req, &staff, in->application_id, in->other_application_id, out)));
    store_likeness_judge (req, in);
    out->verdict = in->verdict;
    out->note = in->note;
    out->judged_at = wl_timestamp (wl_arena (req), wl_now (req));
    return WL_OK;
}
