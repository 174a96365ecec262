#include "stage_definition.h"

#include <string.h>

#include "assignment_definition.h"
#include "card_definition.h"
#include "definition_problem.h"
#include "form_definition.h"

/* ---- the cards ---- */

static void
check_formal_items (const Wlacznik__Stage *stage, const char *at, const wl_problems_t *problems)
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
check_appeals (const Wlacznik__Stage *stage, const char *at, const wl_problems_t *problems)
{
    if (stage->formal_appeal != NULL && stage->n_formal_items == 0)
        problem_at (
            problems, "needs-formal-items", "Bez oceny formalnej nie ma od czego się odwołać.",
            "Without a formal check there is nothing to appeal against.", "%s.formalAppeal", at);
    if (stage->merit_appeal != NULL && stage->assessment != WLACZNIK__ASSESSMENT_KIND__POINTS)
        problem_at (problems, "needs-points",
                    "Odwołanie od wyniku jest tylko na etapie ocenianym punktami.",
                    "Only a stage that is assessed by points has appeals against its result.",
                    "%s.meritAppeal", at);
}

static void
check_panel (const Wlacznik__Stage *stage, const char *at, const wl_problems_t *problems)
{
    bool points = stage->assessment == WLACZNIK__ASSESSMENT_KIND__POINTS;

    if (stage->panel != NULL && stage->panel->moves_places && !points)
        problem_at (problems, "needs-points",
                    "Miejsca są tylko na liście etapu ocenianego punktami.",
                    "Only the list of a stage that is assessed by points has places.",
                    "%s.panel.movesPlaces", at);
    if (stage->carer_opinion && points)
        problem_at (problems, "needs-decision",
                    "Na opinię opiekuna czeka tylko decyzja na etapie bez punktów.",
                    "Only the decision of a stage without points waits for a carer's opinion.",
                    "%s.carerOpinion", at);
}

void
stage_definition_check (const Wlacznik__Stage *stage, bool first, const char *at,
                        const wl_problems_t *problems)
{
    wl_arena_t *arena = problems->error->arena;

    if (stage->form != NULL)
        form_definition_check (stage->form, first, wl_text_printf (arena, "%s.form", at), problems);
    check_formal_items (stage, at, problems);
    check_appeals (stage, at, problems);
    check_panel (stage, at, problems);
    if (stage->merit_card != NULL) {
        const char *card = wl_text_printf (arena, "%s.meritCard", at);
        card_definition_check (stage->merit_card, stage->assessment, card, problems);
        assignment_definition_check (stage, card, problems);
    } else if (stage->assessment == WLACZNIK__ASSESSMENT_KIND__POINTS) {
        problem_at (problems, "required", "Etap oceniany punktami potrzebuje karty oceny.",
                    "A stage that is assessed by points needs a card.", "%s.meritCard", at);
    }
}
