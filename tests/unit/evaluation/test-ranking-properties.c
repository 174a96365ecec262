/* What every list is, whatever the rules and whoever is on it: the same from the same inputs in any
 * order, never lower for a higher score, never past a pool. Random worlds. */
#include "ranking_support.h"

enum { ROUNDS = 300, CROWD = 120 };

typedef struct world {
    Wlacznik__RankingRules rules;
    Evaluation__RankingInputs *inputs;
} world_t;

static void
random_rules (uint64_t *random, scene_t *scene)
{
    static const Wlacznik__TieStep all[] = { STEP (CRITERION),       STEP (LOWER_AMOUNT),
                                             STEP (FILED_EARLIER),   STEP (TOPIC_COVERAGE),
                                             STEP (REGION_COVERAGE), STEP (DRAW) };
    static const char *const regions[] = { "30", "32" };
    Wlacznik__RankingRules *rules = &scene->rules;
    size_t steps = check_random (random) % 5;
    size_t pools = check_random (random) % 3;

    for (size_t i = 0; i < steps; i++)
        add_tie_rule (scene, all[check_random (random) % COUNT (all)], "c0");
    for (size_t i = 0; i < pools; i++)
        add_pool (scene, regions[i], 1 + (int64_t) (check_random (random) % 700));
    rules->reserve_count = (uint32_t) (check_random (random) % 10);
    rules->skip_too_large = check_random (random) % 2 == 0;
    rules->carry_over = check_random (random) % 2 == 0;
    rules->part_funding = check_random (random) % 2 == 0;
    rules->part_min_percent = (uint32_t) (check_random (random) % 101);
    scene->inputs->draw_seed = copy ("seed");
    scene->inputs->min_grant_grosze = (int64_t) (check_random (random) % 30);
}

/* Few different values, so that ties of every depth are frequent. */
static void
random_world (uint64_t *random, world_t *ret)
{
    static const char *const regions[] = { "30", "32", "14" };
    static const char *const topics[] = { "", "soil", "water", "air" };
    scene_t scene = { .list = { 0 } };

    wlacznik__ranking_rules__init (&scene.rules);
    scene.inputs = inputs_new (&ret->rules, (int64_t) (check_random (random) % 2000), CROWD);
    random_rules (random, &scene);
    scene.inputs->n_candidates = check_random (random) % (CROWD + 1);
    for (size_t i = 0; i < scene.inputs->n_candidates; i++) {
        line_t line = { wl_text_printf (arena, "W/%04zu", i),
                        (int) (check_random (random) % 8) - 1,
                        (int64_t) (check_random (random) % 4) * 1000,
                        (int64_t) (check_random (random) % 3) * 100,
                        (int64_t) (check_random (random) % 4) * 40,
                        (wl_time_t) (check_random (random) % 3) + 1 };
        if (line.standing > PASSED)
            line.standing = PASSED;
        Evaluation__RankingCandidate *candidate = candidate_of (&line);
        candidate->region = copy (regions[check_random (random) % COUNT (regions)]);
        candidate->topic = copy (topics[check_random (random) % COUNT (topics)]);
        scene.inputs->candidates[i] = candidate;
    }
    for (size_t i = 0; scene.inputs->n_candidates > 1 && i < check_random (random) % 8; i++)
        add_incompatible (&scene, wl_text_printf (arena, "W/%04zu", check_random (random) % 9),
                          wl_text_printf (arena, "W/%04zu", check_random (random) % 9));
    ret->rules = scene.rules;
    ret->inputs = scene.inputs;
}

static void
shuffle (uint64_t *random, Evaluation__RankingCandidate **candidates, size_t count)
{
    for (size_t i = count; i > 1; i--) {
        size_t other = check_random (random) % i;
        Evaluation__RankingCandidate *candidate = candidates[i - 1];
        candidates[i - 1] = candidates[other];
        candidates[other] = candidate;
    }
}

static void
assert_same_list (const Evaluation__RankingInputs *a, const ranking_list_t *list_a,
                  const Evaluation__RankingInputs *b, const ranking_list_t *list_b)
{
    assert_int_equal (list_a->recommended_grosze, list_b->recommended_grosze);
    for (size_t i = 0; i < list_a->count; i++) {
        const ranking_place_t *left = &list_a->places[i], *right = &list_b->places[i];
        assert_string_equal (a->candidates[left->candidate]->number,
                             b->candidates[right->candidate]->number);
        assert_int_equal (left->place, right->place);
        assert_int_equal (left->group, right->group);
        assert_int_equal (left->granted_grosze, right->granted_grosze);
        assert_string_equal (left->tie_step, right->tie_step);
        assert_int_equal (left->blocked_by == RANKING_NOBODY, right->blocked_by == RANKING_NOBODY);
    }
}

static void
shuffled_inputs_give_the_same (void **state)
{
    uint64_t random = check_seed ("shuffled inputs");
    (void) state;

    for (int round = 0; round < ROUNDS; round++) {
        world_t world;
        Evaluation__RankingCandidate *shuffled[CROWD];
        char digest[RANKING_DIGEST_TEXT], digest_again[RANKING_DIGEST_TEXT];
        ranking_list_t list, again;

        random_world (&random, &world);
        Evaluation__RankingInputs other = *world.inputs;
        memcpy (shuffled, world.inputs->candidates, other.n_candidates * sizeof *shuffled);
        shuffle (&random, shuffled, other.n_candidates);
        other.candidates = shuffled;
        ranking_compute (arena, world.inputs, &list);
        ranking_compute (arena, &other, &again);
        assert_same_list (world.inputs, &list, &other, &again);
        digest_of (world.inputs, digest);
        digest_of (&other, digest_again);
        assert_string_equal (digest, digest_again);
        wl_arena_reset (arena);
    }
}

/* What was recorded and read again gives the same list: `wlacznik ranking verify`. */
static void
the_record_gives_the_same (void **state)
{
    uint64_t random = check_seed ("records");
    (void) state;

    for (int round = 0; round < ROUNDS / 3; round++) {
        world_t world;
        char digest[RANKING_DIGEST_TEXT];
        ranking_list_t list, again;
        Evaluation__RankingInputs *read;
        uint8_t *bytes;
        size_t length;

        random_world (&random, &world);
        ranking_record (arena, world.inputs, &bytes, &length, digest);
        assert_int_equal (wl_message_unpack (arena, &evaluation__ranking_inputs__descriptor, bytes,
                                             length, (ProtobufCMessage **) &read),
                          WL_OK);
        ranking_compute (arena, world.inputs, &list);
        ranking_compute (arena, read, &again);
        assert_same_list (world.inputs, &list, read, &again);
        wl_arena_reset (arena);
    }
}

static uint32_t
place_of (const Evaluation__RankingInputs *inputs, const Evaluation__RankingCandidate *candidate)
{
    ranking_list_t list;

    ranking_compute (arena, inputs, &list);
    for (size_t i = 0; i < list.count; i++)
        if (inputs->candidates[list.places[i].candidate] == candidate)
            return list.places[i].place;
    return 0;
}

static void
a_higher_score_never_lowers_a_place (void **state)
{
    uint64_t random = check_seed ("raised scores");
    (void) state;

    for (int round = 0; round < ROUNDS; round++) {
        world_t world;
        random_world (&random, &world);
        if (world.inputs->n_candidates > 0) {
            Evaluation__RankingCandidate *one =
                world.inputs->candidates[check_random (&random) % world.inputs->n_candidates];
            uint32_t before = place_of (world.inputs, one);
            one->points += (int64_t) (1 + check_random (&random) % 1500);
            assert_true (one->rejected || place_of (world.inputs, one) <= before);
        }
        wl_arena_reset (arena);
    }
}

/* The order is by weighted points where the call weighs criteria, and a tie may be decided by the
 * very criterion: neither may turn a better score into a lower place. */
static void
a_higher_criterion_never_lowers_a_weighted_place (void **state)
{
    uint64_t random = check_seed ("raised criteria");
    (void) state;

    for (int round = 0; round < ROUNDS; round++) {
        uint32_t weights[] = { (uint32_t) (1 + check_random (&random) % 300) };
        world_t world;
        random_world (&random, &world);
        world.inputs->weights_percent = weights;
        world.inputs->n_weights_percent = 1;
        if (world.inputs->n_candidates > 0) {
            Evaluation__RankingCandidate *one =
                world.inputs->candidates[check_random (&random) % world.inputs->n_candidates];
            int64_t more = (int64_t) (1 + check_random (&random) % 300);
            uint32_t before = place_of (world.inputs, one);
            one->points += more;
            one->criterion_points[0] += more;
            assert_true (one->rejected || place_of (world.inputs, one) <= before);
        }
        wl_arena_reset (arena);
    }
}

/* What of the money of a purse went where. */
static void
assert_pools (const world_t *world, const ranking_list_t *list)
{
    const Evaluation__PoolUses *pools = list->pools;
    int64_t money = 0, own = 0;

    for (size_t i = 0; i < pools->n_list; i++) {
        assert_true (pools->list[i]->used_grosze >= 0);
        assert_true (pools->list[i]->used_grosze <= pools->list[i]->grosze);
        money += pools->list[i]->grosze;
        own += pools->list[i]->used_grosze;
    }
    assert_int_equal (money, world->inputs->pool_grosze);
    assert_int_equal (own + pools->carried_used_grosze, list->recommended_grosze);
    assert_true (pools->carried_used_grosze <= pools->carried_grosze);
    if (world->rules.carry_over)
        assert_int_equal (pools->carried_grosze, money - own);
}

static void
assert_incompatible (const world_t *world, const ranking_list_t *list)
{
    for (size_t p = 0; p < world->inputs->n_incompatible; p++) {
        const Evaluation__IncompatiblePair *pair = world->inputs->incompatible[p];
        int both = 0;
        for (size_t i = 0; i < list->count; i++) {
            const char *id = world->inputs->candidates[list->places[i].candidate]->application_id;
            bool in = list->places[i].group == IN;
            both += in && strcmp (id, pair->first_application_id) == 0;
            both += in && strcmp (id, pair->second_application_id) == 0;
        }
        if (strcmp (pair->first_application_id, pair->second_application_id) != 0)
            assert_true (both < 2);
    }
}

/* What every list must be, whatever the rules. */
static void
assert_sound (const world_t *world, const ranking_list_t *list)
{
    int64_t sum = 0;
    uint32_t reserve = 0;

    for (size_t i = 0; i < list->count; i++) {
        const ranking_place_t *place = &list->places[i];
        const Evaluation__RankingCandidate *here = world->inputs->candidates[place->candidate];
        sum += place->granted_grosze;
        reserve += place->group == RESERVE;
        if (place->group != IN)
            assert_int_equal (place->granted_grosze, 0);
        else if (world->rules.part_funding)
            assert_true (place->granted_grosze <= here->amount_grosze);
        else
            assert_int_equal (place->granted_grosze, here->amount_grosze);
        assert_int_equal (here->rejected, place->group == FORMALLY);
        assert_int_equal (!here->rejected && !here->passed, place->group == UNDER);
        if (i == 0 || here->rejected)
            continue;
        const Evaluation__RankingCandidate *before = world->inputs->candidates[place[-1].candidate];
        assert_true (before->passed >= here->passed);
        if (before->passed == here->passed)
            assert_true (before->points >= here->points);
    }
    assert_int_equal (sum, list->recommended_grosze);
    assert_true (sum <= world->inputs->pool_grosze);
    assert_true (reserve <= world->rules.reserve_count);
    assert_pools (world, list);
    assert_incompatible (world, list);
}

static void
lists_are_sound_and_money_never_exceeds_a_pool (void **state)
{
    uint64_t random = check_seed ("sound lists");
    (void) state;

    for (int round = 0; round < ROUNDS; round++) {
        world_t world;
        ranking_list_t list;
        random_world (&random, &world);
        ranking_compute (arena, world.inputs, &list);
        assert_sound (&world, &list);
        wl_arena_reset (arena);
    }
}

/* A later version keeps what was granted, whoever gives up and whoever is assessed anew. */
static void
later_versions_keep_grants_and_pools (void **state)
{
    uint64_t random = check_seed ("later versions");
    (void) state;

    for (int round = 0; round < ROUNDS; round++) {
        world_t world;
        ranking_list_t list;
        random_world (&random, &world);
        ranking_compute (arena, world.inputs, &list);
        for (size_t i = 0; i < list.count; i++) {
            Evaluation__RankingCandidate *one = world.inputs->candidates[list.places[i].candidate];
            one->held = list.places[i].group == IN && check_random (&random) % 5 != 0;
            one->held_grosze = one->held ? list.places[i].granted_grosze : 0;
            one->gave_up = !one->held && !one->rejected && check_random (&random) % 4 == 0;
            if (check_random (&random) % 6 == 0)
                one->points += 1000, one->passed = true;
        }
        ranking_compute (arena, world.inputs, &list);
        int64_t sum = 0;
        for (size_t i = 0; i < list.count; i++) {
            const Evaluation__RankingCandidate *one =
                world.inputs->candidates[list.places[i].candidate];
            sum += list.places[i].granted_grosze;
            if (one->held && !one->rejected)
                assert_int_equal (list.places[i].granted_grosze, one->held_grosze);
            if (one->gave_up)
                assert_int_equal (list.places[i].granted_grosze, 0);
        }
        assert_int_equal (sum, list.recommended_grosze);
        assert_true (sum <= world.inputs->pool_grosze);
        assert_incompatible (&world, &list);
        wl_arena_reset (arena);
    }
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (shuffled_inputs_give_the_same),
        cmocka_unit_test (the_record_gives_the_same),
        cmocka_unit_test (a_higher_score_never_lowers_a_place),
        cmocka_unit_test (a_higher_criterion_never_lowers_a_weighted_place),
        cmocka_unit_test (lists_are_sound_and_money_never_exceeds_a_pool),
        cmocka_unit_test (later_versions_keep_grants_and_pools),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
