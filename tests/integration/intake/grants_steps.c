#include "grants.h"

#include <string.h>

#include "events.h"

#define STAFF "01910000-0000-7000-8000-0000000000cc"

static int applicants;

char *
text (const char *words)
{
    return wl_text_copy (world.world.arena, words);
}

int64_t
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

int64_t
events (const char *type, const chosen_t *chosen)
{
    return count (wl_text_printf (world.world.arena,
                                  "select count (*) from runtime.outbox where type = 'intake.%s'"
                                  " and aggregate = $1",
                                  type),
                  chosen->id);
}

void
as_grantee (const chosen_t *chosen)
{
    intake_world_as (&world, chosen->user, WL_ROLE_SIGNED_IN, "");
}

void
as_staff (const char *region)
{
    intake_world_as (&world, STAFF, WL_ROLE_COORDINATOR, region);
}

/* An application that a ranking chose. */
chosen_t
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

wl_status
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

wl_status
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

wl_status
pay (const chosen_t *chosen, uint32_t position, Intake__Grant **ret)
{
    Intake__PayTrancheRequest in = INTAKE__PAY_TRANCHE_REQUEST__INIT;

    in.application_id = chosen->id;
    in.position = position;
    in.document = text ("P/1");
    return intake_world_ask (&world, "PayTranche", &in, ret);
}

wl_status
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

wl_status
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

wl_status
give_back (const chosen_t *chosen, int64_t amount, Intake__Grant **ret)
{
    Intake__RecordReturnRequest in = INTAKE__RECORD_RETURN_REQUEST__INIT;

    in.application_id = chosen->id;
    in.amount_grosze = amount;
    in.document = text ("Z/1");
    return intake_world_ask (&world, "RecordReturn", &in, ret);
}

wl_status
ask_change (const chosen_t *chosen, int64_t change, Intake__Grant **ret)
{
    Intake__AskAmendmentRequest in = INTAKE__ASK_AMENDMENT_REQUEST__INIT;

    in.application_id = chosen->id;
    in.change_grosze = change;
    in.ends_on = text ("2026-12-31");
    in.reason = text ("Test trwa dłużej.");
    return intake_world_ask (&world, "AskAmendment", &in, ret);
}

wl_status
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
