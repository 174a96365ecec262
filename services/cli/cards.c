/* Proves locked cards unchanged: the operator's against the log, an applicant's by itself. */
#include <stdio.h>
#include <stdlib.h>

#include "base/uuid.h"
#include "command.h"
#include "store_records.h"
#include "stream.h"

enum { FILE_MAX = 4 << 20 };

static int
failed (wl_db_t *db)
{
    int code = command_fail ("%s", wl_db_error (db));

    wl_db_destroy (&db);
    return code;
}

/* ---- verify: every card that the log tells of ---- */

typedef struct tally {
    uint64_t same, different, undigested;
    const char *region;
    bool broken; /* the database failed */
} tally_t;

static void
tell_fault (tally_t *tally, const wl_event_t *event, const char *card_id, const char *what)
{
    tally->different++;
    printf ("evaluation/%s/%llu, card %s: %s\n", tally->region,
            (unsigned long long) event->sequence, card_id, what);
}

static const char *
fault_of (wl_arena_t *arena, store_sealed_t *sealed, const char *digest)
{
    if (!sealed->salted || !wl_text_equal (card_record_digest (arena, &sealed->record), digest))
        return "the version that was locked has been changed since";
    if (sealed->now == NULL)
        return NULL;
    sealed->record.scores = sealed->now;
    return wl_text_equal (card_record_digest (arena, &sealed->record), digest)
               ? NULL
               : "what is shown is not the version that was locked";
}

/* Both events have these four. */
typedef struct recorded {
    const char *card_id, *digest;
    uint64_t version;
} recorded_t;

static bool
read_recorded (wl_arena_t *arena, const wl_event_t *event, recorded_t *ret)
{
    bool revised = wl_text_equal (event->type, "evaluation.CardRevised");
    ProtobufCMessage *message;

    if (!revised && !wl_text_equal (event->type, "evaluation.CardLocked"))
        return false;
    if (wl_message_unpack (arena,
                           revised ? &evaluation__card_revised__descriptor
                                   : &evaluation__card_locked__descriptor,
                           event->payload.data, event->payload.length, &message) != WL_OK)
        return false;
    const Evaluation__CardRevised *revision = (const Evaluation__CardRevised *) message;
    const Evaluation__CardLocked *lock = (const Evaluation__CardLocked *) message;
    *ret = revised ? (recorded_t){ revision->card_id, revision->digest, revision->version }
                   : (recorded_t){ lock->card_id, lock->digest, lock->version };
    return true;
}

static bool
compare (const arguments_t *arguments, wl_db_t *db, const wl_event_t *event, void *context)
{
    tally_t *tally = context;
    store_sealed_t sealed;
    recorded_t recorded;
    const char *fault;

    if (!read_recorded (arguments->arena, event, &recorded))
        return true;
    if (wl_text_empty (recorded.digest)) {
        tally->undigested++;
        return true;
    }
    wl_status status =
        store_sealed_version (db, arguments->arena, recorded.card_id, recorded.version, &sealed);
    if (status != WL_OK && status != WL_NOT_FOUND) {
        tally->broken = true;
        return false;
    }
    if (status == WL_NOT_FOUND && wl_uuid_is_rehearsed (recorded.card_id))
        return true; /* the rehearsal was deleted */
    fault = status == WL_NOT_FOUND ? "the version that was locked is gone"
                                   : fault_of (arguments->arena, &sealed, recorded.digest);
    if (fault == NULL)
        tally->same++;
    else
        tell_fault (tally, event, recorded.card_id, fault);
    return true;
}

static bool
verify_stream (const arguments_t *arguments, wl_db_t *db, const char *region, tally_t *tally)
{
    uint64_t bad, checked;

    tally->region = region;
    if (wl_event_verify (db, "evaluation", region, &bad, &checked) != WL_OK)
        return false;
    wl_db_rollback (db);
    if (bad != 0) {
        tally->different++;
        printf ("evaluation/%s: the hash chain breaks at event %llu\n", region,
                (unsigned long long) bad);
    }
    return stream_each (arguments, db, "evaluation", region, compare, tally) && !tally->broken;
}

/* What is put in without an event shows by its number: counted before the log is read, so what
 * comes meanwhile cannot make one too many. */
static int
judge (const tally_t *tally, int64_t sealed, int64_t waiting)
{
    int64_t told = (int64_t) (tally->same + tally->different) + waiting;

    if (tally->undigested > 0)
        printf ("%llu cards were locked before there were digests\n",
                (unsigned long long) tally->undigested);
    if (sealed > told)
        return command_fail ("%lld versions of cards are sealed, the log tells of %lld",
                             (long long) sealed, (long long) told);
    if (tally->different > 0)
        return command_fail ("%llu are not as the log recorded them",
                             (unsigned long long) tally->different);
    printf (
        "%llu versions of cards, each as the log recorded it when it was locked; %lld wait to be "
        "recorded\n",
        (unsigned long long) tally->same, (long long) waiting);
    return EXIT_SUCCESS;
}

int
card_verify (const arguments_t *arguments)
{
    wl_db_t *db = command_database (arguments, "evaluation");
    int64_t sealed, waiting;
    wl_stream_head_t *heads;
    tally_t tally = { 0 };
    size_t count;

    if (store_count_sealed (db, &sealed, &waiting) != WL_OK ||
        wl_event_heads (db, &heads, &count) != WL_OK)
        return failed (db);
    wl_db_rollback (db);
    for (size_t i = 0; i < count; i++)
        if (!verify_stream (arguments, db, heads[i].region, &tally))
            return failed (db);
    wl_db_destroy (&db);
    return judge (&tally, sealed, waiting);
}

/* ---- check: the JSON of GET /v1/applications/{id}/assessment/records ---- */

static bool
check_record (wl_arena_t *arena, size_t number, const Evaluation__CardRecord *record)
{
    const char *digest = card_record_digest (arena, record);
    bool same = wl_text_equal (digest, record->digest);

    if (wl_text_empty (record->digest)) {
        printf ("card %zu: not recorded: it was locked before there were digests\n", number);
        return false;
    }
    printf ("card %zu: %s\n  computed %s\n  recorded %s\n  %s, position %llu, chain %s\n", number,
            same ? "equal" : "NOT the one that was recorded", digest, record->digest,
            record->stream, (unsigned long long) record->position, record->chain);
    return same;
}

int
card_check (const arguments_t *arguments)
{
    const char *path = arguments->count == 1 ? arguments->words[0] : NULL;
    FILE *file = path == NULL ? NULL : fopen (path, "rb");
    wl_error_t error;
    bool same = true;

    if (file == NULL)
        return command_fail ("name a file: what GET /v1/applications/ID/assessment/records gave");
    char *json = wl_arena_alloc (arguments->arena, FILE_MAX);
    size_t length = fread (json, 1, FILE_MAX, file);
    bool whole = feof (file) != 0;
    Evaluation__CardRecords *records = (Evaluation__CardRecords *) wl_message_new (
        arguments->arena, &evaluation__card_records__descriptor);

    fclose (file);
    if (!whole)
        return command_fail ("%s is larger than %d MB or cannot be read", path, FILE_MAX >> 20);
    wl_error_init (&error, arguments->arena);
    if (wl_message_from_json (arguments->arena, json, length, "en", &records->base, &error) !=
        WL_OK)
        return command_fail ("%s has no recorded cards: %s", path,
                             error.field_count > 0 ? error.fields[0].text : error.text);
    if (records->n_cards == 0)
        return command_fail ("%s has no recorded cards", path);
    for (size_t i = 0; i < records->n_cards; i++)
        same &= check_record (arguments->arena, i + 1, records->cards[i]);
    return same ? EXIT_SUCCESS : EXIT_FAILURE;
}
