/* From the decision to the test: versions for the carer, the agreement to work together with its
 * PESEL numbers, and the log of the test. */
#include "intake_world.h"

#include <sodium.h>
#include <string.h>

#include "attachment_check.h"
#include "events.h"
#include "photo_bytes.h"
#include "wlacznik/document.pb-c.h"

#define CAREN "01910000-0000-7000-8000-0000000000ca"
#define STAFF "01910000-0000-7000-8000-0000000000cc"

/* Valid by its checksum and date (domain.md 5.3). */
#define PESEL "44051401359"

static intake_world_t world;
static char *id;
static intake_state_t service_state = { .has_agreement_key = true, .agreement_key = { 7 } };

static char *
text (const char *words)
{
    return wl_text_copy (world.world.arena, words);
}

static void
as (const char *user)
{
    intake_world_as (&world, user, WL_ROLE_SIGNED_IN, "");
    intake_world_at (&world, "2026-08-01T12:00:00Z");
}

static void
as_staff (const char *region)
{
    intake_world_as (&world, STAFF, WL_ROLE_COORDINATOR, region);
    intake_world_at (&world, "2026-08-01T12:00:00Z");
}

/* One application that was chosen and accompanied, for all tests. */
static int
set_up (void **state)
{
    Evaluation__FormalCheckDecided formal = EVALUATION__FORMAL_CHECK_DECIDED__INIT;
    Evaluation__ApplicationRanked ranked = EVALUATION__APPLICATION_RANKED__INIT;
    Evaluation__CarerAppointed appointed = EVALUATION__CARER_APPOINTED__INIT;
    char *call;

    (void) state;
    intake_world_migrate ();
    intake_world_init (&world);
    world.daemon.state = &service_state;
    intake_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    call = intake_world_open (
        &world, intake_world_definition (&world, intake_world_programme (&world), "TE-1", 1));
    intake_world_as (&world, ANNA, WL_ROLE_SIGNED_IN, "");
    intake_world_at (&world, IN_CALL);
    id = intake_world_apply (&world, call, "anna@example.org");
    assert_int_equal (intake_world_fill (&world, id, 1, "anna@example.org", "Pomysł"), WL_OK);
    assert_int_equal (intake_world_submit (&world, id, NULL), WL_OK);
    formal.application_id = ranked.application_id = appointed.application_id = id;
    formal.passed = true;
    ranked.group = EVALUATION__LIST_GROUP__RECOMMENDED;
    appointed.carer_user_id = text (CAREN);
    assert_int_equal (intake_world_hear (&world, on_formal_check_decided, &formal), WL_OK);
    assert_int_equal (intake_world_hear (&world, on_application_ranked, &ranked), WL_OK);
    assert_int_equal (intake_world_hear (&world, on_carer_appointed, &appointed), WL_OK);
    return 0;
}

static int
tear_down (void **state)
{
    (void) state;
    intake_world_done (&world);
    return 0;
}

static int64_t
told (const char *event)
{
    return world_number (wl_text_printf (
        world.world.arena, "select count (*) from runtime.outbox where type = 'intake.%s'", event));
}

/* ---- versions ---- */

static void
save_steps (const char *steps)
{
    Intake__Application *now = intake_world_get (&world, id);
    Intake__SaveApplicationRequest in = INTAKE__SAVE_APPLICATION_REQUEST__INIT;

    in.application_id = id;
    in.version = now->version;
    in.applicant = now->applicant;
    in.answers = intake_world_read (
        &world, &wlacznik__answers__descriptor,
        wl_text_printf (world.world.arena, "{\"list\":[{\"field\":\"steps\",\"text\":\"%s\"}]}",
                        steps));
    assert_int_equal (intake_world_ask (&world, "SaveApplication", &in, NULL), WL_OK);
}

static wl_status
show_draft (uint64_t version, Intake__DraftVersion **ret)
{
    Intake__ShowDraftRequest in = INTAKE__SHOW_DRAFT_REQUEST__INIT;

    in.application_id = id;
    in.version = version;
    in.note = text ("Co sądzisz?");
    return intake_world_ask (&world, "ShowDraft", &in, ret);
}

static void
a_carer_reads_what_was_shown_and_comments (void **state)
{
    Intake__GetDraftVersionRequest get = INTAKE__GET_DRAFT_VERSION_REQUEST__INIT;
    Intake__WriteCommentRequest comment = INTAKE__WRITE_COMMENT_REQUEST__INIT;
    Intake__DraftVersion *version;
    Intake__FieldComment *said;

    (void) state;
    as (ANNA);
    save_steps ("Pierwszy krok");
    assert_int_equal (show_draft (intake_world_get (&world, id)->version, &version), WL_OK);
    assert_int_equal (version->number, 1);
    assert_int_equal (told ("DraftShown"), 1);
    save_steps ("Drugi krok");
    assert_int_equal (show_draft (1, NULL), WL_ABORTED);
    as (CAREN);
    /* What is being written is not theirs to see. */
    assert_int_equal (intake_world_get (&world, id)->your_role,
                      INTAKE__COAUTHOR_ROLE__COAUTHOR_CARER);
    assert_string_equal (intake_world_get (&world, id)->stage, "idea");
    get.application_id = comment.application_id = id;
    get.stage = text ("specification");
    get.number = 1;
    assert_int_equal (intake_world_ask (&world, "GetDraftVersion", &get, &version), WL_OK);
    assert_string_equal (version->answers->list[0]->text, "Pierwszy krok");
    assert_int_equal (version->n_changed_fields, 1);
    comment.field = text ("steps");
    comment.text = text ("Kto to zrobi?");
    assert_int_equal (intake_world_ask (&world, "WriteComment", &comment, &said), WL_OK);
    assert_int_equal (said->author_role, INTAKE__COAUTHOR_ROLE__COAUTHOR_CARER);
    assert_int_equal (show_draft (3, NULL), WL_NOT_FOUND);
    as (BOGNA);
    assert_int_equal (intake_world_ask (&world, "GetDraftVersion", &get, NULL), WL_NOT_FOUND);
}

/* Once for all that is said in one sitting, and not of what the authors say. */
static void
comments_of_the_carer_are_told (void **state)
{
    Intake__WriteCommentRequest comment = INTAKE__WRITE_COMMENT_REQUEST__INIT;

    (void) state;
    comment.application_id = id;
    comment.field = text ("steps");
    comment.text = text ("I kiedy?");
    assert_int_equal (told ("CarerCommented"), 1);
    as (CAREN);
    assert_int_equal (intake_world_ask (&world, "WriteComment", &comment, NULL), WL_OK);
    as (ANNA);
    assert_int_equal (intake_world_ask (&world, "WriteComment", &comment, NULL), WL_OK);
    assert_int_equal (told ("CarerCommented"), 1);
    as (CAREN);
    intake_world_at (&world, "2026-08-01T13:00:01Z");
    assert_int_equal (intake_world_ask (&world, "WriteComment", &comment, NULL), WL_OK);
    assert_int_equal (told ("CarerCommented"), 2);
}

/* ---- the agreement ---- */

static wl_status
put_cooperation (uint64_t version, Intake__Cooperation **ret)
{
    Intake__PutCooperationRequest in = INTAKE__PUT_COOPERATION_REQUEST__INIT;

    in.application_id = id;
    in.version = version;
    in.number = text ("POR/1/2026");
    in.operator_name = text ("ROPS");
    in.subject = text ("Wspólne dopracowanie pomysłu.");
    in.starts_on = text ("2026-08-01");
    in.ends_on = text ("2026-12-31");
    return intake_world_ask (&world, "PutCooperation", &in, ret);
}

static wl_status
put_party (uint64_t version, const char *pesel, Intake__Cooperation **ret)
{
    Intake__PutCooperationPartiesRequest in = INTAKE__PUT_COOPERATION_PARTIES_REQUEST__INIT;
    Intake__CooperationParty party = INTAKE__COOPERATION_PARTY__INIT;
    Intake__CooperationParty *list[] = { &party };

    in.application_id = id;
    in.version = version;
    in.parties = list;
    in.n_parties = 1;
    party.name = text ("Anna Nowak");
    party.pesel = text (pesel);
    return intake_world_ask (&world, "PutCooperationParties", &in, ret);
}

/* In no row as it is, and shown in full only when that is asked for. */
static void
a_pesel_is_sealed (void **state)
{
    static const wl_statement_t statement = {
        "pesels", "select count (*) from cooperation_party p where p::text like '%' || $1 || '%'"
                  " or position ($1::text::bytea in p.pesel) > 0"
    };
    Intake__CooperationRequest in = INTAKE__COOPERATION_REQUEST__INIT;
    Intake__Cooperation *row;
    Intake__Pesels *pesels;
    wl_rows_t rows;

    (void) state;
    as_staff ("32");
    assert_int_equal (put_cooperation (0, NULL), WL_NOT_FOUND);
    as_staff ("30");
    assert_int_equal (put_cooperation (0, &row), WL_OK);
    assert_int_equal (put_cooperation (row->version, &row), WL_OK);
    assert_int_equal (told ("CooperationPrepared"), 1);
    as (ANNA);
    assert_int_equal (put_party (row->version, "44051401358", NULL), WL_INVALID_ARGUMENT);
    assert_int_equal (put_party (row->version, PESEL, &row), WL_OK);
    assert_string_equal (row->parties[0]->pesel, "*******1359");
    assert_int_equal (put_party (row->version, "*******1359", &row), WL_OK);
    in.application_id = id;
    assert_int_equal (intake_world_ask (&world, "ShowPesels", &in, &pesels), WL_OK);
    assert_string_equal (pesels->list[0], PESEL);
    as (CAREN);
    assert_int_equal (intake_world_ask (&world, "ShowPesels", &in, NULL), WL_NOT_FOUND);
    assert_int_equal (intake_world_ask (&world, "GetCooperation", &in, NULL), WL_NOT_FOUND);
    wl_db_begin (world.world.db);
    assert_int_equal (wl_run (world.world.db, &statement, &rows, wl_p_text (PESEL)), WL_OK);
    assert_int_equal (wl_row_int (&rows, 0, 0), 0);
    wl_db_rollback (world.world.db);
}

static wl_status
take_out (char *attachment_id)
{
    Intake__DeleteAttachmentRequest in = INTAKE__DELETE_ATTACHMENT_REQUEST__INIT;

    in.attachment_id = attachment_id;
    return intake_world_ask (&world, "DeleteAttachment", &in, NULL);
}

static const char signed_pdf[] = "%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n";

static wl_status
begin_signed (Intake__SignedDocument document, Intake__Attachment **ret)
{
    Intake__BeginSignedFileRequest begin = INTAKE__BEGIN_SIGNED_FILE_REQUEST__INIT;

    begin.application_id = id;
    begin.document = document;
    begin.name = text ("Umowa.pdf");
    begin.size = sizeof signed_pdf - 1;
    return intake_world_ask (&world, "BeginSignedFile", &begin, ret);
}

static wl_status
sign (const char *file_id, Intake__Cooperation **ret)
{
    Intake__SignCooperationRequest in = INTAKE__SIGN_COOPERATION_REQUEST__INIT;
    Intake__CooperationRequest get = INTAKE__COOPERATION_REQUEST__INIT;
    Intake__Cooperation *now;

    get.application_id = in.application_id = id;
    assert_int_equal (intake_world_ask (&world, "GetCooperation", &get, &now), WL_OK);
    in.version = now->version;
    in.signed_on = text ("2026-08-01");
    in.signed_file_id = text (file_id);
    return intake_world_ask (&world, "SignCooperation", &in, ret);
}

/* From announcing the file to the digest that both sides read. */
static void
an_agreement_is_signed_with_a_file_that_is_here (void **state)
{
    Intake__CooperationRequest get = INTAKE__COOPERATION_REQUEST__INIT;
    Intake__GetAttachmentContentRequest read = INTAKE__GET_ATTACHMENT_CONTENT_REQUEST__INIT;
    Intake__Attachment *file, *other;
    Intake__Cooperation *row;
    Wlacznik__Document *content;

    (void) state;
    as (ANNA);
    assert_int_equal (begin_signed (INTAKE__SIGNED_DOCUMENT__SIGNED_COOPERATION, NULL),
                      WL_NOT_FOUND);
    as_staff ("30");
    assert_int_equal (begin_signed (INTAKE__SIGNED_DOCUMENT__SIGNED_COOPERATION, &file), WL_OK);
    assert_int_equal (sign (file->id, NULL), WL_INVALID_ARGUMENT); /* not here yet */
    assert_string_equal (intake_world_field (&world), "signedFileId");
    file = intake_world_upload (&world, file->id, signed_pdf, sizeof signed_pdf - 1);
    assert_int_equal (file->state, INTAKE__ATTACHMENT_STATE__READY);
    /* A file that was sent for the other agreement signs nothing here. */
    assert_int_equal (begin_signed (INTAKE__SIGNED_DOCUMENT__SIGNED_GRANT, &other), WL_OK);
    intake_world_upload (&world, other->id, signed_pdf, sizeof signed_pdf - 1);
    assert_int_equal (sign (other->id, NULL), WL_INVALID_ARGUMENT);
    assert_int_equal (told ("CooperationSigned"), 0);
    assert_int_equal (sign (file->id, &row), WL_OK);
    assert_int_equal (row->state, INTAKE__COOPERATION_STATE__COOPERATION_SIGNED);
    assert_string_equal (row->signed_digest, file->digest);
    assert_int_equal (strlen (row->signed_digest), 64);
    assert_int_equal (told ("CooperationSigned"), 1);
    assert_int_equal (sign (file->id, NULL), WL_FAILED_PRECONDITION);
    assert_int_equal (put_cooperation (row->version, NULL), WL_FAILED_PRECONDITION);
    /* The leader reads the same digest and the file; the carer neither, and nobody takes it out. */
    get.application_id = id;
    read.attachment_id = file->id;
    as (ANNA);
    assert_int_equal (intake_world_ask (&world, "GetCooperation", &get, &row), WL_OK);
    assert_string_equal (row->signed_file_id, file->id);
    assert_string_equal (row->signed_digest, file->digest);
    assert_int_equal (intake_world_ask (&world, "GetAttachmentContent", &read, &content), WL_OK);
    assert_int_equal (content->content.len, sizeof signed_pdf - 1);
    assert_string_equal (content->tag, file->digest);
    as (CAREN);
    assert_int_equal (intake_world_ask (&world, "GetAttachmentContent", &read, NULL), WL_NOT_FOUND);
    as_staff ("30");
    assert_int_equal (take_out (file->id), WL_FAILED_PRECONDITION);
}

/* ---- the log ---- */

static wl_status
write_entry (const char *day, Intake__DiaryEntry **ret)
{
    Intake__WriteDiaryEntryRequest in = INTAKE__WRITE_DIARY_ENTRY_REQUEST__INIT;

    in.application_id = id;
    in.happened_on = text (day);
    in.participants = 12;
    in.text = text ("Pierwsze spotkanie.");
    return intake_world_ask (&world, "WriteDiaryEntry", &in, ret);
}

static void
a_log_is_kept (void **state)
{
    Intake__BeginDiaryPhotoRequest photo = INTAKE__BEGIN_DIARY_PHOTO_REQUEST__INIT;
    Intake__DeleteDiaryEntryRequest delete = INTAKE__DELETE_DIARY_ENTRY_REQUEST__INIT;
    Intake__ListDiaryRequest list = INTAKE__LIST_DIARY_REQUEST__INIT;
    Intake__DiaryEntry *first, *second;
    Intake__Attachment *file;
    Intake__Diary *diary;

    (void) state;
    as (ANNA);
    assert_int_equal (write_entry ("2026-09-30", NULL), WL_INVALID_ARGUMENT);
    assert_int_equal (write_entry ("2026-07-31", &first), WL_OK);
    assert_int_equal (write_entry ("2026-07-30", &second), WL_OK);
    list.application_id = photo.application_id = delete.application_id = id;
    photo.entry_id = first->id;
    photo.size = 100;
    photo.name = text ("zdjecie.pdf");
    assert_int_equal (intake_world_ask (&world, "BeginDiaryPhoto", &photo, NULL),
                      WL_INVALID_ARGUMENT);
    photo.name = text ("zdjecie.jpg");
    assert_int_equal (intake_world_ask (&world, "BeginDiaryPhoto", &photo, &file), WL_OK);
    as (CAREN);
    assert_int_equal (intake_world_ask (&world, "ListDiary", &list, &diary), WL_OK);
    assert_int_equal (diary->participants, 24);
    assert_false (diary->may_write);
    assert_string_equal (diary->entries[0]->id, first->id);
    assert_string_equal (diary->entries[0]->photos[0]->attachment_id, file->id);
    assert_int_equal (diary->entries[1]->n_photos, 0);
    assert_int_equal (write_entry ("2026-07-31", NULL), WL_NOT_FOUND);
    as_staff ("30");
    list.limit = 1;
    assert_int_equal (intake_world_ask (&world, "ListDiary", &list, &diary), WL_OK);
    list.cursor = diary->next_cursor;
    assert_int_equal (intake_world_ask (&world, "ListDiary", &list, &diary), WL_OK);
    assert_string_equal (diary->entries[0]->id, second->id);
    as_staff ("32");
    list.cursor = text ("");
    assert_int_equal (intake_world_ask (&world, "ListDiary", &list, NULL), WL_NOT_FOUND);
    as (ANNA);
    delete.entry_id = first->id;
    assert_int_equal (intake_world_ask (&world, "DeleteDiaryEntry", &delete, NULL), WL_OK);
    assert_int_equal (intake_world_ask (&world, "ListDiary", &list, &diary), WL_OK);
    assert_int_equal (diary->entry_count, 1);
}

/* ---- photographs ---- */

static bool
is_kept_anywhere (const char *words)
{
    static const wl_statement_t statement = {
        "kept words",
        "select count (*) from file_part where position ($1::text::bytea in content) > 0"
    };
    wl_rows_t rows;
    bool found;

    wl_db_begin (world.world.db);
    assert_int_equal (wl_run (world.world.db, &statement, &rows, wl_p_text (words)), WL_OK);
    found = wl_row_int (&rows, 0, 0) > 0;
    wl_db_rollback (world.world.db);
    return found;
}

/* As all photographs were kept once: the file of this attachment gets the bytes as they came. */
static void
put_back (const char *attachment_id, wl_buffer_t bytes)
{
    WL_SQL (put_part, "update file_part set content = $2 where file_id ="
                      " (select file_id from attachment where id = $1)");
    WL_SQL (put_file, "update file set size = $2, digest = $3 where id ="
                      " (select file_id from attachment where id = $1)");
    WL_SQL (put_size, "update attachment set size = $2, received = $2 where file_id ="
                      " (select file_id from attachment where id = $1)");
    wl_db_t *db = world.world.db;
    uint8_t digest[32];

    crypto_generichash (digest, sizeof digest, (const uint8_t *) bytes.data, bytes.length, NULL, 0);
    wl_db_begin (db);
    assert_int_equal (wl_run (db, &put_part, NULL, wl_p_uuid (attachment_id),
                              wl_p_bytes (bytes.data, bytes.length)),
                      WL_OK);
    assert_int_equal (wl_run (db, &put_file, NULL, wl_p_uuid (attachment_id),
                              wl_p_int ((int64_t) bytes.length), wl_p_bytes (digest, 32)),
                      WL_OK);
    assert_int_equal (
        wl_run (db, &put_size, NULL, wl_p_uuid (attachment_id), wl_p_int ((int64_t) bytes.length)),
        WL_OK);
    assert_int_equal (wl_db_commit (db), WL_OK);
}

static Intake__Attachment *
send_photo (Intake__DiaryEntry *entry, wl_buffer_t bytes)
{
    Intake__BeginDiaryPhotoRequest begin = INTAKE__BEGIN_DIARY_PHOTO_REQUEST__INIT;
    Intake__Attachment *photo;

    begin.application_id = id;
    begin.entry_id = entry->id;
    begin.name = text ("Ławka.jpg");
    begin.size = bytes.length;
    assert_int_equal (intake_world_ask (&world, "BeginDiaryPhoto", &begin, &photo), WL_OK);
    return intake_world_upload (&world, photo->id, bytes.data, bytes.length);
}

/* Neither kept nor served; and what is served is what its size and digest say. */
static void
a_photograph_does_not_tell_where_it_was_taken (void **state)
{
    Intake__GetAttachmentContentRequest read = INTAKE__GET_ATTACHMENT_CONTENT_REQUEST__INIT;
    wl_buffer_t bytes = photo_with_place (world.world.arena);
    Intake__DiaryEntry *entry;
    Intake__Attachment *photo, *same;
    Wlacznik__Document *content;

    (void) state;
    as (ANNA);
    assert_int_equal (write_entry ("2026-07-31", &entry), WL_OK);
    photo = send_photo (entry, bytes);
    assert_int_equal (photo->state, INTAKE__ATTACHMENT_STATE__READY);
    assert_true (photo->size < bytes.length);
    assert_int_equal (photo->received, photo->size);
    read.attachment_id = photo->id;
    assert_int_equal (intake_world_ask (&world, "GetAttachmentContent", &read, &content), WL_OK);
    assert_int_equal (content->content.len, photo->size);
    assert_string_equal (content->tag, photo->digest);
    assert_false (is_kept_anywhere (PHOTO_PLACE));
    assert_false (is_kept_anywhere (PHOTO_DEVICE));
    assert_true (is_kept_anywhere (PHOTO_PIXELS));
    /* The same photograph is kept once, and looking at it again changes nothing. */
    same = send_photo (entry, bytes);
    assert_string_equal (same->digest, photo->digest);
    assert_int_equal (world_number ("select count (*) from file where media_type = 'image/jpeg'"),
                      1);
    assert_int_equal (intake_world_check (&world, photo->id), WL_OK);
    assert_int_equal (world_number ("select count (*) from file where media_type = 'image/jpeg'"),
                      1);
    assert_int_equal (
        world_number ("select count (*) from file_part p where not exists (select from"
                      " file f where f.id = p.file_id) and not exists (select from"
                      " attachment a where a.id = p.file_id)"),
        0);
    assert_int_equal (take_out (photo->id), WL_OK);
    assert_int_equal (take_out (same->id), WL_OK);
    assert_int_equal (world_number ("select count (*) from file where media_type = 'image/jpeg'"),
                      0);
}

/* One that was kept before photographs were cleaned, shared by two entries. */
static void
old_photographs_are_cleaned (void **state)
{
    wl_buffer_t bytes = photo_with_place (world.world.arena);
    Intake__DiaryEntry *entry;
    Intake__Attachment *first, *second;

    (void) state;
    as (ANNA);
    assert_int_equal (write_entry ("2026-07-30", &entry), WL_OK);
    first = send_photo (entry, bytes);
    second = send_photo (entry, bytes);
    put_back (first->id, bytes);
    assert_true (is_kept_anywhere (PHOTO_PLACE));
    assert_int_equal (intake_world_check (&world, first->id), WL_OK);
    assert_int_equal (intake_world_check (&world, second->id), WL_OK);
    assert_false (is_kept_anywhere (PHOTO_PLACE));
    assert_int_equal (world_number ("select count (*) from file where media_type = 'image/jpeg'"),
                      1);
}

static void
a_broken_photograph_is_refused (void **state)
{
    wl_buffer_t bytes = photo_with_place (world.world.arena);
    int64_t parts = world_number ("select count (*) from file_part");
    Intake__DiaryEntry *entry;
    Intake__Attachment *photo;

    (void) state;
    as (ANNA);
    assert_int_equal (write_entry ("2026-07-29", &entry), WL_OK);
    bytes.length = 150;
    photo = send_photo (entry, bytes);
    assert_int_equal (photo->state, INTAKE__ATTACHMENT_STATE__REFUSED);
    assert_string_equal (photo->refusal, "picture-broken");
    assert_int_equal (world_number ("select count (*) from file_part"), parts);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_carer_reads_what_was_shown_and_comments),
        cmocka_unit_test (comments_of_the_carer_are_told),
        cmocka_unit_test (a_pesel_is_sealed),
        cmocka_unit_test (an_agreement_is_signed_with_a_file_that_is_here),
        cmocka_unit_test (a_log_is_kept),
        cmocka_unit_test (a_photograph_does_not_tell_where_it_was_taken),
        cmocka_unit_test (old_photographs_are_cleaned),
        cmocka_unit_test (a_broken_photograph_is_refused),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
