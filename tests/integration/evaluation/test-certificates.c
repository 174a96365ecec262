/* Certificates of work: issued for what was done, checked by a code, withdrawn and erased. */
#include "evaluation_world.h"

#include <string.h>

#include "erasure.h"
#include "site.h"

static evaluation_world_t world;
static site_t site = { .url = (char[]){ "https://wlacznik.example" } };
static char call[] = CALL;
static char *code;

static int
set_up (void **state)
{
    (void) state;
    evaluation_world_migrate ();
    evaluation_world_init (&world);
    world.daemon.state = &site;
    for (int i = 1; i <= 2; i++)
        evaluation_world_submits (&world,
                                  (evaluation_application_t){ i, "idea", "30", 1000000, true, 0 });
    evaluation_world_assessors (&world, 2, 20);
    for (int i = 1; i <= 2; i++)
        assert_ok (world.world.db, evaluation_world_formal (&world, i, true));
    assert_int_equal (evaluation_world_assign (&world), 4);
    return 0;
}

static int
tear_down (void **state)
{
    (void) state;
    evaluation_world_done (&world);
    return 0;
}

static void
as_assessor (int number)
{
    evaluation_world_as (&world, assessor_id (&world, number), WL_ROLE_ASSESSOR, "30");
}

static wl_status
issue (Evaluation__Certificate **ret)
{
    Evaluation__IssueMyCertificateRequest in = EVALUATION__ISSUE_MY_CERTIFICATE_REQUEST__INIT;

    in.call_id = call;
    return evaluation_world_ask (&world, "IssueMyCertificate", &in, ret);
}

static wl_status
look (const char *of, Evaluation__Certificate **ret)
{
    Evaluation__GetCertificateRequest in = EVALUATION__GET_CERTIFICATE_REQUEST__INIT;

    world.request.actor = NULL; /* anybody */
    in.code = wl_text_copy (world.world.arena, of);
    return evaluation_world_ask (&world, "GetCertificate", &in, ret);
}

static void
only_for_what_was_done (void **state)
{
    const uint8_t seed[CERTIFICATE_SEED] = { 7 };
    Evaluation__Certificate *certificate;
    (void) state;

    as_assessor (1);
    assert_int_equal (issue (NULL), WL_FAILED_PRECONDITION);
    assert_string_equal (evaluation_world_reason (&world), "certificates-not-configured");
    certificate_key_from_seed (seed, &site.certificate_key);
    assert_int_equal (issue (NULL), WL_FAILED_PRECONDITION);
    assert_string_equal (evaluation_world_reason (&world), "no-work");
    evaluation_world_at (&world, "2026-04-20T22:30:00Z"); /* the 21st in Warsaw */
    evaluation_world_score_all (&world, 1, 4000, 4000, 0);
    evaluation_world_at (&world, "2026-04-25T10:00:00Z");
    evaluation_world_score_all (&world, 2, 4000, 4000, 0);
    as_assessor (1);
    assert_ok (world.world.db, issue (&certificate));
    code = certificate->code;
    assert_string_equal (certificate->name, "Osoba 000001");
    assert_int_equal (certificate->cards, 2);
    assert_string_equal (certificate->first_on, "2026-04-21");
    assert_string_equal (certificate->last_on, "2026-04-25");
    assert_string_equal (certificate->call_code, "WIS-1");
}

static void
anybody_checks_it_by_the_code (void **state)
{
    Evaluation__Certificate *certificate;
    uint8_t signature[CERTIFICATE_SIGNATURE], key[CERTIFICATE_PUBLIC];
    (void) state;

    assert_ok (world.world.db, look (code, &certificate));
    assert_string_equal (certificate->name, "Osoba 000001");
    assert_true (wl_hex_parse (certificate->signature, signature, sizeof signature));
    assert_true (wl_hex_parse (certificate->public_key, key, sizeof key));
    assert_true (certificate_verify (world.world.arena, certificate, key, signature));
    assert_null (strstr (certificate->statement, application_id (&world, 1)));
    assert_int_equal (look ("00000-00000-00000-00000", NULL), WL_NOT_FOUND);
    assert_int_equal (look ("x", NULL), WL_NOT_FOUND);
    world_sql ("update certificate set cards = 20");
    assert_int_equal (look (code, NULL), WL_DATA_LOSS);
    assert_string_equal (evaluation_world_reason (&world), "signature-wrong");
    world_sql ("update certificate set cards = 2");
}

static void
it_can_be_printed (void **state)
{
    Evaluation__GetCertificateRequest in = EVALUATION__GET_CERTIFICATE_REQUEST__INIT;
    Wlacznik__Document *out;
    (void) state;

    world.request.actor = NULL;
    in.code = code;
    in.language = wl_text_copy (world.world.arena, "en");
    assert_ok (world.world.db, evaluation_world_ask (&world, "GetCertificatePage", &in, &out));
    assert_non_null (strstr ((const char *) out->content.data, code));
    assert_non_null (
        strstr ((const char *) out->content.data, "https://wlacznik.example/certificates"));
}

static Evaluation__ListMyCertificatesResponse *
mine (int number)
{
    Evaluation__ListMyCertificatesRequest in = EVALUATION__LIST_MY_CERTIFICATES_REQUEST__INIT;
    Evaluation__ListMyCertificatesResponse *out;

    as_assessor (number);
    assert_ok (world.world.db, evaluation_world_ask (&world, "ListMyCertificates", &in, &out));
    return out;
}

static wl_status
withdraw (int number)
{
    Evaluation__DeleteMyCertificateRequest in = EVALUATION__DELETE_MY_CERTIFICATE_REQUEST__INIT;

    as_assessor (number);
    in.code = code;
    return evaluation_world_ask (&world, "DeleteMyCertificate", &in, NULL);
}

static void
only_its_own_person_withdraws_it (void **state)
{
    (void) state;
    assert_int_equal (mine (1)->n_certificates, 1);
    assert_int_equal (mine (2)->n_certificates, 0);
    assert_int_equal (mine (2)->n_calls, 1);
    assert_int_equal (mine (2)->calls[0]->cards, 2);
    assert_int_equal (withdraw (2), WL_NOT_FOUND);
    assert_ok (world.world.db, withdraw (1));
    assert_int_equal (look (code, NULL), WL_NOT_FOUND);
}

static void
an_erased_person_has_none (void **state)
{
    Intake__PersonErased event = INTAKE__PERSON_ERASED__INIT;
    Evaluation__Certificate *certificate;
    (void) state;

    as_assessor (1);
    assert_ok (world.world.db, issue (&certificate));
    event.user_id = assessor_id (&world, 1);
    evaluation_world_hears (&world, on_person_erased, &event.base);
    assert_int_equal (look (certificate->code, NULL), WL_NOT_FOUND);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (only_for_what_was_done),
        cmocka_unit_test (anybody_checks_it_by_the_code),
        cmocka_unit_test (it_can_be_printed),
        cmocka_unit_test (only_its_own_person_withdraws_it),
        cmocka_unit_test (an_erased_person_has_none),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
