/* Grants over a real database: from the offer to the last grosz, and what nobody can do to a ledger
 * (domain.md 4.2 rows 8-10, 4.8 case 9). */
#include "intake_world.h"

#include <string.h>

#include "events.h"
#include "grant_timers.h"

#define STAFF "01910000-0000-7000-8000-0000000000cc"

static intake_world_t world;
static char *call;
static int applicants;

static int
set_up (void **state)
{
    (void) state;
    intake_world_migrate ();
    intake_world_init (&world);
    intake_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    call = intake_world_open (
        &world, intake_world_definition (&world, intake_world_programme (&world), "GR-1", 2));
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

static int64_t
count (const char *sql, const char *id)
{
    wl_statement_t *statement = wl_arena_alloc (world.world.arena, sizeof *statement);
    wl_rows_t rows;
    int64_t found;

    *statement = (wl_statement_t){ "count", sql }; /* its address is its identity */
    wl_db_begin (world.world.db);
    assert_int_equal (wl_run (world.world.db, statement, &rows, wl_p_text (id)), WL_OK);
    found = wl_row_int (&rows, 0, 0);
    wl_db_rollback (world.world.db);
    return found;
}

/* ---- who asks ---- */

typedef struct chosen {
    char *id;
    char user[WL_UUID_TEXT];
} chosen_t;

static void
as_grantee (const chosen_t *chosen)
{
    intake_world_as (&world, chosen->user, WL_ROLE_SIGNED_IN, "");
}

static void
as_staff (const char *region)
{
    intake_world_as (&world, STAFF, WL_ROLE_COORDINATOR, region);
}

/* An application that a ranking chose. */
static chosen_t
chosen (void)
{
    char *email = wl_text_printf (world.world.arena, "g%d@example.org", ++applicants);
    Evaluation__FormalCheckDecided formal = EVALUATION__FORMAL_CHECK_DECIDED__INIT;
    Evaluation__ApplicationRanked ranked = EVALUATION__APPLICATION_RANKED__INIT;
    chosen_t self;
    wl_uuid_t user;

    intake_world_at (&world, IN_CALL);
    user = wl_uuid_new (world.request.now);
    wl_uuid_format (&user, self.user);
    as_grantee (&self);
    self.id = intake_world_apply (&world, call, email);
    assert_int_equal (intake_world_fill (&world, self.id, 1, email, "Ławka"), WL_OK);
    assert_int_equal (intake_world_submit (&world, self.id, NULL), WL_OK);
    formal.application_id = ranked.application_id = self.id;
    formal.passed = true;
    ranked.group = EVALUATION__LIST_GROUP__RECOMMENDED;
    assert_int_equal (intake_world_hear (&world, on_formal_check_decided, &formal), WL_OK);
    assert_int_equal (intake_world_hear (&world, on_application_ranked, &ranked), WL_OK);
    intake_world_at (&world, "2026-05-10T10:00:00Z");
    return self;
}

/* ---- what they do ---- */

static wl_status
offer (const chosen_t *chosen, const char *number, int64_t first, int64_t second,
       Intake__Grant **ret)
{
    Intake__PlannedTranche tranches[2] = { INTAKE__PLANNED_TRANCHE__INIT,
                                           INTAKE__PLANNED_TRANCHE__INIT };
    Intake__PlannedTranche *list[] = { &tranches[0], &tranches[1] };
    Intake__OfferGrantRequest in = INTAKE__OFFER_GRANT_REQUEST__INIT;

    tranches[0].amount_grosze = first;
    tranches[0].report_due_on = text ("2026-09-14");
    tranches[1].amount_grosze = second;
    tranches[1].report_due_on = text ("2026-12-14");
    in.application_id = chosen->id;
    in.number = text (number);
    in.own_share_grosze = 5000;
    in.starts_on = text ("2026-06-01");
    in.ends_on = text ("2026-11-30");
    in.accept_on = text ("2026-05-20");
    in.tranches = list;
    in.n_tranches = 2;
    return intake_world_ask (&world, "OfferGrant", &in, ret);
}

static wl_status
sign (const chosen_t *chosen, Intake__Grant **ret)
{
    Intake__SignGrantRequest in = INTAKE__SIGN_GRANT_REQUEST__INIT;
    char digest[65];

    memset (digest, 'a', 64);
    digest[64] = '\0';
    in.application_id = chosen->id;
    in.signed_on = text ("2026-05-10");
    in.signed_digest = digest;
    return intake_world_ask (&world, "SignGrant", &in, ret);
}

static wl_status
pay (const chosen_t *chosen, uint32_t position, Intake__Grant **ret)
{
    Intake__PayTrancheRequest in = INTAKE__PAY_TRANCHE_REQUEST__INIT;

    in.application_id = chosen->id;
    in.position = position;
    in.document = text ("P/1");
    return intake_world_ask (&world, "PayTranche", &in, ret);
}

static wl_status
report (const chosen_t *chosen, uint32_t position, int64_t spent, Intake__Grant **ret)
{
    Intake__SubmitReportRequest in = INTAKE__SUBMIT_REPORT_REQUEST__INIT;

    in.application_id = chosen->id;
    in.position = position;
    in.spent_grosze = spent;
    in.participants = 12;
    in.summary = text ("Dwanaście osób przyszło na ławkę.");
    return intake_world_ask (&world, "SubmitReport", &in, ret);
}

static wl_status
decide (const chosen_t *chosen, uint32_t position, int64_t accepted, const char *mend_on,
        Intake__Grant **ret)
{
    Intake__DecideReportRequest in = INTAKE__DECIDE_REPORT_REQUEST__INIT;

    in.application_id = chosen->id;
    in.position = position;
    in.accept = mend_on == NULL;
    in.accepted_grosze = accepted;
    in.protocol_number = in.protocol_signed_on = in.reason = in.mend_on = text ("");
    if (in.accept) {
        in.protocol_number = text ("PO/1");
        in.protocol_signed_on = text ("2026-09-20");
    } else {
        in.reason = text ("Brakuje listy obecności.");
        in.mend_on = text (mend_on);
    }
    return intake_world_ask (&world, "DecideReport", &in, ret);
}

static wl_status
give_back (const chosen_t *chosen, int64_t amount, Intake__Grant **ret)
{
    Intake__RecordReturnRequest in = INTAKE__RECORD_RETURN_REQUEST__INIT;

    in.application_id = chosen->id;
    in.amount_grosze = amount;
    in.document = text ("Z/1");
    return intake_world_ask (&world, "RecordReturn", &in, ret);
}

static wl_status
ask_change (const chosen_t *chosen, int64_t change, Intake__Grant **ret)
{
    Intake__AskAmendmentRequest in = INTAKE__ASK_AMENDMENT_REQUEST__INIT;

    in.application_id = chosen->id;
    in.change_grosze = change;
    in.ends_on = text ("2026-12-31");
    in.reason = text ("Test trwa dłużej.");
    return intake_world_ask (&world, "AskAmendment", &in, ret);
}

static wl_status
answer_change (const chosen_t *chosen, uint32_t position, bool agree, Intake__Grant **ret)
{
    Intake__DecideAmendmentRequest in = INTAKE__DECIDE_AMENDMENT_REQUEST__INIT;

    in.application_id = chosen->id;
    in.position = position;
    in.agree = agree;
    in.number = text (agree ? "WIS/1/2026/1" : "");
    in.reason = text (agree ? "" : "Nie ma środków.");
    return intake_world_ask (&world, "DecideAmendment", &in, ret);
}

static const Intake__LedgerEntry *
last_entry (const Intake__Grant *grant)
{
    return grant->ledger[grant->n_ledger - 1];
}

static void
expect_balances (const Intake__Grant *grant, int64_t agreed, int64_t to_pay, int64_t advanced,
                 int64_t accepted, int64_t returned, int64_t released)
{
    const Intake__LedgerEntry *last = last_entry (grant);

    assert_int_equal (last->agreed, agreed);
    assert_int_equal (last->to_pay, to_pay);
    assert_int_equal (last->advanced, advanced);
    assert_int_equal (last->accepted, accepted);
    assert_int_equal (last->returned, returned);
    assert_int_equal (last->released, released);
}

static int64_t
events (const char *type, const chosen_t *chosen)
{
    return count (wl_text_printf (world.world.arena,
                                  "select count (*) from runtime.outbox where type = 'intake.%s'"
                                  " and aggregate = $1",
                                  type),
                  chosen->id);
}

/* ---- tests ---- */

static wl_status
sign_with (const chosen_t *chosen, const char *file_id, const char *digest, Intake__Grant **ret)
{
    Intake__SignGrantRequest in = INTAKE__SIGN_GRANT_REQUEST__INIT;

    in.application_id = chosen->id;
    in.signed_on = text ("2026-05-10");
    in.signed_file_id = text (file_id);
    in.signed_digest = text (digest);
    return intake_world_ask (&world, "SignGrant", &in, ret);
}

static const char pdf[] = "%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n";

static Intake__Attachment *
begin_signed (const chosen_t *chosen, Intake__SignedDocument document)
{
    Intake__BeginSignedFileRequest begin = INTAKE__BEGIN_SIGNED_FILE_REQUEST__INIT;
    Intake__Attachment *file;

    begin.application_id = chosen->id;
    begin.document = document;
    begin.name = text ("Podpisane.pdf");
    begin.size = sizeof pdf - 1;
    assert_int_equal (intake_world_ask (&world, "BeginSignedFile", &begin, &file), WL_OK);
    return file;
}

/* The digest is the house's own, and the one that somebody brings must be the same. */
static void
signed_with_a_file_that_is_here (void **state)
{
    Intake__GetAttachmentContentRequest read = INTAKE__GET_ATTACHMENT_CONTENT_REQUEST__INIT;
    Intake__GetGrantRequest get = INTAKE__GET_GRANT_REQUEST__INIT;
    chosen_t it = chosen (), other = chosen ();
    Intake__Attachment *file;
    Intake__Grant *grant;
    (void) state;

    as_staff ("30");
    assert_int_equal (offer (&it, "WIS/PDF/2026", 2000000, 1000000, NULL), WL_OK);
    assert_int_equal (offer (&other, "WIS/PDF/2/2026", 2000000, 1000000, NULL), WL_OK);
    file = begin_signed (&it, INTAKE__SIGNED_DOCUMENT__SIGNED_GRANT);
    assert_int_equal (sign_with (&it, file->id, "", NULL), WL_INVALID_ARGUMENT);
    assert_string_equal (intake_world_field (&world), "signedFileId");
    file = intake_world_upload (&world, file->id, pdf, sizeof pdf - 1);
    /* It is this application's. */
    assert_int_equal (sign_with (&other, file->id, "", NULL), WL_INVALID_ARGUMENT);
    assert_int_equal (sign_with (&it, file->id,
                                 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                                 NULL),
                      WL_INVALID_ARGUMENT);
    assert_string_equal (intake_world_field (&world), "signedDigest");
    assert_int_equal (sign_with (&it, file->id, file->digest, &grant), WL_OK);
    assert_string_equal (grant->signed_digest, file->digest);
    get.application_id = it.id;
    read.attachment_id = file->id;
    as_grantee (&it);
    assert_int_equal (intake_world_ask (&world, "GetGrant", &get, &grant), WL_OK);
    assert_string_equal (grant->signed_file_id, file->id);
    assert_string_equal (grant->signed_digest, file->digest);
    assert_int_equal (intake_world_ask (&world, "GetAttachmentContent", &read, NULL), WL_OK);
    as_grantee (&other);
    assert_int_equal (intake_world_ask (&world, "GetAttachmentContent", &read, NULL), WL_NOT_FOUND);
}

static void
to_the_last_grosz (void **state)
{
    chosen_t it = chosen ();
    Intake__Grant *grant;
    (void) state;

    as_staff ("30");
    assert_int_equal (offer (&it, "WIS/1/2026", 2000000, 1000000, &grant), WL_OK);
    assert_int_equal (grant->amount_grosze, 3000000);
    assert_int_equal (pay (&it, 1, NULL), WL_FAILED_PRECONDITION);
    assert_int_equal (sign (&it, &grant), WL_OK);
    expect_balances (grant, 3000000, 3000000, 0, 0, 0, 0);
    assert_int_equal (sign (&it, NULL), WL_FAILED_PRECONDITION);
    assert_int_equal (pay (&it, 2, NULL), WL_FAILED_PRECONDITION);
    assert_string_equal (intake_world_reason (&world), "report-missing");
    assert_int_equal (pay (&it, 1, &grant), WL_OK);
    expect_balances (grant, 3000000, 1000000, 2000000, 0, 0, 0);
    assert_int_equal (pay (&it, 1, NULL), WL_FAILED_PRECONDITION);
    /* A change of the rest, and of the end. */
    as_grantee (&it);
    assert_int_equal (ask_change (&it, -1000000, NULL), WL_INVALID_ARGUMENT);
    assert_int_equal (ask_change (&it, 200000, NULL), WL_OK);
    assert_int_equal (ask_change (&it, 1, NULL), WL_FAILED_PRECONDITION);
    assert_int_equal (answer_change (&it, 1, true, NULL), WL_NOT_FOUND);
    as_staff ("30");
    assert_int_equal (answer_change (&it, 2, true, NULL), WL_NOT_FOUND);
    assert_int_equal (answer_change (&it, 1, true, &grant), WL_OK);
    expect_balances (grant, 3200000, 1200000, 2000000, 0, 0, 0);
    assert_string_equal (grant->ends_on, "2026-12-31");
    assert_int_equal (grant->tranches[1]->amount_grosze, 1200000);
    assert_int_equal (answer_change (&it, 1, true, NULL), WL_FAILED_PRECONDITION);
    /* The first report, sent back once. */
    as_grantee (&it);
    intake_world_at (&world, "2026-09-10T10:00:00Z");
    assert_int_equal (report (&it, 2, 1, NULL), WL_FAILED_PRECONDITION);
    assert_int_equal (report (&it, 1, 1900000, NULL), WL_OK);
    assert_int_equal (report (&it, 1, 1900000, NULL), WL_FAILED_PRECONDITION);
    as_staff ("30");
    assert_int_equal (decide (&it, 1, 0, "2026-09-09", NULL), WL_INVALID_ARGUMENT);
    assert_int_equal (decide (&it, 1, 0, "2026-09-17", NULL), WL_OK);
    assert_int_equal (decide (&it, 1, 1900000, NULL, NULL), WL_FAILED_PRECONDITION);
    as_grantee (&it);
    assert_int_equal (report (&it, 1, 1900000, NULL), WL_OK);
    as_staff ("30");
    assert_int_equal (decide (&it, 1, 1900001, NULL, NULL), WL_INVALID_ARGUMENT);
    assert_int_equal (decide (&it, 1, 1900000, NULL, &grant), WL_OK);
    expect_balances (grant, 3200000, 1200000, 100000, 1900000, 0, 0);
    /* The last tranche and its report: more was accepted than paid can be is refused. */
    assert_int_equal (pay (&it, 2, &grant), WL_OK);
    as_grantee (&it);
    assert_int_equal (report (&it, 2, 1400000, NULL), WL_OK);
    as_staff ("30");
    assert_int_equal (decide (&it, 2, 1300001, NULL, NULL), WL_FAILED_PRECONDITION);
    assert_string_equal (intake_world_reason (&world), "not-that-much");
    assert_int_equal (decide (&it, 2, 1250000, NULL, &grant), WL_OK);
    expect_balances (grant, 3200000, 0, 50000, 3150000, 0, 0);
    assert_int_equal (grant->state, INTAKE__GRANT_STATE__GRANT_RUNNING);
    /* What was not spent comes back, and that is the end. */
    assert_int_equal (give_back (&it, 50001, NULL), WL_FAILED_PRECONDITION);
    assert_int_equal (give_back (&it, 50000, &grant), WL_OK);
    expect_balances (grant, 3200000, 0, 0, 3150000, 50000, 0);
    assert_int_equal (grant->state, INTAKE__GRANT_STATE__GRANT_CLOSED);
    assert_int_equal (give_back (&it, 1, NULL), WL_FAILED_PRECONDITION);
    assert_int_equal (events ("GrantClosed", &it), 1);
    assert_int_equal (events ("TranchePaid", &it), 2);
    assert_int_equal (events ("ReportDecided", &it), 3);
}

static wl_status
report_in_lines (const chosen_t *chosen, int64_t first, int64_t second, Intake__Grant **ret)
{
    Intake__SpendingLine lines[2] = { INTAKE__SPENDING_LINE__INIT, INTAKE__SPENDING_LINE__INIT };
    Intake__SpendingLine *list[] = { &lines[0], &lines[1] };
    Intake__SpendingStatement statement = INTAKE__SPENDING_STATEMENT__INIT;
    Intake__SubmitReportRequest in = INTAKE__SUBMIT_REPORT_REQUEST__INIT;

    lines[0].item = text ("Wynajem sali");
    lines[0].document = text ("FV/1");
    lines[0].paid_on = text ("2026-06-10");
    lines[0].amount_grosze = first;
    lines[1].item = text ("Umowa z prowadzącą");
    lines[1].amount_grosze = second;
    statement.lines = list;
    statement.n_lines = 2;
    in.application_id = chosen->id;
    in.position = 1;
    in.spent_grosze = 1000000;
    in.summary = text ("Dwanaście osób przyszło na ławkę.");
    in.statement = &statement;
    return intake_world_ask (&world, "SubmitReport", &in, ret);
}

/* Settled by a statement of spending and a protocol that both sides signed. */
static void
settled_line_by_line (void **state)
{
    Intake__DecideReportRequest in = INTAKE__DECIDE_REPORT_REQUEST__INIT;
    chosen_t it = chosen ();
    Intake__Attachment *protocol, *agreement;
    Intake__Grant *grant;
    (void) state;

    as_staff ("30");
    assert_int_equal (offer (&it, "WIS/SET/2026", 1000000, 1000000, NULL), WL_OK);
    assert_int_equal (sign (&it, NULL), WL_OK);
    assert_int_equal (pay (&it, 1, NULL), WL_OK);
    as_grantee (&it);
    assert_int_equal (report_in_lines (&it, 900000, 99999, NULL), WL_INVALID_ARGUMENT);
    assert_string_equal (intake_world_field (&world), "spentGrosze");
    assert_int_equal (report_in_lines (&it, 900000, 100000, &grant), WL_OK);
    as_staff ("30");
    agreement = begin_signed (&it, INTAKE__SIGNED_DOCUMENT__SIGNED_GRANT);
    protocol = begin_signed (&it, INTAKE__SIGNED_DOCUMENT__SIGNED_PROTOCOL);
    in.application_id = it.id;
    in.position = 1;
    in.accept = true;
    in.accepted_grosze = 1000000;
    in.protocol_number = text ("PO/1");
    in.protocol_signed_on = text ("2026-05-10");
    in.reason = in.mend_on = text ("");
    in.protocol_file_id = protocol->id;
    assert_int_equal (intake_world_ask (&world, "DecideReport", &in, NULL), WL_INVALID_ARGUMENT);
    assert_string_equal (intake_world_field (&world), "protocolFileId");
    intake_world_upload (&world, agreement->id, pdf, sizeof pdf - 1);
    protocol = intake_world_upload (&world, protocol->id, pdf, sizeof pdf - 1);
    in.protocol_file_id = agreement->id;
    assert_int_equal (intake_world_ask (&world, "DecideReport", &in, NULL), WL_INVALID_ARGUMENT);
    in.protocol_file_id = protocol->id;
    assert_int_equal (intake_world_ask (&world, "DecideReport", &in, &grant), WL_OK);
    as_grantee (&it);
    Intake__GetGrantRequest get = INTAKE__GET_GRANT_REQUEST__INIT;
    get.application_id = it.id;
    assert_int_equal (intake_world_ask (&world, "GetGrant", &get, &grant), WL_OK);
    assert_string_equal (grant->reports[0]->protocol_file_id, protocol->id);
    assert_string_equal (grant->reports[0]->protocol_digest, protocol->digest);
    assert_int_equal (grant->reports[0]->statement->n_lines, 2);
    assert_string_equal (grant->reports[0]->statement->lines[1]->item, "Umowa z prowadzącą");
    assert_null (grant->reports[1]->statement);
}

static void
not_chosen_not_theirs (void **state)
{
    chosen_t it = chosen (), other = chosen ();
    Intake__GetGrantRequest get = INTAKE__GET_GRANT_REQUEST__INIT;
    (void) state;

    get.application_id = it.id;
    as_staff ("32");
    assert_int_equal (offer (&it, "WIS/2/2026", 100, 100, NULL), WL_NOT_FOUND);
    as_grantee (&it);
    assert_int_equal (offer (&it, "WIS/2/2026", 100, 100, NULL), WL_NOT_FOUND);
    as_staff ("30");
    assert_int_equal (intake_world_ask (&world, "GetGrant", &get, NULL), WL_NOT_FOUND);
    assert_int_equal (offer (&it, "WIS/2/2026", 5000000, 1, NULL), WL_INVALID_ARGUMENT);
    assert_int_equal (offer (&it, "WIS/2/2026", 100, 100, NULL), WL_OK);
    assert_int_equal (offer (&it, "WIS/3/2026", 100, 100, NULL), WL_ALREADY_EXISTS);
    assert_int_equal (offer (&other, "WIS/2/2026", 100, 100, NULL), WL_ALREADY_EXISTS);
    assert_int_equal (intake_world_ask (&world, "GetGrant", &get, NULL), WL_OK);
    assert_int_equal (sign (&it, NULL), WL_OK);
    as_staff ("32");
    assert_int_equal (intake_world_ask (&world, "GetGrant", &get, NULL), WL_NOT_FOUND);
    assert_int_equal (pay (&it, 1, NULL), WL_NOT_FOUND);
    as_grantee (&other);
    assert_int_equal (intake_world_ask (&world, "GetGrant", &get, NULL), WL_NOT_FOUND);
    assert_int_equal (report (&it, 1, 1, NULL), WL_NOT_FOUND);
    as_grantee (&it);
    assert_int_equal (intake_world_ask (&world, "GetGrant", &get, NULL), WL_OK);
    assert_int_equal (pay (&it, 1, NULL), WL_NOT_FOUND);
    /* One that was never ranked. */
    intake_world_at (&world, IN_CALL);
    intake_world_as (&world, ANNA, WL_ROLE_SIGNED_IN, "");
    other.id = intake_world_apply (&world, call, "anna@example.org");
    assert_int_equal (intake_world_fill (&world, other.id, 1, "anna@example.org", "Ławka"), WL_OK);
    as_staff ("30");
    assert_int_equal (offer (&other, "WIS/4/2026", 100, 100, NULL), WL_NOT_FOUND);
    intake_world_as (&world, ANNA, WL_ROLE_SIGNED_IN, "");
    assert_int_equal (intake_world_submit (&world, other.id, NULL), WL_OK);
    as_staff ("30");
    assert_int_equal (offer (&other, "WIS/4/2026", 100, 100, NULL), WL_FAILED_PRECONDITION);
}

static void
clock_strikes (wl_timer_handler_t *handler, const char *key)
{
    wl_timer_t timer = { .key = key };

    wl_db_begin (world.world.db);
    assert_int_equal (handler (&world.request, &timer, NULL), WL_OK);
    assert_int_equal (wl_db_commit (world.world.db), WL_OK);
}

static Intake__ApplicationState
state_of (const chosen_t *chosen)
{
    as_grantee (chosen);
    return intake_world_get (&world, chosen->id)->state;
}

/* Refused by the grantee, or by the clock: once each, and the money is free. */
static void
refused (void **state)
{
    chosen_t willing = chosen (), unwilling = chosen (), silent = chosen ();
    Intake__DeclineGrantRequest in = INTAKE__DECLINE_GRANT_REQUEST__INIT;
    (void) state;

    as_staff ("30");
    assert_int_equal (offer (&willing, "WIS/5/2026", 100, 100, NULL), WL_OK);
    assert_int_equal (offer (&unwilling, "WIS/6/2026", 100, 100, NULL), WL_OK);
    assert_int_equal (offer (&silent, "WIS/7/2026", 100, 100, NULL), WL_OK);
    assert_int_equal (count ("select count (*) from runtime.timers where kind = 'grant-offer'"
                             " and key = $1 and due = '2026-05-20 22:00:00+00'",
                             silent.id),
                      1);
    assert_int_equal (sign (&willing, NULL), WL_OK);
    in.application_id = unwilling.id;
    assert_int_equal (intake_world_ask (&world, "DeclineGrant", &in, NULL), WL_NOT_FOUND);
    as_grantee (&unwilling);
    assert_int_equal (intake_world_ask (&world, "DeclineGrant", &in, NULL), WL_OK);
    assert_int_equal (intake_world_ask (&world, "DeclineGrant", &in, NULL), WL_FAILED_PRECONDITION);
    clock_strikes (on_grant_offer_over, willing.id);
    clock_strikes (on_grant_offer_over, unwilling.id);
    clock_strikes (on_grant_offer_over, silent.id);
    clock_strikes (on_grant_offer_over, silent.id);
    assert_int_equal (events ("GrantRefused", &willing), 0);
    assert_int_equal (events ("GrantRefused", &unwilling), 1);
    assert_int_equal (events ("GrantRefused", &silent), 1);
    assert_int_equal (state_of (&willing), INTAKE__APPLICATION_STATE__IN_INCUBATION);
    assert_int_equal (state_of (&unwilling), INTAKE__APPLICATION_STATE__ENDED);
    assert_int_equal (state_of (&silent), INTAKE__APPLICATION_STATE__ENDED);
    as_staff ("30");
    assert_int_equal (sign (&silent, NULL), WL_FAILED_PRECONDITION);
}

/* Who withdraws the application refuses the offer with it; who has signed cannot withdraw. */
static void
withdrawn (void **state)
{
    chosen_t offered = chosen (), running = chosen ();
    Intake__WithdrawApplicationRequest in = INTAKE__WITHDRAW_APPLICATION_REQUEST__INIT;
    (void) state;

    as_staff ("30");
    assert_int_equal (offer (&offered, "WIS/10/2026", 100, 100, NULL), WL_OK);
    assert_int_equal (offer (&running, "WIS/11/2026", 100, 100, NULL), WL_OK);
    assert_int_equal (sign (&running, NULL), WL_OK);
    in.reason = text ("");
    in.application_id = running.id;
    as_grantee (&running);
    assert_int_equal (intake_world_ask (&world, "WithdrawApplication", &in, NULL),
                      WL_FAILED_PRECONDITION);
    assert_string_equal (intake_world_reason (&world), "grant-runs");
    in.application_id = offered.id;
    as_grantee (&offered);
    assert_int_equal (intake_world_ask (&world, "WithdrawApplication", &in, NULL), WL_OK);
    assert_int_equal (events ("GrantRefused", &offered), 1);
    assert_int_equal (state_of (&offered), INTAKE__APPLICATION_STATE__WITHDRAWN);
    clock_strikes (on_grant_offer_over, offered.id);
    assert_int_equal (events ("GrantRefused", &offered), 1);
}

static void
late_reports (void **state)
{
    chosen_t it = chosen ();
    char *key = wl_text_printf (world.world.arena, "%s/1", it.id);
    Intake__Grant *grant;
    (void) state;

    as_staff ("30");
    assert_int_equal (offer (&it, "WIS/8/2026", 100, 100, NULL), WL_OK);
    assert_int_equal (sign (&it, NULL), WL_OK);
    clock_strikes (on_report_due, key); /* nothing was paid, so nothing is due */
    assert_int_equal (events ("ReportOverdue", &it), 0);
    assert_int_equal (pay (&it, 1, NULL), WL_OK);
    assert_int_equal (count ("select count (*) from runtime.timers where kind = 'report-due'"
                             " and key = $1 || '/1' and due = '2026-09-14 22:00:00+00'",
                             it.id),
                      1);
    intake_world_at (&world, "2026-09-14T22:00:00Z");
    clock_strikes (on_report_due, key);
    assert_int_equal (events ("ReportOverdue", &it), 1);
    as_grantee (&it);
    assert_int_equal (report (&it, 1, 100, &grant), WL_OK); /* late, and still welcome */
    assert_true (grant->reports[0]->overdue);
    clock_strikes (on_report_due, key);
    assert_int_equal (events ("ReportOverdue", &it), 1);
    clock_strikes (on_report_due, "nonsense");
}

/* Nobody, whatever program they come with, changes or invents an entry. */
static wl_status
attempt (const char *sql, const char *id)
{
    wl_statement_t *statement = wl_arena_alloc (world.world.arena, sizeof *statement);
    wl_status status;

    *statement = (wl_statement_t){ "attempt", sql };
    wl_db_begin (world.world.db);
    status = wl_run (world.world.db, statement, NULL, wl_p_uuid (id));
    wl_db_rollback (world.world.db);
    return status;
}

#define APPEND "insert into grant_ledger values ($1::uuid, "

static void
the_ledger_stays (void **state)
{
    static const struct {
        const char *sql;
        wl_status wanted;
    } cases[] = {
        { APPEND "2, 4, 100, 'P', now (), 200, 100, 100, 0, 0, 0)", WL_OK },
        { APPEND "3, 4, 100, 'P', now (), 200, 100, 100, 0, 0, 0)", WL_FAILED_PRECONDITION },
        { APPEND "1, 4, 100, 'P', now (), 200, 100, 100, 0, 0, 0)", WL_FAILED_PRECONDITION },
        { APPEND "2, 1, 100, 'P', now (), 300, 300, 0, 0, 0, 0)", WL_FAILED_PRECONDITION },
        { APPEND "2, 4, 100, 'P', now (), 200, 200, 0, 0, 0, 0)", WL_FAILED_PRECONDITION },
        { APPEND "2, 4, 100, 'P', now (), 300, 200, 100, 0, 0, 0)", WL_FAILED_PRECONDITION },
        { APPEND "2, 4, 201, 'P', now (), 200, -1, 201, 0, 0, 0)", WL_FAILED_PRECONDITION },
        { APPEND "2, 8, 100, 'P', now (), 200, 200, 0, 0, 0, 0)", WL_FAILED_PRECONDITION },
        { APPEND "2, 4, 0, 'P', now (), 200, 200, 0, 0, 0, 0)", WL_FAILED_PRECONDITION },
        { "update grant_ledger set amount_grosze = 1 where application_id = $1",
          WL_FAILED_PRECONDITION },
        { "delete from grant_ledger where application_id = $1", WL_FAILED_PRECONDITION },
    };
    chosen_t it = chosen ();
    (void) state;

    as_staff ("30");
    assert_int_equal (offer (&it, "WIS/9/2026", 100, 100, NULL), WL_OK);
    assert_int_equal (sign (&it, NULL), WL_OK);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (attempt (cases[i].sql, it.id) != cases[i].wanted)
            fail_msg ("%s: %s", cases[i].sql, wl_db_error (world.world.db));
    assert_int_equal (
        count ("select count (*) from grant_ledger where application_id = $1::uuid", it.id), 1);
}

/* ---- the office's list ---- */

/* How many the list has with a filter; its total says the same. */
static size_t
filtered (Intake__GrantState state, const char *region, bool waiting)
{
    Intake__ListGrantsRequest in = INTAKE__LIST_GRANTS_REQUEST__INIT;
    Intake__ListGrantsResponse *page;

    in.call_id = call;
    in.states = &state;
    in.n_states = state != INTAKE__GRANT_STATE__GRANT_STATE_UNSPECIFIED;
    in.region = wl_text_copy (world.world.arena, region);
    in.waiting = waiting;
    in.total = true;
    assert_int_equal (intake_world_ask (&world, "ListGrants", &in, &page), WL_OK);
    assert_int_equal (page->total, page->n_grants);
    return page->n_grants;
}

static void
the_list_is_filtered (void **state)
{
    chosen_t it = chosen ();
    Intake__GrantState any = INTAKE__GRANT_STATE__GRANT_STATE_UNSPECIFIED;
    size_t all, offered, waiting;
    (void) state;

    as_staff ("30");
    all = filtered (any, "", false);
    offered = filtered (INTAKE__GRANT_STATE__GRANT_OFFERED, "", false);
    waiting = filtered (any, "30", true);
    assert_int_equal (offer (&it, "WIS/20/2026", 100, 100, NULL), WL_OK);
    assert_int_equal (filtered (any, "30", false), all + 1);
    assert_int_equal (filtered (any, "32", false), 0); /* not the caller's */
    assert_int_equal (filtered (INTAKE__GRANT_STATE__GRANT_OFFERED, "", false), offered + 1);
    assert_int_equal (sign (&it, NULL), WL_OK);
    assert_int_equal (filtered (INTAKE__GRANT_STATE__GRANT_OFFERED, "", false), offered);
    assert_int_equal (pay (&it, 1, NULL), WL_OK);
    assert_int_equal (filtered (any, "30", true), waiting);
    as_grantee (&it);
    assert_int_equal (report (&it, 1, 100, NULL), WL_OK);
    as_staff ("30");
    assert_int_equal (filtered (any, "30", true), waiting + 1);
}

static const Intake__GrantOnList *
listed (const chosen_t *chosen, size_t *ret_others)
{
    Intake__ListGrantsRequest in = INTAKE__LIST_GRANTS_REQUEST__INIT;
    const Intake__GrantOnList *found = NULL;
    Intake__ListGrantsResponse *page;

    *ret_others = 0;
    in.call_id = call;
    in.limit = 1; /* so that it goes on behind a cursor */
    do {
        assert_int_equal (intake_world_ask (&world, "ListGrants", &in, &page), WL_OK);
        assert_true (page->n_grants <= 1);
        for (size_t i = 0; i < page->n_grants; i++)
            if (strcmp (page->grants[i]->application_id, chosen->id) == 0)
                found = page->grants[i];
            else
                ++*ret_others;
        in.cursor = page->next_cursor;
    } while (!wl_text_empty (page->next_cursor));
    return found;
}

static void
list_of_the_office (void **state)
{
    chosen_t it = chosen ();
    Intake__ListMyGrantsRequest own = INTAKE__LIST_MY_GRANTS_REQUEST__INIT;
    const Intake__GrantOnList *seen;
    Intake__ListGrantsResponse *page;
    size_t others;
    (void) state;

    as_staff ("30");
    assert_null (listed (&it, &others));
    assert_int_equal (offer (&it, "WIS/99/2026", 600, 400, NULL), WL_OK);
    seen = listed (&it, &others);
    assert_string_equal (seen->number, "WIS/99/2026");
    assert_int_equal (seen->state, INTAKE__GRANT_STATE__GRANT_OFFERED);
    assert_int_equal (seen->agreed, 1000);
    assert_null (seen->next_report_due);
    assert_int_equal (sign (&it, NULL), WL_OK);
    assert_int_equal (pay (&it, 1, NULL), WL_OK);
    as_grantee (&it);
    assert_int_equal (report (&it, 1, 500, NULL), WL_OK);
    assert_int_equal (ask_change (&it, 50, NULL), WL_OK);
    as_staff ("30");
    seen = listed (&it, &others);
    assert_int_equal (seen->to_pay, 400);
    assert_int_equal (seen->advanced, 600);
    assert_int_equal (seen->reports_to_decide, 1);
    assert_true (seen->amendment_asked);
    assert_true (others > 0);
    as_staff ("32");
    assert_null (listed (&it, &others));
    assert_int_equal (others, 0);
    as_grantee (&it);
    assert_int_equal (intake_world_ask (&world, "ListMyGrants", &own, &page), WL_OK);
    assert_int_equal (page->n_grants, 1);
    assert_string_equal (page->grants[0]->application_id, it.id);
    as_staff ("30"); /* a role makes nobody's grant one's own */
    assert_int_equal (intake_world_ask (&world, "ListMyGrants", &own, &page), WL_OK);
    assert_int_equal (page->n_grants, 0);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (to_the_last_grosz),
        cmocka_unit_test (signed_with_a_file_that_is_here),
        cmocka_unit_test (settled_line_by_line),
        cmocka_unit_test (not_chosen_not_theirs),
        cmocka_unit_test (refused),
        cmocka_unit_test (withdrawn),
        cmocka_unit_test (late_reports),
        cmocka_unit_test (the_ledger_stays),
        cmocka_unit_test (list_of_the_office),
        cmocka_unit_test (the_list_is_filtered),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
