#include "support.h"

#include "applicant_rules.h"

static const char group[] =
    "{'type': 'INFORMAL_GROUP', 'organisation': '', 'nip': '', 'krs': '', 'members': ["
    "{'name': 'Zofia Żak', 'email': 'zofia@example.org'}, "
    "{'name': 'Łucja Ćwiek', 'email': 'lucja@example.org'}]}";
static const char person[] =
    "{'type': 'PERSON', 'organisation': '', 'nip': '', 'krs': '', 'members': ["
    "{'name': 'Zofia Żak', 'email': 'zofia@example.org'}]}";
static const char ngo[] =
    "{'type': 'NGO', 'organisation': 'Fundacja Łąka', 'nip': '6281955388', 'krs': '0000125522', "
    "'members': [{'name': 'Józef Świt', 'email': 'jozef@example.org'}]}";

static const applicant_limits_t everybody = { .types = 0x3e, .per_person = 3 };

static Wlacznik__Applicant *
applicant (fixture_t *self, const char *json, const char *from, const char *to)
{
    return read_json (self, &wlacznik__applicant__descriptor,
                      replaced (self, quoted (self, json), from, to));
}

/* ---- the check ---- */

typedef struct applicant_case {
    const char *what;
    const char *good, *from, *to;
    const char *draft_path, *draft_code;       /* NULL: good as a draft */
    const char *complete_path, *complete_code; /* NULL: good to submit */
} applicant_case_t;

static void
checks (void **state)
{
    static const applicant_case_t cases[] = {
        { "a group of two", group, NULL, NULL, NULL, NULL, NULL, NULL },
        { "a group of one", group, ", {'name': 'Łucja Ćwiek', 'email': 'lucja@example.org'}", "",
          NULL, NULL, "applicant.members", "too-few" },
        { "the same address twice", group, "lucja@", "zofia@", "applicant.members[1].email",
          "duplicate", "applicant.members[1].email", "duplicate" },
        { "the same address in other letters", group, "lucja@example", "ZOFIA@Example",
          "applicant.members[1].email", "duplicate", "applicant.members[1].email", "duplicate" },
        { "a group with an organisation", group, "'organisation': ''", "'organisation': 'Łąka'",
          "applicant.organisation", "not-for-type", "applicant.organisation", "not-for-type" },
        { "a group with a KRS", group, "'krs': ''", "'krs': '0000125522'", "applicant.krs",
          "not-for-type", "applicant.krs", "not-for-type" },
        { "a sole trader's NIP", person, "'nip': ''", "'nip': '6281955388'", NULL, NULL, NULL,
          NULL },
        { "a person", person, NULL, NULL, NULL, NULL, NULL, NULL },
        { "two people as a person", person, "}]", "}, {'name': 'A B', 'email': 'ab@example.org'}]",
          "applicant.members", "too-many", "applicant.members", "too-many" },
        { "nobody", person, "{'name': 'Zofia Żak', 'email': 'zofia@example.org'}", "", NULL, NULL,
          "applicant.members", "required" },
        { "an organisation", ngo, NULL, NULL, NULL, NULL, NULL, NULL },
        { "one without a name", ngo, "Fundacja Łąka", "", NULL, NULL, "applicant.organisation",
          "required" },
        { "a firm", ngo, "NGO", "FIRM", NULL, NULL, NULL, NULL },
        { "a public body", ngo, "NGO", "PUBLIC_BODY", NULL, NULL, NULL, NULL },
    };
    fixture_t *self = *state;

    for (size_t i = 0; i < COUNT (cases); i++) {
        const applicant_case_t *c = &cases[i];
        Wlacznik__Applicant *who = applicant (self, c->good, c->from, c->to);
        forget_problems (self, "pl");
        wl_status status = applicant_check (who, &everybody, APPLICANT_DRAFT, &self->problems);
        assert_int_equal (status, c->draft_path == NULL ? WL_OK : WL_INVALID_ARGUMENT);
        expect_problem (self, c->what, c->draft_path, c->draft_code);
        forget_problems (self, "en");
        status = applicant_check (who, &everybody, APPLICANT_COMPLETE, &self->problems);
        assert_int_equal (status, c->complete_path == NULL ? WL_OK : WL_INVALID_ARGUMENT);
        expect_problem (self, c->what, c->complete_path, c->complete_code);
    }
}

static void
only_types_of_the_call (void **state)
{
    static const Wlacznik__ApplicantType types[] = { WLACZNIK__APPLICANT_TYPE__PERSON,
                                                     WLACZNIK__APPLICANT_TYPE__INFORMAL_GROUP };
    applicant_limits_t people = { .types = applicant_types_mask (types, COUNT (types)) };
    fixture_t *self = *state;

    assert_int_equal (applicant_check (applicant (self, person, NULL, NULL), &people,
                                       APPLICANT_COMPLETE, &self->problems),
                      WL_OK);
    assert_int_equal (applicant_check (applicant (self, ngo, NULL, NULL), &people,
                                       APPLICANT_COMPLETE, &self->problems),
                      WL_INVALID_ARGUMENT);
    expect_problem (self, "an organisation in a call for people", "applicant.type", "not-allowed");
}

/* ---- the persons behind it (domain.md 4.8 case 1) ---- */

static const char call[] = "01910000-0000-7000-8000-000000000001";
static const char other_call[] = "01910000-0000-7000-8000-000000000002";
static const char zofia[] = "01910000-0000-7000-8000-00000000000a";
static const char lucja[] = "01910000-0000-7000-8000-00000000000b";

typedef struct persons {
    int64_t keys[APPLICANT_PERSONS_MAX];
    size_t count;
} persons_t;

static persons_t
persons_of (const char *call_id, const char *user_id, const Wlacznik__Applicant *who)
{
    persons_t persons;

    persons.count = applicant_persons (call_id, user_id, who, persons.keys);
    for (size_t i = 1; i < persons.count; i++)
        assert_true (persons.keys[i - 1] < persons.keys[i]);
    return persons;
}

static size_t
shared (persons_t a, persons_t b)
{
    size_t count = 0;

    for (size_t i = 0; i < a.count; i++)
        for (size_t j = 0; j < b.count; j++)
            count += a.keys[i] == b.keys[j];
    return count;
}

static void
a_person_counts_in_groups (void **state)
{
    fixture_t *self = *state;
    persons_t alone = persons_of (call, zofia, applicant (self, person, NULL, NULL));
    persons_t member = persons_of (call, lucja, applicant (self, group, NULL, NULL));
    persons_t loud = persons_of (call, lucja, applicant (self, group, "zofia@", "ZOFIA@"));

    assert_int_equal (alone.count, 2); /* the account and the address */
    assert_int_equal (member.count, 3);
    assert_int_equal (shared (alone, member), 1);
    assert_int_equal (shared (member, loud), 3);
}

static void
another_address_does_not_help (void **state)
{
    fixture_t *self = *state;
    persons_t first = persons_of (call, zofia, applicant (self, person, NULL, NULL));
    persons_t second = persons_of (call, zofia, applicant (self, person, "zofia@", "zosia@"));

    assert_int_equal (shared (first, second), 1); /* the account */
}

static void
organisations_count_as_such (void **state)
{
    fixture_t *self = *state;
    persons_t first = persons_of (call, zofia, applicant (self, ngo, NULL, NULL));
    persons_t renamed = persons_of (call, lucja, applicant (self, ngo, "Fundacja Łąka", "Łąka"));
    persons_t other = persons_of (call, zofia, applicant (self, ngo, "6281955388", "7270021895"));

    assert_int_equal (first.count, 1);
    assert_int_equal (shared (first, renamed), 1); /* the NIP */
    assert_int_equal (shared (first, other), 0);   /* the same account may help several */
}

static void
names_of_organisations_are_folded (void **state)
{
    static const char *const same[] = { "Fundacja Łąka", "FUNDACJA ŁĄKA", " fundacja   łąka " };
    fixture_t *self = *state;
    const char *unnumbered =
        replaced (self, replaced (self, ngo, "6281955388", ""), "0000125522", "");
    persons_t first = persons_of (call, zofia, applicant (self, unnumbered, NULL, NULL));

    for (size_t i = 0; i < COUNT (same); i++)
        assert_int_equal (
            shared (first, persons_of (call, lucja,
                                       applicant (self, unnumbered, "Fundacja Łąka", same[i]))),
            1);
    assert_int_equal (
        shared (first, persons_of (call, zofia, applicant (self, unnumbered, "Łąka", "Laka"))), 0);
}

static void
calls_count_apart (void **state)
{
    fixture_t *self = *state;
    Wlacznik__Applicant *who = applicant (self, person, NULL, NULL);

    assert_int_equal (shared (persons_of (call, zofia, who), persons_of (other_call, zofia, who)),
                      0);
}

static void
the_largest_group_fits (void **state)
{
    fixture_t *self = *state;
    Wlacznik__Applicant *who = applicant (self, group, NULL, NULL);

    who->n_members = APPLICANT_PERSONS_MAX - 1;
    who->members = wl_arena_array (self->arena, who->n_members, sizeof *who->members);
    for (size_t i = 0; i < who->n_members; i++) {
        who->members[i] = wl_arena_alloc (self->arena, sizeof *who->members[i]);
        wlacznik__member__init (who->members[i]);
        who->members[i]->email = wl_text_printf (self->arena, "m%zu@example.org", i);
    }
    assert_int_equal (persons_of (call, zofia, who).count, APPLICANT_PERSONS_MAX);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (checks, set_up, tear_down),
        cmocka_unit_test_setup_teardown (only_types_of_the_call, set_up, tear_down),
        cmocka_unit_test_setup_teardown (a_person_counts_in_groups, set_up, tear_down),
        cmocka_unit_test_setup_teardown (another_address_does_not_help, set_up, tear_down),
        cmocka_unit_test_setup_teardown (organisations_count_as_such, set_up, tear_down),
        cmocka_unit_test_setup_teardown (names_of_organisations_are_folded, set_up, tear_down),
        cmocka_unit_test_setup_teardown (calls_count_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown (the_largest_group_fits, set_up, tear_down),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
