#include "card_definition.h"

#include <string.h>

#include "definition_problem.h"

/* ---- one criterion ---- */

static bool
uses_points (const Wlacznik__Criterion *criterion)
{
    return criterion->max_points != 0 || criterion->min_points != 0 || criterion->step != 0 ||
           criterion->weight_percent != 0 || criterion->third_gap != 0 || criterion->premium ||
           criterion->n_guide != 0;
}

static void
check_guide (const Wlacznik__Criterion *criterion, const char *at, const wl_problems_t *problems)
{
    for (size_t i = 0; i < criterion->n_guide; i++) {
        int32_t points = criterion->guide[i]->points;
        if (points > criterion->max_points ||
            (criterion->step > 0 && points % criterion->step != 0))
            problem_at (
                problems, "out-of-range", "Takiej liczby punktów nie można dać w tym kryterium.",
                "This criterion cannot be given so many points.", "%s.guide[%zu].points", at, i);
        for (size_t j = 0; j < i; j++)
            if (criterion->guide[j]->points == points) {
                problem_at (problems, "duplicate", "Ta liczba punktów jest już opisana.",
                            "This number of points is described already.", "%s.guide[%zu].points",
                            at, i);
                break;
            }
    }
}

static void
check_scale (const Wlacznik__Criterion *criterion, const char *at, const wl_problems_t *problems)
{
    if (criterion->scale == WLACZNIK__SCALE__SCALE_WORDS) {
        if (uses_points (criterion))
            problem_at (problems, "no-points", "Ocena opisowa nie ma punktów, progu ani wag.",
                        "An opinion in words has no points, minimum or weights.", "%s.scale", at);
        return;
    }
    if (criterion->max_points == 0)
        problem_at (problems, "required", "Podaj najwyższą liczbę punktów.",
                    "Give the highest number of points.", "%s.maxPoints", at);
    else if (criterion->step > 0 && criterion->max_points % criterion->step != 0)
        problem_at (
            problems, "uneven", "Najwyższa liczba punktów musi być wielokrotnością kroku skali.",
            "The highest number of points must be a multiple of the scale's step.", "%s.step", at);
    if (criterion->scale == WLACZNIK__SCALE__SCALE_YES_NO && criterion->step != 0)
        problem_at (problems, "not-for-scale", "Skala „tak lub nie” nie ma kroku.",
                    "A scale of yes or no has no step.", "%s.step", at);
    check_guide (criterion, at, problems);
}

static void
check_reasons (const Wlacznik__MeritCard *card, const Wlacznik__Criterion *criterion,
               const char *at, const wl_problems_t *problems)
{
    uint32_t least = criterion->reason_min_length;

    if (least == 0 && !criterion->reason_optional)
        least = card->reason_min_length;
    if (criterion->reason_max_length != 0 && least > criterion->reason_max_length)
        problem_at (problems, "above-max", "Najkrótsze uzasadnienie jest dłuższe niż najdłuższe.",
                    "The shortest reason is longer than the longest.", "%s.reasonMinLength", at);
    if (criterion->reason_optional &&
        (criterion->reason_min_length != 0 || criterion->scale == WLACZNIK__SCALE__SCALE_WORDS))
        problem_at (problems, "needed",
                    "To kryterium wymaga opisu, więc uzasadnienie nie może być dowolne.",
                    "This criterion asks for words, so its reason cannot be optional.",
                    "%s.reasonOptional", at);
}

static void
check_criterion_gap (const Wlacznik__MeritCard *card, const Wlacznik__Criterion *criterion,
                     const char *at, const wl_problems_t *problems)
{
    if (criterion->third_gap > criterion->max_points)
        problem_at (problems, "out-of-reach",
                    "Różnica, która wzywa trzecią osobę, jest większa niż punkty kryterium.",
                    "The gap that calls a third assessor is larger than the criterion's points.",
                    "%s.thirdGap", at);
    if (criterion->third_gap > 0 && card->assessors != 2)
        problem_at (problems, "needs-two-assessors",
                    "Trzecia ocena jest możliwa tylko tam, gdzie oceniają dwie osoby.",
                    "A third assessment is possible only where two people assess.", "%s.thirdGap",
                    at);
}

static void
check_criterion (const Wlacznik__MeritCard *card, size_t index, const char *at,
                 const wl_problems_t *problems)
{
    const Wlacznik__Criterion *criterion = card->criteria[index];

    for (size_t i = 0; i < index; i++)
        if (strcmp (card->criteria[i]->key, criterion->key) == 0) {
            problem_at (problems, "duplicate", duplicate_pl, duplicate_en, "%s.criteria[%zu].key",
                        at, index);
            break;
        }
    if (criterion->min_points > criterion->max_points)
        problem_at (problems, "above-max",
                    "Minimum kryterium jest wyższe niż najwyższa liczba punktów.",
                    "The criterion's minimum is higher than its highest number of points.",
                    "%s.criteria[%zu].minPoints", at, index);
    check_scale (criterion, wl_text_printf (problems->error->arena, "%s.criteria[%zu]", at, index),
                 problems);
    check_reasons (card, criterion,
                   wl_text_printf (problems->error->arena, "%s.criteria[%zu]", at, index),
                   problems);
    check_criterion_gap (card, criterion,
                         wl_text_printf (problems->error->arena, "%s.criteria[%zu]", at, index),
                         problems);
}

/* What an application can reach without premiums, which never count toward a threshold
 * (domain.md 4.8 case 6). At most 30 criteria of 1 000 000: no overflow. */
static int64_t
points_within_reach (const Wlacznik__MeritCard *card)
{
    int64_t sum = 0;

    for (size_t i = 0; i < card->n_criteria; i++)
        if (!card->criteria[i]->premium)
            sum += card->criteria[i]->max_points;
    return sum;
}

static void
check_third_card (const Wlacznik__MeritCard *card, int64_t reach, const char *at,
                  const wl_problems_t *problems)
{
    if (card->third_gap != 0 && card->third_gap_percent != 0)
        problem_at (problems, "given-twice", "Podaj różnicę raz: w punktach albo w procentach.",
                    "Give the gap once: in points or in percent.", "%s.thirdGapPercent", at);
    if (card->third_gap > reach)
        problem_at (problems, "out-of-reach",
                    "Różnica, która wzywa trzecią osobę, jest większa niż suma punktów.",
                    "The gap that calls a third assessor is larger than the sum of points.",
                    "%s.thirdGap", at);
    if ((card->third_gap != 0 || card->third_gap_percent != 0 || card->third_on_split) &&
        card->assessors != 2)
        problem_at (problems, "needs-two-assessors",
                    "Trzecia ocena jest możliwa tylko tam, gdzie oceniają dwie osoby.",
                    "A third assessment is possible only where two people assess.", "%s.assessors",
                    at);
}

/* A list orders by points and by nobody's word; a commission decides by words alone if need be. */
static void
check_purpose (const Wlacznik__MeritCard *card, Wlacznik__AssessmentKind purpose, int64_t reach,
               const char *at, const wl_problems_t *problems)
{
    bool points = purpose == WLACZNIK__ASSESSMENT_KIND__POINTS;

    if (points && reach == 0)
        problem_at (problems, "only-premiums",
                    "Karta potrzebuje choć jednego kryterium, które nie jest premią.",
                    "A card needs at least one criterion that is no premium.", "%s.criteria", at);
    if (points && card->recommendations)
        problem_at (problems, "not-with-points",
                    "Na etapie z punktami o wyniku mówią punkty, a nie rekomendacje.",
                    "At a stage with points the points say the result, not recommendations.",
                    "%s.recommendations", at);
}

void
card_definition_check (const Wlacznik__MeritCard *card, Wlacznik__AssessmentKind purpose,
                       const char *at, const wl_problems_t *problems)
{
    int64_t reach = points_within_reach (card);

    for (size_t i = 0; i < card->n_criteria; i++)
        check_criterion (card, i, at, problems);
    check_purpose (card, purpose, reach, at, problems);
    if (card->threshold > reach)
        problem_at (problems, "out-of-reach",
                    "Próg jest wyższy niż suma punktów bez premii. Nikt by go nie osiągnął.",
                    "The threshold is above the sum of points without premiums. Nobody could reach "
                    "it.",
                    "%s.threshold", at);
    check_third_card (card, reach, at, problems);
    if (card->desk == WLACZNIK__DESK_RULE__DESK_ON_DIFFERENCE && card->assessors < 2)
        problem_at (problems, "needs-two-assessors",
                    "Stolik jest potrzebny tylko tam, gdzie oceniają co najmniej dwie osoby.",
                    "A desk is needed only where at least two people assess.", "%s.desk", at);
}
