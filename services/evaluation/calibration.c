#include "calibration.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { ROUNDS_MAX = 10000 };

static const double still = 1e-6;    /* hundredths: what counts as no movement */
static const double wide = 1.959964; /* standard deviations of a 95 % interval */

/* A card by the numbers of its application and its assessor. */
typedef struct observation {
    size_t application, assessor;
    double points;
} observation_t;

typedef struct model {
    const comparison_card_t *cards; /* by application, then assessor */
    observation_t *seen;
    size_t count;
    const char **applications, **assessors;
    size_t application_count, assessor_count;
    double *quality, *leniency, *square; /* square: of what is left, by assessor */
    double *application_cards, *assessor_cards;
    double *information; /* cards' worth of it about each assessor */
    double freedom;      /* degrees that are left, per card */
    double pooled;       /* variance of the noise of all */
} model_t;

/* ---- numbers for names ---- */

static int
compare_names (const void *left, const void *right)
{
    return strcmp (*(const char *const *) left, *(const char *const *) right);
}

static size_t
number_of (const char *const *names, size_t count, const char *name)
{
    const char *const *found = bsearch (&name, names, count, sizeof *names, compare_names);

    return (size_t) (found - names);
}

static size_t
drop_repeated (const char **names, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        if (kept == 0 || strcmp (names[kept - 1], names[i]) != 0)
            names[kept++] = names[i];
    return kept;
}

static void
name_all (wl_arena_t *arena, model_t *model)
{
    model->applications = wl_arena_array (arena, model->count, sizeof *model->applications);
    model->assessors = wl_arena_array (arena, model->count, sizeof *model->assessors);
    for (size_t i = 0; i < model->count; i++) {
        model->applications[i] = model->cards[i].application_id;
        model->assessors[i] = model->cards[i].assessor_id;
    }
    model->application_count = drop_repeated (model->applications, model->count);
    qsort (model->assessors, model->count, sizeof *model->assessors, compare_names);
    model->assessor_count = drop_repeated (model->assessors, model->count);
}

static void
read_cards (wl_arena_t *arena, const comparison_card_t *cards, size_t count, model_t *ret)
{
    comparison_card_t *sorted = wl_arena_array (arena, count, sizeof *sorted);

    memcpy (sorted, cards, count * sizeof *sorted);
    qsort (sorted, count, sizeof *sorted, comparison_card_order);
    *ret = (model_t){ .cards = sorted, .count = count };
    name_all (arena, ret);
    ret->seen = wl_arena_array (arena, count, sizeof *ret->seen);
    ret->quality = wl_arena_array (arena, ret->application_count, sizeof (double));
    ret->application_cards = wl_arena_array (arena, ret->application_count, sizeof (double));
    ret->leniency = wl_arena_array (arena, ret->assessor_count, sizeof (double));
    ret->square = wl_arena_array (arena, ret->assessor_count, sizeof (double));
    ret->assessor_cards = wl_arena_array (arena, ret->assessor_count, sizeof (double));
    ret->information = wl_arena_array (arena, ret->assessor_count, sizeof (double));
    for (size_t i = 0; i < count; i++) {
        ret->seen[i] =
            (observation_t){ number_of (ret->applications, ret->application_count,
                                        sorted[i].application_id),
                             number_of (ret->assessors, ret->assessor_count, sorted[i].assessor_id),
                             (double) sorted[i].points };
        ret->application_cards[ret->seen[i].application] += 1;
        ret->assessor_cards[ret->seen[i].assessor] += 1;
    }
    for (size_t i = 0; i < count; i++)
        ret->information[ret->seen[i].assessor] +=
            1 - 1 / ret->application_cards[ret->seen[i].application];
}

/* ---- the fit ---- */

static void
fit_quality (model_t *model)
{
    memset (model->quality, 0, model->application_count * sizeof *model->quality);
    for (size_t i = 0; i < model->count; i++) {
        const observation_t *of = &model->seen[i];
        model->quality[of->application] += of->points - model->leniency[of->assessor];
    }
    for (size_t i = 0; i < model->application_count; i++)
        model->quality[i] /= model->application_cards[i];
}

/* Gives how far the leniency that moved most has moved. */
static double
fit_leniency (wl_arena_t *arena, model_t *model)
{
    wl_arena_mark_t mark = wl_arena_mark (arena);
    double *sums = wl_arena_array (arena, model->assessor_count, sizeof *sums);
    double most = 0;

    for (size_t i = 0; i < model->count; i++) {
        const observation_t *of = &model->seen[i];
        sums[of->assessor] += of->points - model->quality[of->application];
    }
    for (size_t i = 0; i < model->assessor_count; i++) {
        double next = sums[i] / (model->assessor_cards[i] + CALIBRATION_PRIOR_CARDS);
        most = fmax (most, fabs (next - model->leniency[i]));
        model->leniency[i] = next;
    }
    wl_arena_rewind (arena, mark);
    return most;
}

static void
fit_noise (model_t *model)
{
    double sum = 0;
    double left = (double) model->count - (double) model->application_count -
                  (double) model->assessor_count + 1;

    for (size_t i = 0; i < model->count; i++) {
        const observation_t *of = &model->seen[i];
        double rest = of->points - model->quality[of->application] - model->leniency[of->assessor];
        model->square[of->assessor] += rest * rest;
        sum += rest * rest;
    }
    model->freedom = left / (double) model->count;
    model->pooled = sum / left;
}

/* ---- what comes out ---- */

static double
noise_variance (const model_t *model, size_t assessor)
{
    double degrees = model->assessor_cards[assessor] * model->freedom;

    return (model->square[assessor] + CALIBRATION_PRIOR_NOISE * model->pooled) /
           (degrees + CALIBRATION_PRIOR_NOISE);
}

static double
leniency_variance (const model_t *model, size_t assessor)
{
    return noise_variance (model, assessor) /
           (model->information[assessor] + CALIBRATION_PRIOR_CARDS);
}

static void
tell_assessors (wl_arena_t *arena, const model_t *model, calibration_t *ret)
{
    ret->assessor_count = model->assessor_count;
    ret->assessors = wl_arena_array (arena, model->assessor_count, sizeof *ret->assessors);
    for (size_t i = 0; i < model->assessor_count; i++) {
        double half = wide * sqrt (leniency_variance (model, i));
        ret->assessors[i] = (calibration_assessor_t){
            .assessor_id = model->assessors[i],
            .cards = (uint32_t) model->assessor_cards[i],
            .leniency = llround (model->leniency[i]),
            .low = llround (model->leniency[i] - half),
            .high = llround (model->leniency[i] + half),
            .noise = llround (sqrt (noise_variance (model, i))),
        };
    }
}

static void
tell_applications (wl_arena_t *arena, const model_t *model, calibration_t *ret)
{
    double *variance = wl_arena_array (arena, model->application_count, sizeof *variance);

    for (size_t i = 0; i < model->count; i++) {
        const observation_t *of = &model->seen[i];
        variance[of->application] +=
            noise_variance (model, of->assessor) + leniency_variance (model, of->assessor);
    }
    ret->application_count = model->application_count;
    ret->applications = wl_arena_array (arena, model->application_count, sizeof *ret->applications);
    for (size_t i = 0; i < model->application_count; i++) {
        double half = wide * sqrt (variance[i]) / model->application_cards[i];
        ret->applications[i] = (calibration_application_t){
            .application_id = model->applications[i],
            .cards = (uint32_t) model->application_cards[i],
            .adjusted = llround (model->quality[i]),
            .low = llround (model->quality[i] - half),
            .high = llround (model->quality[i] + half),
        };
    }
}

wl_status
calibration_fit (wl_arena_t *arena, const comparison_card_t *cards, size_t count,
                 calibration_t *ret)
{
    model_t model;
    double moved = still + 1;

    if (count == 0)
        return WL_FAILED_PRECONDITION;
    read_cards (arena, cards, count, &model);
    if (count <= model.application_count + model.assessor_count)
        return WL_FAILED_PRECONDITION;
    for (int round = 0; round < ROUNDS_MAX && moved > still; round++) {
        fit_quality (&model);
        moved = fit_leniency (arena, &model);
    }
    fit_quality (&model);
    fit_noise (&model);
    *ret = (calibration_t){ .noise = llround (sqrt (model.pooled)) };
    tell_assessors (arena, &model, ret);
    tell_applications (arena, &model, ret);
    return WL_OK;
}

/* ---- a list ---- */

static int
compare_application (const void *id, const void *application)
{
    return strcmp (id, ((const calibration_application_t *) application)->application_id);
}

static int
compare_down (const void *left, const void *right)
{
    int64_t a = *(const int64_t *) left, b = *(const int64_t *) right;

    return (b > a) - (b < a);
}

/* Between the last who would be in by adjusted points and the first who would not. */
static int64_t
find_line (wl_arena_t *arena, Evaluation__CalibratedEntry *const *entries, size_t count)
{
    int64_t *adjusted = wl_arena_array (arena, count, sizeof *adjusted);
    size_t in = 0;

    for (size_t i = 0; i < count; i++) {
        adjusted[i] = entries[i]->adjusted_points;
        in += entries[i]->recommended ? 1u : 0u;
    }
    if (count == 0)
        return 0;
    qsort (adjusted, count, sizeof *adjusted, compare_down);
    if (in == 0)
        return adjusted[0];
    return in == count ? adjusted[count - 1] : (adjusted[in - 1] + adjusted[in]) / 2;
}

/* Where all or none are recommended there is no line to be near to. */
static Evaluation__Band
band_of (const Evaluation__CalibratedEntry *entry, int64_t line, bool has_line)
{
    if (!has_line)
        return entry->recommended ? EVALUATION__BAND__CLEARLY_IN : EVALUATION__BAND__CLEARLY_OUT;
    if (entry->low > line)
        return EVALUATION__BAND__CLEARLY_IN;
    return entry->high < line ? EVALUATION__BAND__CLEARLY_OUT : EVALUATION__BAND__GREY_ZONE;
}

static Evaluation__CalibratedEntry *
describe_entry (wl_arena_t *arena, const Evaluation__RankingCandidate *candidate,
                const ranking_place_t *place, const calibration_application_t *application)
{
    Evaluation__CalibratedEntry *entry = wl_arena_alloc (arena, sizeof *entry);

    evaluation__calibrated_entry__init (entry);
    entry->place = place->place;
    entry->application_id = candidate->application_id;
    entry->number = candidate->number;
    entry->points = (int32_t) candidate->points;
    entry->adjusted_points = (int32_t) application->adjusted;
    entry->low = (int32_t) application->low;
    entry->high = (int32_t) application->high;
    entry->recommended = place->group == EVALUATION__LIST_GROUP__RECOMMENDED;
    return entry;
}

static void
describe_entries (wl_arena_t *arena, const calibration_t *fit,
                  const Evaluation__RankingInputs *inputs, const ranking_list_t *list,
                  Evaluation__Calibration *ret)
{
    ret->entries = wl_arena_array (arena, list->count, sizeof *ret->entries);
    for (size_t i = 0; i < list->count; i++) {
        const ranking_place_t *place = &list->places[i];
        const Evaluation__RankingCandidate *candidate = inputs->candidates[place->candidate];
        const calibration_application_t *application =
            bsearch (candidate->application_id, fit->applications, fit->application_count,
                     sizeof *application, compare_application);
        if (candidate->passed && !candidate->rejected && application != NULL)
            ret->entries[ret->n_entries++] = describe_entry (arena, candidate, place, application);
    }
}

static int
compare_leniency (const void *left, const void *right)
{
    const Evaluation__AssessorCalibration *const *a = left;
    const Evaluation__AssessorCalibration *const *b = right;

    if ((*a)->leniency != (*b)->leniency)
        return (*a)->leniency > (*b)->leniency ? -1 : 1;
    return strcmp ((*a)->assessor_user_id, (*b)->assessor_user_id);
}

static void
describe_assessors (wl_arena_t *arena, const calibration_t *fit, Evaluation__Calibration *ret)
{
    ret->assessors = wl_arena_array (arena, fit->assessor_count, sizeof *ret->assessors);
    for (size_t i = 0; i < fit->assessor_count; i++) {
        const calibration_assessor_t *of = &fit->assessors[i];
        Evaluation__AssessorCalibration *assessor = wl_arena_alloc (arena, sizeof *assessor);
        evaluation__assessor_calibration__init (assessor);
        assessor->assessor_user_id = wl_text_copy (arena, of->assessor_id);
        assessor->cards = of->cards;
        assessor->leniency = (int32_t) of->leniency;
        assessor->leniency_low = (int32_t) of->low;
        assessor->leniency_high = (int32_t) of->high;
        assessor->noise = (int32_t) of->noise;
        ret->cards += of->cards;
        ret->assessors[ret->n_assessors++] = assessor;
    }
    qsort (ret->assessors, ret->n_assessors, sizeof *ret->assessors, compare_leniency);
}

void
calibration_describe (wl_arena_t *arena, const calibration_t *fit,
                      const Evaluation__RankingInputs *inputs, const ranking_list_t *list,
                      Evaluation__Calibration *ret)
{
    size_t in = 0;

    ret->noise = (int32_t) fit->noise;
    describe_assessors (arena, fit, ret);
    describe_entries (arena, fit, inputs, list, ret);
    for (size_t i = 0; i < ret->n_entries; i++)
        in += ret->entries[i]->recommended ? 1u : 0u;
    ret->line = (int32_t) find_line (arena, ret->entries, ret->n_entries);
    for (size_t i = 0; i < ret->n_entries; i++)
        ret->entries[i]->band = band_of (ret->entries[i], ret->line, in > 0 && in < ret->n_entries);
}
