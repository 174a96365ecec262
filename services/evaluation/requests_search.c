/* Staff search over applications. */
#include <inttypes.h>
#include <stdlib.h>

#include "evaluation.handlers.h"
#include "search.h"
#include "store_search.h"

enum { SEARCH_PAGE = 50 };

/* ---- the place in the order ---- */

static int64_t
number_of (const Evaluation__Dossier *dossier, Evaluation__DossierOrder order)
{
    switch (order) {
    case EVALUATION__DOSSIER_ORDER__DOSSIERS_BY_POINTS:
        return dossier->points;
    case EVALUATION__DOSSIER_ORDER__DOSSIERS_BY_AMOUNT:
        return dossier->amount_grosze;
    default:
        return wl_timestamp_time (dossier->submitted_at);
    }
}

static const char *
cursor_of (wl_request_t *req, const Evaluation__Dossier *last, Evaluation__DossierOrder order)
{
    return wl_text_printf (wl_arena (req), "%d %" PRId64 " %s", (int) order,
                           number_of (last, order), last->application_id);
}

/* A cursor of another order is no place in this one. */
static wl_status
open_cursor (wl_request_t *req, const Evaluation__SearchDossiersRequest *in, store_search_t *search)
{
    char *key, *number, *id;
    wl_uuid_t parsed;

    search->after_id = "";
    WL_TRY (wl_cursor_open (req, in->cursor, &key));
    if (key == NULL)
        return WL_OK;
    if (strtol (key, &number, 10) == (long) in->order && *number == ' ') {
        search->after_number = strtoll (number, &id, 10);
        if (*id == ' ' && wl_uuid_parse (id + 1, &parsed)) {
            search->after_id = id + 1;
            return WL_OK;
        }
    }
    return wl_fail_field (req, "cursor", "not-valid",
                          "Ten kursor jest z innego wyszukiwania. Zacznij od pierwszej strony.",
                          "This cursor is of another search. Begin with the first page.");
}

/* ---- who searches for what ---- */

static wl_status
check_answers (wl_request_t *req, const Evaluation__SearchDossiersRequest *in, size_t regions)
{
    for (size_t i = 0; i < in->n_answers; i++) {
        if (!search_answer_valid (in->answers[i]))
            return wl_fail_field (req, wl_text_printf (wl_arena (req), "answers[%zu]", i), "format",
                                  "Podaj pole i odpowiedź: „pole=odpowiedź”.",
                                  "Give a field and an answer: “field=answer”.");
    }
    if (in->n_answers > 0 && regions == 0)
        return wl_fail_field (req, "answers", "not-yours",
                              "Po odpowiedziach wyszukują koordynatorzy, w swoich regionach.",
                              "Coordinators search by answers, in their regions.");
    return WL_OK;
}

static wl_status
find_reach (wl_request_t *req, search_reach_t *ret)
{
    wl_role_regions (req, WL_ROLE_COORDINATOR, &ret->regions, &ret->region_count);
    ret->titles = wl_has_role (req, WL_ROLE_OWNER, NULL);
    for (size_t i = 0; i < ret->region_count; i++) {
        if (wl_text_equal (ret->regions[i], "*"))
            return store_search_regions (req, &ret->regions, &ret->region_count);
    }
    return WL_OK;
}

static wl_status
count (wl_request_t *req, const store_search_t *search, Evaluation__SearchDossiersResponse *out)
{
    int64_t found;

    WL_TRY (store_search_count (req, search, WL_COUNT_MOST + 1, &found));
    wl_tell_total (found, &out->total, &out->total_is_more);
    return WL_OK;
}

wl_status
evaluation_search_dossiers (wl_request_t *req, const Evaluation__SearchDossiersRequest *in,
                            Evaluation__SearchDossiersResponse *out)
{
    store_search_t search = { .asked = in, .limit = wl_page_limit (in->limit, SEARCH_PAGE) };
    search_reach_t reach;

    WL_TRY (find_reach (req, &reach));
    WL_TRY (check_answers (req, in, reach.region_count));
    WL_TRY (open_cursor (req, in, &search));
    search.query = search_query (wl_arena (req), &reach, in->text, in->answers, in->n_answers);
    search.regions = reach.regions;
    search.region_count = reach.region_count;
    search.all_regions = reach.titles;
    WL_TRY (store_search_find (req, &search, &out->n_dossiers, &out->dossiers));
    if (out->n_dossiers > 0 && out->n_dossiers == search.limit)
        out->next_cursor =
            wl_cursor_make (req, cursor_of (req, out->dossiers[out->n_dossiers - 1], in->order));
    return in->total ? count (req, &search, out) : WL_OK;
}

/* ---- what was submitted before there was a search ---- */

wl_status
on_search_words (wl_request_t *req, const wl_timer_t *timer, const void *payload)
{
    size_t filled;
    (void) payload;

    WL_TRY (store_search_words_fill (req, &filled));
    if (filled > 0)
        wl_timer_set (req, timer->kind, timer->key, wl_now (req), NULL);
    return WL_OK;
}
