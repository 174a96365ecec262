#include "likeness_timer.h"

#include "applicant_rules.h"
#include "base/uuid.h"
#include "store_likeness.h"

/* The comparison runs in the background; later it would only keep staff waiting. */
static const wl_time_t AFTER_THE_RUSH = WL_MINUTE;

void
likeness_request (wl_request_t *req, const char *application_id)
{
    wl_timer_set (req, LIKENESS_TIMER, application_id, wl_now (req) + AFTER_THE_RUSH, NULL);
}

/* Whoever the limit of a call would count for both, as if both were of one call. */
static bool
same_applicant (const Intake__Submission *a, const Intake__Submission *b)
{
    int64_t of_a[APPLICANT_PERSONS_MAX], of_b[APPLICANT_PERSONS_MAX];
    size_t count_a = applicant_persons ("", a->applicant_user_id, a->applicant, of_a);
    size_t count_b = applicant_persons ("", b->applicant_user_id, b->applicant, of_b);

    for (size_t i = 0, j = 0; i < count_a && j < count_b;) {
        if (of_a[i] == of_b[j])
            return true;
        if (of_a[i] < of_b[j])
            i++;
        else
            j++;
    }
    return wl_text_equal (a->applicant_user_id, b->applicant_user_id);
}

static void
announce (wl_request_t *req, const store_pair_t *pair)
{
    Intake__LikenessFound found = INTAKE__LIKENESS_FOUND__INIT;
    Intake__Submission *content = pair->one->content;

    found.application_id = content->application_id;
    found.call_id = content->call_id;
    found.other_application_id = pair->other->application_id;
    found.same_applicant = pair->same_applicant;
    found.containment = pair->degree.containment;
    wl_emit (req, content->region, content->application_id, &found.base);
}

static wl_status
compare (wl_request_t *req, const store_submitted_t *one, const likeness_phrases_t *phrases,
         const store_submitted_t *other, uint32_t threshold)
{
    wl_arena_mark_t mark = wl_arena_mark (wl_arena (req));
    likeness_phrases_t of_other = likeness_of_answers (wl_arena (req), other->content->answers);
    likeness_degree_t degree = likeness_compare (phrases, &of_other);
    bool alike = likeness_is_alike (phrases, &of_other, &degree, threshold);
    store_pair_t pair = { one, other, false, degree };
    bool fresh;

    wl_arena_rewind (wl_arena (req), mark);
    if (!alike)
        return WL_OK;
    pair.same_applicant = same_applicant (one->content, other->content);
    WL_TRY (store_likeness_put (req, &pair, &fresh));
    if (fresh)
        announce (req, &pair);
    return WL_OK;
}

static wl_status
compare_stage (wl_request_t *req, const store_submitted_t *one, uint32_t threshold)
{
    likeness_phrases_t phrases = likeness_of_answers (wl_arena (req), one->content->answers);
    int64_t bands[LIKENESS_BANDS];
    store_submitted_t *others;
    size_t count;

    if (!likeness_sketch (&phrases, bands))
        return store_likeness_keep (req, one, NULL);
    if (wl_uuid_is_rehearsed (one->content->call_id))
        likeness_part (bands, one->content->call_id);
    WL_TRY (store_likeness_candidates (req, one->application_id, bands, &others, &count));
    for (size_t i = 0; i < count; i++)
        WL_TRY (compare (req, one, &phrases, &others[i], threshold));
    return store_likeness_keep (req, one, bands);
}

wl_status
on_likeness_due (wl_request_t *req, const wl_timer_t *timer, const void *payload)
{
    store_submitted_t *stages;
    uint32_t threshold;
    size_t count;

    (void) payload;
    WL_TRY (store_likeness_begin (req, timer->key, &stages, &count, &threshold));
    for (size_t i = 0; i < count; i++)
        WL_TRY (compare_stage (req, &stages[i], threshold));
    return WL_OK;
}
