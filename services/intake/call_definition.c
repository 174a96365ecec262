#include "call_definition.h"

#include <string.h>

#include "form_reading.h"
#include "message/message.h"
#include "ranking_definition.h"
#include "stage_definition.h"

/* ---- the call itself ---- */

static void
check_instants (const Intake__CallDefinition *definition, const wl_problems_t *problems)
{
    wl_time_t fill_from = wl_timestamp_time (definition->fill_from);
    wl_time_t submit_from = wl_timestamp_time (definition->submit_from);
    wl_time_t submit_until = wl_timestamp_time (definition->submit_until);

    if (fill_from > submit_from)
        wl_problem_add (
            problems, "definition.submitFrom", "before-fill-from",
            "Składanie nie może zacząć się przed wypełnianiem. Podaj późniejszą chwilę.",
            "Submitting cannot start before filling in. Give a later instant.");
    if (submit_from >= submit_until)
        wl_problem_add (problems, "definition.submitUntil", "not-after-submit-from",
                        "Nabór musi kończyć się później, niż zaczyna się składanie.",
                        "The call must end later than submitting starts.");
}

int64_t
call_definition_max_grant (const Intake__CallDefinition *definition)
{
    return definition->max_grant_grosze != 0 ? definition->max_grant_grosze
                                             : definition->pool_grosze;
}

static void
check_money (const Intake__CallDefinition *definition, const wl_problems_t *problems)
{
    if (definition->max_grant_grosze > definition->pool_grosze)
        wl_problem_add (problems, "definition.maxGrantGrosze", "above-pool",
                        "Największy grant nie może być większy niż pula naboru.",
                        "The largest grant cannot be larger than the pool of the call.");
    if (definition->min_grant_grosze > call_definition_max_grant (definition))
        wl_problem_add (problems, "definition.minGrantGrosze", "above-max-grant",
                        "Najmniejszy grant nie może być większy niż największy.",
                        "The smallest grant cannot be larger than the largest.");
}

/* Parts of the pool that are given to regions; a region without one draws on what is left. */
static void
check_regions (const Intake__CallDefinition *definition, const wl_problems_t *problems)
{
    int64_t sum = 0; /* at most 20 amounts of 10^14 */

    for (size_t i = 0; i < definition->n_region_terms; i++) {
        const Intake__RegionTerms *terms = definition->region_terms[i];

        sum += terms->pool_grosze;
        for (size_t j = 0; j < i; j++)
            if (strcmp (definition->region_terms[j]->region, terms->region) == 0) {
                wl_problem_add (problems,
                                wl_text_printf (problems->error->arena,
                                                "definition.regionTerms[%zu].region", i),
                                "duplicate", "Ten region jest podany dwa razy.",
                                "This region is given twice.");
                break;
            }
    }
    if (sum > definition->pool_grosze)
        wl_problem_add (problems, "definition.regionTerms", "above-pool",
                        "Pule regionów są razem większe niż pula naboru.",
                        "The regions' pools are together larger than the pool of the call.");
}

static void
check_corrections (const Intake__CallDefinition *definition, const wl_problems_t *problems)
{
    const Intake__CorrectionRules *rules = definition->corrections;

    if (rules == NULL)
        return;
    if (rules->times > 0 && rules->days == 0)
        wl_problem_add (problems, "definition.corrections.days", "required",
                        "Podaj, ile dni jest na poprawki.", "Say how many days corrections have.");
    for (size_t i = 0; i < rules->n_fields; i++)
        if (form_field_of_call (definition, rules->fields[i]) == NULL)
            wl_problem_add (
                problems,
                wl_text_printf (problems->error->arena, "definition.corrections.fields[%zu]", i),
                "unknown-field", "Żaden formularz nie ma takiego pola.",
                "No form has such a field.");
}

static void
check_applicant_types (const Intake__CallDefinition *definition, const wl_problems_t *problems)
{
    unsigned seen = 0;

    for (size_t i = 0; i < definition->n_applicant_types; i++) {
        unsigned bit = 1u << (unsigned) definition->applicant_types[i];
        const char *path =
            wl_text_printf (problems->error->arena, "definition.applicantTypes[%zu]", i);
        if (definition->applicant_types[i] == WLACZNIK__APPLICANT_TYPE__APPLICANT_TYPE_UNSPECIFIED)
            wl_problem_add (problems, path, "required", "Wybierz rodzaj wnioskodawcy.",
                            "Choose a kind of applicant.");
        else if ((seen & bit) != 0)
            wl_problem_add (problems, path, "duplicate",
                            "Ten rodzaj wnioskodawcy jest podany dwa razy.",
                            "This kind of applicant is given twice.");
        seen |= bit;
    }
}

/* ---- the stages ---- */

static void
check_stages (const Intake__CallDefinition *definition, const wl_problems_t *problems)
{
    for (size_t i = 0; i < definition->n_stages; i++) {
        const char *at = wl_text_printf (problems->error->arena, "definition.stages[%zu]", i);
        for (size_t j = 0; j < i; j++) {
            if (strcmp (definition->stages[i]->key, definition->stages[j]->key) != 0)
                continue;
            wl_problem_add (problems, wl_text_printf (problems->error->arena, "%s.key", at),
                            "duplicate", "Inny etap ma już ten klucz. Nadaj własny.",
                            "Another stage has this key. Give it its own.");
            break;
        }
        stage_definition_check (definition->stages[i], i == 0, at, problems);
    }
}

wl_status
call_definition_check_dates (const Intake__CallDefinition *definition,
                             const wl_problems_t *problems)
{
    size_t before = wl_problem_count (problems);

    check_instants (definition, problems);
    return wl_problem_count (problems) == before ? WL_OK : WL_INVALID_ARGUMENT;
}

wl_status
call_definition_check (const Intake__CallDefinition *definition, const wl_problems_t *problems)
{
    size_t before = wl_problem_count (problems);

    check_instants (definition, problems);
    check_money (definition, problems);
    check_regions (definition, problems);
    check_corrections (definition, problems);
    check_applicant_types (definition, problems);
    check_stages (definition, problems);
    ranking_definition_check (definition, problems);
    return wl_problem_count (problems) == before ? WL_OK : WL_INVALID_ARGUMENT;
}
