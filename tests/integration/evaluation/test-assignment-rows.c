/* An assignment from the plan to its record over a real database: what the coordinator sees is what
 * is given out, and the record proves itself. */
#include "assignment_rows.h"

#include "assignment_record.h"

evaluation_world_t world;
static char call[] = CALL;

char *
text (const char *value)
{
    return wl_text_copy (world.world.arena, value);
}

static int
set_up (void **state)
{
    static char coauthor[] = COAUTHOR;
    static const evaluation_application_t applications[] = {
        { 1, "idea", "30", 1000000, true },  { 2, "idea", "30", 1000000, true, 0, coauthor },
        { 3, "idea", "30", 1000000, false }, { 4, "idea", "30", 1000000, false },
        { 5, "idea", "32", 1000000, true },
    };
    (void) state;

    evaluation_world_migrate ();
    evaluation_world_init (&world);
    for (size_t i = 0; i < COUNT (applications); i++)
        evaluation_world_submits (&world, applications[i]);
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "*");
    for (int i = 1; i <= 5; i++)
        assert_ok (world.world.db, evaluation_world_formal (&world, i, true));
    return 0;
}

static int
tear_down (void **state)
{
    (void) state;
    evaluation_world_done (&world);
    return 0;
}

/* Puts an assessor of both regions on the list who works for `organisation`. */
static wl_status
put_assessor (int number, uint32_t least, uint32_t most, char *organisation)
{
    Evaluation__PutAssessorRequest in = EVALUATION__PUT_ASSESSOR_REQUEST__INIT;
    Evaluation__AssessorProfile profile = EVALUATION__ASSESSOR_PROFILE__INIT;
    Evaluation__Affiliation affiliation = EVALUATION__AFFILIATION__INIT;
    char *regions[] = { text ("30"), text ("32") };

    in.call_id = call;
    in.user_id = assessor_id (&world, number);
    in.max_cards = most;
    in.regions = regions;
    in.n_regions = 2;
    in.profile = &profile;
    profile.min_cards = least;
    profile.text = text ("Doświadczenie w pracy z seniorami");
    profile.affiliation = &affiliation;
    affiliation.organisations = &organisation;
    affiliation.n_organisations = organisation == NULL ? 0 : 1;
    return evaluation_world_ask (&world, "PutAssessor", &in, NULL);
}

static Evaluation__AssignmentPlan *
plan (Evaluation__AssignmentWishes *wishes)
{
    Evaluation__PlanAssignmentRequest in = EVALUATION__PLAN_ASSIGNMENT_REQUEST__INIT;
    Evaluation__AssignmentPlan *out;

    in.call_id = call;
    in.wishes = wishes;
    assert_ok (world.world.db, evaluation_world_ask (&world, "PlanAssignment", &in, &out));
    return out;
}

/* ---- before cards ---- */

static void
profiles_are_checked_and_kept (void **state)
{
    Evaluation__ListAssessorsRequest in = EVALUATION__LIST_ASSESSORS_REQUEST__INIT;
    Evaluation__ListAssessorsResponse *out;
    (void) state;

    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "*");
    assert_int_equal (put_assessor (1, 9, 3, NULL), WL_INVALID_ARGUMENT);
    assert_ok (world.world.db, put_assessor (1, 0, 3, text ("FUNDACJA „1”")));
    assert_ok (world.world.db, put_assessor (2, 0, 3, NULL));
    assert_ok (world.world.db, put_assessor (3, 0, 3, NULL));
    in.call_id = call;
    assert_ok (world.world.db, evaluation_world_ask (&world, "ListAssessors", &in, &out));
    assert_int_equal (out->n_assessors, 3);
    assert_string_equal (out->assessors[0]->assessor->profile->text,
                         "Doświadczenie w pracy z seniorami");
    assert_int_equal (out->assessors[0]->locked, 0);
}

/* ---- bids ---- */

static void
bids_only_where_the_call_asks (void **state)
{
    Evaluation__ListBidsRequest in = EVALUATION__LIST_BIDS_REQUEST__INIT;
    (void) state;

    in.call_id = call;
    evaluation_world_as (&world, assessor_id (&world, 1), WL_ROLE_ASSESSOR, "*");
    assert_int_equal (evaluation_world_ask (&world, "ListBids", &in, NULL), WL_FAILED_PRECONDITION);
    assert_string_equal (evaluation_world_reason (&world), "no-bids");
    evaluation_world_as (&world, assessor_id (&world, 9), WL_ROLE_ASSESSOR, "*");
    assert_int_equal (evaluation_world_ask (&world, "ListBids", &in, NULL), WL_NOT_FOUND);
}

/* The call's definition is a packed message. */
static Intake__CallDefinition *
read_definition (void)
{
    wl_db_t *db = world.world.db;
    Intake__CallDefinition *definition;
    wl_rows_t rows;
    WL_SQL (select_definition, "select definition from call");

    assert_ok (db, wl_run (db, &select_definition, &rows));
    wl_bytes_t packed = wl_row_bytes (&rows, 0, 0);
    assert_ok (db,
               wl_message_unpack (world.world.arena, &intake__call_definition__descriptor,
                                  packed.data, packed.length, (ProtobufCMessage **) &definition));
    return definition;
}

static void
write_definition (const Intake__CallDefinition *definition)
{
    wl_db_t *db = world.world.db;
    uint8_t *bytes;
    size_t length;
    WL_SQL (update_definition, "update call set definition = $1");
    WL_SQL (update_stage, "update stage set definition = $1 where key = 'idea'");

    wl_message_pack (world.world.arena, &definition->base, &bytes, &length);
    assert_ok (db, wl_run (db, &update_definition, NULL, wl_p_bytes (bytes, length)));
    wl_message_pack (world.world.arena, &definition->stages[0]->base, &bytes, &length);
    assert_ok (db, wl_run (db, &update_stage, NULL, wl_p_bytes (bytes, length)));
}

static void
ask_for_bids (uint32_t weight)
{
    Wlacznik__AssignmentRules rules = WLACZNIK__ASSIGNMENT_RULES__INIT;
    Intake__CallDefinition *definition = read_definition ();

    rules.bids_weight = weight;
    definition->stages[0]->merit_card->assignment = &rules;
    write_definition (definition);
}

static void
give_days (uint32_t days)
{
    Wlacznik__StageTerms terms = WLACZNIK__STAGE_TERMS__INIT;
    Intake__CallDefinition *definition = read_definition ();

    terms.assessment_days = days;
    definition->stages[0]->terms = &terms;
    write_definition (definition);
}

static Evaluation__ListBidsResponse *
put_bid (int application, Evaluation__Bid bid)
{
    Evaluation__PutBidsRequest in = EVALUATION__PUT_BIDS_REQUEST__INIT;
    Evaluation__ApplicationBid one = EVALUATION__APPLICATION_BID__INIT, *list[] = { &one };
    Evaluation__ListBidsResponse *out;

    in.call_id = call;
    in.bids = list;
    in.n_bids = 1;
    one.application_id = application_id (&world, application);
    one.bid = bid;
    assert_ok (world.world.db, evaluation_world_ask (&world, "PutBids", &in, &out));
    return out;
}

static void
bids_are_kept_and_count (void **state)
{
    Evaluation__ListBidsResponse *seen;
    Evaluation__PlanAssignmentRequest in = EVALUATION__PLAN_ASSIGNMENT_REQUEST__INIT;
    Evaluation__AssignmentPlan *planned;
    (void) state;

    ask_for_bids (10);
    evaluation_world_as (&world, assessor_id (&world, 1), WL_ROLE_ASSESSOR, "*");
    seen = put_bid (2, EVALUATION__BID__BID_GLADLY);
    assert_int_equal (seen->n_bids, 4); /* not 1, whose organisation they work for */
    assert_string_equal (seen->bids[0]->number, "WIS-1/0002");
    assert_string_equal (seen->bids[0]->title, "Pomysł 2");
    assert_int_equal (seen->bids[0]->bid, EVALUATION__BID__BID_GLADLY);
    assert_int_equal (seen->bids[1]->bid, EVALUATION__BID__BID_UNSPECIFIED);
    put_bid (1, EVALUATION__BID__BID_GLADLY); /* as if it were not there */
    put_bid (3, EVALUATION__BID__BID_CONFLICT);
    seen = put_bid (3, EVALUATION__BID__BID_GLADLY); /* a declared conflict stands */
    assert_int_equal (seen->bids[1]->bid, EVALUATION__BID__BID_CONFLICT);
    assert_int_equal (world_number ("select count (*) from bid"), 2);
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "*");
    in.call_id = call;
    assert_ok (world.world.db, evaluation_world_ask (&world, "PlanAssignment", &in, &planned));
    for (size_t i = 0; i < planned->n_pairs; i++) {
        const Evaluation__PlannedPair *pair = planned->pairs[i];
        if (!wl_text_equal (pair->assessor_user_id, assessor_id (&world, 1)))
            continue;
        assert_string_not_equal (pair->number, "WIS-1/0003");
        if (wl_text_equal (pair->number, "WIS-1/0002"))
            assert_non_null (strstr (pair->reason, "chętnie"));
    }
    world_sql ("delete from bid");
    ask_for_bids (0);
}

/* ---- the plan ---- */

static bool
has_pair (Evaluation__PlannedPair **pairs, size_t count, int application, int person)
{
    for (size_t i = 0; i < count; i++)
        if (wl_text_equal (pairs[i]->application_id, application_id (&world, application)) &&
            wl_text_equal (pairs[i]->assessor_user_id, assessor_id (&world, person)))
            return true;
    return false;
}

static void
the_plan_says_why_cards_are_missing (void **state)
{
    Evaluation__AssignmentPlan *seen;
    (void) state;

    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "*");
    seen = plan (NULL); /* ten cards, room for nine */
    assert_int_equal (seen->n_pairs, 9);
    assert_int_equal (seen->unserved, 1);
    assert_int_equal (seen->gap, 0);
    assert_false (has_pair (seen->pairs, seen->n_pairs, 1, 1));
    assert_non_null (seen->shortage);
    assert_int_equal (seen->shortage->needed, seen->shortage->room + 1);
    assert_int_equal (seen->shortage->n_reasons, 2); /* loads and conflicts */
    assert_non_null (strstr (seen->shortage->reasons[0], "1 z 1"));
    assert_int_equal (world_number ("select count (*) from card"), 0);
    assert_ok (world.world.db, put_assessor (4, 0, 3, NULL));
    seen = plan (NULL);
    assert_int_equal (seen->n_pairs, 10);
    assert_null (seen->shortage);
    assert_true (strlen (seen->pairs[0]->reason) > 0);
}

static Evaluation__AssignmentPair *
pair_of (int application, int person)
{
    Evaluation__AssignmentPair *ret = wl_arena_alloc (world.world.arena, sizeof *ret);

    evaluation__assignment_pair__init (ret);
    ret->application_id = application_id (&world, application);
    ret->assessor_user_id = assessor_id (&world, person);
    return ret;
}

static void
a_swap_has_its_price (void **state)
{
    Evaluation__PriceSwapRequest in = EVALUATION__PRICE_SWAP_REQUEST__INIT;
    Evaluation__SwapPrice *out;
    Evaluation__AssignmentPlan *seen = plan (NULL);
    int person = 2;
    (void) state;

    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "*");
    while (has_pair (seen->pairs, seen->n_pairs, 2, person))
        person++;
    in.call_id = call;
    in.pair = pair_of (2, person);
    assert_ok (world.world.db, evaluation_world_ask (&world, "PriceSwap", &in, &out));
    assert_true (out->possible);
    assert_int_equal (out->price, 0); /* without rules everybody fits */
    assert_true (has_pair (out->made, out->n_made, 2, person));
    assert_int_equal (out->n_made, out->n_gone);
    in.pair = pair_of (1, 1);
    assert_ok (world.world.db, evaluation_world_ask (&world, "PriceSwap", &in, &out));
    assert_false (out->possible);
    assert_non_null (strstr (out->text, "konflikt"));
}

/* ---- giving out ---- */

static wl_status
assign (char *digest, Evaluation__AssignmentWishes *wishes)
{
    Evaluation__AssignCardsRequest in = EVALUATION__ASSIGN_CARDS_REQUEST__INIT;

    in.call_id = call;
    in.plan_digest = digest;
    in.wishes = wishes;
    return evaluation_world_ask (&world, "AssignCards", &in, NULL);
}

static void
what_was_planned_is_given_out (void **state)
{
    Evaluation__AssignmentWishes wishes = EVALUATION__ASSIGNMENT_WISHES__INIT;
    Evaluation__AssignmentPair *fixed = pair_of (3, 4), *closed = pair_of (4, 3);
    Evaluation__AssignmentPlan *seen;
    (void) state;

    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "*");
    wishes.fixed = &fixed;
    wishes.forbidden = &closed;
    wishes.n_fixed = wishes.n_forbidden = 1;
    seen = plan (&wishes);
    assert_true (has_pair (seen->pairs, seen->n_pairs, 3, 4));
    assert_false (has_pair (seen->pairs, seen->n_pairs, 4, 3));
    assert_int_equal (assign (seen->digest, NULL), WL_FAILED_PRECONDITION);
    assert_string_equal (evaluation_world_reason (&world), "plan-changed");
    assert_int_equal (world_number ("select count (*) from card"), 0);
    assert_ok (world.world.db, assign (seen->digest, &wishes));
    assert_int_equal (world_number ("select count (*) from card"), 10);
    for (size_t i = 0; i < seen->n_pairs; i++)
        assert_int_equal (world_number (wl_text_printf (
                              world.world.arena,
                              "select count (*) from card where application_id = '%s' and "
                              "assessor_user_id = '%s'",
                              seen->pairs[i]->application_id, seen->pairs[i]->assessor_user_id)),
                          1);
    assert_int_equal (assign (seen->digest, &wishes), WL_FAILED_PRECONDITION);
}

static void
a_plan_keeps_what_it_can (void **state)
{
    Evaluation__AssignmentWishes wishes = EVALUATION__ASSIGNMENT_WISHES__INIT;
    Evaluation__AssignmentPair *keep[4];
    Evaluation__AssignmentPlan *before, *after;
    (void) state;

    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "*");
    world_sql ("update card set state = 5 where application_id in (select application_id from"
               " dossier where number in ('WIS-1/0003', 'WIS-1/0004'))");
    before = plan (NULL);
    assert_int_equal (before->n_pairs, 4);
    for (size_t i = 0; i < 4; i++) {
        keep[i] = pair_of (1, 1);
        keep[i]->application_id = before->pairs[i]->application_id;
        keep[i]->assessor_user_id = before->pairs[i]->assessor_user_id;
    }
    wishes.keep = keep;
    wishes.n_keep = 4;
    assert_int_equal (plan (&wishes)->kept, 4);
    wishes.forbidden = keep; /* the first of them may no longer be */
    wishes.n_forbidden = 1;
    after = plan (&wishes);
    assert_int_equal (after->n_pairs, 4);
    assert_int_equal (after->kept, 3);
    world_sql ("update card set state = 1 where state = 5");
}

/* ---- the record ---- */

static void
the_record_proves_itself (void **state)
{
    Evaluation__ListAssignmentsRequest list = EVALUATION__LIST_ASSIGNMENTS_REQUEST__INIT;
    Evaluation__GetAssignmentRequest get = EVALUATION__GET_ASSIGNMENT_REQUEST__INIT;
    Evaluation__ListAssignmentsResponse *listed;
    Evaluation__AssignmentRecord *record;
    assignment_finding_t finding;
    (void) state;

    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "*");
    list.call_id = call;
    assert_ok (world.world.db, evaluation_world_ask (&world, "ListAssignments", &list, &listed));
    assert_int_equal (listed->n_assignments, 1);
    assert_int_equal (listed->assignments[0]->pairs, 10);
    get.assignment_id = listed->assignments[0]->id;
    assert_ok (world.world.db, evaluation_world_ask (&world, "GetAssignment", &get, &record));
    assert_int_equal (record->n_fixed, 1);
    assert_int_equal (assignment_record_check (world.world.arena, record, &finding), WL_OK);
    assert_int_equal (finding.verdict, ASSIGNMENT_PROVED);
    record->assessors[0]->price += 1;
    assert_int_equal (assignment_record_check (world.world.arena, record, &finding), WL_DATA_LOSS);
    /* It speaks of both regions, so one region's coordinator does not see it. */
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    assert_int_equal (evaluation_world_ask (&world, "GetAssignment", &get, NULL), WL_NOT_FOUND);
    assert_ok (world.world.db, evaluation_world_ask (&world, "ListAssignments", &list, &listed));
    assert_int_equal (listed->n_assignments, 0);
}

static void
work_is_counted (void **state)
{
    Evaluation__ListAssessorsRequest in = EVALUATION__LIST_ASSESSORS_REQUEST__INIT;
    Evaluation__ListAssessorsResponse *out;
    uint32_t locked = 0;
    int32_t leaning = 0;
    (void) state;

    evaluation_world_score_all (&world, 2, 3000, 3000, 400);
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "*");
    in.call_id = call;
    assert_ok (world.world.db, evaluation_world_ask (&world, "ListAssessors", &in, &out));
    for (size_t i = 0; i < out->n_assessors; i++) {
        const Evaluation__AssessorWork *work = out->assessors[i];
        assert_non_null (strstr (work->name, "Osoba 0000"));
        assert_int_equal (work->late, 0); /* the stage has no term */
        locked += work->locked;
        leaning += work->mean_leaning;
        if (work->compared > 0)
            assert_int_equal (work->mean_distance, 200);
    }
    assert_int_equal (locked, 2);
    assert_int_equal (leaning, 0);
}

/* Each card has seven days from its assignment; a week later those that wait are late, and those
 * that were locked in time are not. */
static void
late_is_counted_where_there_is_a_term (void **state)
{
    Evaluation__ListAssessorsRequest in = EVALUATION__LIST_ASSESSORS_REQUEST__INIT;
    Evaluation__ListAssessorsResponse *out;
    uint32_t late = 0, waiting = 0, locked = 0;
    (void) state;

    give_days (7);
    evaluation_world_at (&world, "2026-04-27T21:59:59Z"); /* the last second of the seventh day */
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "*");
    in.call_id = call;
    assert_ok (world.world.db, evaluation_world_ask (&world, "ListAssessors", &in, &out));
    for (size_t i = 0; i < out->n_assessors; i++)
        late += out->assessors[i]->late;
    assert_int_equal (late, 0);
    evaluation_world_at (&world, "2026-04-27T22:00:00Z");
    assert_ok (world.world.db, evaluation_world_ask (&world, "ListAssessors", &in, &out));
    for (size_t i = 0; i < out->n_assessors; i++) {
        late += out->assessors[i]->late;
        waiting += out->assessors[i]->waiting;
        locked += out->assessors[i]->locked;
    }
    assert_int_equal (late, waiting);
    assert_true (late > 0);
    assert_int_equal (locked, 2);
}

static void
assessors_see_their_calls (void **state)
{
    Evaluation__ListAssessedCallsRequest in = EVALUATION__LIST_ASSESSED_CALLS_REQUEST__INIT;
    Evaluation__AssessedCalls *out;
    (void) state;

    ask_for_bids (30);
    evaluation_world_as (&world, assessor_id (&world, 1), WL_ROLE_ASSESSOR, "30");
    assert_ok (world.world.db, evaluation_world_ask (&world, "ListAssessedCalls", &in, &out));
    assert_int_equal (out->n_calls, 1);
    assert_string_equal (out->calls[0]->call_id, CALL);
    assert_string_equal (out->calls[0]->title->pl, "Nabór pierwszy");
    assert_true (out->calls[0]->asks_bids);
    evaluation_world_as (&world, assessor_id (&world, 30), WL_ROLE_ASSESSOR, "30");
    assert_ok (world.world.db, evaluation_world_ask (&world, "ListAssessedCalls", &in, &out));
    assert_int_equal (out->n_calls, 0);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (profiles_are_checked_and_kept),
        cmocka_unit_test (conflicts_before_an_invitation),
        cmocka_unit_test (earlier_applications_tie_people),
        cmocka_unit_test (who_wrote_with_others_is_tied),
        cmocka_unit_test (bids_only_where_the_call_asks),
        cmocka_unit_test (bids_are_kept_and_count),
        cmocka_unit_test (the_plan_says_why_cards_are_missing),
        cmocka_unit_test (a_swap_has_its_price),
        cmocka_unit_test (what_was_planned_is_given_out),
        cmocka_unit_test (a_plan_keeps_what_it_can),
        cmocka_unit_test (the_record_proves_itself),
        cmocka_unit_test (work_is_counted),
        cmocka_unit_test (late_is_counted_where_there_is_a_term),
        cmocka_unit_test (assessors_see_their_calls),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
