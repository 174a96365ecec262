/* Who gets how much: pools of regions, parts, what carries over, incompatible projects; and later
 * versions, which take no contract away (domain.md 4.8 cases 7, 9 and 10). */
#include "ranking_support.h"

static void
regional_pools (void **state)
{
    scene_t scene;
    (void) state;

    scene_init (&scene, 300);
    add_pool (&scene, "30", 100);
    add_pool (&scene, "32", 150);
    scene.rules.reserve_count = 1;
    add (&scene, "W/1", 900, 80, "30");
    add (&scene, "W/2", 800, 80, "30");
    add (&scene, "W/3", 700, 40, "32");
    add (&scene, "W/4", 600, 40, "14"); /* a region without a pool of its own: the 50 left */
    add (&scene, "W/5", 500, 40, "14");
    expect (&scene, "W/1 80 W/2 reserve W/3 40 W/4 40 W/5 -");
    assert_int_equal (scene.list.pools->n_list, 3);
    assert_string_equal (scene.list.pools->list[0]->region, "");
    assert_int_equal (scene.list.pools->list[0]->grosze, 50);
    assert_int_equal (scene.list.pools->list[2]->used_grosze, 40);
    assert_int_equal (scene.list.pools->carried_grosze, 0);
    scene.rules.carry_over = true; /* 20 and 110 and 10 are left */
    expect (&scene, "W/1 80 W/2 80 W/3 40 W/4 40 W/5 40");
    assert_int_equal (scene.list.pools->carried_grosze, 140);
    assert_int_equal (scene.list.pools->carried_used_grosze, 120);
    assert_int_equal (scene.list.recommended_grosze, 280);
}

/* domain.md 4.8 case 7: the last project is partly affordable. */
static void
case_7_part_funding_only_if_configured (void **state)
{
    scene_t scene;
    (void) state;

    scene_init (&scene, 100);
    add (&scene, "W/1", 900, 60, "");
    add (&scene, "W/2", 800, 60, "");
    add (&scene, "W/3", 700, 10, "");
    expect (&scene, "W/1 60 W/2 - W/3 -");
    scene.rules.part_funding = true;
    expect (&scene, "W/1 60 W/2 40 W/3 -");
    scene.rules.part_min_percent = 66; /* 39.6: 40 is enough */
    expect (&scene, "W/1 60 W/2 40 W/3 -");
    scene.rules.part_min_percent = 67; /* 40.2: 40 is not */
    expect (&scene, "W/1 60 W/2 - W/3 -");
    scene.rules.skip_too_large = true;
    expect (&scene, "W/1 60 W/2 - W/3 10");
    scene.rules.part_min_percent = 0;
    scene.inputs->min_grant_grosze = 41;
    expect (&scene, "W/1 60 W/2 - W/3 10");
    scene.inputs->min_grant_grosze = 40;
    expect (&scene, "W/1 60 W/2 40 W/3 -");
}

static void
carry_over_fills_up_a_part (void **state)
{
    scene_t scene;
    (void) state;

    scene_init (&scene, 200);
    add_pool (&scene, "30", 100);
    add_pool (&scene, "32", 100);
    scene.rules.part_funding = true;
    scene.rules.carry_over = true;
    add (&scene, "W/1", 900, 60, "30");
    add (&scene, "W/2", 800, 60, "30");
    add (&scene, "W/3", 700, 70, "32");
    add (&scene, "W/4", 600, 60, "30");
    expect (&scene, "W/1 60 W/2 60 W/3 70 W/4 10");
    assert_int_equal (scene.list.recommended_grosze, 200);
}

static void
incompatible_projects (void **state)
{
    scene_t scene;
    (void) state;

    scene_init (&scene, 200);
    scene.rules.reserve_count = 2;
    add (&scene, "W/1", 900, 60, "");
    add (&scene, "W/2", 800, 60, "");
    add (&scene, "W/3", 700, 150, "");
    add (&scene, "W/4", 600, 20, "");
    add_incompatible (&scene, "W/2", "W/1");
    add_incompatible (&scene, "W/4", "W/3");
    add_incompatible (&scene, "W/4", "W/9"); /* withdrawn meanwhile */
    /* W/3 does not fit and bars nobody; W/2 is barred and waits on no reserve list. */
    expect (&scene, "W/1 60 W/2 - W/3 reserve W/4 reserve");
    assert_int_equal (scene.list.places[1].blocked_by, 0);
    assert_int_equal (scene.list.places[3].blocked_by, RANKING_NOBODY);
    scene.rules.skip_too_large = true;
    expect (&scene, "W/1 60 W/2 - W/3 - W/4 20");
    assert_int_equal (scene.list.places[2].blocked_by, 3);
}

/* ---- later versions ---- */

/* domain.md 4.8 case 9: two refuse at once, and the reserve moves up in its order. */
static void
case_9_reserve_moves_up_after_two_refusals (void **state)
{
    scene_t scene;
    (void) state;

    scene_init (&scene, 100);
    scene.rules.reserve_count = 2;
    for (int i = 1; i <= 6; i++)
        add (&scene, wl_text_printf (arena, "W/%d", i), 1000 - i, i == 4 ? 45 : 40, "");
    expect (&scene, "W/1 40 W/2 40 W/3 reserve W/4 reserve W/5 - W/6 -");
    hold (&scene, 0, 40);
    hold (&scene, 1, 40);
    scene.inputs->candidates[1]->gave_up = true;
    expect (&scene, "W/1 40 W/2 - W/3 40 W/4 reserve W/5 reserve W/6 -");
    assert_int_equal (scene.list.places[1].group, EVALUATION__LIST_GROUP__GAVE_UP);
    scene.inputs->candidates[0]->gave_up = true;
    expect (&scene, "W/1 - W/2 - W/3 40 W/4 45 W/5 reserve W/6 reserve");
    assert_int_equal (scene.list.recommended_grosze, 85);
}

/* domain.md 4.8 case 10: W/4 wins an appeal when W/1 and W/2 have their contracts. They keep their
 * money though one of them stands lower now; W/4 is first in line for what becomes free. */
static void
case_10_an_upheld_appeal_takes_nothing_from_contracts (void **state)
{
    scene_t scene;
    (void) state;

    scene_init (&scene, 100);
    scene.rules.reserve_count = 9;
    for (int i = 1; i <= 4; i++)
        add (&scene, wl_text_printf (arena, "W/%d", i), 1000 - i, 40, "");
    scene.inputs->candidates[3]->passed = false;
    expect (&scene, "W/1 40 W/2 40 W/3 reserve W/4 -");
    hold (&scene, 0, 40);
    hold (&scene, 1, 40);
    scene.inputs->candidates[3]->passed = true;
    scene.inputs->candidates[3]->points = 1500;
    expect (&scene, "W/4 reserve W/1 40 W/2 40 W/3 reserve");
    scene.inputs->candidates[0]->gave_up = true;
    expect (&scene, "W/4 40 W/1 - W/2 40 W/3 reserve");
    scene.inputs->candidates[1]->passed = false; /* its own appeal went wrong: it keeps the grant */
    expect (&scene, "W/4 40 W/1 - W/3 reserve W/2 40");
}

/* What one region's pool carried over to another stays there; it cannot be spent twice. */
static void
carried_money_is_gone (void **state)
{
    scene_t scene;
    (void) state;

    scene_init (&scene, 100);
    add_pool (&scene, "30", 50);
    add_pool (&scene, "32", 50);
    scene.rules.carry_over = true;
    scene.rules.reserve_count = 9;
    add (&scene, "W/1", 900, 80, "30");
    add (&scene, "W/2", 800, 50, "32");
    scene.inputs->candidates[1]->passed = false;
    expect (&scene, "W/1 80 W/2 -");
    hold (&scene, 0, 80);
    scene.inputs->candidates[1]->passed = true;
    expect (&scene, "W/1 80 W/2 reserve");
    assert_int_equal (scene.list.pools->carried_used_grosze, 30);
    assert_int_equal (scene.list.recommended_grosze, 80);
    scene.inputs->candidates[1]->amount_grosze = 20;
    expect (&scene, "W/1 80 W/2 20");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (regional_pools),
        cmocka_unit_test (case_7_part_funding_only_if_configured),
        cmocka_unit_test (carry_over_fills_up_a_part),
        cmocka_unit_test (incompatible_projects),
        cmocka_unit_test (case_9_reserve_moves_up_after_two_refusals),
        cmocka_unit_test (case_10_an_upheld_appeal_takes_nothing_from_contracts),
        cmocka_unit_test (carried_money_is_gone),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
