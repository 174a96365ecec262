/* Who sees and may do what: regions, own cards, and what a card shows at which moment. */
#include "evaluation_world.h"

static evaluation_world_t world;
static char call[] = CALL;

enum { APPLICATIONS = 6, LATE_NUMBER = 10000 };

static int
set_up (void **state)
{
    (void) state;
    evaluation_world_migrate ();
    evaluation_world_init (&world);
    for (int i = 1; i <= APPLICATIONS; i++)
        evaluation_world_submits (
            &world,
            (evaluation_application_t){ i, "idea", i % 2 == 0 ? "32" : "30", 1000000, false });
    evaluation_world_submits (
        &world, (evaluation_application_t){ LATE_NUMBER, "idea", "30", 1000000, false });
    return 0;
}

static int
tear_down (void **state)
{
    (void) state;
    evaluation_world_done (&world);
    return 0;
}

/* ---- regions ---- */

static Evaluation__ListDossiersResponse *
list (uint32_t limit, const char *cursor)
{
    Evaluation__ListDossiersRequest in = EVALUATION__LIST_DOSSIERS_REQUEST__INIT;
    Evaluation__ListDossiersResponse *out;

    in.call_id = call;
    in.limit = limit;
    in.cursor = wl_text_copy (world.world.arena, cursor);
    assert_ok (world.world.db, evaluation_world_ask (&world, "ListDossiers", &in, &out));
    return out;
}

static void
a_coordinator_lists_their_region (void **state)
{
    Evaluation__ListDossiersResponse *page;
    (void) state;

    evaluation_world_as (&world, LIDIA, WL_ROLE_COORDINATOR, "32");
    page = list (0, "");
    assert_int_equal (page->n_dossiers, 3);
    for (size_t i = 0; i < page->n_dossiers; i++)
        assert_string_equal (page->dossiers[i]->region, "32");
    evaluation_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    assert_int_equal (list (0, "")->n_dossiers, APPLICATIONS + 1);
    evaluation_world_as (&world, LIDIA, WL_ROLE_COORDINATOR, "14");
    assert_int_equal (list (0, "")->n_dossiers, 0);
}

static void
a_filter_shows_no_more_than_the_caller_may_see (void **state)
{
    Evaluation__ListDossiersRequest in = EVALUATION__LIST_DOSSIERS_REQUEST__INIT;
    Evaluation__ListDossiersResponse *out;
    char region[] = "32";
    (void) state;

    in.call_id = call;
    in.region = region;
    in.total = true;
    evaluation_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    assert_ok (world.world.db, evaluation_world_ask (&world, "ListDossiers", &in, &out));
    assert_int_equal (out->n_dossiers, 3);
    assert_int_equal (out->total, 3);
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    assert_ok (world.world.db, evaluation_world_ask (&world, "ListDossiers", &in, &out));
    assert_int_equal (out->n_dossiers, 0);
    assert_int_equal (out->total, 0);
}

static void
pages_go_by_number (void **state)
{
    Evaluation__ListDossiersResponse *page;
    (void) state;

    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "*");
    page = list (4, "");
    assert_int_equal (page->n_dossiers, 4);
    assert_string_equal (page->dossiers[0]->number, "WIS-1/0001");
    page = list (4, page->next_cursor);
    assert_int_equal (page->n_dossiers, 3);
    assert_string_equal (page->dossiers[0]->number, "WIS-1/0005");
    assert_string_equal (page->dossiers[2]->number, "WIS-1/10000"); /* not behind 0001 */
    assert_string_equal (page->next_cursor, "");
}

static void
another_region_does_not_exist (void **state)
{
    Evaluation__GetDossierRequest get = EVALUATION__GET_DOSSIER_REQUEST__INIT;
    Evaluation__DecideStageRequest decide = EVALUATION__DECIDE_STAGE_REQUEST__INIT;
    char stage[] = "idea", reason[] = "Bardzo dobry pomysł";
    (void) state;

    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    get.application_id = decide.application_id = application_id (&world, 2);
    decide.stage = stage;
    decide.outcome = EVALUATION__STAGE_OUTCOME__GO_ON;
    decide.reason = reason;
    assert_refused (&world, evaluation_world_ask (&world, "GetDossier", &get, NULL), WL_NOT_FOUND,
                    "");
    assert_refused (&world, evaluation_world_ask (&world, "DecideStage", &decide, NULL),
                    WL_NOT_FOUND, "");
    assert_refused (&world, evaluation_world_formal (&world, 2, true), WL_NOT_FOUND, "");
    get.application_id = application_id (&world, 1);
    assert_ok (world.world.db, evaluation_world_ask (&world, "GetDossier", &get, NULL));
}

static void
a_coordinator_speaks_for_their_region (void **state)
{
    Evaluation__PutAssessorRequest in = EVALUATION__PUT_ASSESSOR_REQUEST__INIT;
    char here[] = "30", there[] = "32";
    char *regions[] = { here, there };
    (void) state;

    in.call_id = call;
    in.user_id = assessor_id (&world, 9);
    in.max_cards = 5;
    in.regions = regions;
    in.n_regions = 2;
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    assert_refused (&world, evaluation_world_ask (&world, "PutAssessor", &in, NULL),
                    WL_PERMISSION_DENIED, "other-region");
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "*");
    assert_ok (world.world.db, evaluation_world_ask (&world, "PutAssessor", &in, NULL));
    /* Nor may they take another region's assessor away. */
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    in.n_regions = 1;
    assert_refused (&world, evaluation_world_ask (&world, "PutAssessor", &in, NULL),
                    WL_PERMISSION_DENIED, "other-region");
    in.call_id = application_id (&world, 1);
    assert_refused (&world, evaluation_world_ask (&world, "PutAssessor", &in, NULL), WL_NOT_FOUND,
                    "no-such-call");
    world_sql ("delete from assessor");
}

/* ---- programmes ---- */

#define OTHER_PROGRAMME "01910000-0000-7000-8000-0000000000ff"

static void
another_programme_does_not_exist (void **state)
{
    Evaluation__GetDossierRequest get = EVALUATION__GET_DOSSIER_REQUEST__INIT;
    Evaluation__ListDossiersRequest in = EVALUATION__LIST_DOSSIERS_REQUEST__INIT;
    (void) state;

    in.call_id = call;
    get.application_id = application_id (&world, 1);
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "*");
    evaluation_world_in (&world, OTHER_PROGRAMME);
    assert_refused (&world, evaluation_world_ask (&world, "GetDossier", &get, NULL), WL_NOT_FOUND,
                    "");
    assert_refused (&world, evaluation_world_ask (&world, "ListDossiers", &in, NULL), WL_NOT_FOUND,
                    "");
    assert_refused (&world, evaluation_world_formal (&world, 1, true), WL_NOT_FOUND, "");
    evaluation_world_in (&world, PROGRAMME);
    assert_ok (world.world.db, evaluation_world_ask (&world, "GetDossier", &get, NULL));
    assert_int_equal (list (0, "")->n_dossiers, APPLICATIONS + 1);
}

/* What is of another region, or nowhere, answers alike. */
static void
a_programme_and_a_region_are_both_asked (void **state)
{
    Evaluation__GetDossierRequest get = EVALUATION__GET_DOSSIER_REQUEST__INIT;
    Evaluation__PutAssessorRequest put = EVALUATION__PUT_ASSESSOR_REQUEST__INIT;
    (void) state;

    evaluation_world_as (&world, LIDIA, WL_ROLE_COORDINATOR, "32");
    evaluation_world_in (&world, PROGRAMME);
    assert_int_equal (list (0, "")->n_dossiers, 3);
    for (int number = 1; number <= 99; number += 98) {
        get.application_id = application_id (&world, number);
        assert_refused (&world, evaluation_world_ask (&world, "GetDossier", &get, NULL),
                        WL_NOT_FOUND, "");
    }
    put.user_id = assessor_id (&world, 9);
    put.call_id = application_id (&world, 1);
    assert_refused (&world, evaluation_world_ask (&world, "PutAssessor", &put, NULL), WL_NOT_FOUND,
                    "");
}

static void
name_everything (ProtobufCMessage *in)
{
    const struct {
        const char *field;
        char *id;
    } named[] = {
        { "call_id", call },
        { "application_id", application_id (&world, 1) },
        { "card_id", application_id (&world, 1) }, /* no card: none's */
        { "meeting_id", call },
        { "assignment_id", call },
        { "second_opinion_id", call },
    };

    for (size_t i = 0; i < sizeof named / sizeof named[0]; i++) {
        const ProtobufCFieldDescriptor *field =
            protobuf_c_message_descriptor_get_field_by_name (in->descriptor, named[i].field);
        if (field != NULL)
            *(char **) ((uint8_t *) in + field->offset) = named[i].id;
    }
}

/* Generated from the contract: of each operation for staff, the service knows whose programme it is
 * about, or the contract says that it goes across. */
static void
every_operation_for_staff_asks_for_the_programme (void **state)
{
    const wl_service_contract_t *contract = evaluation_handlers.contract;
    uint32_t everybody = WL_ROLE_BIT (WL_ROLE_PUBLIC) | WL_ROLE_BIT (WL_ROLE_SIGNED_IN);
    unsigned asked = 0;
    (void) state;

    for (uint32_t i = 0; i < contract->method_count; i++) {
        const wl_method_t *method = &contract->methods[i];
        ProtobufCMessage *in = wl_message_new (world.world.arena, method->input);

        if (method->roles == 0 || (method->roles & everybody) != 0)
            continue;
        name_everything (in);
        for (int role = WL_ROLE_ASSESSOR; role <= WL_ROLE_OWNER; role++) {
            if ((method->roles & WL_ROLE_BIT (role)) == 0)
                continue;
            evaluation_world_as (&world, KAROL, (wl_role_t) role, "*");
            evaluation_world_in (&world, OTHER_PROGRAMME);
            wl_db_begin (world.world.db);
            if (wl_programme_enter (&world.request, method, in) !=
                (method->across ? WL_OK : WL_NOT_FOUND))
                fail_msg ("%s is open to other programmes", method->name);
            wl_db_rollback (world.world.db);
            asked++;
        }
    }
    assert_true (asked > 60);
}

/* ---- cards ---- */

static char *card_id;
static int holder;

static Evaluation__Card *
get_card (int assessor, wl_status expected)
{
    Evaluation__GetCardRequest in = EVALUATION__GET_CARD_REQUEST__INIT;
    Evaluation__Card *out;

    evaluation_world_as (&world, assessor_id (&world, assessor), WL_ROLE_ASSESSOR, "30");
    in.card_id = card_id;
    assert_int_equal (evaluation_world_ask (&world, "GetCard", &in, &out), expected);
    return out;
}

static void
nothing_is_shown_before_the_declaration (void **state)
{
    Evaluation__Card *card;
    (void) state;

    evaluation_world_assessors (&world, 2, 20);
    assert_ok (world.world.db, evaluation_world_formal (&world, 1, true));
    assert_int_equal (evaluation_world_assign (&world), 2);
    holder = 1;
    card_id = evaluation_world_cards (&world, holder, 0)->cards[0]->id;
    assert_string_equal (evaluation_world_cards (&world, holder, 0)->cards[0]->title, "");
    card = get_card (holder, WL_OK);
    assert_int_equal (card->state, EVALUATION__CARD_STATE__DECLARATION_DUE);
    assert_string_equal (card->title, "");
    assert_null (card->form);
    assert_null (card->answers);
    assert_non_null (card->rules);
    assert_string_equal (card->number, "WIS-1/0001");
}

static wl_status
save (int assessor, uint64_t version, int32_t points, Evaluation__Card **ret)
{
    Evaluation__SaveCardRequest in = EVALUATION__SAVE_CARD_REQUEST__INIT;
    Evaluation__Scores scores = EVALUATION__SCORES__INIT;
    Evaluation__CriterionScore score = EVALUATION__CRITERION_SCORE__INIT;
    Evaluation__CriterionScore *one[] = { &score };
    char problem[] = "problem";

    evaluation_world_as (&world, assessor_id (&world, assessor), WL_ROLE_ASSESSOR, "30");
    score.criterion = problem;
    score.points = points;
    scores.list = one;
    scores.n_list = 1;
    in.card_id = card_id;
    in.version = version;
    in.scores = &scores;
    return evaluation_world_ask (&world, "SaveCard", &in, ret);
}

static wl_status
declare (int assessor)
{
    Evaluation__DeclareInterestRequest in = EVALUATION__DECLARE_INTEREST_REQUEST__INIT;

    evaluation_world_as (&world, assessor_id (&world, assessor), WL_ROLE_ASSESSOR, "30");
    in.card_id = card_id;
    return evaluation_world_ask (&world, "DeclareInterest", &in, NULL);
}

static wl_status
lock (int assessor, uint64_t version)
{
    Evaluation__LockCardRequest in = EVALUATION__LOCK_CARD_REQUEST__INIT;

    evaluation_world_as (&world, assessor_id (&world, assessor), WL_ROLE_ASSESSOR, "30");
    in.card_id = card_id;
    in.version = version;
    return evaluation_world_ask (&world, "LockCard", &in, NULL);
}

static void
another_assessors_card_does_not_exist (void **state)
{
    (void) state;
    get_card (2, WL_NOT_FOUND);
    assert_refused (&world, save (2, 1, 100, NULL), WL_NOT_FOUND, "");
    assert_refused (&world, declare (2), WL_NOT_FOUND, "");
    assert_refused (&world, lock (2, 1), WL_NOT_FOUND, "");
}

static void
no_scores_before_the_declaration (void **state)
{
    (void) state;
    assert_refused (&world, save (holder, 1, 100, NULL), WL_FAILED_PRECONDITION, "declaration-due");
    assert_refused (&world, lock (holder, 1), WL_FAILED_PRECONDITION, "declaration-due");
}

static void
hidden_answers_stay_hidden (void **state)
{
    Evaluation__Card *card;
    (void) state;

    assert_ok (world.world.db, declare (holder));
    assert_ok (world.world.db, declare (holder)); /* twice says the same */
    card = get_card (holder, WL_OK);
    assert_int_equal (card->version, 2);
    assert_string_equal (card->title, "Pomysł 1");
    assert_int_equal (card->answers->n_list, 1);
    assert_string_equal (card->answers->list[0]->field, "problem");
    assert_int_equal (card->form->n_sections, 1);
}

static void
a_newer_save_is_not_overwritten (void **state)
{
    Evaluation__Card *card;
    (void) state;

    assert_ok (world.world.db, save (holder, 2, 4000, &card));
    assert_int_equal (card->version, 3);
    assert_refused (&world, save (holder, 2, 100, NULL), WL_ABORTED, "changed-meanwhile");
    assert_refused (&world, lock (holder, 2), WL_ABORTED, "changed-meanwhile");
    assert_int_equal (get_card (holder, WL_OK)->scores->list[0]->points, 4000);
    assert_refused (&world, save (holder, 3, 5001, NULL), WL_INVALID_ARGUMENT, "invalid-fields");
}

static void
only_a_complete_card_is_locked (void **state)
{
    (void) state;
    assert_refused (&world, lock (holder, 3), WL_INVALID_ARGUMENT, "invalid-fields");
    /* No reason for "problem"; "novelty" and "topic" have no score. */
    assert_int_equal (world.request.error.field_count, 3);
    assert_ok (world.world.db, evaluation_world_score (&world, holder, card_id, 4000, 4000, 500));
    assert_refused (&world, save (holder, 5, 100, NULL), WL_FAILED_PRECONDITION, "card-locked");
    assert_refused (&world, lock (holder, 5), WL_FAILED_PRECONDITION, "card-locked");
    assert_refused (&world, declare (holder), WL_FAILED_PRECONDITION, "card-locked");
}

static void
what_waits_comes_first (void **state)
{
    Evaluation__ListMyCardsRequest in = EVALUATION__LIST_MY_CARDS_REQUEST__INIT;
    Evaluation__ListMyCardsResponse *page;
    size_t seen = 0;
    (void) state;

    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "*");
    for (int i = 2; i <= APPLICATIONS; i++)
        assert_ok (world.world.db, evaluation_world_formal (&world, i, true));
    assert_int_equal (evaluation_world_assign (&world), 10);
    evaluation_world_as (&world, assessor_id (&world, holder), WL_ROLE_ASSESSOR, "30");
    in.limit = 4;
    for (int pages = 0; pages < 2; pages++) {
        assert_ok (world.world.db, evaluation_world_ask (&world, "ListMyCards", &in, &page));
        seen += page->n_cards;
        in.cursor = page->next_cursor;
    }
    assert_int_equal (seen, APPLICATIONS);
    assert_int_equal (page->n_cards, 2);
    assert_int_equal (page->cards[0]->state, EVALUATION__CARD_STATE__DECLARATION_DUE);
    assert_int_equal (page->cards[1]->state, EVALUATION__CARD_STATE__LOCKED);
    evaluation_world_in (&world, OTHER_PROGRAMME);
    in.total = true;
    in.cursor = wl_text_copy (world.world.arena, "");
    assert_ok (world.world.db, evaluation_world_ask (&world, "ListMyCards", &in, &page));
    assert_int_equal (page->n_cards, 0);
    assert_int_equal (page->total, 0);
    evaluation_world_in (&world, PROGRAMME);
    assert_ok (world.world.db, evaluation_world_ask (&world, "ListMyCards", &in, &page));
    assert_int_equal (page->n_cards, 4);
    in.cursor = wl_cursor_make (&world.request, "1 drop table card");
    assert_refused (&world, evaluation_world_ask (&world, "ListMyCards", &in, NULL),
                    WL_INVALID_ARGUMENT, "invalid-fields");
}

static void
nobody_assesses_their_own (void **state)
{
    (void) state;
    world_sql ("update dossier set applicant_user_id = a.user_id from assessor a"
               " where application_id = (select application_id from dossier"
               "  where number = 'WIS-1/10000')"
               " and a.user_id = (select min (user_id::text)::uuid from assessor)");
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "*");
    assert_ok (world.world.db, evaluation_world_formal (&world, LATE_NUMBER, true));
    assert_int_equal (evaluation_world_assign (&world), 1);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_coordinator_lists_their_region),
        cmocka_unit_test (a_filter_shows_no_more_than_the_caller_may_see),
        cmocka_unit_test (pages_go_by_number),
        cmocka_unit_test (another_region_does_not_exist),
        cmocka_unit_test (a_coordinator_speaks_for_their_region),
        cmocka_unit_test (another_programme_does_not_exist),
        cmocka_unit_test (a_programme_and_a_region_are_both_asked),
        cmocka_unit_test (every_operation_for_staff_asks_for_the_programme),
        cmocka_unit_test (nothing_is_shown_before_the_declaration),
        cmocka_unit_test (another_assessors_card_does_not_exist),
        cmocka_unit_test (no_scores_before_the_declaration),
        cmocka_unit_test (hidden_answers_stay_hidden),
        cmocka_unit_test (a_newer_save_is_not_overwritten),
        cmocka_unit_test (only_a_complete_card_is_locked),
        cmocka_unit_test (what_waits_comes_first),
        cmocka_unit_test (nobody_assesses_their_own),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
