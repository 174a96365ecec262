#include "indicator_rules.h"

#include <string.h>

#include "base/problems.h"

#define MEASURE(name) DISSEMINATION__INDICATOR_MEASURE__MEASURE_##name

bool
indicator_counts_innovations (Dissemination__IndicatorMeasure measure)
{
    return measure >= MEASURE (IDEAS) && measure <= MEASURE (IN_POLICY);
}

bool
indicator_is_share (const Dissemination__IndicatorText *text)
{
    return text->share_of != DISSEMINATION__INDICATOR_MEASURE__INDICATOR_MEASURE_UNSPECIFIED;
}

static void
check_measure (const wl_problems_t *self, const Dissemination__IndicatorText *text)
{
    bool entered = text->measure == MEASURE (ENTERED);
    bool innovations = indicator_counts_innovations (text->measure);
    bool placed =
        innovations || text->measure == MEASURE (ADOPTIONS) || text->measure == MEASURE (PEOPLE);

    if (entered && text->unit == NULL)
        wl_problem_add (self, "text.unit", "required", "Podaj jednostkę, na przykład „osoby”.",
                        "Give the unit, for example \"people\".");
    if (entered && text->definition == NULL)
        wl_problem_add (self, "text.definition", "required",
                        "Napisz, co się liczy, a co nie: tej wartości system sam nie policzy.",
                        "Write what counts and what does not: nothing here counts this value.");
    if (!entered && text->unit != NULL)
        wl_problem_add (self, "text.unit", "counted",
                        "Jednostka wynika z tego, co liczymy. Zostaw puste.",
                        "The unit follows from what is counted. Leave it empty.");
    if (!innovations && text->applicant_type != 0)
        wl_problem_add (self, "text.applicantType", "not-of-innovations",
                        "Do rodzaju wnioskodawcy można zawęzić tylko liczbę innowacji.",
                        "Only a number of innovations can be narrowed to a kind of applicant.");
    if (!placed && !wl_text_empty (text->region))
        wl_problem_add (self, "text.region", "not-by-region",
                        "Tej liczby nie da się zawęzić do regionu. Zostaw puste.",
                        "This number cannot be narrowed to a region. Leave it empty.");
}

/* A share over one hundred would say that more are left than there were. */
static void
check_share (const wl_problems_t *self, const Dissemination__IndicatorText *text)
{
    if (!indicator_is_share (text))
        return;
    if (!indicator_counts_innovations (text->measure) ||
        !indicator_counts_innovations (text->share_of) || text->share_of > text->measure ||
        (text->share_of == text->measure && text->applicant_type == 0))
        wl_problem_add (
            self, "text.shareOf", "no-share",
            "Udział to część innowacji z tego samego albo wcześniejszego kroku: na przykład "
            "przetestowane wśród dofinansowanych albo pomysły osób wśród wszystkich pomysłów.",
            "A share is a part of the innovations of the same step or an earlier one: for example "
            "those tested among those funded, or ideas of persons among all ideas.");
    if (text->target > INDICATOR_ALL_OF)
        wl_problem_add (self, "text.target", "more-than-all", "Udział nie przekroczy 100%.",
                        "A share is at most 100%.");
    if (text->baseline != 0 || text->n_milestones > 0)
        wl_problem_add (
            self, text->baseline != 0 ? "text.baseline" : "text.milestones", "share-all-the-time",
            "Udział ma być taki przez cały czas: nie ma wartości początkowej ani pośrednich.",
            "A share is to be such all the time: it has no baseline and no milestones.");
}

static void
check_whole (const wl_problems_t *self, const Dissemination__IndicatorText *text)
{
    bool whole = text->target % INDICATOR_WHOLE == 0 && text->baseline % INDICATOR_WHOLE == 0;

    if (text->measure == MEASURE (ENTERED) || indicator_is_share (text))
        return;
    for (size_t i = 0; i < text->n_milestones; i++)
        whole = whole && text->milestones[i]->value % INDICATOR_WHOLE == 0;
    if (!whole)
        wl_problem_add (self, "text.target", "not-whole",
                        "Liczymy w całościach: podaj liczby całkowite.",
                        "This is counted in wholes: give whole numbers.");
}

/* Dates are "2026-11-23", so their texts compare as they do. */
static void
check_way (const wl_problems_t *self, const Dissemination__IndicatorText *text)
{
    const char *day = text->starts_on;
    int64_t value = text->baseline;

    if (strcmp (text->due_on, text->starts_on) <= 0)
        wl_problem_add (self, "text.dueOn", "before-start", "Termin musi być po początku.",
                        "The last day must be after the first.");
    if (text->target <= text->baseline)
        wl_problem_add (self, "text.target", "not-above-baseline",
                        "Cel musi być większy niż wartość początkowa.",
                        "The target must be above the baseline.");
    for (size_t i = 0; i < text->n_milestones; i++) {
        const Dissemination__IndicatorMilestone *each = text->milestones[i];

        if (strcmp (each->due_on, day) <= 0 || strcmp (each->due_on, text->due_on) >= 0 ||
            each->value < value || each->value > text->target) {
            wl_problem_add (
                self, "text.milestones", "out-of-order",
                "Wartości pośrednie muszą iść po kolei: każda później i nie mniejsza niż "
                "poprzednia, między początkiem a celem.",
                "Milestones must be in order: each later than the one before and not smaller, "
                "between the baseline and the target.");
            return;
        }
        day = each->due_on;
        value = each->value;
    }
}

wl_status
indicator_check (const Dissemination__IndicatorText *text, const char *locale, wl_error_t *error)
{
    const wl_problems_t problems = { error, locale };
    size_t before = wl_problem_count (&problems);

    check_measure (&problems, text);
    check_share (&problems, text);
    check_whole (&problems, text);
    check_way (&problems, text);
    return wl_problem_count (&problems) == before ? WL_OK : WL_INVALID_ARGUMENT;
}
