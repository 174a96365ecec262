/* What is signed as a file that the house keeps, and reports settled line by line. */
#include "grants.h"

static const char pdf[] = "%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n";

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

int
grants_papers (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (signed_with_a_file_that_is_here),
        cmocka_unit_test (settled_line_by_line),
    };

    return cmocka_run_group_tests_name ("papers", tests, NULL, NULL);
}
