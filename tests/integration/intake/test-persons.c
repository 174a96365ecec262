/* What people may ask about their data, over a real database (GDPR art. 15, 17; domain.md 4.8 case
 * 12: erasure while others still decide, and after payment). */
#include "intake_world.h"

#include <string.h>

#include "erasure.h"
#include "events.h"

#define STAFF "01910000-0000-7000-8000-0000000000cc"
#define ADMIN "01910000-0000-7000-8000-0000000000ad"

/* Stands in everything that Anna writes and nowhere else. */
#define MARK "Zqtarninowa"

static intake_world_t world;
static char *programme, *call;
static int grants;

static int
set_up (void **state)
{
    (void) state;
    intake_world_migrate ();
    intake_world_init (&world);
    intake_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    programme = intake_world_programme (&world);
    Intake__CallDefinition *definition = intake_world_definition (&world, programme, "PE-1", 1);
    definition->applications_per_person = 0;
    call = intake_world_open (&world, definition);
    return 0;
}

static int
tear_down (void **state)
{
    (void) state;
    intake_world_done (&world);
    return 0;
}

static char *
text (const char *words)
{
    return wl_text_copy (world.world.arena, words);
}

/* How often the mark stands anywhere in what intake keeps: texts, packed messages, the log. */
static int64_t
marks_left (void)
{
    static const wl_statement_t statement = {
        "marks",
        "select sum (found)::int8 from ("
        " select count (*) as found from application where title like '%' || $1 || '%' or"
        "  position ($1::text::bytea in applicant) > 0 or"
        "  position ($1::text::bytea in coalesce (answers, '')) > 0"
        " union all select count (*) from submission where position ($1::text::bytea in content) > "
        "0"
        " union all select count (*) from withdrawal where reason like '%' || $1 || '%'"
        " union all select count (*) from grant_tranche where summary like '%' || $1 || '%'"
        " union all select count (*) from data_request where note like '%' || $1 || '%' or"
        "  correct_text like '%' || $1 || '%'"
        " union all select count (*) from rectification where text like '%' || $1 || '%'"
        " union all select count (*) from runtime.outbox"
        "  where position ($1::text::bytea in payload) > 0"
        " union all select count (*) from runtime.log where position ($1::text::bytea in payload) "
        "> 0)"
        " everywhere"
    };
    wl_rows_t rows;
    int64_t found;

    wl_db_begin (world.world.db);
    assert_int_equal (wl_run (world.world.db, &statement, &rows, wl_p_text (MARK)), WL_OK);
    found = wl_row_int (&rows, 0, 0);
    wl_db_rollback (world.world.db);
    return found;
}

static char *
submitted (const char *user)
{
    char *id;

    intake_world_at (&world, IN_CALL);
    intake_world_as (&world, user, WL_ROLE_SIGNED_IN, "");
    id = intake_world_apply (&world, call, MARK "@example.org");
    assert_int_equal (intake_world_fill (&world, id, 1, MARK "@example.org", MARK), WL_OK);
    assert_int_equal (intake_world_submit (&world, id, NULL), WL_OK);
    return id;
}

static void
withdrawn (char *id)
{
    Intake__WithdrawApplicationRequest in = INTAKE__WITHDRAW_APPLICATION_REQUEST__INIT;

    in.application_id = id;
    in.reason = text (MARK " nie ma czasu");
    assert_int_equal (intake_world_ask (&world, "WithdrawApplication", &in, NULL), WL_OK);
}

static void
ranked (char *id, Evaluation__ListGroup group)
{
    Evaluation__FormalCheckDecided formal = EVALUATION__FORMAL_CHECK_DECIDED__INIT;
    Evaluation__ApplicationRanked event = EVALUATION__APPLICATION_RANKED__INIT;

    formal.application_id = event.application_id = id;
    formal.passed = true;
    event.group = group;
    assert_int_equal (intake_world_hear (&world, on_formal_check_decided, &formal), WL_OK);
    assert_int_equal (intake_world_hear (&world, on_application_ranked, &event), WL_OK);
}

/* A grant of which everything is paid and accounted for. */
static void
paid (const char *user, char *id)
{
    Intake__PlannedTranche tranche = INTAKE__PLANNED_TRANCHE__INIT;
    Intake__PlannedTranche *list[] = { &tranche };
    Intake__OfferGrantRequest offer = INTAKE__OFFER_GRANT_REQUEST__INIT;
    Intake__SignGrantRequest sign = INTAKE__SIGN_GRANT_REQUEST__INIT;
    Intake__PayTrancheRequest pay = INTAKE__PAY_TRANCHE_REQUEST__INIT;
    Intake__SubmitReportRequest report = INTAKE__SUBMIT_REPORT_REQUEST__INIT;
    Intake__DecideReportRequest decide = INTAKE__DECIDE_REPORT_REQUEST__INIT;
    Intake__Grant *grant;

    ranked (id, EVALUATION__LIST_GROUP__RECOMMENDED);
    intake_world_at (&world, "2026-05-10T10:00:00Z");
    intake_world_as (&world, STAFF, WL_ROLE_COORDINATOR, "30");
    tranche.amount_grosze = 1000000;
    tranche.report_due_on = text ("2026-12-14");
    offer.application_id = sign.application_id = pay.application_id = id;
    report.application_id = decide.application_id = id;
    offer.number = wl_text_printf (world.world.arena, "PE/%d", ++grants);
    offer.starts_on = text ("2026-06-01");
    offer.ends_on = text ("2026-11-30");
    offer.accept_on = text ("2026-05-20");
    offer.tranches = list;
    offer.n_tranches = 1;
    assert_int_equal (intake_world_ask (&world, "OfferGrant", &offer, NULL), WL_OK);
    sign.signed_on = text ("2026-05-10");
    sign.signed_digest = text ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    assert_int_equal (intake_world_ask (&world, "SignGrant", &sign, NULL), WL_OK);
    pay.position = report.position = decide.position = 1;
    pay.document = text ("P/1");
    assert_int_equal (intake_world_ask (&world, "PayTranche", &pay, NULL), WL_OK);
    intake_world_as (&world, user, WL_ROLE_SIGNED_IN, "");
    report.spent_grosze = 1000000;
    report.summary = text (MARK " opowiada");
    assert_int_equal (intake_world_ask (&world, "SubmitReport", &report, NULL), WL_OK);
    intake_world_as (&world, STAFF, WL_ROLE_COORDINATOR, "30");
    decide.accept = true;
    decide.accepted_grosze = 1000000;
    decide.protocol_number = text ("PO/1");
    decide.protocol_signed_on = text ("2026-12-20");
    decide.reason = decide.mend_on = text ("");
    assert_int_equal (intake_world_ask (&world, "DecideReport", &decide, &grant), WL_OK);
    assert_int_equal (grant->state, INTAKE__GRANT_STATE__GRANT_CLOSED);
}

/* ---- requests ---- */

static wl_status
ask (Intake__DataRequestKind kind, Intake__DataRequest **ret)
{
    Intake__AskDataRequestRequest in = INTAKE__ASK_DATA_REQUEST_REQUEST__INIT;

    in.kind = kind;
    in.note = text (MARK " prosi");
    return intake_world_ask (&world, "AskDataRequest", &in, ret);
}

static wl_status
answer (char *id, Intake__DataRequestAnswer with, Intake__DataRequest **ret)
{
    Intake__AnswerDataRequestRequest in = INTAKE__ANSWER_DATA_REQUEST_REQUEST__INIT;

    in.request_id = id;
    in.answer = with;
    in.reason = text ("Zgodnie z prawem.");
    intake_world_as (&world, ADMIN, WL_ROLE_ADMINISTRATOR, "*");
    return intake_world_ask (&world, "AnswerDataRequest", &in, ret);
}

static Intake__DataRequest *
seen_by (const char *user)
{
    Intake__ListMyDataRequestsRequest in = INTAKE__LIST_MY_DATA_REQUESTS_REQUEST__INIT;
    Intake__DataRequests *out;

    intake_world_as (&world, user, WL_ROLE_SIGNED_IN, "");
    assert_int_equal (intake_world_ask (&world, "ListMyDataRequests", &in, &out), WL_OK);
    assert_true (out->n_requests > 0);
    return out->requests[0];
}

static void
look_again (char *request_id)
{
    wl_timer_t timer = { .kind = ERASURE_TIMER, .key = request_id };

    wl_db_begin (world.world.db);
    assert_int_equal (on_erasure_due (&world.request, &timer, NULL), WL_OK);
    assert_int_equal (wl_db_commit (world.world.db), WL_OK);
}

static void
keep (const char *until, bool hold)
{
    Intake__GetRetentionRequest get = INTAKE__GET_RETENTION_REQUEST__INIT;
    Intake__Retention *now;
    Intake__Retention in = INTAKE__RETENTION__INIT;

    in.programme_id = programme;
    in.keep_until = text (until);
    in.legal_hold = hold;
    in.reason = text ("Rozporządzenie 2021/1060, art. 82");
    intake_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    assert_int_equal (intake_world_ask (&world, "PutRetention", &in, NULL), WL_OK);
    get.programme_id = programme;
    assert_int_equal (intake_world_ask (&world, "GetRetention", &get, &now), WL_OK);
    assert_string_equal (now->keep_until, until);
    assert_int_equal (now->legal_hold, hold);
    assert_string_equal (now->reason, in.reason);
}

#define REASON(name) INTAKE__KEEP_REASON__##name
#define STATE(name)  INTAKE__DATA_REQUEST_STATE__##name

static Intake__KeepReason
reason_for (const Intake__DataRequest *request, const char *id)
{
    for (size_t i = 0; i < request->n_kept; i++)
        if (strcmp (request->kept[i]->application_id, id) == 0)
            return request->kept[i]->reason;
    return REASON (KEEP_REASON_UNSPECIFIED);
}

/* ---- tests ---- */

static void
everything_is_shown (void **state)
{
    char *id = submitted (BOGNA);
    Intake__GetMyDataRequest in = INTAKE__GET_MY_DATA_REQUEST__INIT;
    Intake__DataRequest *request;
    Intake__PersonData *data;
    size_t seen = 0;
    (void) state;

    for (int i = 0; i < 6; i++)
        intake_world_apply (&world, call, MARK "@example.org");
    withdrawn (id);
    assert_int_equal (ask (INTAKE__DATA_REQUEST_KIND__ACCESS, &request), WL_OK);
    for (int page = 0; page < 3; page++) {
        assert_int_equal (intake_world_ask (&world, "GetMyData", &in, &data), WL_OK);
        assert_int_equal (data->n_requests, page == 0 ? 1 : 0);
        for (size_t i = 0; i < data->n_applications; i++) {
            const Intake__ApplicationData *one = data->applications[i];
            assert_string_equal (one->applicant->members[0]->email, MARK "@example.org");
            if (strcmp (one->id, id) != 0)
                continue;
            assert_int_equal (one->n_submitted, 1);
            assert_string_equal (one->submitted[0]->stage, "idea");
            assert_string_equal (one->submitted[0]->answers->list[0]->text, MARK);
            assert_string_equal (one->withdrawal_reason, MARK " nie ma czasu");
        }
        seen += data->n_applications;
        if (data->next_cursor[0] == '\0')
            break;
        in.cursor = data->next_cursor;
    }
    assert_int_equal (seen, 7);
    assert_int_equal (answer (request->id, INTAKE__DATA_REQUEST_ANSWER__ANSWER_DONE, NULL), WL_OK);
}

/* A month, and two more when it is said in time; each request is answered once. */
static void
in_time (void **state)
{
    Intake__DataRequest *request;
    (void) state;

    intake_world_at (&world, "2026-05-10T10:00:00Z");
    intake_world_as (&world, BOGNA, WL_ROLE_SIGNED_IN, "");
    assert_int_equal (ask (INTAKE__DATA_REQUEST_KIND__RECTIFICATION, &request), WL_OK);
    wl_time_t due = wl_timestamp_time (request->due_until), wanted;
    /* The thirtieth day is 9 June, a Tuesday. */
    assert_true (wl_time_parse ("2026-06-09T22:00:00Z", &wanted));
    assert_int_equal (due, wanted);
    assert_int_equal (answer (request->id, INTAKE__DATA_REQUEST_ANSWER__ANSWER_EXTENDED, NULL),
                      WL_OK);
    assert_int_equal (answer (request->id, INTAKE__DATA_REQUEST_ANSWER__ANSWER_EXTENDED, NULL),
                      WL_FAILED_PRECONDITION);
    request = seen_by (BOGNA);
    assert_true (wl_timestamp_time (request->due_until) > due + 55 * WL_DAY);
    assert_int_equal (answer (request->id, INTAKE__DATA_REQUEST_ANSWER__ANSWER_DONE, NULL), WL_OK);
    assert_int_equal (answer (request->id, INTAKE__DATA_REQUEST_ANSWER__ANSWER_REFUSED, NULL),
                      WL_FAILED_PRECONDITION);
    assert_int_equal (seen_by (BOGNA)->state, STATE (REQUEST_DONE));
    assert_int_equal (answer (text ("01910000-0000-7000-8000-0000000000ff"),
                              INTAKE__DATA_REQUEST_ANSWER__ANSWER_DONE, NULL),
                      WL_NOT_FOUND);
}

static wl_status
rectify (char *application, const char *field, const char *correct, Intake__DataRequest **ret)
{
    Intake__AskDataRequestRequest in = INTAKE__ASK_DATA_REQUEST_REQUEST__INIT;

    in.kind = INTAKE__DATA_REQUEST_KIND__RECTIFICATION;
    in.application_id = application;
    in.field = text (field);
    in.correct_text = text (correct);
    return intake_world_ask (&world, "AskDataRequest", &in, ret);
}

static Intake__DataRequests *
register_of (bool open_only, uint32_t limit)
{
    Intake__ListDataRequestsRequest in = INTAKE__LIST_DATA_REQUESTS_REQUEST__INIT;
    Intake__DataRequests *out;

    in.open_only = open_only;
    in.limit = limit;
    intake_world_as (&world, ADMIN, WL_ROLE_ADMINISTRATOR, "*");
    assert_int_equal (intake_world_ask (&world, "ListDataRequests", &in, &out), WL_OK);
    return out;
}

/* Only what is frozen, only by who leads it, only a field that was asked for. */
static void
a_rectification_is_checked (void **state)
{
    Intake__AskDataRequestRequest nothing = INTAKE__ASK_DATA_REQUEST_REQUEST__INIT;
    char *frozen = submitted (BOGNA), *draft;
    (void) state;

    assert_int_equal (rectify (frozen, "title", "", NULL), WL_INVALID_ARGUMENT);
    assert_string_equal (intake_world_field (&world), "correctText");
    assert_int_equal (rectify (frozen, "nonsense", MARK, NULL), WL_INVALID_ARGUMENT);
    assert_string_equal (intake_world_field (&world), "field");
    /* Of a stage that did not come yet. */
    assert_int_equal (rectify (frozen, "steps", MARK, NULL), WL_INVALID_ARGUMENT);
    draft = intake_world_apply (&world, call, MARK "@example.org");
    assert_int_equal (rectify (draft, "title", MARK, NULL), WL_INVALID_ARGUMENT);
    assert_string_equal (intake_world_field (&world), "applicationId");
    nothing.kind = INTAKE__DATA_REQUEST_KIND__RECTIFICATION;
    assert_int_equal (intake_world_ask (&world, "AskDataRequest", &nothing, NULL),
                      WL_INVALID_ARGUMENT);
    assert_string_equal (intake_world_field (&world), "note");
    nothing.kind = INTAKE__DATA_REQUEST_KIND__ACCESS;
    nothing.application_id = frozen;
    assert_int_equal (intake_world_ask (&world, "AskDataRequest", &nothing, NULL),
                      WL_INVALID_ARGUMENT);
    intake_world_as (&world, ANNA, WL_ROLE_SIGNED_IN, "");
    assert_int_equal (rectify (frozen, "title", MARK, NULL), WL_NOT_FOUND);
    intake_world_as (&world, BOGNA, WL_ROLE_SIGNED_IN, "");
    withdrawn (draft);
    withdrawn (frozen);
}

/* Asked for, in the register with its clock, granted, read by both sides; the frozen stays. */
static void
a_rectification_stands_beside_what_was_submitted (void **state)
{
    char *id = submitted (BOGNA), *digest = intake_world_get (&world, id)->digest;
    Intake__GetMyDataRequest mine = INTAKE__GET_MY_DATA_REQUEST__INIT;
    Intake__DataRequest *asked, *refused;
    Intake__DataRequests *list;
    Intake__Application *now;
    Intake__PersonData *data;
    wl_time_t wanted;
    (void) state;

    intake_world_at (&world, "2026-05-10T10:00:00Z");
    assert_int_equal (rectify (id, "title", MARK " po nowemu", &asked), WL_OK);
    intake_world_at (&world, "2026-05-10T10:00:01Z");
    assert_int_equal (rectify (id, "amount", MARK " mniej", &refused), WL_OK);
    list = register_of (true, 100);
    assert_int_equal (list->n_requests, 2);
    assert_string_equal (list->requests[0]->id, asked->id);
    assert_string_equal (list->requests[0]->application_id, id);
    assert_string_equal (list->requests[0]->field, "title");
    assert_string_equal (list->requests[0]->stage, "idea");
    assert_string_equal (list->requests[0]->correct_text, MARK " po nowemu");
    assert_true (wl_time_parse ("2026-06-09T22:00:00Z", &wanted));
    assert_int_equal (wl_timestamp_time (list->requests[0]->due_until), wanted);
    assert_int_equal (register_of (true, 1)->n_requests, 1);
    assert_true (register_of (true, 1)->next_cursor[0] != '\0');
    assert_int_equal (answer (asked->id, INTAKE__DATA_REQUEST_ANSWER__ANSWER_DONE, NULL), WL_OK);
    assert_int_equal (answer (refused->id, INTAKE__DATA_REQUEST_ANSWER__ANSWER_REFUSED, NULL),
                      WL_OK);
    assert_int_equal (register_of (true, 100)->n_requests, 0);
    assert_true (register_of (false, 100)->n_requests >= 2);
    for (int staff = 0; staff < 2; staff++) {
        if (staff)
            intake_world_as (&world, STAFF, WL_ROLE_COORDINATOR, "30");
        else
            intake_world_as (&world, BOGNA, WL_ROLE_SIGNED_IN, "");
        now = intake_world_get (&world, id);
        assert_int_equal (now->n_rectifications, 1);
        assert_string_equal (now->rectifications[0]->field, "title");
        assert_string_equal (now->rectifications[0]->stage, "idea");
        assert_string_equal (now->rectifications[0]->text, MARK " po nowemu");
        assert_string_equal (now->digest, digest);
        assert_string_equal (now->answers->list[0]->text, MARK);
    }
    intake_world_as (&world, BOGNA, WL_ROLE_SIGNED_IN, "");
    assert_int_equal (intake_world_ask (&world, "GetMyData", &mine, &data), WL_OK);
    for (size_t i = 0; i < data->n_applications; i++)
        assert_int_equal (data->applications[i]->n_rectifications,
                          strcmp (data->applications[i]->id, id) == 0 ? 1 : 0);
    withdrawn (id);
}

static void
nothing_stands_in_the_way (void **state)
{
    Intake__DataRequest *request;
    (void) state;

    intake_world_as (&world, BOGNA, WL_ROLE_SIGNED_IN, "");
    assert_true (marks_left () > 5);
    assert_int_equal (ask (INTAKE__DATA_REQUEST_KIND__ERASURE, &request), WL_OK);
    assert_int_equal (ask (INTAKE__DATA_REQUEST_KIND__ERASURE, NULL), WL_ALREADY_EXISTS);
    assert_int_equal (answer (request->id, INTAKE__DATA_REQUEST_ANSWER__ANSWER_DONE, &request),
                      WL_OK);
    assert_int_equal (request->state, STATE (REQUEST_DONE));
    assert_int_equal (marks_left (), 0);
}

static void
confirmed_in_30 (char *request_id)
{
    Evaluation__ErasureConfirmed body = EVALUATION__ERASURE_CONFIRMED__INIT;
    wl_event_t event = { .source = "evaluation", .region = "30", .body = &body };

    body.request_id = request_id;
    wl_db_begin (world.world.db);
    assert_int_equal (on_erasure_confirmed (&world.request, &event), WL_OK);
    assert_int_equal (wl_db_commit (world.world.db), WL_OK);
}

/* Case 12: others still decide about one, money was paid for another, a third may go. */
static void
in_part_with_reasons (void **state)
{
    char *at_work = submitted (ANNA), *disputed = submitted (ANNA), *gone = submitted (ANNA);
    char *granted = submitted (ANNA);
    Evaluation__RankingPublished published = EVALUATION__RANKING_PUBLISHED__INIT;
    Evaluation__AppealFiled filed = EVALUATION__APPEAL_FILED__INIT;
    Evaluation__AppealDecided decided = EVALUATION__APPEAL_DECIDED__INIT;
    Intake__DataRequest *request;
    (void) state;

    withdrawn (gone);
    ranked (disputed, EVALUATION__LIST_GROUP__BELOW_THRESHOLD);
    paid (ANNA, granted);
    keep ("2031-12-31", false);
    intake_world_as (&world, ANNA, WL_ROLE_SIGNED_IN, "");
    assert_int_equal (ask (INTAKE__DATA_REQUEST_KIND__ERASURE, &request), WL_OK);
    assert_int_equal (answer (request->id, INTAKE__DATA_REQUEST_ANSWER__ANSWER_DONE, NULL), WL_OK);
    confirmed_in_30 (request->id);
    confirmed_in_30 (request->id);
    confirmed_in_30 (text ("01910000-0000-7000-8000-0000000000ff"));
    request = seen_by (ANNA);
    assert_int_equal (request->n_confirmed, 1);
    assert_string_equal (request->confirmed[0], "evaluation 30");
    assert_int_equal (request->state, STATE (REQUEST_DONE_IN_PART));
    assert_int_equal (request->n_kept, 3);
    assert_int_equal (reason_for (request, at_work), REASON (PROCEDURE_RUNS));
    assert_int_equal (reason_for (request, disputed), REASON (PROCEDURE_RUNS));
    /* Its application is still in incubation here, and the money is the stronger reason. */
    assert_int_equal (reason_for (request, granted), REASON (MONEY_WAS_PAID));
    assert_int_equal (reason_for (request, gone), REASON (KEEP_REASON_UNSPECIFIED));
    intake_world_as (&world, STAFF, WL_ROLE_COORDINATOR, "30");
    /* What statistics count is there still. */
    Intake__Application *emptied = intake_world_get (&world, gone);
    assert_int_equal (emptied->state, INTAKE__APPLICATION_STATE__WITHDRAWN);
    assert_int_equal (emptied->applicant->type, WLACZNIK__APPLICANT_TYPE__PERSON);
    assert_int_equal (emptied->applicant->n_members, 0);
    assert_int_equal (emptied->amount_grosze, 3298340);
    assert_true (emptied->number[0] != '\0' && strlen (emptied->digest) == 64);
    /* The other side gives up, the call is decided: two more go. */
    intake_world_as (&world, ANNA, WL_ROLE_SIGNED_IN, "");
    withdrawn (at_work);
    published.call_id = call;
    filed.application_id = decided.application_id = disputed;
    assert_int_equal (intake_world_hear (&world, on_ranking_published, &published), WL_OK);
    assert_int_equal (intake_world_hear (&world, on_appeal_filed, &filed), WL_OK);
    look_again (request->id);
    assert_int_equal (reason_for (seen_by (ANNA), disputed), REASON (PROCEDURE_RUNS));
    assert_int_equal (intake_world_hear (&world, on_appeal_decided, &decided), WL_OK);
    look_again (request->id);
    request = seen_by (ANNA);
    assert_int_equal (request->n_kept, 1);
    assert_string_equal (request->kept[0]->kept_until, "2031-12-31");
    /* On the day itself it is kept, the day after it goes; a hold holds it. */
    withdrawn (granted);
    intake_world_at (&world, "2031-12-31T22:59:59.999Z");
    look_again (request->id);
    assert_int_equal (seen_by (ANNA)->n_kept, 1);
    intake_world_at (&world, "2031-12-31T23:00:00Z");
    keep ("2031-12-31", true);
    look_again (request->id);
    assert_int_equal (reason_for (seen_by (ANNA), granted), REASON (LEGAL_HOLD));
    keep ("2031-12-31", false);
    look_again (request->id);
    assert_int_equal (marks_left (), 0);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (everything_is_shown),
        cmocka_unit_test (in_time),
        cmocka_unit_test (a_rectification_is_checked),
        cmocka_unit_test (a_rectification_stands_beside_what_was_submitted),
        cmocka_unit_test (nothing_stands_in_the_way),
        cmocka_unit_test (in_part_with_reasons),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
