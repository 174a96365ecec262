#include "stage_definition.h"

#include <string.h>

#include "definition_problem.h"
#include "form_definition.h"

/* ---- the cards ---- */

static void
check_formal_items (const Wlacznik__Stage *stage, const char *at, const problems_t *problems)
{
    for (size_t i = 1; i < stage->n_formal_items; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp (stage->formal_items[i]->key, stage->formal_items[j]->key) == 0) {
                problem_at (problems, "duplicate", duplicate_pl, duplicate_en,
                            "%s.formalItems[%zu].key", at, i);
                break;
            }
}

static void
check_criterion (const Wlacznik__MeritCard *card, size_t index, const char *at,
                 const problems_t *problems)
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
                  const problems_t *problems)
{
    if (card->third_gap > reach)
        problem_at (problems, "out-of-reach",
                    "Różnica, która wzywa trzecią osobę, jest większa niż suma punktów.",
                    "The gap that calls a third assessor is larger than the sum of points.",
                    "%s.thirdGap", at);
    if ((card->third_gap != 0 || card->third_on_split) && card->assessors != 2)
        problem_at (problems, "needs-two-assessors",
                    "Trzecia ocena jest możliwa tylko tam, gdzie oceniają dwie osoby.",
                    "A third assessment is possible only where two people assess.", "%s.assessors",
                    at);
}

static void
check_merit_card (const Wlacznik__MeritCard *card, const char *at, const problems_t *problems)
{
    int64_t reach = points_within_reach (card);

    for (size_t i = 0; i < card->n_criteria; i++)
        check_criterion (card, i, at, problems);
    if (reach == 0)
        problem_at (problems, "only-premiums",
                    "Karta potrzebuje choć jednego kryterium, które nie jest premią.",
                    "A card needs at least one criterion that is no premium.", "%s.criteria", at);
    if (card->threshold > reach)
        problem_at (problems, "out-of-reach",
                    "Próg jest wyższy niż suma punktów bez premii. Nikt by go nie osiągnął.",
                    "The threshold is above the sum of points without premiums. Nobody could reach "
                    "it.",
                    "%s.threshold", at);
    check_third_card (card, reach, at, problems);
}

void
stage_definition_check (const Wlacznik__Stage *stage, bool first, const char *at,
                        const problems_t *problems)
{
    wl_arena_t *arena = problems->error->arena;

    if (stage->form != NULL)
        form_definition_check (stage->form, first, wl_text_printf (arena, "%s.form", at), problems);
    check_formal_items (stage, at, problems);
    if (stage->merit_card != NULL)
        check_merit_card (stage->merit_card, wl_text_printf (arena, "%s.meritCard", at), problems);
    else if (stage->assessment == WLACZNIK__ASSESSMENT_KIND__POINTS)
        problem_at (problems, "required", "Etap oceniany punktami potrzebuje karty oceny.",
                    "A stage that is assessed by points needs a card.", "%s.meritCard", at);
}
