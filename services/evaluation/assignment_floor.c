#include "assignment_floor.h"

#include <stdlib.h>

static int
compare_fits (const void *left, const void *right)
{
    int32_t a = *(const int32_t *) left;
    int32_t b = *(const int32_t *) right;

    return (a > b) - (a < b);
}

/* The fits that occur, ascending, each once. */
static int32_t *
list_fits (wl_arena_t *arena, const assignment_network_t *network, size_t *ret_count)
{
    size_t count = network->applications * network->assessors;
    int32_t *fits = wl_arena_array (arena, count, sizeof *fits);
    size_t allowed = 0, kept = 0;

    for (size_t i = 0; i < count; i++)
        if (network->fit[i] != ASSIGNMENT_FORBIDDEN)
            fits[allowed++] = network->fit[i];
    qsort (fits, allowed, sizeof *fits, compare_fits);
    for (size_t i = 0; i < allowed; i++)
        if (i == 0 || fits[i] != fits[kept - 1])
            fits[kept++] = fits[i];
    *ret_count = kept;
    return fits;
}

assignment_network_t
assignment_raise_floor (wl_arena_t *arena, const assignment_network_t *network, int32_t floor,
                        bool worthless)
{
    size_t count = network->applications * network->assessors;
    int32_t *fit = wl_arena_array (arena, count, sizeof *fit);
    assignment_network_t ret = *network;

    for (size_t i = 0; i < count; i++)
        fit[i] = network->fit[i] < floor                                ? ASSIGNMENT_FORBIDDEN
                 : worthless && network->fit[i] != ASSIGNMENT_FORBIDDEN ? 0
                                                                        : network->fit[i];
    ret.fit = fit;
    return ret;
}

static wl_status
missing_above (wl_arena_t *arena, const assignment_network_t *network, int32_t floor, uint64_t *ret)
{
    wl_arena_mark_t mark = wl_arena_mark (arena);
    assignment_network_t raised = assignment_raise_floor (arena, network, floor, true);
    assignment_optimum_t optimum;

    WL_TRY (assignment_optimise (arena, &raised, &optimum));
    *ret = optimum.unserved + optimum.underloads;
    wl_arena_rewind (arena, mark);
    return WL_OK;
}

/* The place in `fits` of the greatest floor that leaves no more missing than the least one does. */
static wl_status
find_floor (wl_arena_t *arena, const assignment_network_t *network, const int32_t *fits,
            size_t count, size_t *ret)
{
    uint64_t allowed, missing;
    size_t low = 0, high = count;

    WL_TRY (missing_above (arena, network, fits[0], &allowed));
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        WL_TRY (missing_above (arena, network, fits[middle], &missing));
        if (missing <= allowed)
            low = middle;
        else
            high = middle;
    }
    *ret = low;
    return WL_OK;
}

wl_status
assignment_optimise_fairly (wl_arena_t *arena, const assignment_network_t *network,
                            assignment_optimum_t *ret, assignment_floor_t *ret_floor)
{
    size_t count, place;
    int32_t *fits = list_fits (arena, network, &count);
    assignment_network_t raised;

    *ret_floor = (assignment_floor_t){ ASSIGNMENT_FORBIDDEN, ASSIGNMENT_FORBIDDEN, { 0 } };
    if (count == 0)
        return assignment_optimise (arena, network, ret);
    WL_TRY (find_floor (arena, network, fits, count, &place));
    ret_floor->floor = fits[place];
    if (place + 1 < count) {
        ret_floor->next = fits[place + 1];
        raised = assignment_raise_floor (arena, network, ret_floor->next, true);
        WL_TRY (assignment_optimise (arena, &raised, &ret_floor->beyond));
    }
    raised = assignment_raise_floor (arena, network, ret_floor->floor, false);
    return assignment_optimise (arena, &raised, ret);
}
