/* Staff search over applications. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

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

/* What the caller's grants say, as wl_role_scopes and wl_role_programmes do. */
typedef struct grants {
    const char *const *coordinated;
    size_t coordinated_count;
    const char *const *owned;
    size_t owned_count;
} grants_t;

static wl_status
check_answers (wl_request_t *req, const Evaluation__SearchDossiersRequest *in,
               const grants_t *grants)
{
    for (size_t i = 0; i < in->n_answers; i++) {
        if (!search_answer_valid (in->answers[i]))
            return wl_fail_field (req, wl_text_printf (wl_arena (req), "answers[%zu]", i), "format",
                                  "Podaj pole i odpowiedź: „pole=odpowiedź”.",
                                  "Give a field and an answer: “field=answer”.");
    }
    if (in->n_answers > 0 && grants->coordinated_count == 0)
        return wl_fail_field (req, "answers", "not-yours",
                              "Po odpowiedziach wyszukują koordynatorzy, w swoich regionach.",
                              "Coordinators search by answers, in their regions.");
    return WL_OK;
}

/* Every region by its name, for whoever coordinates all of them: the index has words by region. */
static wl_status
name_regions (wl_request_t *req, search_reach_t *reach)
{
    for (size_t i = 0; i < reach->region_count; i++) {
        if (wl_text_equal (reach->regions[i], "*"))
            return store_search_regions (req, &reach->regions, &reach->region_count);
    }
    return WL_OK;
}

/* In this programme, "": by grants for all programmes alone. */
static wl_status
find_reach (wl_request_t *req, const grants_t *grants, const char *programme, search_reach_t *ret)
{
    const char **regions =
        wl_arena_array (wl_arena (req), grants->coordinated_count + 1, sizeof *regions);

    *ret = (search_reach_t){ .regions = regions };
    for (size_t i = 0; i < grants->coordinated_count; i++) {
        const char *scope = grants->coordinated[i], *slash = strchr (scope, '/');
        const char *of = wl_text_copy_length (wl_arena (req), scope, (size_t) (slash - scope));

        if (wl_text_equal (of, "*") || wl_text_equal (of, programme))
            regions[ret->region_count++] = slash + 1;
    }
    for (size_t i = 0; i < grants->owned_count; i++)
        ret->titles |=
            wl_text_equal (grants->owned[i], "*") || wl_text_equal (grants->owned[i], programme);
    return name_regions (req, ret);
}

/* The programmes in which the caller has one of the roles; "*" alone when each is for all. */
static void
find_programmes (wl_request_t *req, const grants_t *grants, const char *const **ret,
                 size_t *ret_count)
{
    const char *const *coordinated;
    const char **programmes;
    size_t count, single = 0;

    wl_role_programmes (req, WL_ROLE_COORDINATOR, &coordinated, &count);
    programmes =
        wl_arena_array (wl_arena (req), count + grants->owned_count + 1, sizeof *programmes);
    for (size_t i = 0; i < count + grants->owned_count; i++) {
        programmes[i] = i < count ? coordinated[i] : grants->owned[i - count];
        single += !wl_text_equal (programmes[i], "*");
    }
    *ret = programmes;
    *ret_count = single > 0 ? count + grants->owned_count : 0;
}

/* A call of single programmes is a part by itself, for in each the caller may reach something else.
 */
static wl_status
find_parts (wl_request_t *req, const Evaluation__SearchDossiersRequest *in, const grants_t *grants,
            store_search_t *search)
{
    const char *const *programmes, *const *calls = (const char *const[]){ in->call_id };
    const char *const *of = (const char *const[]){ "" };
    size_t programme_count, count = 1;
    search_part_t *parts;

    find_programmes (req, grants, &programmes, &programme_count);
    if (programme_count > 0)
        WL_TRY (store_search_calls (req, programmes, programme_count, in->call_id, &count, &calls,
                                    &of));
    parts = wl_arena_array (wl_arena (req), count + 1, sizeof *parts);
    for (size_t i = 0; i < count; i++) {
        search_part_t *part = &parts[search->part_count];

        part->call_id = calls[i];
        WL_TRY (find_reach (req, grants, of[i], &part->reach));
        /* An owner's titles know no answers. */
        search->part_count +=
            part->reach.region_count > 0 || (part->reach.titles && in->n_answers == 0);
    }
    search->parts = parts;
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
    grants_t grants;

    wl_role_scopes (req, WL_ROLE_COORDINATOR, &grants.coordinated, &grants.coordinated_count);
    wl_role_programmes (req, WL_ROLE_OWNER, &grants.owned, &grants.owned_count);
    WL_TRY (check_answers (req, in, &grants));
    WL_TRY (open_cursor (req, in, &search));
    WL_TRY (find_parts (req, in, &grants, &search));
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
