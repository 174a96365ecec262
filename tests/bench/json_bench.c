/* What turning JSON into protobuf's bytes and back costs the gateway, in CPU time of one thread: a
 * draft as an applicant saves it (long Polish texts), and a page of 100 dossiers (many short
 * fields). In: JSON to a message, validated and packed. Out: unpacked and written. Usage:
 * bench-json APPLICATIONS.JSON; prints a line of JSON for each.
 */
#include <jansson.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "message/message.h"
#include "wlacznik/evaluation.pb-c.h"
#include "wlacznik/intake.pb-c.h"

enum { BUDGET = 8 << 20, PAGE = 100, ROUNDS = 7, LIMIT = 150 };

static const double ROUND_SECONDS = 0.3;

static double
cpu_seconds (void)
{
    struct timespec now;

    clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
    return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

static void
must (bool holds, const char *what)
{
    if (holds)
        return;
    fprintf (stderr, "bench-json: %s\n", what);
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

static ProtobufCMessage *
draft (wl_arena_t *arena, json_t *texts)
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

static ProtobufCMessage *
page (wl_arena_t *arena, json_t *texts)
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

static void
in (wl_arena_t *arena, const ProtobufCMessageDescriptor *type, const wl_buffer_t *json)
{
    ProtobufCMessage *message = wl_message_new (arena, type);
    uint8_t *packed;
    wl_error_t error;
    size_t length;

    wl_error_init (&error, arena);
    must (wl_message_from_json (arena, json->data, json->length, "pl", message, &error) == WL_OK,
          "our own JSON is refused");
    must (wl_message_validate (message, "pl", &error) == WL_OK, "our own message is refused");
    wl_message_pack (arena, message, &packed, &length);
    must (length > 0, "nothing was packed");
}

static void
out (wl_arena_t *arena, const ProtobufCMessageDescriptor *type, const uint8_t *packed,
     size_t length, size_t wanted)
{
    ProtobufCMessage *message;
    wl_buffer_t json;

    must (wl_message_unpack (arena, type, packed, length, &message) == WL_OK,
          "our own bytes are refused");
    wl_buffer_init (&json, arena);
    wl_message_to_json (message, &json);
    must (json.length == wanted, "another JSON came out");
}

static int
compare (const void *a, const void *b)
{
    double x = *(const double *) a, y = *(const double *) b;

    return (x > y) - (x < y);
}

/* MB of JSON in a second of CPU time; the median of ROUNDS. */
static double
rate (bool inwards, const ProtobufCMessage *message)
{
    const ProtobufCMessageDescriptor *type = message->descriptor;
    wl_arena_t *kept = wl_arena_new (BUDGET), *arena = wl_arena_new (BUDGET);
    double rates[ROUNDS];
    uint8_t *packed;
    size_t length;
    wl_buffer_t json;

    wl_buffer_init (&json, kept);
    wl_message_to_json (message, &json);
    wl_message_pack (kept, message, &packed, &length);
    for (int i = 0; i < ROUNDS; i++) {
        double began = cpu_seconds (), took;
        size_t bytes = 0;

        do {
            if (inwards)
                in (arena, type, &json);
            else
                out (arena, type, packed, length, json.length);
            wl_arena_reset (arena);
            bytes += json.length;
            took = cpu_seconds () - began;
        } while (took < ROUND_SECONDS);
        rates[i] = (double) bytes / took / 1e6;
    }
    qsort (rates, ROUNDS, sizeof *rates, compare);
    wl_arena_destroy (&arena);
    wl_arena_destroy (&kept);
    return rates[ROUNDS / 2];
}

static void
measure (const char *name, const ProtobufCMessage *message)
{
    wl_arena_t *arena = wl_arena_new (BUDGET);
    wl_buffer_t json;

    wl_buffer_init (&json, arena);
    wl_message_to_json (message, &json);
    double inwards = rate (true, message), outwards = rate (false, message);
    printf ("{\"what\": \"%s\", \"bytes\": %zu, \"in_mb_s\": %.0f, \"out_mb_s\": %.0f, "
            "\"limit_mb_s\": %d}\n",
            name, json.length, inwards, outwards, LIMIT);
    wl_arena_destroy (&arena);
}

int
main (int argc, char **argv)
{
    wl_arena_t *arena = wl_arena_new (BUDGET);
    json_t *texts = argc == 2 ? json_load_file (argv[1], 0, NULL) : NULL;

    must (texts != NULL, "usage: bench-json APPLICATIONS.JSON");
    measure ("a draft", draft (arena, texts));
    measure ("a page of 100 dossiers", page (arena, texts));
    json_decref (texts);
    wl_arena_destroy (&arena);
    return EXIT_SUCCESS;
}
