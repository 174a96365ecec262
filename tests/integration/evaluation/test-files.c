/* Files of applications: who sees which, under what name, here and at a site, and what becomes of
 * the work when the line to where they are is cut. Intake and the centre are played. */
#include "evaluation_world.h"

#include "erasure.h"
#include "site.h"

#define CONTENT "%PDF-1.7 tresc"

static evaluation_world_t world;
static site_t centre = { 0 };
static site_t site = { .region = "32" };
static wl_peer_t key_of_32 = { .service = "evaluation", .regions = { "32" }, .region_count = 1 };

/* ---- the line, played ---- */

static struct {
    wl_status status; /* of everything that is asked */
    int asked;
    const char *target, *method;
    char application[40], stage[40], file[40];
    uint64_t offset;
} line;

static wl_arena_t *
arena (void)
{
    return world.world.arena;
}

static char *
copy (const char *text)
{
    return wl_text_copy (arena (), text);
}

static const char *
name_of (int file)
{
    static const char *const names[] = { "", "Budżet Żak.pdf", "List od Zofii.docx", "Plan.pdf" };

    return names[file];
}

static void
note (const char *application, const char *stage, const char *file, uint64_t offset)
{
    snprintf (line.application, sizeof line.application, "%s", application);
    snprintf (line.stage, sizeof line.stage, "%s", stage);
    snprintf (line.file, sizeof line.file, "%s", file);
    line.offset = offset;
}

/* The file of another stage is there, too, and one that was never finished. */
static ProtobufCMessage *
list_of_intake (const char *application)
{
    int number = (int) strtol (application + strlen (application) - 6, NULL, 10);
    Intake__ListAttachmentsResponse *out = (Intake__ListAttachmentsResponse *) wl_message_new (
        arena (), &intake__list_attachments_response__descriptor);

    out->attachments = wl_arena_array (arena (), 5, sizeof *out->attachments);
    for (int file = 1; file <= 5; file++) {
        Intake__Attachment *one =
            (Intake__Attachment *) wl_message_new (arena (), &intake__attachment__descriptor);
        one->id = file_id (&world, number, file);
        one->field = copy (file == 2 ? "letters" : "budget");
        one->name = copy (file <= 3 ? name_of (file) : "Inny etap.pdf");
        one->media_type = copy ("application/pdf");
        one->size = sizeof CONTENT - 1;
        one->state =
            file == 5 ? INTAKE__ATTACHMENT_STATE__CHECKING : INTAKE__ATTACHMENT_STATE__READY;
        out->attachments[out->n_attachments++] = one;
    }
    return &out->base;
}

static ProtobufCMessage *
list_of_centre (const char *application)
{
    Intake__ListAttachmentsResponse *all =
        (Intake__ListAttachmentsResponse *) list_of_intake (application);
    Evaluation__ApplicationFiles *out = (Evaluation__ApplicationFiles *) wl_message_new (
        arena (), &evaluation__application_files__descriptor);

    out->files = wl_arena_array (arena (), 3, sizeof *out->files);
    for (size_t i = 0; i < 3; i++) {
        Evaluation__ApplicationFile *one = (Evaluation__ApplicationFile *) wl_message_new (
            arena (), &evaluation__application_file__descriptor);
        one->id = all->attachments[i]->id;
        one->name = all->attachments[i]->name;
        out->files[out->n_files++] = one;
    }
    return &out->base;
}

static ProtobufCMessage *
piece_of_file (void)
{
    static uint8_t content[] = CONTENT;
    Wlacznik__Document *out =
        (Wlacznik__Document *) wl_message_new (arena (), &wlacznik__document__descriptor);

    out->content = (ProtobufCBinaryData){ sizeof content - 1, content };
    out->media_type = copy ("application/pdf");
    out->file_name = copy ("Budzet-Zak.pdf");
    out->total = sizeof content - 1;
    out->tag = copy ("0123");
    return &out->base;
}

static wl_status
play (wl_request_t *req, const char *target, const wl_method_t *method, const ProtobufCMessage *in,
      ProtobufCMessage **ret)
{
    (void) req;
    line.asked++;
    line.target = target;
    line.method = method->name;
    if (line.status != WL_OK)
        return line.status;
    if (wl_text_equal (method->name, "ListAttachments")) {
        const Intake__ListAttachmentsRequest *ask = (const void *) in;
        note (ask->application_id, "", "", 0);
        *ret = list_of_intake (ask->application_id);
    } else if (wl_text_equal (method->name, "ListSiteFiles")) {
        const Evaluation__ListSiteFilesRequest *ask = (const void *) in;
        note (ask->application_id, ask->stage, "", 0);
        *ret = list_of_centre (ask->application_id);
    } else if (wl_text_equal (method->name, "GetAttachmentContent")) {
        const Intake__GetAttachmentContentRequest *ask = (const void *) in;
        note (ask->application_id, "", ask->attachment_id, ask->offset);
        *ret = piece_of_file ();
    } else {
        const Evaluation__GetSiteFileRequest *ask = (const void *) in;
        assert_string_equal (method->name, "GetSiteFile");
        note (ask->application_id, ask->stage, ask->file_id, ask->offset);
        *ret = piece_of_file ();
    }
    return WL_OK;
}

/* ---- asking ---- */

static wl_status
list_card (int assessor, char *card, Evaluation__ApplicationFiles **ret)
{
    Evaluation__ListCardFilesRequest in = EVALUATION__LIST_CARD_FILES_REQUEST__INIT;

    in.card_id = card;
    evaluation_world_as (&world, assessor_id (&world, assessor), WL_ROLE_ASSESSOR, "*");
    return evaluation_world_ask (&world, "ListCardFiles", &in, ret);
}

static wl_status
read_card (int assessor, char *card, char *file, Wlacznik__Document **ret)
{
    Evaluation__GetCardFileRequest in = EVALUATION__GET_CARD_FILE_REQUEST__INIT;

    in.card_id = card;
    in.file_id = file;
    in.offset = 7;
    evaluation_world_as (&world, assessor_id (&world, assessor), WL_ROLE_ASSESSOR, "*");
    return evaluation_world_ask (&world, "GetCardFile", &in, ret);
}

static wl_status
list_dossier (const char *who, const char *region, int application,
              Evaluation__ApplicationFiles **ret)
{
    Evaluation__ListDossierFilesRequest in = EVALUATION__LIST_DOSSIER_FILES_REQUEST__INIT;

    in.application_id = application_id (&world, application);
    evaluation_world_as (&world, who, WL_ROLE_COORDINATOR, region);
    return evaluation_world_ask (&world, "ListDossierFiles", &in, ret);
}

static wl_status
read_dossier (const char *who, const char *region, int application, char *file,
              Wlacznik__Document **ret)
{
    Evaluation__GetDossierFileRequest in = EVALUATION__GET_DOSSIER_FILE_REQUEST__INIT;

    in.application_id = application_id (&world, application);
    in.file_id = file;
    evaluation_world_as (&world, who, WL_ROLE_COORDINATOR, region);
    return evaluation_world_ask (&world, "GetDossierFile", &in, ret);
}

static void
declare (int assessor, char *card, bool conflict)
{
    Evaluation__DeclareInterestRequest in = EVALUATION__DECLARE_INTEREST_REQUEST__INIT;

    in.card_id = card;
    in.conflict = conflict;
    in.reason = copy ("Znamy się.");
    evaluation_world_as (&world, assessor_id (&world, assessor), WL_ROLE_ASSESSOR, "*");
    assert_int_equal (evaluation_world_ask (&world, "DeclareInterest", &in, NULL), WL_OK);
}

/* One that they have in this state, and the number of its application. */
static char *
card_of (int assessor, Evaluation__CardState state, int *ret_application)
{
    Evaluation__ListMyCardsResponse *cards = evaluation_world_cards (&world, assessor, state);

    *ret_application = 0;
    assert_true (cards->n_cards > 0);
    const char *application = cards->cards[0]->application_id;
    *ret_application = (int) strtol (application + strlen (application) - 6, NULL, 10);
    return cards->cards[0]->id;
}

/* ---- at the centre ---- */

static void
an_assessor_reads_what_the_form_shows_them (void **state)
{
    Evaluation__ApplicationFiles *files;
    Wlacznik__Document *document;
    int application;
    char *card = card_of (1, EVALUATION__CARD_STATE__DECLARATION_DUE, &application);
    char *file;
    (void) state;

    file = file_id (&world, application, 1);
    line.asked = 0;
    /* Nothing before the declaration, and nobody is asked for it. */
    assert_int_equal (list_card (1, card, &files), WL_OK);
    assert_int_equal (files->n_files, 0);
    assert_int_equal (read_card (1, card, file, NULL), WL_NOT_FOUND);
    assert_int_equal (line.asked, 0);

    declare (1, card, false);
    assert_int_equal (list_card (1, card, &files), WL_OK);
    assert_string_equal (line.target, "intake");
    assert_string_equal (line.application, application_id (&world, application));
    assert_int_equal (files->n_files, 2);
    assert_string_equal (files->files[0]->id, file);
    assert_string_equal (files->files[0]->field, "budget");
    /* The form hides something, and a name could tell it. */
    assert_string_equal (files->files[0]->name, "plik-1.pdf");
    assert_string_equal (files->files[1]->name, "plik-2.pdf");
    assert_int_equal (files->files[0]->size, sizeof CONTENT - 1);

    assert_int_equal (read_card (1, card, file, &document), WL_OK);
    assert_string_equal (document->file_name, "plik-1.pdf");
    assert_int_equal (document->content.len, sizeof CONTENT - 1);
    assert_memory_equal (document->content.data, CONTENT, sizeof CONTENT - 1);
    assert_string_equal (line.method, "GetAttachmentContent");
    assert_string_equal (line.application, application_id (&world, application));
    assert_string_equal (line.file, file);
    assert_int_equal (line.offset, 7);
}

static void
an_assessor_reads_no_others (void **state)
{
    int application, other;
    char *card = card_of (1, EVALUATION__CARD_STATE__OPEN, &application);
    char *file = file_id (&world, application, 1);
    (void) state;

    line.asked = 0;
    other = application == 1 ? 2 : 1;
    /* Of a field that is hidden, of another stage, of another application. */
    assert_int_equal (read_card (1, card, file_id (&world, application, 2), NULL), WL_NOT_FOUND);
    assert_string_equal (evaluation_world_reason (&world), "file-not-found");
    assert_int_equal (read_card (1, card, file_id (&world, application, 4), NULL), WL_NOT_FOUND);
    assert_int_equal (read_card (1, card, file_id (&world, other, 1), NULL), WL_NOT_FOUND);
    /* By another's card, or none. */
    assert_int_equal (read_card (2, card, file, NULL), WL_NOT_FOUND);
    assert_int_equal (list_card (2, card, NULL), WL_NOT_FOUND);
    assert_int_equal (read_card (1, file, file, NULL), WL_NOT_FOUND);
    assert_int_equal (line.asked, 0);
    /* What intake has no more. */
    line.status = WL_NOT_FOUND;
    assert_int_equal (read_card (1, card, file, NULL), WL_NOT_FOUND);
    assert_string_equal (evaluation_world_reason (&world), "file-not-found");
    line.status = WL_OK;
}

static void
a_conflict_ends_it (void **state)
{
    Evaluation__ApplicationFiles *files;
    int application;
    char *card = card_of (2, EVALUATION__CARD_STATE__DECLARATION_DUE, &application);
    (void) state;

    declare (2, card, false);
    assert_int_equal (read_card (2, card, file_id (&world, application, 1), NULL), WL_OK);
    declare (2, card, true);
    line.asked = 0;
    assert_int_equal (list_card (2, card, &files), WL_OK);
    assert_int_equal (files->n_files, 0);
    assert_int_equal (read_card (2, card, file_id (&world, application, 1), NULL), WL_NOT_FOUND);
    assert_int_equal (line.asked, 0);
}

static void
a_coordinator_reads_all_of_their_regions (void **state)
{
    Evaluation__ApplicationFiles *files;
    Wlacznik__Document *document;
    (void) state;

    assert_int_equal (list_dossier (KAROL, "30", 1, &files), WL_OK);
    assert_int_equal (files->n_files, 3); /* in the order of the answers */
    assert_string_equal (files->files[0]->name, name_of (2));
    assert_string_equal (files->files[1]->name, name_of (1));
    assert_string_equal (files->files[2]->name, name_of (3));
    assert_int_equal (read_dossier (KAROL, "30", 1, file_id (&world, 1, 2), &document), WL_OK);
    assert_string_equal (document->file_name, "Budzet-Zak.pdf");

    line.asked = 0;
    assert_int_equal (list_dossier (LIDIA, "32", 1, NULL), WL_NOT_FOUND);
    assert_int_equal (read_dossier (LIDIA, "32", 1, file_id (&world, 1, 2), NULL), WL_NOT_FOUND);
    assert_int_equal (read_dossier (KAROL, "30", 1, file_id (&world, 2, 2), NULL), WL_NOT_FOUND);
    assert_int_equal (read_dossier (KAROL, "30", 1, file_id (&world, 1, 4), NULL), WL_NOT_FOUND);
    /* What a site evaluates the centre's evaluation holds nothing of. */
    assert_int_equal (list_dossier (LIDIA, "32", 3, &files), WL_OK);
    assert_int_equal (files->n_files, 0);
    assert_int_equal (read_dossier (LIDIA, "32", 3, file_id (&world, 3, 1), NULL), WL_NOT_FOUND);
    assert_int_equal (line.asked, 0);
}

/* ---- the centre, asked by a site ---- */

static wl_status
site_lists (int application, Evaluation__ApplicationFiles **ret)
{
    Evaluation__ListSiteFilesRequest in = EVALUATION__LIST_SITE_FILES_REQUEST__INIT;
    wl_status status;

    in.application_id = application_id (&world, application);
    in.stage = copy ("idea");
    evaluation_world_as_peer (&world, "evaluation");
    world.request.peer = &key_of_32;
    status = evaluation_world_ask (&world, "ListSiteFiles", &in, ret);
    world.request.peer = NULL;
    return status;
}

static wl_status
site_reads (int application, Wlacznik__Document **ret)
{
    Evaluation__GetSiteFileRequest in = EVALUATION__GET_SITE_FILE_REQUEST__INIT;
    wl_status status;

    in.application_id = application_id (&world, application);
    in.stage = copy ("idea");
    in.file_id = file_id (&world, application, 1);
    in.offset = 3;
    evaluation_world_as_peer (&world, "evaluation");
    world.request.peer = &key_of_32;
    status = evaluation_world_ask (&world, "GetSiteFile", &in, ret);
    world.request.peer = NULL;
    return status;
}

static void
a_site_gets_what_it_evaluates (void **state)
{
    Evaluation__ApplicationFiles *files;
    Wlacznik__Document *document;
    (void) state;

    assert_int_equal (site_lists (3, &files), WL_OK);
    assert_int_equal (files->n_files, 4); /* its own answers say which of them count */
    assert_string_equal (files->files[0]->name, name_of (1));
    assert_int_equal (site_reads (3, &document), WL_OK);
    assert_string_equal (line.target, "intake");
    assert_string_equal (line.application, application_id (&world, 3));
    assert_int_equal (line.offset, 3);
    assert_memory_equal (document->content.data, CONTENT, sizeof CONTENT - 1);

    line.asked = 0;
    assert_int_equal (world_number ("select count (*) from dossier where at_site"), 2);
    /* Other regions', its own region's that the centre evaluates, and none at all. */
    for (int application = 1; application <= 9; application++) {
        if (application == 3)
            continue;
        assert_int_equal (site_lists (application, NULL), WL_NOT_FOUND);
        assert_int_equal (site_reads (application, NULL), WL_NOT_FOUND);
    }
    assert_int_equal (line.asked, 0);
}

/* ---- a site ---- */

static void
a_site_passes_on_what_the_centre_has (void **state)
{
    Evaluation__ApplicationFiles *files;
    Wlacznik__Document *document;
    (void) state;

    world.daemon.state = &site;
    assert_int_equal (list_dossier (LIDIA, "32", 5, &files), WL_OK);
    assert_string_equal (line.target, WL_TARGET_CENTRE);
    assert_string_equal (line.method, "ListSiteFiles");
    assert_string_equal (line.stage, "idea");
    assert_int_equal (files->n_files, 3);
    assert_int_equal (read_dossier (LIDIA, "32", 5, file_id (&world, 5, 1), &document), WL_OK);
    assert_string_equal (line.target, WL_TARGET_CENTRE);
    assert_string_equal (line.application, application_id (&world, 5));
    assert_string_equal (line.file, file_id (&world, 5, 1));
    world.daemon.state = NULL;
}

/* Whoever waits for a line that is cut holds a worker, so one tries and the others are told. */
static void
a_cut_line_holds_nobody (void **state)
{
    (void) state;

    world.daemon.state = &site;
    line.status = WL_DEADLINE_EXCEEDED;
    line.asked = 0;
    for (int i = 0; i < 3; i++) {
        assert_int_equal (read_dossier (LIDIA, "32", 5, file_id (&world, 5, 1), NULL),
                          WL_UNAVAILABLE);
        assert_string_equal (evaluation_world_reason (&world), "files-away");
        assert_non_null (strstr (world.request.error.text, "centrali"));
        assert_true (world.request.retry_after_s > 0);
    }
    assert_int_equal (list_dossier (LIDIA, "32", 5, NULL), WL_UNAVAILABLE);
    assert_int_equal (line.asked, 1);

    site.files_rest_until = wl_monotonic () - 1; /* five seconds later */
    line.status = WL_UNAVAILABLE;
    for (int i = 0; i < 2; i++)
        assert_int_equal (list_dossier (LIDIA, "32", 5, NULL), WL_UNAVAILABLE);
    assert_int_equal (line.asked, 2);

    site.files_rest_until = wl_monotonic () - 1;
    line.status = WL_OK; /* mended */
    for (int i = 0; i < 2; i++)
        assert_int_equal (list_dossier (LIDIA, "32", 5, NULL), WL_OK);
    assert_int_equal (line.asked, 4);
    world.daemon.state = NULL;
}

/* ---- erased ---- */

static void
nothing_of_the_erased_is_asked_for (void **state)
{
    Intake__PersonErased body = INTAKE__PERSON_ERASED__INIT;
    Evaluation__ApplicationFiles *files;
    int application;
    char *card = card_of (1, EVALUATION__CARD_STATE__OPEN, &application);
    char *ids[] = { application_id (&world, application) };
    (void) state;

    body.request_id = copy ("01910000-0000-7000-8000-0000000000d1");
    body.user_id = applicant_id (&world, application);
    body.erased_application_ids = ids;
    body.n_erased_application_ids = 1;
    evaluation_world_hears (&world, on_person_erased, &body.base);
    line.asked = 0;
    assert_int_equal (list_card (1, card, &files), WL_OK);
    assert_int_equal (files->n_files, 0);
    assert_int_equal (read_card (1, card, file_id (&world, application, 1), NULL), WL_NOT_FOUND);
    assert_int_equal (list_dossier (KAROL, "30", application, &files), WL_OK);
    assert_int_equal (files->n_files, 0);
    assert_int_equal (
        read_dossier (KAROL, "30", application, file_id (&world, application, 1), NULL),
        WL_NOT_FOUND);
    assert_int_equal (line.asked, 0);
}

/* ---- the world: 1 and 2 of region 30; of 32, 3 is at its site and 4 is not, because the call was
 * published before the site was; 5 is what the same program holds when it is that site; 6 is at
 * another region's site ---- */

static int
set_up (void **state)
{
    (void) state;
    evaluation_world_published ("2026-03-10T12:00:00Z");
    evaluation_world_asks_for_files ();
    evaluation_world_migrate ();
    evaluation_world_init (&world);
    evaluation_world_line (play);
    world.daemon.state = &centre;
    world_sql ("insert into site (region, key, joined_at)"
               " values ('32', '', '2026-03-01'), ('14', '', '2026-03-01')");
    evaluation_world_submits (&world, (evaluation_application_t){ 1, "idea", "30", 3000000 });
    evaluation_world_submits (&world, (evaluation_application_t){ 2, "idea", "30", 3000000 });
    evaluation_world_submits (&world, (evaluation_application_t){ 3, "idea", "32", 3000000 });
    evaluation_world_submits (&world, (evaluation_application_t){ 6, "idea", "14", 3000000 });
    world_sql ("update site set joined_at = '2026-04-01'");
    evaluation_world_submits (&world, (evaluation_application_t){ 4, "idea", "32", 3000000 });
    world.daemon.state = &site;
    evaluation_world_submits (&world, (evaluation_application_t){ 5, "idea", "32", 3000000 });
    world.daemon.state = &centre;
    evaluation_world_assessors (&world, 4, 10);
    for (int i = 1; i <= 2; i++)
        assert_int_equal (evaluation_world_formal (&world, i, true), WL_OK);
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

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (an_assessor_reads_what_the_form_shows_them),
        cmocka_unit_test (an_assessor_reads_no_others),
        cmocka_unit_test (a_conflict_ends_it),
        cmocka_unit_test (a_coordinator_reads_all_of_their_regions),
        cmocka_unit_test (a_site_gets_what_it_evaluates),
        cmocka_unit_test (a_site_passes_on_what_the_centre_has),
        cmocka_unit_test (a_cut_line_holds_nobody),
        cmocka_unit_test (nothing_of_the_erased_is_asked_for),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
