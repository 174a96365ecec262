/* Writing an application together: roles, the invitation's link, the limit per person, handing
 * over, and what people say about fields. */
#include "intake_world.h"

#include "coauthor.h"
#include "wlacznik/notification.pb-c.h"

#define CELINA     "01910000-0000-7000-8000-0000000000c3"
#define ROLE(name) INTAKE__COAUTHOR_ROLE__COAUTHOR_##name

static intake_world_t world;
static char *programme, *call;
static int calls;

static int
set_up (void **state)
{
    (void) state;
    intake_world_migrate ();
    intake_world_init (&world);
    intake_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    programme = intake_world_programme (&world);
    return 0;
}

static int
tear_down (void **state)
{
    (void) state;
    intake_world_done (&world);
    return 0;
}

static void
as (const char *user)
{
    intake_world_as (&world, user, WL_ROLE_SIGNED_IN, "");
    intake_world_at (&world, IN_CALL);
}

/* An own call for each test, so that nobody's place in a limit is taken by another test. */
static void
open_call (uint32_t per_person, bool coauthors_count)
{
    Intake__CallDefinition *definition;

    intake_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    definition = intake_world_definition (&world, programme,
                                          wl_text_printf (world.world.arena, "CO-%d", ++calls), 0);
    definition->applications_per_person = per_person;
    definition->coauthors_count = coauthors_count;
    call = intake_world_open (&world, definition);
}

static char *
anna_applies (void)
{
    char *id;

    as (ANNA);
    id = intake_world_apply (&world, call, "anna@example.org");
    assert_int_equal (intake_world_fill (&world, id, 1, "anna@example.org", "Pomysł"), WL_OK);
    return id;
}

static wl_status
invite (char *id, const char *email, Intake__CoauthorRole role, Intake__Coauthors **ret)
{
    Intake__InviteCoauthorRequest in = INTAKE__INVITE_COAUTHOR_REQUEST__INIT;

    in.application_id = id;
    in.email = wl_text_copy (world.world.arena, email);
    in.name = wl_text_copy (world.world.arena, "Bogna");
    in.role = role;
    return intake_world_ask (&world, "InviteCoauthor", &in, ret);
}

/* The link stands nowhere but in the letter that waits to be sent. */
static char *
token_of (const char *coauthor_id)
{
    static const wl_statement_t statement = {
        "letter",
        "select payload from runtime.timers where kind = 'coauthor-invitation' and key = $1"
    };
    Notification__SendMessageRequest *letter;
    wl_rows_t rows;
    wl_bytes_t bytes;

    wl_db_begin (world.world.db);
    assert_int_equal (wl_run (world.world.db, &statement, &rows, wl_p_text (coauthor_id)), WL_OK);
    assert_int_equal (rows.count, 1);
    bytes = wl_row_bytes (&rows, 0, 0);
    assert_int_equal (wl_message_unpack (world.world.arena,
                                         &notification__send_message_request__descriptor,
                                         bytes.data, bytes.length, (ProtobufCMessage **) &letter),
                      WL_OK);
    wl_db_rollback (world.world.db);
    for (size_t i = 0; i < letter->n_facts; i++)
        if (wl_text_equal (letter->facts[i]->name, "token"))
            return letter->facts[i]->value;
    fail ();
    return NULL;
}

static wl_status
take (char *token)
{
    Intake__AcceptCoauthorshipRequest in = INTAKE__ACCEPT_COAUTHORSHIP_REQUEST__INIT;

    in.token = token;
    return intake_world_ask (&world, "AcceptCoauthorship", &in, NULL);
}

/* `user` joins in this role; the co-author's id. Speaks as `user` afterwards. */
static char *
joined (char *id, const char *user, const char *email, Intake__CoauthorRole role)
{
    Intake__Coauthors *all;
    char *coauthor;

    as (ANNA);
    assert_int_equal (invite (id, email, role, &all), WL_OK);
    coauthor = all->list[all->n_list - 1]->id;
    as (user);
    assert_int_equal (take (token_of (coauthor)), WL_OK);
    return coauthor;
}

static wl_status
transfer (const char *method, char *id)
{
    Intake__OwnershipRequest in = INTAKE__OWNERSHIP_REQUEST__INIT;

    in.application_id = id;
    return intake_world_ask (&world, method, &in, NULL);
}

static wl_status
offer (char *id, char *coauthor)
{
    Intake__OfferOwnershipRequest in = INTAKE__OFFER_OWNERSHIP_REQUEST__INIT;

    in.application_id = id;
    in.coauthor_id = coauthor;
    return intake_world_ask (&world, "OfferOwnership", &in, NULL);
}

/* ---- roles ---- */

static void
an_editor_writes_and_does_not_submit (void **state)
{
    char *id;

    (void) state;
    open_call (0, false);
    id = anna_applies ();
    joined (id, BOGNA, "bogna@example.org", ROLE (EDITOR));
    assert_int_equal (intake_world_get (&world, id)->your_role, ROLE (EDITOR));
    assert_true (intake_world_get (&world, id)->may_edit);
    assert_int_equal (intake_world_fill (&world, id, 2, "anna@example.org", "Lepszy"), WL_OK);
    assert_int_equal (intake_world_submit (&world, id, NULL), WL_PERMISSION_DENIED);
    assert_string_equal (intake_world_reason (&world), "leader-only");
    as (ANNA);
    assert_string_equal (intake_world_get (&world, id)->title, "Lepszy");
    assert_int_equal (intake_world_submit (&world, id, NULL), WL_OK);
}

static void
a_reader_reads (void **state)
{
    char *id;

    (void) state;
    open_call (0, false);
    id = anna_applies ();
    joined (id, BOGNA, "bogna@example.org", ROLE (READER));
    assert_non_null (intake_world_get (&world, id)->answers);
    assert_false (intake_world_get (&world, id)->may_edit);
    assert_int_equal (intake_world_fill (&world, id, 2, "anna@example.org", "Cudzy"),
                      WL_PERMISSION_DENIED);
    assert_string_equal (intake_world_reason (&world), "reader-only");
    assert_int_equal (invite (id, "d@example.org", ROLE (READER), NULL), WL_PERMISSION_DENIED);
}

/* Nothing tells a stranger that the application is there. */
static void
others_see_nothing (void **state)
{
    Intake__ListCoauthorsRequest list = INTAKE__LIST_COAUTHORS_REQUEST__INIT;
    Intake__ListCommentsRequest comments = INTAKE__LIST_COMMENTS_REQUEST__INIT;
    char *id;

    (void) state;
    open_call (0, false);
    id = anna_applies ();
    as (CELINA);
    list.application_id = comments.application_id = id;
    assert_int_equal (intake_world_ask (&world, "ListCoauthors", &list, NULL), WL_NOT_FOUND);
    assert_int_equal (intake_world_ask (&world, "ListComments", &comments, NULL), WL_NOT_FOUND);
    assert_int_equal (invite (id, "c@example.org", ROLE (EDITOR), NULL), WL_NOT_FOUND);
    assert_int_equal (transfer ("AcceptOwnership", id), WL_NOT_FOUND);
}

static void
both_find_it_in_their_lists (void **state)
{
    Intake__ListMyApplicationsRequest in = INTAKE__LIST_MY_APPLICATIONS_REQUEST__INIT;
    Intake__ListMyApplicationsResponse *mine;
    char *id, *own;

    (void) state;
    open_call (0, false);
    id = anna_applies ();
    joined (id, CELINA, "celina@example.org", ROLE (READER));
    intake_world_at (&world, "2026-04-20T12:00:01Z");
    own = intake_world_apply (&world, call, "celina@example.org");
    in.limit = 1;
    assert_int_equal (intake_world_ask (&world, "ListMyApplications", &in, &mine), WL_OK);
    assert_string_equal (mine->applications[0]->id, own);
    assert_int_equal (mine->applications[0]->your_role, ROLE (LEADER));
    in.cursor = mine->next_cursor;
    assert_int_equal (intake_world_ask (&world, "ListMyApplications", &in, &mine), WL_OK);
    assert_string_equal (mine->applications[0]->id, id);
    assert_int_equal (mine->applications[0]->your_role, ROLE (READER));
}

/* ---- the link ---- */

static void
a_link_works_once (void **state)
{
    Intake__Coauthors *all;
    char *id, *token;

    (void) state;
    open_call (0, false);
    id = anna_applies ();
    assert_int_equal (invite (id, "bogna@example.org", ROLE (EDITOR), &all), WL_OK);
    assert_string_equal (all->list[0]->email, "bogna@example.org");
    assert_int_equal (invite (id, "BOGNA@example.org", ROLE (READER), NULL), WL_ALREADY_EXISTS);
    token = token_of (all->list[0]->id);
    assert_int_equal (take (token), WL_ALREADY_EXISTS); /* Anna's own */
    as (BOGNA);
    assert_int_equal (take (token), WL_OK);
    as (CELINA);
    assert_int_equal (take (token), WL_NOT_FOUND);
}

static void
a_link_ends (void **state)
{
    Intake__RemoveCoauthorRequest out = INTAKE__REMOVE_COAUTHOR_REQUEST__INIT;
    Intake__Coauthors *all;
    char *id, *token;

    (void) state;
    open_call (0, false);
    id = anna_applies ();
    assert_int_equal (invite (id, "bogna@example.org", ROLE (EDITOR), &all), WL_OK);
    token = token_of (all->list[0]->id);
    as (BOGNA);
    intake_world_at (&world, "2026-05-04T12:00:00Z"); /* 14 days later, to the microsecond */
    assert_int_equal (take (token), WL_NOT_FOUND);
    as (ANNA);
    out.application_id = id;
    out.coauthor_id = all->list[0]->id;
    assert_int_equal (intake_world_ask (&world, "RemoveCoauthor", &out, NULL), WL_OK);
    as (BOGNA);
    assert_int_equal (take (token), WL_NOT_FOUND);
}

static void
who_left_sees_nothing (void **state)
{
    Intake__RemoveCoauthorRequest out = INTAKE__REMOVE_COAUTHOR_REQUEST__INIT;
    Intake__GetApplicationRequest get = INTAKE__GET_APPLICATION_REQUEST__INIT;
    char *id;

    (void) state;
    open_call (0, false);
    id = anna_applies ();
    out.coauthor_id = joined (id, BOGNA, "bogna@example.org", ROLE (EDITOR));
    out.application_id = get.application_id = id;
    assert_int_equal (intake_world_ask (&world, "RemoveCoauthor", &out, NULL), WL_OK);
    assert_int_equal (intake_world_ask (&world, "GetApplication", &get, NULL), WL_NOT_FOUND);
}

/* ---- the limit per person ---- */

/* Evaluation hears who wrote it: by their accounts, of all that ever joined. */
static void
a_submission_names_who_wrote_it (void **state)
{
    Intake__RemoveCoauthorRequest out = INTAKE__REMOVE_COAUTHOR_REQUEST__INIT;
    char *id;

    (void) state;
    open_call (0, false);
    id = anna_applies ();
    out.coauthor_id = joined (id, BOGNA, "bogna@example.org", ROLE (EDITOR));
    out.application_id = id;
    as (ANNA);
    assert_int_equal (intake_world_ask (&world, "RemoveCoauthor", &out, NULL), WL_OK);
    assert_int_equal (intake_world_submit (&world, id, NULL), WL_OK);
    assert_int_equal (
        world_number (wl_text_printf (
            world.world.arena,
            "select count (*) from runtime.outbox where type = 'intake.ApplicationSubmitted'"
            " and aggregate = '%s' and position ('%s'::text::bytea in payload) > 0"
            " and position ('bogna@'::text::bytea in payload) = 0",
            id, BOGNA)),
        1);
}

/* The caller begins and hands in one of their own. */
static wl_status
files_own (const char *email)
{
    char *own = intake_world_apply (&world, call, email);

    assert_int_equal (intake_world_fill (&world, own, 1, email, "Drugi"), WL_OK);
    return intake_world_submit (&world, own, NULL);
}

/* Anna's, which Bogna writes with her, is submitted; then Bogna hands in her own. */
static wl_status
second_of_an_editor (bool coauthors_count, const char *email)
{
    char *id;

    open_call (1, coauthors_count);
    id = anna_applies ();
    joined (id, BOGNA, "bogna@example.org", ROLE (EDITOR));
    as (ANNA);
    assert_int_equal (intake_world_submit (&world, id, NULL), WL_OK);
    as (BOGNA);
    return files_own (email);
}

static void
editors_count_where_the_call_says_so (void **state)
{
    (void) state;
    assert_int_equal (second_of_an_editor (true, "inny-adres@example.org"), WL_FAILED_PRECONDITION);
    assert_string_equal (intake_world_reason (&world), "limit-reached");
}

/* Also when they leave after the submission: or one could write for all one's friends. */
static void
leaving_gives_no_place_back (void **state)
{
    Intake__RemoveCoauthorRequest out = INTAKE__REMOVE_COAUTHOR_REQUEST__INIT;
    Intake__WithdrawApplicationRequest withdraw = INTAKE__WITHDRAW_APPLICATION_REQUEST__INIT;
    char *id, *own;

    (void) state;
    open_call (1, true);
    id = anna_applies ();
    out.coauthor_id = joined (id, BOGNA, "bogna@example.org", ROLE (EDITOR));
    as (ANNA);
    assert_int_equal (intake_world_submit (&world, id, NULL), WL_OK);
    out.application_id = withdraw.application_id = id;
    assert_int_equal (intake_world_ask (&world, "RemoveCoauthor", &out, NULL), WL_OK);
    as (BOGNA);
    own = intake_world_apply (&world, call, "b2@example.org");
    assert_int_equal (intake_world_fill (&world, own, 1, "b2@example.org", "Drugi"), WL_OK);
    assert_int_equal (intake_world_submit (&world, own, NULL), WL_FAILED_PRECONDITION);
    as (ANNA);
    assert_int_equal (intake_world_ask (&world, "WithdrawApplication", &withdraw, NULL), WL_OK);
    as (BOGNA);
    assert_int_equal (intake_world_submit (&world, own, NULL), WL_OK);
}

static void
readers_never_count (void **state)
{
    Intake__ChangeCoauthorRequest change = INTAKE__CHANGE_COAUTHOR_REQUEST__INIT;
    char *id;

    (void) state;
    open_call (1, true);
    id = anna_applies ();
    change.coauthor_id = joined (id, BOGNA, "bogna@example.org", ROLE (READER));
    assert_int_equal (files_own ("bogna@example.org"), WL_OK);
    as (ANNA);
    assert_int_equal (intake_world_submit (&world, id, NULL), WL_OK);
    /* What is submitted cannot become the third of one person by a change of role. */
    change.application_id = id;
    change.role = ROLE (EDITOR);
    assert_int_equal (intake_world_ask (&world, "ChangeCoauthor", &change, NULL),
                      WL_FAILED_PRECONDITION);
    assert_string_equal (intake_world_reason (&world), "limit-reached");
}

static void
editors_do_not_count_otherwise (void **state)
{
    (void) state;
    assert_int_equal (second_of_an_editor (false, "bogna@example.org"), WL_OK);
}

/* ---- handing over ---- */

static void
both_sides_agree (void **state)
{
    char *id, *coauthor;

    (void) state;
    open_call (1, false);
    id = anna_applies ();
    coauthor = joined (id, BOGNA, "bogna@example.org", ROLE (READER));
    assert_int_equal (transfer ("AcceptOwnership", id), WL_FAILED_PRECONDITION);
    assert_string_equal (intake_world_reason (&world), "nothing-offered");
    assert_int_equal (offer (id, coauthor), WL_PERMISSION_DENIED);
    as (ANNA);
    assert_int_equal (offer (id, coauthor), WL_OK);
    assert_int_equal (intake_world_get (&world, id)->your_role, ROLE (LEADER));
    as (BOGNA);
    assert_int_equal (transfer ("AcceptOwnership", id), WL_OK);
    assert_int_equal (intake_world_get (&world, id)->your_role, ROLE (LEADER));
    assert_int_equal (intake_world_submit (&world, id, NULL), WL_OK);
    as (ANNA);
    assert_int_equal (intake_world_get (&world, id)->your_role, ROLE (EDITOR));
}

static void
an_offer_can_be_turned_down (void **state)
{
    char *id, *coauthor;

    (void) state;
    open_call (0, false);
    id = anna_applies ();
    coauthor = joined (id, BOGNA, "bogna@example.org", ROLE (EDITOR));
    as (ANNA);
    assert_int_equal (offer (id, coauthor), WL_OK);
    as (BOGNA);
    assert_int_equal (transfer ("CancelOwnership", id), WL_OK);
    assert_int_equal (transfer ("AcceptOwnership", id), WL_FAILED_PRECONDITION);
}

/* A leader is counted in every call with a limit. */
static void
nobody_takes_over_past_the_limit (void **state)
{
    char *id, *own, *coauthor;

    (void) state;
    open_call (1, false);
    id = anna_applies ();
    coauthor = joined (id, BOGNA, "bogna@example.org", ROLE (EDITOR));
    own = intake_world_apply (&world, call, "bogna@example.org");
    assert_int_equal (intake_world_fill (&world, own, 1, "bogna@example.org", "Drugi"), WL_OK);
    assert_int_equal (intake_world_submit (&world, own, NULL), WL_OK);
    as (ANNA);
    assert_int_equal (intake_world_submit (&world, id, NULL), WL_OK);
    assert_int_equal (offer (id, coauthor), WL_OK);
    as (BOGNA);
    assert_int_equal (transfer ("AcceptOwnership", id), WL_FAILED_PRECONDITION);
    assert_string_equal (intake_world_reason (&world), "limit-reached");
}

/* ---- comments ---- */

static void
comments_are_resolved (void **state)
{
    Intake__WriteCommentRequest write = INTAKE__WRITE_COMMENT_REQUEST__INIT;
    Intake__ListCommentsRequest list = INTAKE__LIST_COMMENTS_REQUEST__INIT;
    Intake__ResolveCommentRequest resolve = INTAKE__RESOLVE_COMMENT_REQUEST__INIT;
    Intake__DeleteCommentRequest delete = INTAKE__DELETE_COMMENT_REQUEST__INIT;
    Intake__FieldComments *comments;
    Intake__FieldComment *comment;
    char *id;

    (void) state;
    open_call (0, false);
    id = anna_applies ();
    joined (id, BOGNA, "bogna@example.org", ROLE (READER));
    write.application_id = list.application_id = resolve.application_id = delete.application_id =
        id;
    write.text = wl_text_copy (world.world.arena, "Za krótki");
    write.field = wl_text_copy (world.world.arena, "nie-ma");
    assert_int_equal (intake_world_ask (&world, "WriteComment", &write, NULL), WL_INVALID_ARGUMENT);
    write.field = wl_text_copy (world.world.arena, "title");
    assert_int_equal (intake_world_ask (&world, "WriteComment", &write, &comment), WL_OK);
    assert_int_equal (comment->author_role, ROLE (READER));
    resolve.comment_id = delete.comment_id = comment->id;
    as (ANNA);
    assert_int_equal (intake_world_ask (&world, "DeleteComment", &delete, NULL),
                      WL_PERMISSION_DENIED);
    assert_int_equal (intake_world_ask (&world, "ResolveComment", &resolve, NULL), WL_OK);
    list.open_only = true;
    assert_int_equal (intake_world_ask (&world, "ListComments", &list, &comments), WL_OK);
    assert_int_equal (comments->n_list, 0);
    list.open_only = false;
    assert_int_equal (intake_world_ask (&world, "ListComments", &list, &comments), WL_OK);
    assert_int_equal (comments->n_list, 1);
    assert_string_equal (comments->list[0]->resolved_by_user_id, ANNA);
    as (BOGNA);
    assert_int_equal (intake_world_ask (&world, "DeleteComment", &delete, NULL), WL_OK);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (an_editor_writes_and_does_not_submit),
        cmocka_unit_test (a_reader_reads),
        cmocka_unit_test (others_see_nothing),
        cmocka_unit_test (both_find_it_in_their_lists),
        cmocka_unit_test (a_link_works_once),
        cmocka_unit_test (a_link_ends),
        cmocka_unit_test (who_left_sees_nothing),
        cmocka_unit_test (a_submission_names_who_wrote_it),
        cmocka_unit_test (editors_count_where_the_call_says_so),
        cmocka_unit_test (leaving_gives_no_place_back),
        cmocka_unit_test (readers_never_count),
        cmocka_unit_test (editors_do_not_count_otherwise),
        cmocka_unit_test (both_sides_agree),
        cmocka_unit_test (an_offer_can_be_turned_down),
        cmocka_unit_test (nobody_takes_over_past_the_limit),
        cmocka_unit_test (comments_are_resolved),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
