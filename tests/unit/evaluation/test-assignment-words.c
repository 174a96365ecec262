/* What stands around the solver: the likeness of texts, the keys of conflicts, reasons in words,
 * the record and its proof. */
#include "support.h"

#include "assignment_record.h"
#include "assignment_words.h"
#include "conflict_keys.h"
#include "knowledge.h"
#include "message/message.h"

/* ---- texts ---- */

static text_words_t
signature (const char *text)
{
    return text_signature (arena, &text, 1);
}

static void
likeness (const char *application, const char *first, const char *second, int32_t *ret)
{
    const text_words_t profiles[] = { signature (first), signature (second) };

    text_compare (text_index_new (arena, profiles, 2), signature (application), ret);
}

static void
endings_and_tails_do_not_matter (void **state)
{
    int32_t ret[2];
    (void) state;

    likeness ("Opieka nad seniorami na WSI", "opiekę, seniorów; wsi", "żłobki i niemowlęta", ret);
    assert_int_equal (ret[0], TEXT_LIKENESS_MAX);
    assert_int_equal (ret[1], 0);
    likeness ("Łąka, źrebię, żółw śpiący", "laka zrebie zolw spiacy", "x", ret);
    assert_int_equal (ret[0], TEXT_LIKENESS_MAX);
    assert_int_equal (ret[1], -1); /* nothing is known */
    likeness ("догляд за літніми людьми", "Догляд", "seniorzy", ret);
    assert_true (ret[0] > 0);
    assert_int_equal (ret[1], 0);
}

static void
rare_words_count_more (void **state)
{
    int32_t ret[2];
    const text_words_t profiles[] = { signature ("seniorzy demencja"),
                                      signature ("seniorzy kultura"), signature ("seniorzy sport"),
                                      signature ("seniorzy taniec") };
    int32_t four[4];
    (void) state;

    text_compare (text_index_new (arena, profiles, 4), signature ("demencja kultura kultura"),
                  four);
    assert_true (four[0] > four[2] && four[1] > four[0]);
    text_compare (text_index_new (arena, profiles, 4), signature ("seniorzy demencja"), four);
    assert_true (four[0] > 2 * four[1]);
    likeness ("projekt który jest przez oraz innowacja", "projekt innowacja", "projektów", ret);
    assert_int_equal (ret[0], -1); /* they are in every application */
}

static void
any_bytes_are_a_text (void **state)
{
    uint64_t random = check_seed ("bytes");
    char text[300];
    int32_t ret[2];
    (void) state;

    for (int round = 0; round < 300; round++) {
        size_t length = check_random (&random) % (sizeof text - 1);
        for (size_t i = 0; i < length; i++)
            text[i] = (char) (1 + check_random (&random) % 255);
        text[length] = '\0';
        likeness (text, text, "zwykły tekst", ret);
        assert_in_range (ret[0] + 1, 0, TEXT_LIKENESS_MAX + 1);
        assert_in_range (ret[1] + 1, 0, TEXT_LIKENESS_MAX + 1);
        wl_arena_reset (arena);
    }
    likeness ("", "", "coś", ret);
    assert_int_equal (ret[0], -1);
}

static void
hidden_answers_stay_hidden (void **state)
{
    Wlacznik__FormField open = WLACZNIK__FORM_FIELD__INIT, hidden = WLACZNIK__FORM_FIELD__INIT;
    Wlacznik__FormField *fields[] = { &open, &hidden };
    Wlacznik__FormSection section = WLACZNIK__FORM_SECTION__INIT;
    Wlacznik__FormSection *sections[] = { &section };
    Wlacznik__Form form = WLACZNIK__FORM__INIT;
    Wlacznik__AssignmentRules rules = WLACZNIK__ASSIGNMENT_RULES__INIT;
    Wlacznik__MeritCard card = WLACZNIK__MERIT_CARD__INIT;
    Wlacznik__Stage stage = WLACZNIK__STAGE__INIT;
    Wlacznik__Answer answer[2] = { WLACZNIK__ANSWER__INIT, WLACZNIK__ANSWER__INIT };
    Wlacznik__Answer *list[] = { &answer[0], &answer[1] };
    Wlacznik__Answers answers = WLACZNIK__ANSWERS__INIT;
    char *topics[] = { copy ("ageing"), copy ("digital") };
    knowledge_t known;
    int32_t ret[2];
    (void) state;

    open.key = answer[0].field = copy ("problem");
    hidden.key = answer[1].field = copy ("team");
    hidden.hidden_from_assessors = true;
    answer[0].text = copy ("samotność seniorów");
    answer[1].text = copy ("kowalska");
    answer[0].choices = topics;
    answer[0].n_choices = 2;
    section.fields = fields;
    section.n_fields = 2;
    form.sections = sections;
    form.n_sections = 1;
    answers.list = list;
    answers.n_list = 2;
    rules.topics_field = rules.language_field = copy ("problem");
    card.assignment = &rules;
    stage.form = &form;
    stage.merit_card = &card;
    known = knowledge_of (arena, &stage, &answers);
    assert_string_equal (known.topics, "ageing digital");
    assert_string_equal (known.language, "ageing");
    const text_words_t profiles[] = { signature ("samotność"), signature ("kowalska") };
    text_compare (text_index_new (arena, profiles, 2), known.words, ret);
    assert_true (ret[0] > 0);
    assert_int_equal (ret[1], 0);
}

/* ---- keys ---- */

static bool
has_key (const conflict_keys_t *keys, Evaluation__ConflictKind kind, const char *value)
{
    for (size_t i = 0; i < keys->count; i++)
        if (keys->list[i].kind == kind && wl_text_equal (keys->list[i].value, value))
            return true;
    return false;
}

#define KIND(name) EVALUATION__CONFLICT_KIND__SAME_##name

static void
keys_are_plain (void **state)
{
    Evaluation__Affiliation affiliation = EVALUATION__AFFILIATION__INIT;
    char *organisations[] = { copy ("  Fundacja „ŻÓŁTA  Łódź” - Oddział 2. "), copy ("--") };
    char *nips[] = { copy ("525-000-11-22") };
    conflict_keys_t keys;
    (void) state;

    affiliation.organisations = organisations;
    affiliation.n_organisations = 2;
    affiliation.nips = nips;
    affiliation.n_nips = 1;
    affiliation.email = copy ("Jan.Kos@Fundacja-Zolta.PL");
    keys = conflict_keys_of_affiliation (arena, &affiliation);
    assert_int_equal (keys.count, 4);
    assert_true (has_key (&keys, KIND (ORGANISATION), "fundacja żółta łódź oddział 2"));
    assert_true (has_key (&keys, KIND (NIP), "5250001122"));
    assert_true (has_key (&keys, KIND (PERSON), "jan.kos@fundacja-zolta.pl"));
    assert_true (has_key (&keys, KIND (EMAIL_DOMAIN), "fundacja-zolta.pl"));
    affiliation.email = copy ("jan.kos@wp.pl");
    keys = conflict_keys_of_affiliation (arena, &affiliation);
    assert_int_equal (keys.count, 3); /* everybody's domain ties nobody */
    assert_int_equal (conflict_keys_of_affiliation (arena, NULL).count, 0);
}

static void
members_are_keys (void **state)
{
    Wlacznik__Member member = WLACZNIK__MEMBER__INIT;
    Wlacznik__Member *members[] = { &member };
    Wlacznik__Applicant applicant = WLACZNIK__APPLICANT__INIT;
    conflict_keys_t keys;
    (void) state;

    member.email = copy ("A@gmail.com");
    applicant.members = members;
    applicant.n_members = 1;
    applicant.krs = copy ("0000123456");
    applicant.organisation = copy ("Stowarzyszenie „A”");
    keys = conflict_keys_of_applicant (arena, &applicant);
    assert_int_equal (keys.count, 3);
    assert_true (has_key (&keys, KIND (PERSON), "a@gmail.com"));
    assert_true (has_key (&keys, KIND (KRS), "0000123456"));
    assert_true (has_key (&keys, KIND (ORGANISATION), "stowarzyszenie a"));
}

/* ---- words and record ---- */

typedef struct desk {
    assignment_application_t applications[2];
    Evaluation__Assessor people[2];
    Evaluation__Assessor *list[2];
    assignment_problem_t problem;
    assignment_result_t result;
} desk_t;

static void
lay_out (desk_t *desk)
{
    char **regions = wl_arena_array (arena, 1, sizeof *regions);

    regions[0] = copy ("30");
    for (size_t i = 0; i < 2; i++) {
        desk->applications[i] = (assignment_application_t){ "30", "x", 1 };
        evaluation__assessor__init (&desk->people[i]);
        desk->people[i].user_id = wl_text_printf (arena, "p%zu", i);
        desk->people[i].max_cards = 1;
        desk->people[i].regions = regions;
        desk->people[i].n_regions = 1;
        desk->list[i] = &desk->people[i];
    }
    desk->problem = (assignment_problem_t){ desk->applications, 2, desk->list, 2 };
    assert_int_equal (assignment_solve (arena, &desk->problem, &desk->result), WL_OK);
}

static void
reasons_are_words (void **state)
{
    desk_t desk;
    char **blames;
    size_t count;
    (void) state;

    lay_out (&desk);
    assert_string_equal (assignment_reason (arena, "en", &desk.problem, &desk.result,
                                            &desk.result.pairs[0], 3456, 1),
                         "experience resembles the application by 34 %; 1 of at most 1 cards; "
                         "loads kept even");
    assert_string_equal (
        assignment_reason (arena, "pl", &desk.problem, &desk.result, &desk.result.pairs[0], -1, 1),
        "kart: 1 z najwyżej 1; przy równym obciążeniu");
    desk.applications[0].missing = 2;
    desk.applications[1].language = "uk";
    assert_int_equal (assignment_solve (arena, &desk.problem, &desk.result), WL_OK);
    assert_int_equal (desk.result.optimum.unserved, 1);
    assert_int_equal (assignment_blame (arena, "en", &desk.problem, &desk.result, &blames, &count),
                      WL_OK);
    assert_int_equal (count, 2);
    assert_string_equal (blames[0], "If everybody took one card above the limit: 0 of 1 missing "
                                    "cards would be given.");
    assert_string_equal (blames[1], "Without the rule of language: 0 of 1 missing cards would be "
                                    "given.");
    for (int bar = ASSIGNMENT_OTHER_REGION; bar < ASSIGNMENT_BARS; bar++) {
        const char *pl, *en;
        assignment_bar_words ((assignment_bar_t) bar, &pl, &en);
        assert_true (*pl != '\0' && *en != '\0');
    }
}

static Evaluation__AssignmentRecord *
record_of (desk_t *desk)
{
    static const char *const ids[] = { "a0", "a1" };
    const assignment_names_t names = { "c", ids, ids };

    return assignment_record (arena, &desk->problem, &names, &desk->result);
}

static wl_status
check (Evaluation__AssignmentRecord *record, assignment_finding_t *ret)
{
    record->digest = assignment_record_digest (arena, record); /* whoever forges can hash */
    return assignment_record_check (arena, record, ret);
}

static void
a_record_is_checked (void **state)
{
    desk_t desk;
    Evaluation__AssignmentRecord *record, *again;
    assignment_finding_t finding;
    uint8_t *bytes;
    size_t length;
    (void) state;

    lay_out (&desk);
    record = record_of (&desk);
    assert_int_equal (assignment_record_check (arena, record, &finding), WL_OK);
    assert_int_equal (finding.verdict, ASSIGNMENT_PROVED);
    wl_message_pack (arena, &record->base, &bytes, &length);
    assert_int_equal (wl_message_unpack (arena, record->base.descriptor, bytes, length,
                                         (ProtobufCMessage **) &again),
                      WL_OK);
    assert_int_equal (assignment_record_check (arena, again, &finding), WL_OK);
    again->digest = copy ("0");
    assert_int_equal (assignment_record_check (arena, again, &finding), WL_DATA_LOSS);
    again->applications[1]->assessors[0] = again->applications[0]->assessors[0];
    assert_int_equal (check (again, &finding), WL_OK);
    assert_int_equal (finding.verdict, ASSIGNMENT_BROKEN_LOAD);
    again->applications[1]->assessors[0] = 7;
    assert_int_equal (check (again, &finding), WL_OK);
    assert_int_equal (finding.verdict, ASSIGNMENT_BROKEN_PAIR);
    again->applications[1]->need = 3;
    assert_int_equal (check (again, &finding), WL_INVALID_ARGUMENT);
    record->fits.len--;
    assert_int_equal (check (record, &finding), WL_INVALID_ARGUMENT);
    record->fits.len++;
    record->assessors[0]->price = INT64_MIN;
    assert_int_equal (check (record, &finding), WL_OK);
    assert_int_equal (finding.verdict, ASSIGNMENT_NOT_PROVED);
    record->load_step = INT64_MAX;
    assert_int_equal (check (record, &finding), WL_INVALID_ARGUMENT);
}

/* Fits 0 to 10,000 by the order of fields; the weakest pair first. */
static void
a_floor_is_proved (void **state)
{
    Wlacznik__AssignmentRules rules = WLACZNIK__ASSIGNMENT_RULES__INIT;
    char *known[] = { copy ("a"), copy ("b") };
    Evaluation__AssessorProfile profiles[2] = { EVALUATION__ASSESSOR_PROFILE__INIT,
                                                EVALUATION__ASSESSOR_PROFILE__INIT };
    Evaluation__AssignmentRecord *record;
    assignment_finding_t finding;
    desk_t desk;
    (void) state;

    rules.topics_weight = 1;
    rules.weakest_first = rules.fit_before_load = true;
    lay_out (&desk);
    for (size_t i = 0; i < 2; i++) {
        desk.people[i].profile = &profiles[i];
        desk.applications[i].topics = known;
        profiles[i].topics = known;
    }
    desk.applications[0].topic_count = 2; /* the first knows both fields, the second one */
    desk.applications[1].topic_count = 1;
    profiles[0].n_topics = 2;
    profiles[1].n_topics = 1;
    desk.problem.rules = &rules;
    assert_int_equal (assignment_solve (arena, &desk.problem, &desk.result), WL_OK);
    assert_int_equal (desk.result.floor.floor, 10000);
    assert_int_equal (desk.result.total, 20000);
    record = record_of (&desk);
    assert_int_equal (record->floor->n_prices, 0); /* nothing is above it */
    assert_int_equal (assignment_record_check (arena, record, &finding), WL_OK);
    assert_int_equal (finding.verdict, ASSIGNMENT_PROVED);
    profiles[0].n_topics = 1; /* now each knows half of what the first asks for */
    assert_int_equal (assignment_solve (arena, &desk.problem, &desk.result), WL_OK);
    assert_int_equal (desk.result.floor.floor, 5000);
    record = record_of (&desk);
    assert_int_equal (record->floor->n_prices, 2);
    assert_int_equal (assignment_record_check (arena, record, &finding), WL_OK);
    assert_int_equal (finding.verdict, ASSIGNMENT_PROVED);
    record->floor->n_prices = 0;
    assert_int_equal (check (record, &finding), WL_OK);
    assert_int_equal (finding.verdict, ASSIGNMENT_FLOOR_NOT_PROVED);
    record->floor->n_prices = 2;
    record->floor->unserved = 0;
    assert_int_equal (check (record, &finding), WL_OK);
    assert_int_equal (finding.verdict, ASSIGNMENT_FLOOR_NOT_PROVED);
    record->floor->floor = 10000; /* then the first application has nobody */
    assert_int_equal (check (record, &finding), WL_OK);
    assert_int_equal (finding.verdict, ASSIGNMENT_BROKEN_PAIR);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (endings_and_tails_do_not_matter),
        cmocka_unit_test (rare_words_count_more),
        cmocka_unit_test (any_bytes_are_a_text),
        cmocka_unit_test (hidden_answers_stay_hidden),
        cmocka_unit_test (keys_are_plain),
        cmocka_unit_test (members_are_keys),
        cmocka_unit_test (reasons_are_words),
        cmocka_unit_test (a_record_is_checked),
        cmocka_unit_test (a_floor_is_proved),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
