#include "json_turns.h"

#include <stdio.h>
#include <stdlib.h>

#include "wlacznik/evaluation.pb-c.h"
#include "wlacznik/intake.pb-c.h"

enum { PAGE = 100 };

void
json_turns_must (bool holds, const char *what)
{
    if (holds)
        return;
    fprintf (stderr, "bench: %s\n", what);
    exit (EXIT_FAILURE);
}

/* ---- what is turned ---- */

/* The texts of several applications, so that a draft has about 6 kB. */
static Wlacznik__Answers *
answers_of (wl_arena_t *arena, json_t *texts)
{
    Wlacznik__Answers *answers =
        (Wlacznik__Answers *) wl_message_new (arena, &wlacznik__answers__descriptor);
    const char *key;
    json_t *text;

    answers->list = wl_arena_array (arena, 100, sizeof *answers->list);
    for (size_t i = 0; i < 7; i++) {
        json_object_foreach (json_array_get (texts, i), key, text)
        {
            Wlacznik__Answer *answer =
                (Wlacznik__Answer *) wl_message_new (arena, &wlacznik__answer__descriptor);

            answer->field = wl_text_copy (arena, key);
            answer->text = wl_text_copy (arena, json_string_value (text));
            answers->list[answers->n_list++] = answer;
        }
    }
    return answers;
}

ProtobufCMessage *
json_turns_draft (wl_arena_t *arena, json_t *texts)
{
    Intake__SaveApplicationRequest *save = (Intake__SaveApplicationRequest *) wl_message_new (
        arena, &intake__save_application_request__descriptor);
    Wlacznik__Member *member =
        (Wlacznik__Member *) wl_message_new (arena, &wlacznik__member__descriptor);

    save->application_id = wl_text_copy (arena, "01890a5d-ac96-774b-bcce-b302099a8057");
    save->version = 12;
    save->applicant =
        (Wlacznik__Applicant *) wl_message_new (arena, &wlacznik__applicant__descriptor);
    save->applicant->type = WLACZNIK__APPLICANT_TYPE__PERSON;
    member->name = wl_text_copy (arena, "Zofia Żak");
    member->email = wl_text_copy (arena, "zofia@poczta.example");
    save->applicant->members = wl_arena_array (arena, 1, sizeof *save->applicant->members);
    save->applicant->members[save->applicant->n_members++] = member;
    save->answers = answers_of (arena, texts);
    return &save->base;
}

ProtobufCMessage *
json_turns_page (wl_arena_t *arena, json_t *texts)
{
    Evaluation__ListDossiersResponse *list = (Evaluation__ListDossiersResponse *) wl_message_new (
        arena, &evaluation__list_dossiers_response__descriptor);

    list->dossiers = wl_arena_array (arena, PAGE, sizeof *list->dossiers);
    for (int i = 0; i < PAGE; i++) {
        Evaluation__Dossier *dossier =
            (Evaluation__Dossier *) wl_message_new (arena, &evaluation__dossier__descriptor);
        json_t *text = json_array_get (texts, (size_t) i % json_array_size (texts));

        dossier->application_id = wl_text_printf (arena, "01890a5d-ac96-774b-bcce-b302099a%04d", i);
        dossier->call_id = wl_text_copy (arena, "01890a5d-ac96-774b-bcce-b302099a8057");
        dossier->region = wl_text_copy (arena, "30");
        dossier->number = wl_text_printf (arena, "WIS-1/%04d", i);
        dossier->stage = wl_text_copy (arena, "idea");
        dossier->state = EVALUATION__DOSSIER_STATE__MERIT_REVIEW;
        dossier->applicant_type = WLACZNIK__APPLICANT_TYPE__NGO;
        dossier->title = wl_text_copy (arena, json_string_value (json_object_get (text, "title")));
        dossier->amount_grosze = 4500000 + i;
        dossier->submitted_at = wl_timestamp (arena, 1774000000000000 + i);
        dossier->points = 5000 + i;
        dossier->cards_locked = 2;
        list->dossiers[list->n_dossiers++] = dossier;
    }
    return &list->base;
}

/* ---- turning ---- */

void
json_turns_in (wl_arena_t *arena, const ProtobufCMessageDescriptor *type, const wl_buffer_t *json)
{
    ProtobufCMessage *message = wl_message_new (arena, type);
    uint8_t *packed;
    wl_error_t error;
    size_t length;

    wl_error_init (&error, arena);
    json_turns_must (
        wl_message_from_json (arena, json->data, json->length, "pl", message, &error) == WL_OK,
        "our own JSON is refused");
    json_turns_must (wl_message_validate (message, "pl", &error) == WL_OK,
                     "our own message is refused");
    wl_message_pack (arena, message, &packed, &length);
    json_turns_must (length > 0, "nothing was packed");
}

void
json_turns_out (wl_arena_t *arena, const ProtobufCMessageDescriptor *type, const uint8_t *packed,
                size_t length, size_t wanted)
{
    ProtobufCMessage *message;
    wl_buffer_t json;

    json_turns_must (wl_message_unpack (arena, type, packed, length, &message) == WL_OK,
                     "our own bytes are refused");
    wl_buffer_init (&json, arena);
    wl_message_to_json (message, &json);
    json_turns_must (json.length == wanted, "another JSON came out");
}
