/* What a panel moves: places and never points, never over a threshold, the same in any order. */
#include "support.h"

#include "message/message.h"
#include "ranking.h"

enum { CANDIDATES_MAX = 40, MOVES_MAX = 20 };

typedef struct scene {
    Wlacznik__RankingRules rules;
    Evaluation__RankingInputs inputs;
    ranking_list_t list;
} scene_t;

static void
scene_init (scene_t *self, int64_t pool)
{
    wlacznik__ranking_rules__init (&self->rules);
    evaluation__ranking_inputs__init (&self->inputs);
    self->rules.reserve_count = CANDIDATES_MAX;
    self->inputs.rules = &self->rules;
    self->inputs.pool_grosze = pool;
    self->inputs.candidates =
        wl_arena_array (arena, CANDIDATES_MAX, sizeof *self->inputs.candidates);
    self->inputs.moves = wl_arena_array (arena, MOVES_MAX, sizeof *self->inputs.moves);
}

static Evaluation__RankingCandidate *
add (scene_t *self, const char *number, int64_t points, bool passed)
{
    Evaluation__RankingCandidate *candidate = wl_arena_alloc (arena, sizeof *candidate);

    evaluation__ranking_candidate__init (candidate);
    candidate->application_id = wl_text_printf (arena, "id-%s", number);
    candidate->number = copy (number);
    candidate->passed = passed;
    candidate->points = points;
    candidate->amount_grosze = 10;
    self->inputs.candidates[self->inputs.n_candidates++] = candidate;
    return candidate;
}

static Evaluation__PanelMove *
move (scene_t *self, const char *number, bool behind, const char *other)
{
    Evaluation__PanelMove *made = wl_arena_alloc (arena, sizeof *made);

    evaluation__panel_move__init (made);
    made->position = (uint32_t) self->inputs.n_moves + 1;
    made->application_id = wl_text_printf (arena, "id-%s", number);
    made->neighbour_application_id = wl_text_printf (arena, "id-%s", other);
    made->behind = behind;
    made->reason = copy ("Jedyny projekt z tej gminy.");
    self->inputs.moves[self->inputs.n_moves++] = made;
    return made;
}

/* "A C(3) B": who stands where, and from where a panel moved them. */
static void
expect (scene_t *self, const char *expected)
{
    wl_buffer_t found;

    ranking_compute (arena, &self->inputs, &self->list);
    wl_buffer_init (&found, arena);
    for (size_t i = 0; i < self->list.count; i++) {
        const ranking_place_t *place = &self->list.places[i];
        wl_buffer_printf (&found, i == 0 ? "%s" : " %s",
                          self->inputs.candidates[place->candidate]->number);
        if (place->moved_from > 0)
            wl_buffer_printf (&found, "(%u)", place->moved_from);
        if (place->place > 0)
            assert_int_equal (place->place, i + 1);
        assert_int_equal (place->moved_from > 0, *place->panel_reason != '\0');
    }
    assert_string_equal (found.data, expected);
}

static void
four (scene_t *scene)
{
    scene_init (scene, 20);
    add (scene, "A", 9000, true);
    add (scene, "B", 8000, true);
    add (scene, "C", 7000, true);
    add (scene, "D", 3000, false);
}

static void
ahead_and_behind (void **state)
{
    scene_t scene;
    (void) state;

    four (&scene);
    expect (&scene, "A B C D");
    move (&scene, "C", false, "A");
    expect (&scene, "C(3) A B D");
    assert_string_equal (scene.list.places[0].tie_step, "panel");
    assert_int_equal (scene.list.places[0].points, 7000); /* points stay what they are */
    move (&scene, "A", true, "B");
    expect (&scene, "C(3) B A(1) D");
}

static void
money_follows_the_places (void **state)
{
    scene_t scene;
    (void) state;

    four (&scene);
    move (&scene, "C", false, "B");
    ranking_compute (arena, &scene.inputs, &scene.list);
    assert_int_equal (scene.list.places[1].group, EVALUATION__LIST_GROUP__RECOMMENDED);
    assert_int_equal (scene.list.places[2].group, EVALUATION__LIST_GROUP__ON_RESERVE);
    assert_int_equal (scene.list.recommended_grosze, 20);
}

static void
nobody_is_lifted_over_a_threshold (void **state)
{
    scene_t scene;
    (void) state;

    four (&scene);
    move (&scene, "D", false, "A");
    move (&scene, "A", true, "D");
    expect (&scene, "A B C D");
}

static void
moves_without_effect (void **state)
{
    scene_t scene;
    (void) state;

    four (&scene);
    move (&scene, "A", false, "B"); /* it is ahead already */
    move (&scene, "B", true, "A");  /* it is behind already */
    move (&scene, "Z", false, "A"); /* withdrawn since */
    move (&scene, "C", false, "Z");
    move (&scene, "B", false, "B");
    expect (&scene, "A B C D");
    move (&scene, "C", false, "A");
    move (&scene, "C", true, "B"); /* there and back */
    expect (&scene, "A B C D");
    scene.inputs.candidates[3]->rejected = true;
    move (&scene, "D", false, "C");
    expect (&scene, "A B C D");
}

static void
ties_are_told_where_they_still_decide (void **state)
{
    scene_t scene;
    (void) state;

    scene_init (&scene, 20);
    for (int i = 0; i < 4; i++)
        add (&scene, (const char *[]){ "A", "B", "C", "D" }[i], 7000, true);
    ranking_compute (arena, &scene.inputs, &scene.list);
    assert_string_equal (scene.list.places[3].tie_step, "number");
    move (&scene, "D", false, "B");
    expect (&scene, "A D(4) B C");
    assert_string_equal (scene.list.places[1].tie_step, "panel");
    assert_string_equal (scene.list.places[2].tie_step, ""); /* B no longer follows A */
    assert_null (scene.list.places[2].tie_trace);
    assert_string_equal (scene.list.places[3].tie_step, "number"); /* C still follows B */
}

/* ---- properties ---- */

static void
shuffle (void **list, size_t count, uint64_t *seed)
{
    for (size_t i = count; i > 1; i--) {
        size_t j = check_random (seed) % i;
        void *kept = list[i - 1];
        list[i - 1] = list[j];
        list[j] = kept;
    }
}

static void
random_scene (scene_t *scene, uint64_t *seed)
{
    size_t count = 2 + check_random (seed) % (CANDIDATES_MAX - 2);
    size_t moves = check_random (seed) % MOVES_MAX;

    scene_init (scene, (int64_t) (check_random (seed) % 200));
    for (size_t i = 0; i < count; i++) {
        int64_t points = (int64_t) (check_random (seed) % 8) * 1000;
        add (scene, wl_text_printf (arena, "N%02zu", i), points, points >= 4000);
        scene->inputs.candidates[i]->rejected = check_random (seed) % 10 == 0;
    }
    for (size_t i = 0; i < moves; i++)
        move (scene, wl_text_printf (arena, "N%02d", (int) (check_random (seed) % count)),
              check_random (seed) % 2 == 0,
              wl_text_printf (arena, "N%02d", (int) (check_random (seed) % count)));
}

static int
standing (const scene_t *scene, size_t line)
{
    const Evaluation__RankingCandidate *candidate =
        scene->inputs.candidates[scene->list.places[line].candidate];

    return candidate->rejected ? 2 : candidate->passed ? 0 : 1;
}

/* Same record, same list, whatever order candidates and moves came in; thresholds first; each
 * candidate once; the money within the pool. */
static void
what_holds_of_every_list (void **state)
{
    uint64_t seed = check_seed ("moves of a panel");
    (void) state;

    for (int run = 0; run < 400; run++) {
        char digest[RANKING_DIGEST_TEXT], again[RANKING_DIGEST_TEXT];
        bool seen[CANDIDATES_MAX] = { false };
        ranking_list_t other;
        uint8_t *bytes;
        size_t length;
        scene_t scene;

        random_scene (&scene, &seed);
        ranking_record (arena, &scene.inputs, &bytes, &length, digest);
        ranking_compute (arena, &scene.inputs, &scene.list);
        assert_true (scene.list.recommended_grosze <= scene.inputs.pool_grosze);
        for (size_t i = 0; i < scene.list.count; i++) {
            assert_false (seen[scene.list.places[i].candidate]);
            seen[scene.list.places[i].candidate] = true;
            if (i > 0)
                assert_true (standing (&scene, i - 1) <= standing (&scene, i));
        }
        const Evaluation__RankingCandidate *first =
            scene.inputs.candidates[scene.list.places[0].candidate];
        shuffle ((void **) scene.inputs.candidates, scene.inputs.n_candidates, &seed);
        shuffle ((void **) scene.inputs.moves, scene.inputs.n_moves, &seed);
        ranking_compute (arena, &scene.inputs, &other);
        assert_ptr_equal (scene.inputs.candidates[other.places[0].candidate], first);
        for (size_t i = 0; i < other.count; i++)
            assert_int_equal (other.places[i].moved_from, scene.list.places[i].moved_from);
        ranking_record (arena, &scene.inputs, &bytes, &length, again);
        assert_string_equal (digest, again);
    }
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (ahead_and_behind),
        cmocka_unit_test (money_follows_the_places),
        cmocka_unit_test (nobody_is_lifted_over_a_threshold),
        cmocka_unit_test (moves_without_effect),
        cmocka_unit_test (ties_are_told_where_they_still_decide),
        cmocka_unit_test (what_holds_of_every_list),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
