/* Conflicts that the data tell of, before anybody is invited or given a card. */
#include "assignment_rows.h"

#include "erasure.h"
#include "events.h"

static Evaluation__FindConflictsResponse *
conflicts (char *user_id, Evaluation__Affiliation *affiliation)
{
    Evaluation__FindConflictsRequest in = EVALUATION__FIND_CONFLICTS_REQUEST__INIT;
    Evaluation__FindConflictsResponse *out;

    in.call_id = text (CALL);
    in.user_id = user_id;
    in.affiliation = affiliation;
    assert_ok (world.world.db, evaluation_world_ask (&world, "FindConflicts", &in, &out));
    return out;
}

void
conflicts_before_an_invitation (void **state)
{
    Evaluation__FindConflictsRequest nobody = EVALUATION__FIND_CONFLICTS_REQUEST__INIT;
    Evaluation__Affiliation affiliation = EVALUATION__AFFILIATION__INIT;
    Evaluation__FindConflictsResponse *found;
    char *organisation = text ("Fundacja 5");
    (void) state;

    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "*");
    affiliation.organisations = &organisation;
    affiliation.n_organisations = 1;
    found = conflicts (text (""), &affiliation);
    assert_int_equal (found->applications, 5);
    assert_int_equal (found->n_conflicts, 1);
    assert_string_equal (found->conflicts[0]->number, "WIS-1/0005");
    assert_int_equal (found->conflicts[0]->kind, EVALUATION__CONFLICT_KIND__SAME_ORGANISATION);
    /* Of another region it is not seen, not even counted. */
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    found = conflicts (text (""), &affiliation);
    assert_int_equal (found->applications, 4);
    assert_int_equal (found->n_conflicts, 0);
    /* By what stands on the list, and by who wrote an application. */
    found = conflicts (assessor_id (&world, 1), NULL);
    assert_int_equal (found->n_conflicts, 1);
    assert_string_equal (found->conflicts[0]->number, "WIS-1/0001");
    found = conflicts (applicant_id (&world, 3), NULL);
    assert_int_equal (found->n_conflicts, 1);
    assert_int_equal (found->conflicts[0]->kind, EVALUATION__CONFLICT_KIND__OWN_APPLICATION);
    nobody.call_id = text (CALL);
    assert_int_equal (evaluation_world_ask (&world, "FindConflicts", &nobody, NULL),
                      WL_INVALID_ARGUMENT);
}

static void
key_of_application (int number, int kind, const char *value)
{
    world_sql (wl_text_printf (world.world.arena,
                               "insert into application_key values ('%s', 'idea', %d, '%s')",
                               application_id (&world, number), kind, value));
}

/* The author of application 4 once applied for the organisation of 2 and together with a member
 * of 3. */
void
earlier_applications_tie_people (void **state)
{
    Evaluation__FindConflictsResponse *found;
    (void) state;

    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "*");
    key_of_application (4, EVALUATION__CONFLICT_KIND__SAME_NIP, "5250001122");
    key_of_application (2, EVALUATION__CONFLICT_KIND__SAME_NIP, "5250001122");
    key_of_application (4, EVALUATION__CONFLICT_KIND__SAME_PERSON, "ola@example.org");
    key_of_application (3, EVALUATION__CONFLICT_KIND__SAME_PERSON, "ola@example.org");
    key_of_application (4, EVALUATION__CONFLICT_KIND__SAME_EMAIL_DOMAIN, "example.org");
    key_of_application (5, EVALUATION__CONFLICT_KIND__SAME_EMAIL_DOMAIN, "example.org");
    found = conflicts (applicant_id (&world, 4), NULL);
    assert_int_equal (found->n_conflicts, 3); /* not 5: a co-applicant's domain ties nobody */
    assert_string_equal (found->conflicts[0]->number, "WIS-1/0002");
    assert_int_equal (found->conflicts[0]->kind, EVALUATION__CONFLICT_KIND__EARLIER_APPLICATION);
    assert_string_equal (found->conflicts[1]->number, "WIS-1/0003");
    assert_int_equal (found->conflicts[2]->kind, EVALUATION__CONFLICT_KIND__OWN_APPLICATION);
    world_sql ("delete from application_key where value in ('5250001122', 'ola@example.org',"
               " 'example.org')");
}

static void
check_tie (char *user_id, int number, Evaluation__ConflictKind kind)
{
    Evaluation__FindConflictsResponse *found = conflicts (user_id, NULL);

    assert_int_equal (found->n_conflicts, 1);
    assert_string_equal (found->conflicts[0]->application_id, application_id (&world, number));
    assert_int_equal (found->conflicts[0]->kind, kind);
}

/* By their accounts alone: events tell no more of them. */
void
who_wrote_with_others_is_tied (void **state)
{
    Intake__CoauthorJoined joined = INTAKE__COAUTHOR_JOINED__INIT;
    Intake__OwnershipTransferred handed = INTAKE__OWNERSHIP_TRANSFERRED__INIT;
    Intake__PersonErased erased = INTAKE__PERSON_ERASED__INIT;
    char *writer = text ("01910000-0000-7000-8000-00000000c0a1");
    (void) state;

    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "*");
    joined.application_id = handed.application_id = application_id (&world, 4);
    joined.user_id = writer;
    check_tie (text (COAUTHOR), 2, EVALUATION__CONFLICT_KIND__OWN_APPLICATION);
    assert_int_equal (conflicts (writer, NULL)->n_conflicts, 0);
    for (int i = 0; i < 2; i++)
        evaluation_world_hears (&world, on_coauthor_joined, &joined.base);
    check_tie (writer, 4, EVALUATION__CONFLICT_KIND__OWN_APPLICATION);
    /* Another application of the same organisation. */
    key_of_application (4, EVALUATION__CONFLICT_KIND__SAME_NIP, "5250001122");
    key_of_application (2, EVALUATION__CONFLICT_KIND__SAME_NIP, "5250001122");
    assert_int_equal (conflicts (writer, NULL)->n_conflicts, 2);
    assert_int_equal (conflicts (writer, NULL)->conflicts[0]->kind,
                      EVALUATION__CONFLICT_KIND__EARLIER_APPLICATION);
    world_sql ("delete from application_key where value = '5250001122'");
    /* Who led it, and leads it no more. */
    handed.from_user_id = applicant_id (&world, 4);
    handed.to_user_id = text ("01910000-0000-7000-8000-00000000c0a2");
    evaluation_world_hears (&world, on_ownership_transferred, &handed.base);
    check_tie (handed.from_user_id, 4, EVALUATION__CONFLICT_KIND__OWN_APPLICATION);
    check_tie (handed.to_user_id, 4, EVALUATION__CONFLICT_KIND__OWN_APPLICATION);
    handed.to_user_id = handed.from_user_id;
    evaluation_world_hears (&world, on_ownership_transferred, &handed.base);
    erased.user_id = writer;
    erased.request_id = text ("01910000-0000-7000-8000-0000000000d1");
    evaluation_world_hears (&world, on_person_erased, &erased.base);
    assert_int_equal (conflicts (writer, NULL)->n_conflicts, 0);
    world_sql ("delete from application_key where kind = 7");
}
