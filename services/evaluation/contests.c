#include "contests.h"

#include "call_halts.h"
#include "store_desks.h"

wl_status
contest_not_found (wl_request_t *req)
{
    return wl_fail (req, WL_NOT_FOUND, "no-such-call", "Nie ma takiego ogłoszonego naboru.",
                    "There is no such published call.");
}

wl_status
contest_find (wl_request_t *req, char *call_id, const char *stage, store_contest_t *ret)
{
    wl_status status = store_contest (req, call_id, stage, ret);

    if (status == WL_NOT_FOUND)
        return contest_not_found (req);
    if (status == WL_OK && ret->stage == NULL)
        return wl_fail (req, WL_FAILED_PRECONDITION, "no-points",
                        "Ten nabór nie ma takiego etapu ocenianego punktami, więc nie ma listy "
                        "rankingowej.",
                        "This call has no such stage that is assessed by points, so it has no "
                        "ranking.");
    return status;
}

wl_status
contest_check_running (wl_request_t *req, const store_contest_t *contest)
{
    return call_check_running (req, contest->call_id, contest->call_state);
}

wl_status
contest_check_desks_closed (wl_request_t *req, const store_contest_t *contest)
{
    uint32_t open;

    WL_TRY (store_open_desks (req, contest->call_id, contest->stage, &open));
    if (open == 0)
        return WL_OK;
    return wl_failf (req, WL_FAILED_PRECONDITION, "desks-open",
                     "Przy %u wnioskach oceniający uzgadniają jeszcze wspólny tekst.",
                     "The assessors of %u applications are still writing their common text.", open);
}

void
contest_expect_long_list (wl_request_t *req)
{
    wl_when_too_large (
        req, WL_FAILED_PRECONDITION, "list-too-long",
        "Lista tego etapu jest za długa: jedna lista ma najwyżej 4 MB, czyli około 17 000 "
        "wniosków. Nic nie zostało zmienione, a oceny są kompletne: pobierz je jako tabelę "
        "punktów. Nabór tej wielkości ogłaszaj jako kilka, na przykład po jednym na województwo.",
        "The list of this stage is too long: a list has at most 4 MB, which is about 17,000 "
        "applications. Nothing was changed, and the assessments are complete: download them as "
        "the table of points. Publish a call of this size as several, such as one for each "
        "region.");
}

wl_status
contest_check_length (wl_request_t *req, const store_contest_t *contest)
{
    size_t least;

    WL_TRY (store_list_least (req, contest, &least));
    return least > wl_answer_most () ? wl_too_large (req) : WL_OK;
}

wl_status
contest_check_unpublished (wl_request_t *req, const store_contest_t *contest,
                           store_ranking_state_t *ret)
{
    WL_TRY (store_ranking_state (req, contest, ret));
    if (!ret->published)
        return WL_OK;
    return wl_fail (req, WL_FAILED_PRECONDITION, "already-published",
                    "Lista tego etapu jest już ogłoszona i nie można jej zmienić.",
                    "The list of this stage is published already and cannot be changed.");
}

wl_status
contest_check_over (wl_request_t *req, const store_contest_t *contest)
{
    char until[64];

    if (!contest->first || wl_now (req) >= contest->submit_until)
        return WL_OK;
    wl_time_format_people (contest->submit_until, wl_locale (req), until);
    return wl_failf (req, WL_FAILED_PRECONDITION, "call-open",
                     "Nabór trwa do: %s. Ułóż listę po jego zakończeniu.",
                     "The call is open until %s. Build the list when it is over.", until);
}
