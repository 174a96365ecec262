/* Files over a real database: uploaded in parts, checked, kept once, shown to whom they belong. */
#include "intake_world.h"

#include <sodium.h>
#include <string.h>

#include "attachment_check.h"
#include "store_attachments.h"
#include "wlacznik/document.pb-c.h"

enum { PART = 100 * 1024, PDF_SIZE = 2 * PART + 1000 };

static intake_world_t world;
static intake_state_t state_of_service;
static char *call;
static uint8_t pdf[PDF_SIZE];

static char *text (const char *words);

/* The usual form with a place for two files. */
static Intake__CallDefinition *
definition_with_files (void)
{
    Intake__CallDefinition *definition =
        intake_world_definition (&world, intake_world_programme (&world), "AT-1", 1);
    Wlacznik__FormSection *section = definition->stages[0]->form->sections[0];
    Wlacznik__FormField **fields =
        wl_arena_array (world.world.arena, section->n_fields + 1, sizeof *fields);
    Wlacznik__FormField *files = wl_arena_alloc (world.world.arena, sizeof *files);

    wlacznik__form_field__init (files);
    files->key = text ("files");
    files->kind = WLACZNIK__FIELD_KIND__FILE;
    files->label = section->fields[0]->label;
    files->max_rows = 1;
    memcpy (fields, section->fields, section->n_fields * sizeof *fields);
    fields[section->n_fields++] = files;
    section->fields = fields;
    return definition;
}

static int
set_up (void **state)
{
    (void) state;
    intake_world_migrate ();
    intake_world_init (&world);
    world.daemon.state = &state_of_service;
    intake_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    call = intake_world_open (&world, definition_with_files ());
    randombytes_buf_deterministic (pdf, sizeof pdf, (const uint8_t[randombytes_SEEDBYTES]){ 7 });
    memcpy (pdf, "%PDF-1.7\n", 9);
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
count (const char *sql)
{
    wl_statement_t *statement = wl_arena_alloc (world.world.arena, sizeof *statement);
    wl_rows_t rows;
    int64_t found;

    *statement = (wl_statement_t){ "count", sql }; /* its address is its identity */
    assert_int_equal (wl_run (world.world.db, statement, &rows), WL_OK);
    found = wl_row_int (&rows, 0, 0);
    wl_db_rollback (world.world.db);
    return found;
}

static void
as (const char *user)
{
    intake_world_as (&world, user, WL_ROLE_SIGNED_IN, "");
}

/* ---- what people and time do ---- */

static wl_status
begin (char *application, const char *name, uint64_t size, Intake__Attachment **ret)
{
    Intake__BeginAttachmentRequest in = INTAKE__BEGIN_ATTACHMENT_REQUEST__INIT;

    in.application_id = application;
    in.field = text ("files");
    in.name = text (name);
    in.size = size;
    return intake_world_ask (&world, "BeginAttachment", &in, ret);
}

static wl_status
put (char *id, uint64_t offset, const uint8_t *bytes, size_t length, Intake__Attachment **ret)
{
    Intake__PutAttachmentBytesRequest in = INTAKE__PUT_ATTACHMENT_BYTES_REQUEST__INIT;

    in.attachment_id = id;
    in.offset = offset;
    in.content = (ProtobufCBinaryData){ length, (uint8_t *) (uintptr_t) bytes };
    return intake_world_ask (&world, "PutAttachmentBytes", &in, ret);
}

static Intake__Attachment *
get (char *id)
{
    Intake__GetAttachmentRequest in = INTAKE__GET_ATTACHMENT_REQUEST__INIT;
    Intake__Attachment *out;

    in.attachment_id = id;
    assert_int_equal (intake_world_ask (&world, "GetAttachment", &in, &out), WL_OK);
    return out;
}

static char *
uploaded (char *application, const char *name, const uint8_t *bytes, size_t length)
{
    Intake__Attachment *attachment;

    assert_int_equal (begin (application, name, length, &attachment), WL_OK);
    for (size_t at = 0; at < length; at += PART)
        assert_int_equal (
            put (attachment->id, at, bytes + at, length - at < PART ? length - at : PART, NULL),
            WL_OK);
    return attachment->id;
}

static char *
applied (const char *user, const char *email)
{
    as (user);
    return intake_world_apply (&world, call, email);
}

static wl_status
piece (char *id, uint64_t offset, Wlacznik__Document **ret)
{
    Intake__GetAttachmentContentRequest in = INTAKE__GET_ATTACHMENT_CONTENT_REQUEST__INIT;

    in.attachment_id = id;
    in.offset = offset;
    return intake_world_ask (&world, "GetAttachmentContent", &in, ret);
}

static wl_status
take_out (char *id)
{
    Intake__DeleteAttachmentRequest in = INTAKE__DELETE_ATTACHMENT_REQUEST__INIT;

    in.attachment_id = id;
    return intake_world_ask (&world, "DeleteAttachment", &in, NULL);
}

/* ---- tests ---- */

static void
in_parts_and_after_a_break (void **state)
{
    char *application = applied (ANNA, "anna@example.org");
    uint8_t digest[32];
    char hex[65];
    Intake__Attachment *attachment;
    Wlacznik__Document *document;
    (void) state;

    assert_int_equal (begin (application, "Budżet testu.pdf", PDF_SIZE, &attachment), WL_OK);
    assert_int_equal (attachment->state, INTAKE__ATTACHMENT_STATE__UPLOADING);
    assert_int_equal (put (attachment->id, 0, pdf, PART, &attachment), WL_OK);
    assert_int_equal (attachment->received, PART);
    /* The answer was lost and the part comes again; then somebody jumps ahead. */
    assert_int_equal (put (attachment->id, 0, pdf, PART, NULL), WL_ABORTED);
    assert_string_equal (intake_world_reason (&world), "other-offset");
    assert_int_equal (put (attachment->id, 2 * PART, pdf, 1000, NULL), WL_ABORTED);
    assert_int_equal (put (attachment->id, PART, pdf, 1000, NULL), WL_INVALID_ARGUMENT);
    assert_int_equal (put (attachment->id, PART, pdf, PDF_SIZE, NULL), WL_INVALID_ARGUMENT);
    assert_int_equal (get (attachment->id)->received, PART);
    assert_int_equal (piece (attachment->id, 0, &document), WL_NOT_FOUND);
    assert_int_equal (put (attachment->id, PART, pdf + PART, PDF_SIZE - PART, &attachment), WL_OK);
    assert_int_equal (attachment->state, INTAKE__ATTACHMENT_STATE__CHECKING);
    assert_int_equal (put (attachment->id, PDF_SIZE, pdf, 1, NULL), WL_FAILED_PRECONDITION);
    assert_int_equal (piece (attachment->id, 0, &document), WL_NOT_FOUND);
    assert_int_equal (intake_world_check (&world, attachment->id), WL_OK);
    attachment = get (attachment->id);
    assert_int_equal (attachment->state, INTAKE__ATTACHMENT_STATE__READY);
    assert_string_equal (attachment->media_type, "application/pdf");
    crypto_generichash (digest, sizeof digest, pdf, sizeof pdf, NULL, 0);
    wl_hex (digest, sizeof digest, hex);
    assert_string_equal (attachment->digest, hex);
    /* And out again, from any place. */
    assert_int_equal (piece (attachment->id, 0, &document), WL_OK);
    assert_int_equal (document->total, PDF_SIZE);
    assert_string_equal (document->file_name, "Budzet-testu.pdf");
    assert_string_equal (document->tag, hex);
    assert_int_equal (document->content.len, PART);
    assert_memory_equal (document->content.data, pdf, PART);
    assert_int_equal (piece (attachment->id, PART + 12345, &document), WL_OK);
    assert_int_equal (document->content.len, PDF_SIZE - PART - 12345);
    assert_memory_equal (document->content.data, pdf + PART + 12345, PDF_SIZE - PART - 12345);
    assert_int_equal (piece (attachment->id, PDF_SIZE, &document), WL_OK);
    assert_int_equal (document->content.len, 0);
    assert_int_equal (piece (attachment->id, UINT64_MAX, &document), WL_OK);
    assert_int_equal (document->content.len, 0);
    /* A check that runs twice does nothing the second time. */
    assert_int_equal (intake_world_check (&world, attachment->id), WL_NOT_FOUND);
}

static void
kept_once (void **state)
{
    int64_t files = count ("select count (*) from file");
    int64_t parts = count ("select count (*) from file_part");
    char *first = uploaded (applied (BOGNA, "bogna@example.org"), "a.pdf", pdf, PDF_SIZE);
    Wlacznik__Document *document;
    (void) state;

    assert_int_equal (intake_world_check (&world, first), WL_OK);
    assert_int_equal (count ("select count (*) from file"), files);
    assert_int_equal (count ("select count (*) from file_part"), parts);
    assert_int_equal (piece (first, 0, &document), WL_OK);
    assert_int_equal (document->total, PDF_SIZE);
    /* One of two goes: the bytes stay. */
    assert_int_equal (take_out (first), WL_OK);
    assert_int_equal (count ("select count (*) from file"), files);
    assert_int_equal (piece (first, 0, &document), WL_NOT_FOUND);
    /* Bytes of nobody else go with it. */
    pdf[PDF_SIZE - 1] ^= 1;
    char *other = uploaded (applied (BOGNA, "bogna@example.org"), "b.pdf", pdf, PDF_SIZE);
    pdf[PDF_SIZE - 1] ^= 1;
    assert_int_equal (intake_world_check (&world, other), WL_OK);
    assert_int_equal (count ("select count (*) from file"), files + 1);
    assert_int_equal (take_out (other), WL_OK);
    assert_int_equal (count ("select count (*) from file"), files);
    assert_int_equal (count ("select count (*) from file_part"), parts);
}

static void
not_what_it_says (void **state)
{
    static const uint8_t page[] = "<!DOCTYPE html><html><script>alert(1)</script></html>";
    char *application = applied (BOGNA, "bogna@example.org");
    char *id = uploaded (application, "umowa.pdf", page, sizeof page);
    int64_t parts = count ("select count (*) from file_part");
    Wlacznik__Document *document;
    Intake__Attachment *attachment;
    (void) state;

    assert_int_equal (intake_world_check (&world, id), WL_OK);
    attachment = get (id);
    assert_int_equal (attachment->state, INTAKE__ATTACHMENT_STATE__REFUSED);
    assert_string_equal (attachment->refusal, "type-not-allowed");
    assert_int_equal (count ("select count (*) from file_part"), parts - 1);
    assert_int_equal (piece (id, 0, &document), WL_NOT_FOUND);
    /* What was refused takes no place. */
    id = uploaded (application, "umowa.png", pdf, PDF_SIZE);
    assert_int_equal (intake_world_check (&world, id), WL_OK);
    assert_string_equal (get (id)->refusal, "name-not-of-its-type");
    assert_int_equal (begin (application, "umowa.exe", 10, NULL), WL_INVALID_ARGUMENT);
    assert_string_equal (intake_world_field (&world), "name");
}

/* Nobody scans: the file waits, and is not given out. */
static void
the_scanner_is_away (void **state)
{
    char *id = uploaded (applied (BOGNA, "bogna@example.org"), "a.pdf", pdf, PDF_SIZE);
    Wlacznik__Document *document;
    (void) state;

    state_of_service.scanner = "unix:/tmp/no-such-scanner";
    assert_int_equal (intake_world_check (&world, id), WL_UNAVAILABLE);
    assert_int_equal (get (id)->state, INTAKE__ATTACHMENT_STATE__CHECKING);
    assert_int_equal (piece (id, 0, &document), WL_NOT_FOUND);
    state_of_service.scanner = NULL;
    assert_int_equal (intake_world_check (&world, id), WL_OK);
    assert_int_equal (get (id)->state, INTAKE__ATTACHMENT_STATE__READY);
    assert_int_equal (take_out (id), WL_OK);
}

static void
nobody_finished (void **state)
{
    wl_timer_t timer = { .kind = ATTACHMENT_ABANDONED_TIMER };
    int64_t parts = count ("select count (*) from file_part");
    char *application = applied (BOGNA, "bogna@example.org");
    Intake__Attachment *attachment;
    (void) state;

    assert_int_equal (begin (application, "a.pdf", PDF_SIZE, &attachment), WL_OK);
    assert_int_equal (begin (application, "b.pdf", PDF_SIZE, NULL), WL_INVALID_ARGUMENT);
    assert_string_equal (intake_world_field (&world), "field");
    assert_int_equal (put (attachment->id, 0, pdf, PART, NULL), WL_OK);
    timer.key = attachment->id;
    wl_db_begin (world.world.db);
    assert_int_equal (on_attachment_abandoned (&world.request, &timer, NULL), WL_OK);
    assert_int_equal (wl_db_commit (world.world.db), WL_OK);
    assert_int_equal (count ("select count (*) from file_part"), parts);
    assert_int_equal (begin (application, "b.pdf", PDF_SIZE, NULL), WL_OK);
}

static wl_status
listed (const char *user, wl_role_t role, const char *region, char *application, size_t wanted)
{
    Intake__ListAttachmentsRequest in = INTAKE__LIST_ATTACHMENTS_REQUEST__INIT;
    Intake__ListAttachmentsResponse *out;
    wl_status status;

    in.application_id = application;
    intake_world_as (&world, user, role, region);
    status = intake_world_ask (&world, "ListAttachments", &in, &out);
    if (status == WL_OK)
        assert_int_equal (out->n_attachments, wanted);
    return status;
}

/* Saves a complete draft that names the file. */
static void
fill_with (char *application, char *file)
{
    Intake__SaveApplicationRequest save = INTAKE__SAVE_APPLICATION_REQUEST__INIT;
    Intake__Application *draft = intake_world_get (&world, application);
    Wlacznik__Answer answers[3] = { WLACZNIK__ANSWER__INIT, WLACZNIK__ANSWER__INIT,
                                    WLACZNIK__ANSWER__INIT };
    Wlacznik__Answer *list[] = { &answers[0], &answers[1], &answers[2] };
    Wlacznik__Answers all = WLACZNIK__ANSWERS__INIT;
    char *files[] = { file };

    answers[0].field = text ("title");
    answers[0].text = text ("Ławka");
    answers[1].field = text ("amount");
    answers[1].number = 3298340;
    answers[2].field = text ("files");
    answers[2].attachments = files;
    answers[2].n_attachments = 1;
    all.list = list;
    all.n_list = 3;
    save.application_id = application;
    save.version = draft->version;
    save.applicant = draft->applicant;
    save.answers = &all;
    assert_int_equal (intake_world_ask (&world, "SaveApplication", &save, NULL), WL_OK);
}

/* Not what is still on its way, and not what is another's. */
static void
submitted_only_when_ready (void **state)
{
    char *application = applied (BOGNA, "bogna3@example.org");
    char *id = uploaded (application, "a.pdf", pdf, PDF_SIZE);
    (void) state;

    fill_with (application, id);
    assert_int_equal (intake_world_submit (&world, application, NULL), WL_INVALID_ARGUMENT);
    assert_string_equal (intake_world_field (&world), "answers.files");
    assert_int_equal (intake_world_check (&world, id), WL_OK);
    char *other = applied (BOGNA, "bogna4@example.org");
    fill_with (other, id);
    assert_int_equal (intake_world_submit (&world, other, NULL), WL_INVALID_ARGUMENT);
    assert_int_equal (intake_world_submit (&world, application, NULL), WL_OK);
    assert_int_equal (take_out (id), WL_FAILED_PRECONDITION);
}

/* A draft's files are its owner's; what was submitted is for staff of its region, and stays. */
static void
whose_it_is (void **state)
{
    char *application = applied (ANNA, "anna2@example.org");
    char *id = uploaded (application, "a.pdf", pdf, PDF_SIZE);
    Wlacznik__Document *document;
    (void) state;

    assert_int_equal (intake_world_check (&world, id), WL_OK);
    assert_int_equal (listed (ANNA, WL_ROLE_SIGNED_IN, "", application, 1), WL_OK);
    assert_int_equal (listed (BOGNA, WL_ROLE_SIGNED_IN, "", application, 0), WL_NOT_FOUND);
    assert_int_equal (piece (id, 0, &document), WL_NOT_FOUND);
    assert_int_equal (put (id, 0, pdf, PART, NULL), WL_NOT_FOUND);
    assert_int_equal (take_out (id), WL_NOT_FOUND);
    assert_int_equal (begin (application, "b.pdf", 10, NULL), WL_NOT_FOUND);
    assert_int_equal (listed (OWNER, WL_ROLE_COORDINATOR, "30", application, 0), WL_NOT_FOUND);
    assert_int_equal (piece (id, 0, &document), WL_NOT_FOUND);
    as (ANNA);
    fill_with (application, id);
    assert_int_equal (intake_world_submit (&world, application, NULL), WL_OK);
    assert_int_equal (take_out (id), WL_FAILED_PRECONDITION);
    assert_int_equal (begin (application, "b.pdf", 10, NULL), WL_FAILED_PRECONDITION);
    assert_int_equal (listed (OWNER, WL_ROLE_COORDINATOR, "30", application, 1), WL_OK);
    assert_int_equal (piece (id, 0, &document), WL_OK);
    assert_int_equal (listed (OWNER, WL_ROLE_COORDINATOR, "32", application, 0), WL_NOT_FOUND);
    assert_int_equal (piece (id, 0, &document), WL_NOT_FOUND);
    assert_int_equal (listed (BOGNA, WL_ROLE_ASSESSOR, "30", application, 0), WL_NOT_FOUND);
    wl_db_begin (world.world.db);
    assert_int_equal (store_attachments_erase (&world.request, application), WL_OK);
    assert_int_equal (wl_db_commit (world.world.db), WL_OK);
    assert_int_equal (listed (ANNA, WL_ROLE_SIGNED_IN, "", application, 0), WL_OK);
}

/* Evaluation names the application that it judged by: another one's file is none of it. */
static wl_status
evaluation_reads (char *application, char *id)
{
    Intake__GetAttachmentContentRequest in = INTAKE__GET_ATTACHMENT_CONTENT_REQUEST__INIT;
    wl_status status;

    in.attachment_id = id;
    in.application_id = application;
    world.request.actor = NULL;
    world.request.caller = "evaluation";
    status = intake_world_ask (&world, "GetAttachmentContent", &in, NULL);
    world.request.caller = "";
    return status;
}

static void
a_file_of_this_application (void **state)
{
    char *other = applied (BOGNA, "bogna5@example.org");
    char *application = applied (ANNA, "anna3@example.org");
    char *id = uploaded (application, "a.pdf", pdf, PDF_SIZE);
    (void) state;

    assert_int_equal (intake_world_check (&world, id), WL_OK);
    assert_int_equal (evaluation_reads (application, id), WL_NOT_FOUND); /* of a draft */
    as (ANNA);
    fill_with (application, id);
    assert_int_equal (intake_world_submit (&world, application, NULL), WL_OK);
    assert_int_equal (evaluation_reads (application, id), WL_OK);
    assert_int_equal (evaluation_reads (other, id), WL_NOT_FOUND);
    assert_int_equal (evaluation_reads (text (""), id), WL_OK);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (in_parts_and_after_a_break),
        cmocka_unit_test (kept_once),
        cmocka_unit_test (not_what_it_says),
        cmocka_unit_test (the_scanner_is_away),
        cmocka_unit_test (nobody_finished),
        cmocka_unit_test (whose_it_is),
        cmocka_unit_test (submitted_only_when_ready),
        cmocka_unit_test (a_file_of_this_application),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
