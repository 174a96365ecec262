/* Proves a published list: computes it again from what was recorded with it, and looks whether the
 * log was told of the same record. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "ranking.h"

WL_SQL (LISTS, "SELECT stage, inputs, inputs_digest, recommended_grosze, version FROM ranking"
               " WHERE call_id = $1 AND published_at IS NOT NULL AND ($2 = '' OR stage = $2)"
               " ORDER BY stage, version");
WL_SQL (
    LINES,
    "SELECT application_id, place, list_group, granted_grosze, tie_step, blocked_by, moved_from,"
    " panel_reason"
    " FROM ranking_entry WHERE call_id = $1 AND stage = $2 AND version = $3 ORDER BY line");
WL_SQL (LOGGED, "SELECT payload, type FROM runtime.log WHERE aggregate = $1 AND region = 'pl'"
                " AND type IN ('evaluation.RankingPublished', 'evaluation.RankingAmended')");

enum { LIST_STAGE, LIST_INPUTS, LIST_DIGEST, LIST_RECOMMENDED, LIST_VERSION };
enum {
    LINE_APPLICATION,
    LINE_PLACE,
    LINE_GROUP,
    LINE_GRANTED,
    LINE_TIE,
    LINE_BLOCKED,
    LINE_MOVED,
    LINE_REASON
};

typedef struct verification {
    wl_db_t *db;
    wl_arena_t *arena;
    const char *call_id;
    char *stage;
    int64_t version;
    size_t faults;
} verification_t;

static void
tell_fault (verification_t *self, const char *fault)
{
    self->faults++;
    printf ("%s, version %lld: %s\n", self->stage, (long long) self->version, fault);
}

/* ---- the record ---- */

static void
check_digest (verification_t *self, wl_bytes_t record, const char *digest)
{
    uint8_t bytes[(RANKING_DIGEST_TEXT - 1) / 2];
    char text[RANKING_DIGEST_TEXT];

    crypto_generichash (bytes, sizeof bytes, record.data, record.length, NULL, 0);
    wl_hex (bytes, sizeof bytes, text);
    if (!wl_text_equal (text, digest))
        tell_fault (self, wl_text_printf (self->arena,
                                          "the record has the digest %s, the list "
                                          "says %s",
                                          text, digest));
}

static const char *
logged_digest (const verification_t *self, const wl_rows_t *rows, int row)
{
    wl_bytes_t payload = wl_row_bytes (rows, row, 0);
    const char *type = wl_row_text (self->db, rows, row, 1);
    Evaluation__RankingPublished *published;
    Evaluation__RankingAmended *amended;

    if (wl_text_equal (type, "evaluation.RankingAmended"))
        return wl_message_unpack (self->arena, &evaluation__ranking_amended__descriptor,
                                  payload.data, payload.length,
                                  (ProtobufCMessage **) &amended) == WL_OK
                   ? amended->inputs_digest
                   : "";
    return wl_message_unpack (self->arena, &evaluation__ranking_published__descriptor, payload.data,
                              payload.length, (ProtobufCMessage **) &published) == WL_OK
               ? published->inputs_digest
               : "";
}

/* The log is chained (wlacznik events verify), so a record that was changed together with its list
 * still shows here. */
static wl_status
check_logged (verification_t *self, const char *digest)
{
    wl_rows_t rows;

    WL_TRY (wl_run (self->db, &LOGGED, &rows, wl_p_text (self->call_id)));
    for (int i = 0; i < rows.count; i++)
        if (wl_text_equal (logged_digest (self, &rows, i), digest))
            return WL_OK;
    tell_fault (self, "the log tells of no list with this digest");
    return WL_OK;
}

/* ---- the list ---- */

static void
check_line (verification_t *self, const wl_rows_t *rows, int line,
            const Evaluation__RankingInputs *inputs, const ranking_place_t *place)
{
    const Evaluation__RankingCandidate *candidate = inputs->candidates[place->candidate];
    const char *blocked =
        place->blocked_by == RANKING_NOBODY ? "" : inputs->candidates[place->blocked_by]->number;

    if (wl_text_equal (wl_row_text (self->db, rows, line, LINE_APPLICATION),
                       candidate->application_id) &&
        wl_row_int (rows, line, LINE_PLACE) == place->place &&
        wl_row_int (rows, line, LINE_GROUP) == (int64_t) place->group &&
        wl_row_int (rows, line, LINE_GRANTED) == place->granted_grosze &&
        wl_text_equal (wl_row_text (self->db, rows, line, LINE_TIE), place->tie_step) &&
        wl_text_equal (wl_row_text (self->db, rows, line, LINE_BLOCKED), blocked) &&
        wl_row_int (rows, line, LINE_MOVED) == place->moved_from &&
        wl_text_equal (wl_row_text (self->db, rows, line, LINE_REASON), place->panel_reason))
        return;
    tell_fault (self, wl_text_printf (
                          self->arena,
                          "line %d: published is %s, place %lld, %s, %lld gr; computed is %s (%s), "
                          "place %u, %s, %lld gr",
                          line + 1, wl_row_text (self->db, rows, line, LINE_APPLICATION),
                          (long long) wl_row_int (rows, line, LINE_PLACE),
                          wl_enum_name (&evaluation__list_group__descriptor,
                                        (int) wl_row_int (rows, line, LINE_GROUP)),
                          (long long) wl_row_int (rows, line, LINE_GRANTED),
                          candidate->application_id, candidate->number, place->place,
                          wl_enum_name (&evaluation__list_group__descriptor, (int) place->group),
                          (long long) place->granted_grosze));
}

/* ---- what a panel moved ---- */

WL_SQL (MOVES, "SELECT o.motion FROM panel_motion o JOIN panel_meeting m ON m.id = o.meeting_id"
               " WHERE o.meeting_id = $1 AND o.application_id = $2 AND o.carried AND o.kind = 2"
               " AND m.call_id = $3 AND m.stage = $4 AND m.state = 3");

static bool
same_motion (verification_t *self, wl_bytes_t bytes, const Evaluation__PanelMove *move)
{
    Evaluation__PanelMotion *motion;

    return wl_message_unpack (self->arena, &evaluation__panel_motion__descriptor, bytes.data,
                              bytes.length, (ProtobufCMessage **) &motion) == WL_OK &&
           wl_text_equal (motion->neighbour_application_id, move->neighbour_application_id) &&
           motion->behind == move->behind && wl_text_equal (motion->reason, move->reason) &&
           motion->votes_for == move->votes_for && motion->votes_against == move->votes_against &&
           motion->abstained == move->abstained;
}

/* Each move has a reason, and a closed meeting voted for just that. */
static wl_status
check_moves (verification_t *self, const Evaluation__RankingInputs *inputs)
{
    for (size_t i = 0; i < inputs->n_moves; i++) {
        const Evaluation__PanelMove *move = inputs->moves[i];
        bool found = false;
        wl_rows_t rows;
        WL_TRY (wl_run (self->db, &MOVES, &rows, wl_p_uuid (move->meeting_id),
                        wl_p_uuid (move->application_id), wl_p_uuid (self->call_id),
                        wl_p_text (self->stage)));
        for (int row = 0; row < rows.count && !found; row++)
            found = same_motion (self, wl_row_bytes (&rows, row, 0), move);
        if (wl_text_empty (move->reason))
            tell_fault (self, wl_text_printf (self->arena, "the move of %s has no reason",
                                              move->application_id));
        if (!found)
            tell_fault (self, wl_text_printf (self->arena,
                                              "no closed meeting decided the recorded move of %s",
                                              move->application_id));
    }
    return WL_OK;
}

static wl_status
check_list (verification_t *self, wl_bytes_t record, int64_t recommended)
{
    Evaluation__RankingInputs *inputs;
    ranking_list_t list;
    wl_rows_t rows;

    if (wl_message_unpack (self->arena, &evaluation__ranking_inputs__descriptor, record.data,
                           record.length, (ProtobufCMessage **) &inputs) != WL_OK ||
        inputs->rules == NULL) {
        tell_fault (self, "the record of the inputs cannot be read");
        return WL_OK;
    }
    ranking_compute (self->arena, inputs, &list);
    WL_TRY (wl_run (self->db, &LINES, &rows, wl_p_uuid (self->call_id), wl_p_text (self->stage),
                    wl_p_int (self->version)));
    if ((size_t) rows.count != list.count)
        tell_fault (self, wl_text_printf (self->arena, "%d lines are published, %zu computed",
                                          rows.count, list.count));
    for (int i = 0; i < rows.count && (size_t) i < list.count; i++)
        check_line (self, &rows, i, inputs, &list.places[i]);
    if (recommended != list.recommended_grosze)
        tell_fault (self,
                    wl_text_printf (self->arena, "%lld gr are recommended, computed %lld gr",
                                    (long long) recommended, (long long) list.recommended_grosze));
    WL_TRY (check_moves (self, inputs));
    if (self->faults > 0)
        return WL_OK;
    printf ("%s, version %lld: equal, %zu lines, computed again from the record\n", self->stage,
            (long long) self->version, list.count);
    if (inputs->n_moves > 0)
        printf ("%s, version %lld: %zu moves by a panel, each decided by a closed meeting with a "
                "reason\n",
                self->stage, (long long) self->version, inputs->n_moves);
    return WL_OK;
}

static wl_status
verify_all (verification_t *self, const char *stage, int *ret_count)
{
    size_t faults = 0;
    wl_rows_t lists;

    wl_db_begin (self->db); /* keeps the rows while others are read */
    WL_TRY (wl_run (self->db, &LISTS, &lists, wl_p_uuid (self->call_id), wl_p_text (stage)));
    for (int i = 0; i < lists.count; i++) {
        wl_bytes_t record = wl_row_bytes (&lists, i, LIST_INPUTS);
        const char *digest = wl_row_text (self->db, &lists, i, LIST_DIGEST);
        self->stage = wl_row_text (self->db, &lists, i, LIST_STAGE);
        self->version = wl_row_int (&lists, i, LIST_VERSION);
        self->faults = 0;
        check_digest (self, record, digest);
        WL_TRY (check_logged (self, digest));
        WL_TRY (check_list (self, record, wl_row_int (&lists, i, LIST_RECOMMENDED)));
        faults += self->faults;
    }
    *ret_count = lists.count;
    self->faults = faults;
    wl_db_rollback (self->db);
    return WL_OK;
}

int
ranking_verify (const arguments_t *arguments)
{
    const char *stage = arguments_option (arguments, "stage");
    verification_t self = { .arena = arguments->arena };
    wl_uuid_t uuid;
    int count = 0;

    if (arguments->count != 1 || !wl_uuid_parse (arguments->words[0], &uuid))
        return command_fail ("ranking verify wants the id of one call");
    self.call_id = arguments->words[0];
    self.db = command_database (arguments, "evaluation");
    wl_status status = verify_all (&self, stage == NULL ? "" : stage, &count);
    int code = status == WL_OK ? EXIT_SUCCESS : command_fail ("%s", wl_db_error (self.db));
    wl_db_destroy (&self.db);
    if (code == EXIT_SUCCESS && count == 0)
        return command_fail ("this call has no published list");
    return self.faults == 0 ? code : EXIT_FAILURE;
}
