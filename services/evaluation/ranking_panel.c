#include "ranking_panel.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { NOWHERE = -1 };

/* Where the rules alone put a candidate. */
typedef struct origin {
    uint32_t place;
    long before; /* the candidate ahead of it, NOWHERE for the first */
} origin_t;

static int
compare_moves (const void *left, const void *right)
{
    const Evaluation__PanelMove *const *a = left;
    const Evaluation__PanelMove *const *b = right;

    if ((*a)->position != (*b)->position)
        return (*a)->position < (*b)->position ? -1 : 1;
    return strcmp ((*a)->application_id, (*b)->application_id);
}

void
ranking_sort_moves (Evaluation__PanelMove **moves, size_t count)
{
    if (count > 0)
        qsort (moves, count, sizeof (void *), compare_moves);
}

static const Evaluation__RankingCandidate *
candidate_at (const Evaluation__RankingInputs *inputs, const ranking_list_t *list, long line)
{
    return inputs->candidates[list->places[line].candidate];
}

static long
line_of (const Evaluation__RankingInputs *inputs, const ranking_list_t *list, const char *id)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp (candidate_at (inputs, list, (long) i)->application_id, id) == 0)
            return (long) i;
    return NOWHERE;
}

static bool
same_side (const Evaluation__RankingCandidate *a, const Evaluation__RankingCandidate *b)
{
    return !a->rejected && !b->rejected && a->passed == b->passed;
}

/* Takes the line out and puts it in at `to`; those between go one up or down. */
static void
shift (ranking_list_t *list, long from, long to)
{
    ranking_place_t moved = list->places[from];

    if (to < from)
        memmove (&list->places[to + 1], &list->places[to], (size_t) (from - to) * sizeof moved);
    else
        memmove (&list->places[from], &list->places[from + 1], (size_t) (to - from) * sizeof moved);
    list->places[to] = moved;
}

static void
make_move (const Evaluation__RankingInputs *inputs, const Evaluation__PanelMove *move,
           ranking_list_t *list)
{
    long from = line_of (inputs, list, move->application_id);
    long other = line_of (inputs, list, move->neighbour_application_id);

    if (from == NOWHERE || other == NOWHERE || from == other ||
        !same_side (candidate_at (inputs, list, from), candidate_at (inputs, list, other)))
        return;
    if (move->behind ? from > other : from < other)
        return;
    list->places[from].panel_reason = move->reason;
    shift (list, from, other);
}

static origin_t *
read_origins (wl_arena_t *arena, const ranking_list_t *list)
{
    origin_t *origins = wl_arena_array (arena, list->count, sizeof *origins);

    for (size_t i = 0; i < list->count; i++)
        origins[list->places[i].candidate] =
            (origin_t){ list->places[i].place,
                        i == 0 ? NOWHERE : (long) list->places[i - 1].candidate };
    return origins;
}

static void
number_anew (const origin_t *origins, ranking_list_t *list)
{
    for (size_t i = 0; i < list->count; i++) {
        ranking_place_t *place = &list->places[i];
        const origin_t *origin = &origins[place->candidate];
        long before = i == 0 ? NOWHERE : (long) list->places[i - 1].candidate;
        if (place->place > 0)
            place->place = (uint32_t) (i + 1);
        if (place->place == origin->place)
            place->panel_reason = ""; /* moved there and back */
        place->moved_from = *place->panel_reason == '\0' ? 0 : origin->place;
        if (before == origin->before)
            continue;
        place->tie_step = place->moved_from > 0 ? "panel" : "";
        place->tie_trace = NULL;
    }
}

void
ranking_move (wl_arena_t *arena, const Evaluation__RankingInputs *inputs, ranking_list_t *list)
{
    Evaluation__PanelMove **moves;
    origin_t *origins;

    if (inputs->n_moves == 0)
        return;
    origins = read_origins (arena, list);
    moves = wl_arena_array (arena, inputs->n_moves, sizeof *moves);
    memcpy (moves, inputs->moves, inputs->n_moves * sizeof (void *));
    ranking_sort_moves (moves, inputs->n_moves);
    for (size_t i = 0; i < inputs->n_moves; i++)
        make_move (inputs, moves[i], list);
    number_anew (origins, list);
}
