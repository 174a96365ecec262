/* Second opinions across regions in one house after the other: what each learns, who may what, and
 * how comparable regions are by the people who scored in both. */
#include "evaluation_world.h"

#include <sodium.h>

#include "bridges.h"
#include "certificate.h"
#include "second_opinions.h"
#include "site.h"

#define ELSEWHERE "01910000-0000-7000-8000-00000000e000" /* asked for in another house */
#define OFFER     "01910000-0000-7000-8000-00000000f000" /* told by another house */
#define GUEST     "01910000-0000-7000-8000-0000000009e5"

static evaluation_world_t world;
static char url[] = "https://wnioski.example";
static site_t site = { .url = url };
static char *asked_id, *offer_id, *first_code, *code;

static wl_arena_t *
arena (void)
{
    return world.world.arena;
}

static char *
copy (const char *text)
{
    return wl_text_copy (arena (), text);
}

static void
as_coordinator (const char *user_id, const char *region)
{
    evaluation_world_as (&world, user_id, WL_ROLE_COORDINATOR, region);
}

static void
as_person (const char *user_id)
{
    evaluation_world_as (&world, user_id, WL_ROLE_SIGNED_IN, "");
}

/* ---- asking ---- */

static wl_status
ask (int application, const char *of_region, const char *until, Evaluation__SecondOpinion **ret)
{
    Evaluation__AskSecondOpinionRequest in = EVALUATION__ASK_SECOND_OPINION_REQUEST__INIT;
    char *ids[] = { application_id (&world, application) }, *topics[] = { copy ("water") };

    in.call_id = copy (CALL);
    in.region = copy ("32");
    in.of_region = copy (of_region);
    in.until = copy (until);
    in.application_ids = ids;
    in.n_application_ids = 1;
    in.topics = topics;
    in.n_topics = 1;
    return evaluation_world_ask (&world, "AskSecondOpinion", &in, ret);
}

static Evaluation__SecondOpinions *
list (void)
{
    Evaluation__ListSecondOpinionsRequest in = EVALUATION__LIST_SECOND_OPINIONS_REQUEST__INIT;
    Evaluation__SecondOpinions *out;

    in.call_id = copy (CALL);
    assert_int_equal (evaluation_world_ask (&world, "ListSecondOpinions", &in, &out), WL_OK);
    return out;
}

static void
a_region_asks_for_its_own_applications (void **state)
{
    Evaluation__SecondOpinion *asked;
    (void) state;

    as_coordinator (KAROL, "30");
    assert_int_equal (ask (5, "", "2026-06-01", NULL), WL_PERMISSION_DENIED);
    as_coordinator (LIDIA, "32");
    assert_int_equal (ask (1, "", "2026-06-01", NULL), WL_INVALID_ARGUMENT); /* 30's */
    assert_int_equal (ask (5, "32", "2026-06-01", NULL), WL_INVALID_ARGUMENT);
    assert_int_equal (ask (5, "", "2026-04-19", NULL), WL_INVALID_ARGUMENT);
    assert_int_equal (world_number ("select count (*) from second_opinion"), 0);
    assert_int_equal (ask (5, "30", "2026-06-01", &asked), WL_OK);
    assert_true (asked->own);
    assert_string_equal (asked->address, "https://wnioski.example");
    assert_int_equal (asked->n_application_ids, 1);
    assert_string_equal (asked->topics[0], "water");
    asked_id = copy (asked->id);
    assert_int_equal (evaluation_world_told ("30", "evaluation.SecondOpinionAsked"), 1);
    assert_int_equal (ask (6, "", "2026-06-01", NULL), WL_OK);
    assert_int_equal (evaluation_world_told ("pl", "evaluation.SecondOpinionAsked"), 1);

    /* Whoever is asked learns how many, not which. */
    as_coordinator (KAROL, "30");
    assert_int_equal (list ()->n_second_opinions, 2);
    for (size_t i = 0; i < 2; i++) {
        assert_false (list ()->second_opinions[i]->own);
        assert_int_equal (list ()->second_opinions[i]->applications, 1);
        assert_int_equal (list ()->second_opinions[i]->n_application_ids, 0);
    }
    as_coordinator (KAROL, "14");
    assert_int_equal (list ()->n_second_opinions, 1); /* the other one is for 30 */
}

/* ---- offering ---- */

static wl_status
offer (const char *id, const char *region, char *assessor)
{
    Evaluation__OfferSecondOpinionRequest in = EVALUATION__OFFER_SECOND_OPINION_REQUEST__INIT;

    in.second_opinion_id = copy (id);
    in.region = copy (region);
    in.assessor_user_id = assessor;
    return evaluation_world_ask (&world, "OfferSecondOpinion", &in, NULL);
}

static const Evaluation__SecondOpinion *
find (const char *id)
{
    const Evaluation__SecondOpinions *all = list ();

    for (size_t i = 0; i < all->n_second_opinions; i++)
        if (wl_text_equal (all->second_opinions[i]->id, id))
            return all->second_opinions[i];
    return NULL;
}

static void
another_region_offers_one_of_its_assessors (void **state)
{
    const Evaluation__SecondOpinion *seen;
    (void) state;

    as_coordinator (LIDIA, "32");
    assert_int_equal (offer (asked_id, "32", assessor_id (&world, 1)), WL_NOT_FOUND);
    assert_int_equal (offer (asked_id, "30", assessor_id (&world, 1)), WL_NOT_FOUND);
    as_coordinator (KAROL, "14");
    assert_int_equal (offer (asked_id, "14", assessor_id (&world, 1)), WL_NOT_FOUND);
    as_coordinator (KAROL, "30");
    assert_int_equal (offer (ELSEWHERE, "30", assessor_id (&world, 1)), WL_NOT_FOUND);
    assert_int_equal (offer (asked_id, "30", copy (GUEST)), WL_INVALID_ARGUMENT);
    assert_int_equal (offer (asked_id, "30", assessor_id (&world, 1)), WL_OK);
    assert_int_equal (offer (asked_id, "30", assessor_id (&world, 1)), WL_INVALID_ARGUMENT);
    seen = find (asked_id);
    assert_int_equal (seen->n_offers, 1);
    assert_string_equal (seen->offers[0]->assessor_user_id, assessor_id (&world, 1));
    assert_string_equal (seen->offers[0]->name, "Osoba 000001");
    offer_id = copy (seen->offers[0]->id);
    /* Nobody told the assessor's name, nor that anybody was asked. */
    as_coordinator (LIDIA, "32");
    assert_int_equal (find (asked_id)->n_offers, 0);
    assert_int_equal (world_number ("select count (*) from runtime.outbox"
                                    " where type = 'evaluation.SecondOpinionOffered'"),
                      0);
}

static wl_status
answer (bool agree, Evaluation__SecondOpinionAnswer **ret)
{
    Evaluation__AnswerSecondOpinionRequest in = EVALUATION__ANSWER_SECOND_OPINION_REQUEST__INIT;

    in.offer_id = offer_id;
    in.agree = agree;
    return evaluation_world_ask (&world, "AnswerSecondOpinion", &in, ret);
}

static void
only_the_assessor_agrees (void **state)
{
    Evaluation__ListMySecondOpinionsRequest mine =
        EVALUATION__LIST_MY_SECOND_OPINIONS_REQUEST__INIT;
    Evaluation__MySecondOpinions *seen;
    Evaluation__SecondOpinionAnswer *answered;
    (void) state;

    as_person (GUEST);
    assert_int_equal (answer (true, NULL), WL_NOT_FOUND);
    as_person (assessor_id (&world, 1));
    assert_int_equal (evaluation_world_ask (&world, "ListMySecondOpinions", &mine, &seen), WL_OK);
    assert_int_equal (seen->n_second_opinions, 1);
    assert_string_equal (seen->second_opinions[0]->region, "32");
    assert_false (seen->second_opinions[0]->here);
    assert_int_equal (answer (true, &answered), WL_OK);
    assert_string_equal (answered->address, "https://wnioski.example");
    first_code = copy (answered->code);
    assert_int_equal (evaluation_world_told ("32", "evaluation.SecondOpinionOffered"), 1);
    /* The code was lost: another one takes its place. */
    assert_int_equal (answer (true, &answered), WL_OK);
    code = copy (answered->code);
    assert_string_not_equal (code, first_code);
    assert_int_equal (answer (false, NULL), WL_FAILED_PRECONDITION);
    /* What crosses names neither person nor code. */
    assert_int_equal (world_number (wl_text_printf (
                          arena (),
                          "select count (*) from runtime.outbox where type like"
                          " 'evaluation.SecondOpinion%%' and (position ('%s'::bytea in"
                          " payload) > 0 or position ('%s'::bytea in payload) > 0"
                          " or position ('%s'::bytea in payload) > 0)",
                          assessor_id (&world, 1), first_code, application_id (&world, 5))),
                      0);
    as_coordinator (LIDIA, "32");
    assert_int_equal (find (asked_id)->n_offers, 1);
    assert_string_equal (find (asked_id)->offers[0]->home_region, "30");
    assert_string_equal (find (asked_id)->offers[0]->assessor_user_id, "");
}

/* ---- arriving ---- */

static wl_status
arrive (const char *with, Evaluation__MySecondOpinion **ret)
{
    Evaluation__ArriveForSecondOpinionRequest in =
        EVALUATION__ARRIVE_FOR_SECOND_OPINION_REQUEST__INIT;

    in.code = copy (with);
    return evaluation_world_ask (&world, "ArriveForSecondOpinion", &in, ret);
}

static void
in_one_house_the_same_account_arrives (void **state)
{
    Evaluation__MySecondOpinion *mine;
    (void) state;

    as_person (GUEST);
    assert_int_equal (arrive (code, NULL), WL_INVALID_ARGUMENT);
    as_person (assessor_id (&world, 1));
    assert_int_equal (arrive (first_code, NULL), WL_INVALID_ARGUMENT);
    assert_int_equal (arrive ("no code at all", NULL), WL_INVALID_ARGUMENT);
    for (int i = 0; i < 2; i++) {
        assert_int_equal (arrive (code, &mine), WL_OK);
        assert_int_equal (mine->state, EVALUATION__SECOND_OPINION_OFFER_STATE__OPINION_ARRIVED);
        assert_true (mine->here);
    }
    as_coordinator (LIDIA, "32");
    assert_string_equal (find (asked_id)->offers[0]->assessor_user_id, assessor_id (&world, 1));
}

static void
what_is_closed_is_over (void **state)
{
    Evaluation__CloseSecondOpinionRequest in = EVALUATION__CLOSE_SECOND_OPINION_REQUEST__INIT;
    Evaluation__SecondOpinion *closed;
    (void) state;

    in.second_opinion_id = asked_id;
    as_coordinator (KAROL, "30");
    assert_int_equal (evaluation_world_ask (&world, "CloseSecondOpinion", &in, NULL), WL_NOT_FOUND);
    as_coordinator (LIDIA, "32");
    for (int i = 0; i < 2; i++) {
        assert_int_equal (evaluation_world_ask (&world, "CloseSecondOpinion", &in, &closed), WL_OK);
        assert_non_null (closed->closed_at);
        assert_int_equal (closed->n_offers, 1);
    }
    assert_int_equal (evaluation_world_told ("30", "evaluation.SecondOpinionAsked"), 2);
    as_coordinator (KAROL, "30");
    assert_int_equal (offer (asked_id, "30", assessor_id (&world, 2)), WL_FAILED_PRECONDITION);
}

/* ---- how comparable the regions are ---- */

static void
score_all (int assessor)
{
    const Evaluation__ListMyCardsResponse *cards =
        evaluation_world_cards (&world, assessor, EVALUATION__CARD_STATE__DECLARATION_DUE);

    for (size_t i = 0; i < cards->n_cards; i++) {
        bool in_30 = world_number (wl_text_printf (
                         arena (),
                         "select count (*) from card join dossier using (application_id, stage)"
                         " where id = '%s' and region = '30'",
                         cards->cards[i]->id)) == 1;
        assert_int_equal (evaluation_world_score (&world, assessor, cards->cards[i]->id, 3000,
                                                  assessor == 2 && in_30 ? 2800 : 3000, 0),
                          WL_OK);
    }
}

static const Evaluation__RegionComparison *
compare (void)
{
    Evaluation__GetRegionComparisonRequest in = EVALUATION__GET_REGION_COMPARISON_REQUEST__INIT;
    Evaluation__RegionComparison *out;

    in.call_id = copy (CALL);
    evaluation_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    assert_int_equal (evaluation_world_ask (&world, "GetRegionComparison", &in, &out), WL_OK);
    return out;
}

static void
people_of_two_regions_make_them_comparable (void **state)
{
    const Evaluation__RegionComparison *compared = compare ();
    (void) state;

    assert_int_equal (compared->n_pairs, 0);
    assert_int_equal (compared->n_unlinked, 2);
    as_coordinator (KAROL, "*");
    for (int i = 1; i <= 8; i++)
        assert_int_equal (evaluation_world_formal (&world, i, true), WL_OK);
    assert_int_equal (evaluation_world_assign (&world), 16);
    score_all (1);
    score_all (2);
    /* One says that 32 is more lenient by 2 points, the other that 30 is. */
    compared = compare ();
    assert_int_equal (compared->n_unlinked, 0);
    assert_int_equal (compared->n_pairs, 1);
    assert_int_equal (compared->pairs[0]->experts, 2);
    assert_int_equal (compared->pairs[0]->cards, 8);
    assert_int_equal (compared->pairs[0]->other_cards, 8);
    assert_int_equal (compared->pairs[0]->difference, 0);
}

/* ---- another house ---- */

static wl_event_t
told_event (const ProtobufCMessage *body)
{
    return (wl_event_t){ .source = "evaluation",
                         .region = "32",
                         .type = body->descriptor->name,
                         .trace = "",
                         .at = world.request.now,
                         .body = body };
}

static void
hears (wl_event_handler_t *handler, const ProtobufCMessage *body)
{
    wl_event_t event = told_event (body);

    wl_db_begin (world.world.db);
    assert_int_equal (handler (&world.request, &event), WL_OK);
    assert_int_equal (wl_db_commit (world.world.db), WL_OK);
}

static char *
digest_of (const char *typed)
{
    char read[CERTIFICATE_CODE], *text = wl_arena_alloc (arena (), 65);
    uint8_t digest[32];

    assert_true (certificate_code_read (typed, read));
    crypto_generichash (digest, sizeof digest, (const uint8_t *) read, CERTIFICATE_CODE - 1, NULL,
                        0);
    wl_hex (digest, sizeof digest, text);
    return text;
}

static void
a_site_hears_what_others_ask_for (void **state)
{
    Evaluation__SecondOpinionAsked body = EVALUATION__SECOND_OPINION_ASKED__INIT;
    (void) state;

    site.region = "32";
    body.second_opinion_id = copy (ELSEWHERE);
    body.call_id = copy (CALL);
    body.stage = copy ("idea");
    body.region = copy ("32");
    body.applications = 3;
    body.until = copy ("2026-06-01");
    body.address = copy ("https://wielkopolska.example");
    hears (on_second_opinion_asked, &body.base); /* our own, which the centre told to all */
    as_coordinator (LIDIA, "32");
    assert_null (find (ELSEWHERE));
    body.region = copy ("30");
    hears (on_second_opinion_asked, &body.base);
    assert_int_equal (find (ELSEWHERE)->applications, 3);
    assert_string_equal (find (ELSEWHERE)->address, "https://wielkopolska.example");
    assert_null (find (ELSEWHERE)->closed_at);
    assert_false (find (ELSEWHERE)->own);
    body.closed = true;
    hears (on_second_opinion_asked, &body.base);
    assert_non_null (find (ELSEWHERE)->closed_at);
}

static void
a_guest_comes_with_a_code_from_elsewhere (void **state)
{
    Evaluation__SecondOpinionOffered body = EVALUATION__SECOND_OPINION_OFFERED__INIT;
    Evaluation__SecondOpinion *asked;
    Evaluation__MySecondOpinion *mine;
    (void) state;

    world_sql ("update dossier set state = 3 where region = '32' and number = 'WIS-1/0006'");
    as_coordinator (LIDIA, "32");
    assert_int_equal (ask (6, "", "2026-06-01", &asked), WL_OK);
    assert_int_equal (evaluation_world_told (SITE_STREAM, "evaluation.SecondOpinionAsked"), 1);
    world_sql ("update dossier set state = 5 where region = '32' and number = 'WIS-1/0006'");
    body.second_opinion_id = copy (asked->id);
    body.offer_id = copy (OFFER);
    body.home_region = copy ("30");
    body.code_digest = digest_of ("7F3KQ-9XW2M-4HTRC-D0J5V");
    hears (on_second_opinion_offered, &body.base);
    hears (on_second_opinion_offered, &body.base);
    as_person (assessor_id (&world, 1));
    assert_int_equal (arrive ("7f3kq 9xw2m 4htrc dOj5v", &mine), WL_OK);
    assert_string_equal (mine->home_region, "30");
    as_person (GUEST);
    assert_int_equal (arrive ("7F3KQ-9XW2M-4HTRC-D0J5V", NULL), WL_INVALID_ARGUMENT);
    /* Whoever came is not sent away by a code that was made anew. */
    body.code_digest = digest_of ("00000-00000-00000-00000");
    hears (on_second_opinion_offered, &body.base);
    assert_int_equal (arrive ("00000-00000-00000-00000", NULL), WL_INVALID_ARGUMENT);
    as_coordinator (LIDIA, "32");
    assert_string_equal (find (asked->id)->offers[0]->name, "Osoba 000001");
}

static void
a_closed_list_puts_down_what_is_told_of_experts (void **state)
{
    Evaluation__CloseRegionListRequest in = EVALUATION__CLOSE_REGION_LIST_REQUEST__INIT;
    Evaluation__RegionList *closed;
    (void) state;

    in.call_id = copy (CALL);
    evaluation_world_at (&world, AFTER_CALL);
    as_coordinator (LIDIA, "32");
    assert_int_equal (evaluation_world_ask (&world, "CloseRegionList", &in, &closed), WL_OK);
    assert_int_equal (world_number ("select count (*) from bridge_fact"), 1);
    assert_int_equal (world_number ("select cards from bridge_fact where region = '32'"), 4);
    assert_int_equal (world_number ("select sum from bridge_fact"), 0);
    /* One card more would show by the difference, so the older fact stands. */
    world_sql ("update bridge_fact set cards = 3");
    assert_int_equal (evaluation_world_ask (&world, "CloseRegionList", &in, &closed), WL_OK);
    assert_int_equal (world_number ("select cards from bridge_fact"), 3);
    world_sql ("update bridge_fact set cards = 4");
}

static void
two_houses_know_the_same_expert_by_the_offer (void **state)
{
    const Evaluation__RegionComparison *compared;
    (void) state;

    /* The centre now, where the expert of 30 has an account and 32 told the rest. */
    site.region = NULL;
    world_sql (wl_text_printf (arena (),
                               "update second_opinion_offer set home_user_id = '%s',"
                               " guest_user_id = null where id = '" OFFER "'",
                               assessor_id (&world, 1)));
    compared = compare ();
    assert_int_equal (compared->n_pairs, 1);
    assert_int_equal (compared->pairs[0]->experts, 3);
    assert_int_equal (compared->pairs[0]->cards, 12);
    assert_int_equal (compared->pairs[0]->difference, -67); /* -2, -2 and 2 points */
    world_sql ("update bridge_fact set cards = 2");
    assert_int_equal (compare ()->pairs[0]->experts, 2);
}

static int
set_up (void **state)
{
    (void) state;
    evaluation_world_migrate ();
    evaluation_world_init (&world);
    world.daemon.state = &site;
    for (int i = 1; i <= 8; i++)
        evaluation_world_submits (
            &world, (evaluation_application_t){ i, "idea", i <= 4 ? "30" : "32", 3000000 });
    evaluation_world_assessors (&world, 2, 40);
    return 0;
}

static int
tear_down (void **state)
{
    (void) state;
    evaluation_world_done (&world);
    return 0;
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_region_asks_for_its_own_applications),
        cmocka_unit_test (another_region_offers_one_of_its_assessors),
        cmocka_unit_test (only_the_assessor_agrees),
        cmocka_unit_test (in_one_house_the_same_account_arrives),
        cmocka_unit_test (what_is_closed_is_over),
        cmocka_unit_test (people_of_two_regions_make_them_comparable),
        cmocka_unit_test (a_site_hears_what_others_ask_for),
        cmocka_unit_test (a_guest_comes_with_a_code_from_elsewhere),
        cmocka_unit_test (a_closed_list_puts_down_what_is_told_of_experts),
        cmocka_unit_test (two_houses_know_the_same_expert_by_the_offer),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
