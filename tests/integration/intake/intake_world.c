#include "intake_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attachment_check.h"
#include "store_application_programmes.h"

extern const wl_migration_t intake_migrations[];

static const wl_service_t service = { .name = "intake",
                                      .rpc = &intake_handlers,
                                      .programmes = intake_programmes };

void
intake_world_migrate (void)
{
    world_t world;
    wl_error_t error;

    world_migrate ("");
    world = world_new ();
    wl_error_init (&error, world.arena);
    if (wl_migrate (world.db, "intake", intake_migrations, &error, NULL) != WL_OK) {
        fprintf (stderr, "%s\n", error.text);
        exit (2);
    }
    world_destroy (&world);
}

void
intake_world_init (intake_world_t *self)
{
    memset (self, 0, sizeof *self);
    self->world = world_new ();
    self->daemon.service = &service;
    wl_request_init (&self->request, &self->daemon, self->world.arena, self->world.db);
    bus__actor__init (&self->actor);
    bus__grant__init (&self->grant);
    self->grants[0] = &self->grant;
    intake_world_at (self, IN_CALL);
}

void
intake_world_done (intake_world_t *self)
{
    world_destroy (&self->world);
}

void
intake_world_as (intake_world_t *self, const char *user_id, wl_role_t role, const char *region)
{
    self->actor.user_id = wl_text_copy (self->world.arena, user_id);
    self->grant.role = (Wlacznik__Role) role;
    self->grant.region = wl_text_copy (self->world.arena, region);
    self->grant.programme_id = wl_text_copy (self->world.arena, "");
    self->actor.n_grants = role == WL_ROLE_SIGNED_IN ? 0 : 1;
    self->actor.grants = self->grants;
    self->request.actor = &self->actor;
}

void
intake_world_in (intake_world_t *self, const char *programme_id)
{
    self->grant.programme_id = wl_text_copy (self->world.arena, programme_id);
}

void
intake_world_at (intake_world_t *self, const char *time)
{
    if (!wl_time_parse (time, &self->request.now))
        abort ();
}

/* ---- asking ---- */

static wl_status
end (intake_world_t *self, wl_status status)
{
    if (status == WL_OK)
        return wl_db_commit (self->world.db);
    wl_db_rollback (self->world.db);
    return status;
}

/* As a worker does it. */
static wl_status
answer (wl_request_t *req, const wl_method_t *method, const void *in, ProtobufCMessage *out)
{
    WL_TRY (wl_programme_enter (req, method, in));
    return wl_programme_leave (req, intake_handlers.handlers[method->index](req, in, out));
}

wl_status
intake_world_ask (intake_world_t *self, const char *method, const void *in, void *ret)
{
    wl_request_t *req = &self->request;
    const wl_method_t *of = wl_contract_method ("intake", method);
    ProtobufCMessage *out = wl_message_new (self->world.arena, of->output);
    wl_status status;

    wl_error_init (&req->error, self->world.arena);
    wl_db_begin (self->world.db);
    status = end (self, answer (req, of, in, out));
    if (ret != NULL)
        memcpy (ret, &out, sizeof out);
    return status;
}

wl_status
intake_world_hear (intake_world_t *self, wl_event_handler_t *handler, const void *body)
{
    wl_event_t event = { .source = "evaluation",
                         .type = ((const ProtobufCMessage *) body)->descriptor->name,
                         .trace = "",
                         .body = body };

    wl_db_begin (self->world.db);
    return end (self, handler (&self->request, &event));
}

const char *
intake_world_reason (const intake_world_t *self)
{
    return self->request.error.reason == NULL ? "" : self->request.error.reason;
}

const char *
intake_world_field (const intake_world_t *self)
{
    return self->request.error.field_count == 0 ? "" : self->request.error.fields[0].field;
}

/* ---- what most tests begin with ---- */

static const char *
definition_text (wl_arena_t *arena)
{
    FILE *file = fopen (INTAKE_TEST_FOLDER "/definition.json", "r");
    wl_buffer_t text;
    int c;

    if (file == NULL)
        abort ();
    wl_buffer_init (&text, arena);
    while ((c = fgetc (file)) != EOF)
        wl_buffer_char (&text, (char) c);
    fclose (file);
    return text.data;
}

void *
intake_world_read (intake_world_t *self, const ProtobufCMessageDescriptor *type, const char *json)
{
    ProtobufCMessage *message = wl_message_new (self->world.arena, type);
    wl_error_t error;

    wl_error_init (&error, self->world.arena);
    if (wl_message_from_json (self->world.arena, json, strlen (json), "en", message, &error) !=
        WL_OK) {
        fprintf (stderr, "%s in %s\n", error.field_count ? error.fields[0].text : error.text, json);
        abort ();
    }
    return message;
}

Intake__CallDefinition *
intake_world_definition (intake_world_t *self, const char *programme_id, const char *code,
                         int decisions)
{
    Intake__CallDefinition *definition = intake_world_read (
        self, &intake__call_definition__descriptor, definition_text (self->world.arena));

    definition->programme_id = wl_text_copy (self->world.arena, programme_id);
    definition->code = wl_text_copy (self->world.arena, code);
    definition->n_stages = 1 + (size_t) decisions;
    return definition;
}

static void
must (wl_status status, const intake_world_t *self, const char *what)
{
    if (status == WL_OK)
        return;
    fprintf (stderr, "%s: %s %s %s %s\n", what, wl_status_name (status), intake_world_reason (self),
             intake_world_field (self), wl_db_error (self->world.db));
    abort ();
}

char *
intake_world_programme (intake_world_t *self)
{
    Intake__CreateProgrammeRequest create = INTAKE__CREATE_PROGRAMME_REQUEST__INIT;
    Intake__PutRegionRequest put = INTAKE__PUT_REGION_REQUEST__INIT;
    Intake__Programme *programme;

    create.name = wl_text_copy (self->world.arena, "Włącznik");
    must (intake_world_ask (self, "CreateProgramme", &create, &programme), self, "programme");
    put.programme_id = programme->id;
    put.name = create.name;
    put.region = wl_text_copy (self->world.arena, "30");
    must (intake_world_ask (self, "PutRegion", &put, NULL), self, "region");
    put.region = wl_text_copy (self->world.arena, "32");
    must (intake_world_ask (self, "PutRegion", &put, NULL), self, "region");
    return programme->id;
}

char *
intake_world_open (intake_world_t *self, Intake__CallDefinition *definition)
{
    Intake__CreateCallRequest create = INTAKE__CREATE_CALL_REQUEST__INIT;
    Intake__PublishCallRequest publish = INTAKE__PUBLISH_CALL_REQUEST__INIT;
    Intake__Call *call;

    create.definition = definition;
    must (intake_world_ask (self, "CreateCall", &create, &call), self, "call");
    publish.call_id = call->id;
    must (intake_world_ask (self, "PublishCall", &publish, NULL), self, "publish");
    return call->id;
}

static Wlacznik__Applicant *
person (intake_world_t *self, const char *email)
{
    wl_arena_t *arena = self->world.arena;
    Wlacznik__Applicant *applicant = wl_arena_alloc (arena, sizeof *applicant);
    Wlacznik__Member *member = wl_arena_alloc (arena, sizeof *member);

    wlacznik__member__init (member);
    member->name = wl_text_copy (arena, "Żaneta Ćwiek");
    member->email = wl_text_copy (arena, email);
    wlacznik__applicant__init (applicant);
    applicant->type = WLACZNIK__APPLICANT_TYPE__PERSON;
    applicant->n_members = 1;
    applicant->members = wl_arena_array (arena, 1, sizeof *applicant->members);
    applicant->members[0] = member;
    return applicant;
}

char *
intake_world_apply (intake_world_t *self, const char *call_id, const char *email)
{
    Intake__CreateApplicationRequest create = INTAKE__CREATE_APPLICATION_REQUEST__INIT;
    Intake__Application *application;

    create.call_id = wl_text_copy (self->world.arena, call_id);
    create.region = wl_text_copy (self->world.arena, "30");
    create.applicant = person (self, email);
    must (intake_world_ask (self, "CreateApplication", &create, &application), self, "apply");
    return application->id;
}

wl_status
intake_world_fill (intake_world_t *self, const char *application_id, uint64_t version,
                   const char *email, const char *title)
{
    Intake__SaveApplicationRequest save = INTAKE__SAVE_APPLICATION_REQUEST__INIT;

    save.application_id = wl_text_copy (self->world.arena, application_id);
    save.version = version;
    save.applicant = person (self, email);
    save.answers =
        intake_world_read (self, &wlacznik__answers__descriptor,
                           wl_text_printf (self->world.arena,
                                           "{\"list\":[{\"field\":\"title\",\"text\":\"%s\"},"
                                           "{\"field\":\"amount\",\"number\":\"3298340\"}]}",
                                           title));
    return intake_world_ask (self, "SaveApplication", &save, NULL);
}

wl_status
intake_world_submit (intake_world_t *self, const char *application_id, Intake__Receipt **ret)
{
    Intake__SubmitApplicationRequest submit = INTAKE__SUBMIT_APPLICATION_REQUEST__INIT;

    submit.application_id = wl_text_copy (self->world.arena, application_id);
    return intake_world_ask (self, "SubmitApplication", &submit, ret);
}

Intake__Application *
intake_world_get (intake_world_t *self, const char *application_id)
{
    Intake__GetApplicationRequest get = INTAKE__GET_APPLICATION_REQUEST__INIT;
    Intake__Application *application;

    get.application_id = wl_text_copy (self->world.arena, application_id);
    must (intake_world_ask (self, "GetApplication", &get, &application), self, "get");
    return application;
}

/* ---- files ---- */

wl_status
intake_world_check (intake_world_t *self, const char *attachment_id)
{
    wl_timer_t timer = { .kind = ATTACHMENT_CHECK_TIMER,
                         .key = wl_text_copy (self->world.arena, attachment_id) };
    wl_request_t *req = &self->request;
    wl_status acted;
    void *prepared;

    wl_db_begin (self->world.db);
    must (end (self, attachment_check_prepare (req, &timer, NULL, &prepared)), self, "prepare");
    if (prepared == NULL)
        return WL_NOT_FOUND;
    acted = attachment_check_act (req, prepared);
    wl_db_begin (self->world.db);
    return end (self, attachment_check_record (req, prepared, acted));
}

Intake__Attachment *
intake_world_upload (intake_world_t *self, const char *attachment_id, const void *bytes,
                     size_t length)
{
    Intake__PutAttachmentBytesRequest put = INTAKE__PUT_ATTACHMENT_BYTES_REQUEST__INIT;
    Intake__GetAttachmentRequest get = INTAKE__GET_ATTACHMENT_REQUEST__INIT;
    Intake__Attachment *attachment;

    put.attachment_id = get.attachment_id = wl_text_copy (self->world.arena, attachment_id);
    put.content = (ProtobufCBinaryData){ length, (uint8_t *) (uintptr_t) bytes };
    must (intake_world_ask (self, "PutAttachmentBytes", &put, NULL), self, "upload");
    must (intake_world_check (self, attachment_id), self, "check");
    must (intake_world_ask (self, "GetAttachment", &get, &attachment), self, "attachment");
    return attachment;
}
