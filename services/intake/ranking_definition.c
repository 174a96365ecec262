#include "ranking_definition.h"

#include <string.h>

#define STEP(name) WLACZNIK__TIE_STEP__TIE_##name

/* A problem at "definition.ranking" followed by what the format says. */
#define problem_at(problems, code, pl, en, ...)                                                   \
    wl_problem_add ((problems),                                                                   \
                    wl_text_printf ((problems)->error->arena, "definition.ranking." __VA_ARGS__), \
                    (code), (pl), (en))

/* ---- ties ---- */

static bool
has_criterion (const Intake__CallDefinition *definition, const char *key)
{
    for (size_t i = 0; i < definition->n_stages; i++) {
        const Wlacznik__MeritCard *card = definition->stages[i]->merit_card;
        for (size_t j = 0; card != NULL && j < card->n_criteria; j++)
            if (strcmp (card->criteria[j]->key, key) == 0)
                return true;
    }
    return false;
}

static void
check_criterion (const Intake__CallDefinition *definition, bool used, const char *key,
                 const char *path, const wl_problems_t *problems)
{
    if (used && wl_text_empty (key))
        problem_at (problems, "required",
                    "Wskaż kryterium, które rozstrzyga remis, albo usuń ten krok.",
                    "Name the criterion that decides a tie, or remove that step.", "%s", path);
    else if (!wl_text_empty (key) && !has_criterion (definition, key))
        problem_at (problems, "unknown-criterion", "Żadna karta nie ma takiego kryterium.",
                    "No card has such a criterion.", "%s", path);
}

static void
check_step (Wlacznik__TieStep step, bool seen, const char *path, const wl_problems_t *problems)
{
    if (step == STEP (STEP_UNSPECIFIED))
        problem_at (problems, "required", "Wybierz, co rozstrzyga remis.",
                    "Choose what decides a tie.", "%s", path);
    else if (seen)
        problem_at (problems, "duplicate",
                    "Ten krok jest podany dwa razy; drugi nic nie rozstrzygnie.",
                    "This step is given twice; the second decides nothing.", "%s", path);
}

static void
check_tie_steps (const Intake__CallDefinition *definition, const wl_problems_t *problems)
{
    const Wlacznik__RankingRules *ranking = definition->ranking;
    unsigned seen = 0;

    for (size_t i = 0; i < ranking->n_tie_steps; i++) {
        unsigned bit = 1u << (unsigned) ranking->tie_steps[i];
        check_step (ranking->tie_steps[i], (seen & bit) != 0,
                    wl_text_printf (problems->error->arena, "tieSteps[%zu]", i), problems);
        seen |= bit;
    }
    check_criterion (definition, (seen & 1u << STEP (CRITERION)) != 0, ranking->tie_criterion,
                     "tieCriterion", problems);
}

static bool
is_repeated (const Wlacznik__RankingRules *ranking, size_t index)
{
    const Wlacznik__TieRule *rule = ranking->tie_chain[index];

    for (size_t i = 0; i < index; i++)
        if (ranking->tie_chain[i]->step == rule->step &&
            wl_text_equal (ranking->tie_chain[i]->criterion, rule->criterion))
            return true;
    return false;
}

static void
check_tie_chain (const Intake__CallDefinition *definition, const wl_problems_t *problems)
{
    const Wlacznik__RankingRules *ranking = definition->ranking;
    wl_arena_t *arena = problems->error->arena;

    if (ranking->n_tie_chain > 0 && ranking->n_tie_steps > 0)
        problem_at (problems, "given-twice",
                    "Podaj kolejność rozstrzygania remisów tylko raz: w tieChain albo w tieSteps.",
                    "Give the order in which ties are decided once: in tieChain or in tieSteps.",
                    "tieChain");
    for (size_t i = 0; i < ranking->n_tie_chain; i++) {
        const Wlacznik__TieRule *rule = ranking->tie_chain[i];
        const char *criterion = wl_text_printf (arena, "tieChain[%zu].criterion", i);
        bool by_criterion = rule->step == STEP (CRITERION);
        check_step (rule->step, is_repeated (ranking, i),
                    wl_text_printf (arena, "tieChain[%zu].step", i), problems);
        if (by_criterion)
            check_criterion (definition, true, rule->criterion, criterion, problems);
        else if (!wl_text_empty (rule->criterion))
            problem_at (problems, "not-for-step", "Kryterium podaje się tylko w kroku kryterium.",
                        "Only a step by criterion has one.", "%s", criterion);
    }
}

static bool
uses_step (const Wlacznik__RankingRules *ranking, Wlacznik__TieStep step)
{
    for (size_t i = 0; i < ranking->n_tie_steps; i++)
        if (ranking->tie_steps[i] == step)
            return true;
    for (size_t i = 0; i < ranking->n_tie_chain; i++)
        if (ranking->tie_chain[i]->step == step)
            return true;
    return false;
}

/* A stage's form asks for exactly one of several topics. */
static bool
asks_topic (const Wlacznik__Stage *stage, const char *key)
{
    for (size_t i = 0; stage->form != NULL && i < stage->form->n_sections; i++)
        for (size_t j = 0; j < stage->form->sections[i]->n_fields; j++) {
            const Wlacznik__FormField *field = stage->form->sections[i]->fields[j];
            if (strcmp (field->key, key) == 0)
                return field->kind == WLACZNIK__FIELD_KIND__SINGLE_CHOICE;
        }
    return false;
}

static bool
has_topic (const Intake__CallDefinition *definition)
{
    for (size_t i = 0; i < definition->n_stages; i++)
        if (definition->stages[i]->assessment == WLACZNIK__ASSESSMENT_KIND__POINTS &&
            asks_topic (definition->stages[i], definition->ranking->topic_field))
            return true;
    return false;
}

static void
check_what_steps_need (const Intake__CallDefinition *definition, const wl_problems_t *problems)
{
    const Wlacznik__RankingRules *ranking = definition->ranking;

    if (!wl_text_empty (ranking->topic_field) && !has_topic (definition))
        problem_at (problems, "unknown-field",
                    "Żaden etap oceniany punktami nie ma takiego pola jednego wyboru.",
                    "No stage that is assessed by points has such a field of one choice.",
                    "topicField");
    if (wl_text_empty (ranking->topic_field) && uses_step (ranking, STEP (TOPIC_COVERAGE)))
        problem_at (problems, "required", "Wskaż pole, w którym wnioskodawca wybiera temat.",
                    "Name the field in which applicants choose the topic.", "topicField");
    if (ranking->draw_source == NULL && uses_step (ranking, STEP (DRAW)))
        problem_at (problems, "required",
                    "Napisz, skąd weźmie się wynik losowania, zanim ktokolwiek może go znać.",
                    "Say where the result of the draw will come from, before anybody can know it.",
                    "drawSource");
}

/* ---- money ---- */

static void
check_pools (const Intake__CallDefinition *definition, const wl_problems_t *problems)
{
    const Wlacznik__RankingRules *ranking = definition->ranking;
    int64_t sum = 0; /* 20 pools of 10^14: no overflow */

    for (size_t i = 0; i < ranking->n_pools; i++) {
        sum += ranking->pools[i]->grosze;
        for (size_t j = 0; j < i; j++)
            if (strcmp (ranking->pools[i]->region, ranking->pools[j]->region) == 0) {
                problem_at (problems, "duplicate", "Ten region ma już swoją pulę.",
                            "This region has a pool already.", "pools[%zu].region", i);
                break;
            }
    }
    if (sum > definition->pool_grosze)
        problem_at (problems, "above-pool", "Pule regionów są razem większe niż pula naboru.",
                    "The pools of regions are together larger than the pool of the call.", "pools");
    if (ranking->carry_over && ranking->n_pools == 0)
        problem_at (problems, "needs-pools", "Bez pul regionów nie ma czego przenosić.",
                    "Without pools of regions there is nothing to carry over.", "carryOver");
    if (ranking->part_min_percent > 0 && !ranking->part_funding)
        problem_at (problems, "needs-part-funding",
                    "Najmniejsza część ma sens tylko tam, gdzie można dostać część kwoty.",
                    "A smallest part makes sense only where a part can be granted.",
                    "partMinPercent");
}

void
ranking_definition_check (const Intake__CallDefinition *definition, const wl_problems_t *problems)
{
    if (definition->ranking == NULL)
        return;
    check_tie_steps (definition, problems);
    check_tie_chain (definition, problems);
    check_what_steps_need (definition, problems);
    check_pools (definition, problems);
}
