#include <stdio.h>
#include <stdlib.h>

#include "assignment_record.h"
#include "command.h"

enum { FILE_MAX = 64 << 20 };

WL_SQL (RECORDS, "select record from assignment where call_id = $1 order by at, id");

static const char *
verdict_text (assignment_verdict_t verdict)
{
    switch (verdict) {
    case ASSIGNMENT_PROVED:
        return "the best there is: the prices prove it";
    case ASSIGNMENT_BROKEN_PAIR:
        return "BROKEN: a pair that is not allowed, or twice the same";
    case ASSIGNMENT_BROKEN_LOAD:
        return "BROKEN: an assessor above the limit";
    case ASSIGNMENT_BROKEN_QUOTA:
        return "BROKEN: a quota is not kept";
    case ASSIGNMENT_BROKEN_SUMS:
        return "BROKEN: the sums are not what the pairs add up to";
    case ASSIGNMENT_FLOOR_NOT_PROVED:
        return "NOT PROVED: the weakest pair could perhaps be stronger";
    default:
        return "NOT PROVED: the prices leave room for a better one";
    }
}

/* True when the record proves itself. */
static bool
check_record (const arguments_t *arguments, const Evaluation__AssignmentRecord *record)
{
    assignment_finding_t finding;
    wl_status status = assignment_record_check (arguments->arena, record, &finding);

    printf ("assignment %s: %zu applications, %zu assessors\n", record->id, record->n_applications,
            record->n_assessors);
    if (status != WL_OK) {
        printf ("  BROKEN: %s\n", status == WL_DATA_LOSS ? "the digest is not that of the record"
                                                         : "no whole record");
        return false;
    }
    printf ("  %s\n  total fit %lld, unserved cards %u, missing from minimum loads %u\n"
            "  worth %lld, and by the prices nothing is worth more than %lld\n  digest %s\n",
            verdict_text (finding.verdict), (long long) record->total, record->unserved,
            record->underloads, (long long) finding.worth, (long long) finding.bound,
            record->digest);
    if (record->floor != NULL)
        printf ("  no pair below %d\n", record->floor->floor);
    if (finding.verdict == ASSIGNMENT_BROKEN_PAIR || finding.verdict == ASSIGNMENT_BROKEN_QUOTA)
        printf ("  application %s\n", record->applications[finding.application]->number);
    if (finding.verdict == ASSIGNMENT_BROKEN_LOAD)
        printf ("  assessor %s\n", record->assessors[finding.assessor]->user_id);
    return finding.verdict == ASSIGNMENT_PROVED;
}

/* ---- a file: the JSON of GET /v1/assignments/{id} ---- */

static int
verify_file (const arguments_t *arguments, const char *path, FILE *file)
{
    char *json = wl_arena_alloc (arguments->arena, FILE_MAX);
    size_t length = fread (json, 1, FILE_MAX, file);
    Evaluation__AssignmentRecord *record = (Evaluation__AssignmentRecord *) wl_message_new (
        arguments->arena, &evaluation__assignment_record__descriptor);
    bool whole = feof (file) != 0;
    wl_error_t error;

    fclose (file);
    if (!whole)
        return command_fail ("%s is larger than %d MB or cannot be read", path, FILE_MAX >> 20);
    wl_error_init (&error, arguments->arena);
    if (wl_message_from_json (arguments->arena, json, length, "en", &record->base, &error) != WL_OK)
        return command_fail ("%s is no recorded assignment: %s", path,
                             error.field_count > 0 ? error.fields[0].text : error.text);
    return check_record (arguments, record) ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* ---- a call: all its records in the database ---- */

static int
verify_call (const arguments_t *arguments, const char *call_id)
{
    wl_db_t *db = command_database (arguments, "evaluation");
    bool good = true;
    wl_rows_t rows;

    if (wl_run (db, &RECORDS, &rows, wl_p_uuid (call_id)) != WL_OK) {
        int code = command_fail ("%s", wl_db_error (db));
        wl_db_destroy (&db);
        return code;
    }
    for (int i = 0; i < rows.count; i++) {
        wl_arena_mark_t mark = wl_arena_mark (arguments->arena);
        wl_bytes_t bytes = wl_row_bytes (&rows, i, 0);
        ProtobufCMessage *record;
        if (wl_message_unpack (arguments->arena, &evaluation__assignment_record__descriptor,
                               bytes.data, bytes.length, &record) != WL_OK) {
            printf ("record %d: BROKEN: cannot be read\n", i + 1);
            good = false;
        } else {
            good &= check_record (arguments, (const Evaluation__AssignmentRecord *) record);
        }
        wl_arena_rewind (arguments->arena, mark);
    }
    if (rows.count == 0)
        printf ("this call has no recorded assignments\n");
    wl_db_destroy (&db);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

int
assignment_verify (const arguments_t *arguments)
{
    wl_uuid_t id;
    FILE *file;

    if (arguments->count != 1)
        return command_fail ("name a call by its id, or a file");
    if (wl_uuid_parse (arguments->words[0], &id))
        return verify_call (arguments, arguments->words[0]);
    file = fopen (arguments->words[0], "rb");
    if (file == NULL)
        return command_fail ("\"%s\" is neither the id of a call nor a file that can be read",
                             arguments->words[0]);
    return verify_file (arguments, arguments->words[0], file);
}
