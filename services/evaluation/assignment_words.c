#include "assignment_words.h"

#include <string.h>

static bool
is_english (const char *locale)
{
    return wl_text_equal (locale, "en");
}

static void
add (wl_buffer_t *words, const char *text)
{
    if (words->length > 0)
        wl_buffer_text (words, "; ");
    wl_buffer_text (words, text);
}

/* ---- why this pair ---- */

static void
add_topics (wl_buffer_t *words, bool english, const assignment_application_t *application,
            const Evaluation__AssessorProfile *profile)
{
    size_t known = 0;

    if (profile == NULL || profile->n_topics == 0 || application->topic_count == 0)
        return;
    for (size_t i = 0; i < application->topic_count; i++)
        for (size_t k = 0; k < profile->n_topics; k++)
            if (strcmp (application->topics[i], profile->topics[k]) == 0) {
                known++;
                break;
            }
    add (words, wl_text_printf (words->arena,
                                english ? "knows %zu of the application's %zu fields"
                                        : "zna dziedziny wniosku: %zu z %zu",
                                known, application->topic_count));
}

static void
add_region (wl_buffer_t *words, bool english, const assignment_problem_t *problem,
            const assignment_application_t *application, const Evaluation__AssessorProfile *profile)
{
    bool inside = profile != NULL && strcmp (profile->home_region, application->region) == 0;

    if (problem->rules == NULL || problem->rules->from_region + problem->rules->outside_region == 0)
        return;
    if (inside)
        add (words, english ? "from the application's region" : "z regionu wniosku");
    else
        add (words, english ? "from outside the region" : "spoza regionu wniosku");
}

static void
add_person (wl_buffer_t *words, bool english, const assignment_problem_t *problem,
            const assignment_application_t *application, const Evaluation__AssessorProfile *profile)
{
    const char *language = application->language;

    add_region (words, english, problem, application, profile);
    if (problem->rules != NULL && problem->rules->seniors > 0 && profile != NULL && profile->senior)
        add (words, english ? "senior assessor" : "starszy oceniający");
    if (!wl_text_empty (language) && strcmp (language, "pl") != 0)
        add (words, wl_text_printf (words->arena, english ? "reads “%s”" : "czyta w języku „%s”",
                                    language));
}

static void
add_bid (wl_buffer_t *words, bool english, const assignment_problem_t *problem, uint8_t bid)
{
    if (problem->rules == NULL || problem->rules->bids_weight == 0)
        return;
    if (bid == EVALUATION__BID__BID_GLADLY)
        add (words, english ? "would gladly assess it" : "chętnie oceni ten wniosek");
    if (bid == EVALUATION__BID__BID_RATHER_NOT)
        add (words, english ? "would rather not assess it" : "wolałby go nie oceniać");
}

char *
assignment_reason (wl_arena_t *arena, const char *locale, const assignment_problem_t *problem,
                   const assignment_result_t *result, const assignment_pair_t *pair,
                   int32_t likeness, uint32_t load)
{
    const assignment_application_t *application = &problem->applications[pair->application];
    const Evaluation__Assessor *assessor = problem->assessors[pair->assessor];
    bool english = is_english (locale);
    wl_buffer_t words;

    wl_buffer_init (&words, arena);
    if (pair->fixed)
        add (&words, english ? "fixed by the coordinator" : "para ustalona przez koordynatora");
    add_topics (&words, english, application, assessor->profile);
    if (likeness >= 0)
        add (&words, wl_text_printf (arena,
                                     english ? "experience resembles the application by %d %%"
                                             : "doświadczenie podobne do wniosku w %d %%",
                                     likeness / 100));
    add_bid (&words, english, problem,
             result->bid[pair->application * problem->assessor_count + pair->assessor]);
    add_person (&words, english, problem, application, assessor->profile);
    add (&words,
         wl_text_printf (arena, english ? "%u of at most %u cards" : "kart: %u z najwyżej %u", load,
                         assessor->max_cards));
    if (result->network.load_step > 0 && words.length > 0)
        add (&words, english ? "loads kept even" : "przy równym obciążeniu");
    return words.data;
}

void
assignment_bar_words (assignment_bar_t bar, const char **ret_pl, const char **ret_en)
{
    static const struct {
        const char *pl, *en;
    } words[ASSIGNMENT_BARS] = {
        [ASSIGNMENT_OTHER_REGION] = { "oceniający nie bierze wniosków z tego regionu",
                                      "the assessor does not take applications of this region" },
        [ASSIGNMENT_OWN_APPLICATION] = { "to własny wniosek oceniającego",
                                         "it is the assessor's own application" },
        [ASSIGNMENT_CARD] = { "oceniający ma już kartę tego wniosku albo zgłosił konflikt",
                              "the assessor has a card of it already, or declared a conflict" },
        [ASSIGNMENT_CONFLICT] = { "dane wskazują na konflikt interesów",
                                  "the data show a conflict of interest" },
        [ASSIGNMENT_LANGUAGE] = { "oceniający nie czyta w języku wniosku",
                                  "the assessor does not read its language" },
        [ASSIGNMENT_AWAY] = { "oceniający nie bierze dziś nowych kart",
                              "the assessor takes no new cards today" },
        [ASSIGNMENT_UNWANTED] = { "ta para jest wykluczona w tym samym żądaniu",
                                  "the same request rules this pair out" },
        [ASSIGNMENT_FULL] = { "oceniający nie ma już miejsca albo wniosek ma już wszystkie karty",
                              "the assessor has no room, or the application has all its cards" },
    };
    bool known = bar > ASSIGNMENT_OPEN && bar < ASSIGNMENT_BARS;

    *ret_pl = known ? words[bar].pl : "";
    *ret_en = known ? words[bar].en : "";
}

/* ---- why cards are missing ---- */

static const struct {
    unsigned what;
    const char *pl, *en;
} blames[] = {
    { ASSIGNMENT_ONE_CARD_MORE, "Gdyby każdy wziął o jedną kartę więcej, niż ma w limicie",
      "If everybody took one card above the limit" },
    { 1u << ASSIGNMENT_CONFLICT, "Bez konfliktów znalezionych w danych",
      "Without the conflicts found in the data" },
    { 1u << ASSIGNMENT_LANGUAGE, "Bez wymogu języka", "Without the rule of language" },
    { 1u << ASSIGNMENT_AWAY, "Gdyby wszyscy brali dziś karty", "If everybody took cards today" },
    { 1u << ASSIGNMENT_UNWANTED, "Bez wykluczonych par", "Without the pairs ruled out" },
    { 1u << ASSIGNMENT_OTHER_REGION, "Gdyby każdy brał wnioski z każdego regionu",
      "If everybody took applications of every region" },
    { ASSIGNMENT_IGNORE_REGION_QUOTAS, "Bez liczby kart z regionu i spoza regionu",
      "Without the numbers of cards from the region and outside" },
    { ASSIGNMENT_IGNORE_SENIORS, "Bez liczby kart starszych oceniających",
      "Without the number of cards of seniors" },
};

/* Whether the rule closed anything, so that leaving it out could help. */
static bool
applies (const assignment_problem_t *problem, const assignment_result_t *result, unsigned what)
{
    size_t count = problem->application_count * problem->assessor_count;

    if (what == ASSIGNMENT_ONE_CARD_MORE)
        return true;
    if (what == ASSIGNMENT_IGNORE_REGION_QUOTAS)
        return problem->rules != NULL &&
               problem->rules->from_region + problem->rules->outside_region > 0;
    if (what == ASSIGNMENT_IGNORE_SENIORS)
        return problem->rules != NULL && problem->rules->seniors > 0;
    for (size_t i = 0; i < count; i++)
        if (1u << result->bar[i] == what)
            return true;
    return false;
}

wl_status
assignment_blame (wl_arena_t *arena, const char *locale, const assignment_problem_t *problem,
                  const assignment_result_t *result, char ***ret, size_t *ret_count)
{
    size_t count = sizeof blames / sizeof blames[0];
    bool english = is_english (locale);

    *ret = wl_arena_array (arena, count, sizeof **ret);
    *ret_count = 0;
    for (size_t i = 0; i < count; i++) {
        assignment_problem_t without = *problem;
        assignment_result_t other;
        uint64_t unserved;
        wl_arena_mark_t mark;
        if (!applies (problem, result, blames[i].what))
            continue;
        without.ignore = blames[i].what;
        mark = wl_arena_mark (arena);
        WL_TRY (assignment_solve (arena, &without, &other));
        unserved = other.optimum.unserved;
        wl_arena_rewind (arena, mark);
        (*ret)[(*ret_count)++] =
            wl_text_printf (arena,
                            english ? "%s: %llu of %llu missing cards would be given."
                                    : "%s: znalazłyby się karty %llu z %llu brakujących.",
                            english ? blames[i].en : blames[i].pl,
                            (unsigned long long) (result->optimum.unserved > unserved
                                                      ? result->optimum.unserved - unserved
                                                      : 0),
                            (unsigned long long) result->optimum.unserved);
    }
    return WL_OK;
}
