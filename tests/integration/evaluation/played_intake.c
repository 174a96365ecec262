#include "played_intake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wlacznik/gateway.pb-c.h"

enum { FILE_MAX = 64 * 1024 };

/* ---- what it knows ---- */

const char played_intake_tables[] =
    "create table intake_submitted (n int);"
    "create table intake_application (n int primary key, region text,"
    " organisation boolean, topic int)";

void
played_intake_knows (const evaluation_application_t *of)
{
    char sql[256];

    snprintf (sql, sizeof sql,
              "insert into intake_application values (%d, '%s', %s, %d) on conflict do nothing",
              of->number, of->region, of->organisation ? "true" : "false", of->topic);
    world_sql (sql);
}

static const char *call_file = CALL_FOLDER "/call.json";

static wl_time_t published; /* 0: it does not say */

void
evaluation_world_published (const char *time)
{
    if (!wl_time_parse (time, &published))
        abort ();
}

void
evaluation_world_call (const char *path)
{
    call_file = path;
}

static bool appeals;

void
evaluation_world_appeals (void)
{
    appeals = true;
}

static bool files;

void
evaluation_world_asks_for_files (void)
{
    files = true;
}

static Wlacznik__AppealRules *
fourteen_days (wl_arena_t *arena)
{
    Wlacznik__AppealRules *rules =
        (Wlacznik__AppealRules *) wl_message_new (arena, &wlacznik__appeal_rules__descriptor);

    rules->days = 14;
    rules->kind = WLACZNIK__TERM_KIND__TERM_CALENDAR;
    return rules;
}

static void
add_file_field (wl_arena_t *arena, Wlacznik__Form *form, const char *key, bool hidden)
{
    Wlacznik__FormField *field =
        (Wlacznik__FormField *) wl_message_new (arena, &wlacznik__form_field__descriptor);
    Wlacznik__FormSection *section = form->sections[0];
    Wlacznik__FormField **fields = wl_arena_array (arena, section->n_fields + 1, sizeof *fields);

    memcpy (fields, section->fields, section->n_fields * sizeof *fields);
    field->key = wl_text_copy (arena, key);
    field->kind = WLACZNIK__FIELD_KIND__FILE;
    field->hidden_from_assessors = hidden;
    fields[section->n_fields++] = field;
    section->fields = fields;
}

static Intake__CallDefinition *
read_definition (wl_arena_t *arena)
{
    char *json = wl_arena_alloc (arena, FILE_MAX);
    FILE *file = fopen (call_file, "r");
    ProtobufCMessage *message = wl_message_new (arena, &intake__call_definition__descriptor);
    wl_error_t error;

    if (file == NULL)
        abort ();
    size_t length = fread (json, 1, FILE_MAX, file);
    fclose (file);
    wl_error_init (&error, arena);
    if (wl_message_from_json (arena, json, length, "en", message, &error) != WL_OK) {
        fprintf (stderr, "%s: %s\n", call_file,
                 error.field_count > 0 ? error.fields[0].text : error.text);
        abort ();
    }
    Intake__CallDefinition *definition = (Intake__CallDefinition *) message;
    if (appeals) {
        definition->stages[0]->formal_appeal = fourteen_days (arena);
        definition->stages[0]->merit_appeal = fourteen_days (arena);
    }
    if (files) {
        add_file_field (arena, definition->stages[0]->form, "budget", false);
        add_file_field (arena, definition->stages[0]->form, "letters", true);
    }
    return definition;
}

static wl_status
answer_call (wl_request_t *req, ProtobufCMessage **ret)
{
    Intake__Call *call =
        (Intake__Call *) wl_message_new (wl_arena (req), &intake__call__descriptor);

    call->definition = read_definition (wl_arena (req));
    call->notice =
        (Wlacznik__LocalText *) wl_message_new (wl_arena (req), &wlacznik__local_text__descriptor);
    call->notice->pl = wl_text_copy (wl_arena (req), "Zmiana przepisów.");
    call->submitted_count =
        (uint32_t) world_number ("select coalesce (max (n), 0) from intake_submitted");
    call->published_at = wl_timestamp (wl_arena (req), published);
    *ret = &call->base;
    return WL_OK;
}

static int
number_of (const char *id)
{
    return (int) strtol (id + strlen (id) - 6, NULL, 10);
}

static void
add_answer (wl_arena_t *arena, Wlacznik__Answers *answers, const char *field, const char *text)
{
    Wlacznik__Answer *answer =
        (Wlacznik__Answer *) wl_message_new (arena, &wlacznik__answer__descriptor);

    answer->field = wl_text_copy (arena, field);
    answer->text = wl_text_copy (arena, text);
    answers->list[answers->n_list++] = answer;
}

/* The topic is a choice; without one the form has no such question. */
static void
add_topic (wl_arena_t *arena, Wlacznik__Answers *answers, int topic)
{
    static const char *const topics[] = { "", "water", "soil", "air" };

    if (topic == 0)
        return;
    add_answer (arena, answers, "theme", "");
    Wlacznik__Answer *answer = answers->list[answers->n_list - 1];
    answer->choices = wl_arena_array (arena, 1, sizeof *answer->choices);
    answer->choices[answer->n_choices++] = wl_text_copy (arena, topics[topic]);
}

static void
add_file (wl_arena_t *arena, Wlacznik__Answers *answers, const char *field, const char *id)
{
    Wlacznik__Answer *answer = answers->list[answers->n_list - 1];

    if (!wl_text_equal (answer->field, field)) {
        add_answer (arena, answers, field, "");
        answer = answers->list[answers->n_list - 1];
        answer->attachments = wl_arena_array (arena, 2, sizeof *answer->attachments);
    }
    answer->attachments[answer->n_attachments++] = wl_text_copy (arena, id);
}

static char *
file_id_in (wl_arena_t *arena, int application, int file)
{
    return wl_text_printf (arena, "01910000-0000-7000-8000-f%05d%06d", file, application);
}

char *
file_id (evaluation_world_t *self, int application, int file)
{
    return file_id_in (self->world.arena, application, file);
}

static Wlacznik__Answers *
answers_of (wl_arena_t *arena, int number, int topic)
{
    Wlacznik__Answers *answers =
        (Wlacznik__Answers *) wl_message_new (arena, &wlacznik__answers__descriptor);

    answers->list = wl_arena_array (arena, 5, sizeof *answers->list);
    add_answer (arena, answers, "problem", wl_text_printf (arena, "Problem %d", number));
    add_answer (arena, answers, "team", "Zofia Żak");
    add_topic (arena, answers, topic);
    if (files) {
        add_file (arena, answers, "letters", file_id_in (arena, number, 2));
        add_file (arena, answers, "budget", file_id_in (arena, number, 1));
        add_file (arena, answers, "budget", file_id_in (arena, number, 3));
    }
    return answers;
}

static Wlacznik__Applicant *
applicant_of (wl_arena_t *arena, int number, bool organisation)
{
    Wlacznik__Applicant *applicant =
        (Wlacznik__Applicant *) wl_message_new (arena, &wlacznik__applicant__descriptor);
    Wlacznik__Member *member =
        (Wlacznik__Member *) wl_message_new (arena, &wlacznik__member__descriptor);

    applicant->type =
        organisation ? WLACZNIK__APPLICANT_TYPE__NGO : WLACZNIK__APPLICANT_TYPE__PERSON;
    if (organisation)
        applicant->organisation = wl_text_printf (arena, "Fundacja %d", number);
    member->name = wl_text_copy (arena, "Zofia Żak");
    applicant->members = wl_arena_array (arena, 1, sizeof *applicant->members);
    applicant->members[applicant->n_members++] = member;
    return applicant;
}

static wl_status
answer_submission (wl_request_t *req, const Intake__GetSubmissionRequest *in,
                   ProtobufCMessage **ret)
{
    wl_arena_t *arena = wl_arena (req);
    int number = number_of (in->application_id);
    const char *query = wl_text_printf (
        arena,
        "select region::int * 100 + topic * 10 + organisation::int from intake_application"
        " where n = %d",
        number);
    int64_t found = world_number (query);
    Intake__Submission *submission =
        (Intake__Submission *) wl_message_new (arena, &intake__submission__descriptor);

    submission->region = wl_text_printf (arena, "%d", (int) found / 100);
    submission->title = wl_text_printf (arena, "Pomysł %d", number);
    submission->digest = wl_text_copy (arena, "0123");
    submission->applicant = applicant_of (arena, number, found % 10 == 1);
    submission->answers = answers_of (arena, number, (int) found / 10 % 10);
    *ret = &submission->base;
    return WL_OK;
}

/* Everybody is called by the end of their account's id: "Osoba 000001". */
static wl_status
answer_contacts (wl_request_t *req, const Gateway__GetContactsRequest *in, ProtobufCMessage **ret)
{
    wl_arena_t *arena = wl_arena (req);
    Gateway__GetContactsResponse *contacts = (Gateway__GetContactsResponse *) wl_message_new (
        arena, &gateway__get_contacts_response__descriptor);

    contacts->contacts = wl_arena_array (arena, in->n_user_ids, sizeof *contacts->contacts);
    for (size_t i = 0; i < in->n_user_ids; i++) {
        Gateway__Contact *contact =
            (Gateway__Contact *) wl_message_new (arena, &gateway__contact__descriptor);
        contact->user_id = in->user_ids[i];
        contact->name =
            wl_text_printf (arena, "Osoba %s", in->user_ids[i] + strlen (in->user_ids[i]) - 6);
        contacts->contacts[contacts->n_contacts++] = contact;
    }
    *ret = &contacts->base;
    return WL_OK;
}

wl_status __wrap_wl_call (wl_request_t *req, const wl_method_t *method, const ProtobufCMessage *in,
                          ProtobufCMessage **ret);

wl_status
__wrap_wl_call (wl_request_t *req, const wl_method_t *method, const ProtobufCMessage *in,
                ProtobufCMessage **ret)
{
    if (wl_text_equal (method->name, "GetCall"))
        return answer_call (req, ret);
    if (wl_text_equal (method->name, "GetContacts"))
        return answer_contacts (req, (const Gateway__GetContactsRequest *) in, ret);
    return answer_submission (req, (const Intake__GetSubmissionRequest *) in, ret);
}

/* The centre as a site asks it: what the test put there. */
wl_status __wrap_wl_call_at (wl_request_t *req, const char *target, const wl_method_t *method,
                             const ProtobufCMessage *in, ProtobufCMessage **ret);

static Evaluation__Appeal *appeal_at_centre;
static evaluation_line_t *file_line;

void
evaluation_world_line (evaluation_line_t *line)
{
    file_line = line;
}

void
evaluation_world_appeal_at_centre (Evaluation__Appeal *appeal)
{
    appeal_at_centre = appeal;
}

wl_status
__wrap_wl_call_at (wl_request_t *req, const char *target, const wl_method_t *method,
                   const ProtobufCMessage *in, ProtobufCMessage **ret)
{
    if (file_line != NULL)
        return file_line (req, target, method, in, ret);
    if (!wl_text_equal (target, WL_TARGET_CENTRE) ||
        !wl_text_equal (method->name, "GetSiteAppeal") || appeal_at_centre == NULL)
        return WL_NOT_FOUND;
    *ret = &appeal_at_centre->base;
    return WL_OK;
}
