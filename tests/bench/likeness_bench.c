/* Near-duplicates: what a comparison costs as applications pile up, and what it finds.
 *
 * The applications of the demo are stored, and around them as many others as asked for, written
 * word by word from the demo's own words, each word behind one that it follows somewhere there
 * (Markov): so the crowd shares whole phrases with the labelled texts and is harder to tell from
 * them than people's texts would be. Then each of the demo's is filed once more, disguised in one
 * of five ways, through the service's own timer. Found is what the table `likeness` says.
 *
 *     WLACZNIK_TEST_FSYNC=on tests/integration/with-postgres bin/bench-likeness APPLICATIONS.JSON
 *         [how many]
 */
#include "intake_world.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "likeness_timer.h"
#include "store_likeness.h"

enum { WORDS_MOST = 12000, CROWD_WORDS = 400, BATCH = 500, FIRST_STOP = 1000, LIMIT_MS = 50 };

static const char *const disguises[] = { "shuffled", "bare", "reworded", "half", "hidden" };

enum { DISGUISES = sizeof disguises / sizeof disguises[0] };

typedef struct bench {
    intake_world_t world;
    json_t *texts; /* the demo's */
    const char *call;
    char *words[WORDS_MOST]; /* of the demo, in order */
    size_t same[WORDS_MOST]; /* where the same word stands next, in a ring */
    size_t word_count;
    uint64_t random;
    size_t stored;
} bench_t;

static uint64_t
next_random (bench_t *self)
{
    uint64_t z = (self->random += 0x9e3779b97f4a7c15u);

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static void
must (bool holds, const char *what)
{
    if (holds)
        return;
    fprintf (stderr, "bench-likeness: %s\n", what);
    exit (1);
}

/* ---- texts ---- */

/* All that one wrote but the title. */
static char *
body_of (bench_t *self, size_t index)
{
    static const char *const keys[] = { "summary", "problem", "novelty", "how", "team" };
    wl_buffer_t text;

    wl_buffer_init (&text, self->world.world.arena);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        wl_buffer_text (&text, json_string_value (
                                   json_object_get (json_array_get (self->texts, index), keys[i])));
        wl_buffer_char (&text, ' ');
    }
    return text.data;
}

/* Cuts `text` after each of the characters; the pieces in `ret`. */
static size_t
cut (wl_arena_t *arena, const char *text, const char *after, char **ret, size_t most)
{
    size_t count = 0;

    while (*text != '\0' && count < most) {
        size_t length = strcspn (text, after);
        length += text[length] != '\0';
        ret[count++] = wl_text_copy_length (arena, text, length);
        text += length;
    }
    return count;
}

static void
learn_words (bench_t *self)
{
    for (size_t i = 0; i < json_array_size (self->texts); i++)
        self->word_count += cut (self->world.world.arena, body_of (self, i), " ",
                                 self->words + self->word_count, WORDS_MOST - self->word_count);
    for (size_t i = 0; i < self->word_count; i++) {
        self->words[i] = strdup (self->words[i]);
        self->same[i] = i;
        do
            self->same[i] = (self->same[i] + 1) % self->word_count;
        while (strcmp (self->words[self->same[i]], self->words[i]) != 0);
    }
}

/* Behind each word one that stands behind the same word somewhere in the demo; about every fifth
 * is any word, or whole sentences of the demo would come out. */
static void
add_crowd (bench_t *self, wl_buffer_t *text, size_t words)
{
    size_t at = next_random (self) % self->word_count;

    for (size_t i = 0; i < words; i++) {
        uint64_t chance = next_random (self);
        wl_buffer_text (text, self->words[at]);
        for (uint64_t hops = chance >> 32 & 15; hops > 0; hops--)
            at = self->same[at];
        at = (chance % 5 == 0 ? chance >> 36 : at + 1) % self->word_count;
    }
}

static char *
shuffled (bench_t *self, const char *text)
{
    char *sentences[200];
    size_t count = cut (self->world.world.arena, text, ".!?", sentences, 200);
    wl_buffer_t ret;

    wl_buffer_init (&ret, self->world.world.arena);
    for (; count > 0; count--) {
        size_t at = next_random (self) % count;
        wl_buffer_text (&ret, sentences[at]);
        sentences[at] = sentences[count - 1];
    }
    return ret.data;
}

/* As one types who has no Polish letters. */
static char *
bare (bench_t *self, const char *text)
{
    static const char *const pairs[][2] = { { "ą", "a" }, { "ć", "c" }, { "ę", "e" },
                                            { "ł", "l" }, { "ń", "n" }, { "ó", "o" },
                                            { "ś", "s" }, { "ź", "z" }, { "ż", "z" } };
    wl_buffer_t ret;

    wl_buffer_init (&ret, self->world.world.arena);
    while (*text != '\0') {
        size_t i = 0;
        while (i < 9 && strncmp (text, pairs[i][0], 2) != 0)
            i++;
        wl_buffer_add (&ret, i < 9 ? pairs[i][1] : text, 1);
        text += i < 9 ? 2 : 1;
    }
    return ret.data;
}

/* Every tenth word is another one. */
static char *
reworded (bench_t *self, const char *text)
{
    char *words[2000];
    size_t count = cut (self->world.world.arena, text, " ", words, 2000);
    wl_buffer_t ret;

    wl_buffer_init (&ret, self->world.world.arena);
    for (size_t i = 0; i < count; i++)
        wl_buffer_text (&ret, i % 10 == 9 ? self->words[next_random (self) % self->word_count]
                                          : words[i]);
    return ret.data;
}

/* The first half is theirs, the second is somebody else's. */
static char *
half (bench_t *self, const char *text, bool whole)
{
    char *sentences[200];
    size_t count = cut (self->world.world.arena, text, ".!?", sentences, 200);
    size_t length = 0;
    wl_buffer_t ret;

    wl_buffer_init (&ret, self->world.world.arena);
    for (size_t i = 0; i < count; i++) {
        if (whole || i % 2 == 0)
            wl_buffer_text (&ret, sentences[i]);
        length += strlen (sentences[i]);
    }
    add_crowd (self, &ret, length / (whole ? 8 : 16));
    return ret.data;
}

static char *
disguised (bench_t *self, size_t index, size_t disguise)
{
    const char *text = body_of (self, index);

    switch (disguise) {
    case 0:
        return shuffled (self, text);
    case 1:
        return bare (self, text);
    case 2:
        return reworded (self, text);
    case 3:
        return half (self, text, false);
    default:
        return half (self, text, true); /* all of it in a text that is twice as long */
    }
}

/* ---- rows ---- */

WL_SQL (insert_submission,
        "insert into submission (application_id, stage, round, call_id, submitted_at, content,"
        " digest) values ($1, 0, 1, $2, now (), $3, '')");

static char *
put_submission (bench_t *self, const char *text, store_submitted_t *ret)
{
    wl_arena_t *arena = self->world.world.arena;
    Intake__Submission *content = wl_arena_alloc (arena, sizeof *content);
    Wlacznik__Answers *answers = wl_arena_alloc (arena, sizeof *answers);
    Wlacznik__Answer *answer = wl_arena_alloc (arena, sizeof *answer);
    wl_uuid_t id = wl_uuid_new (wl_clock_now (&wl_clock_system));

    wlacznik__answer__init (answer);
    wlacznik__answers__init (answers);
    intake__submission__init (content);
    answer->text = wl_text_copy (arena, text);
    answers->n_list = 1;
    answers->list = wl_arena_array (arena, 1, sizeof *answers->list);
    answers->list[0] = answer;
    content->application_id = wl_arena_alloc (arena, WL_UUID_TEXT);
    wl_uuid_format (&id, content->application_id);
    content->call_id = wl_text_copy (arena, self->call);
    content->region = wl_text_copy (arena, "30");
    content->applicant = wl_arena_alloc (arena, sizeof *content->applicant);
    wlacznik__applicant__init (content->applicant);
    content->applicant_user_id = content->application_id;
    content->answers = answers;
    wl_defer (self->world.world.db, &insert_submission, wl_p_uuid (content->application_id),
              wl_p_uuid (content->call_id), wl_p_message (&content->base));
    *ret = (store_submitted_t){ content->application_id, 0, 1, content };
    return content->application_id;
}

/* As the timer leaves it, without the looking: the crowd is not what is measured. */
static char *
store (bench_t *self, const char *text)
{
    store_submitted_t submitted;
    int64_t bands[LIKENESS_BANDS];
    char *id = put_submission (self, text, &submitted);
    likeness_phrases_t phrases =
        likeness_of_answers (self->world.world.arena, submitted.content->answers);

    must (likeness_sketch (&phrases, bands), "a text is too short");
    must (store_likeness_keep (&self->world.request, &submitted, bands) == WL_OK, "no sketch");
    self->stored++;
    return id;
}

static void
commit (bench_t *self)
{
    must (wl_db_commit (self->world.world.db) == WL_OK, wl_db_error (self->world.world.db));
}

static void
fill_up_to (bench_t *self, size_t count)
{
    while (self->stored < count) {
        wl_arena_reset (self->world.world.arena);
        wl_db_begin (self->world.world.db);
        for (int i = 0; i < BATCH && self->stored < count; i++) {
            wl_buffer_t text;
            wl_buffer_init (&text, self->world.world.arena);
            add_crowd (self, &text, CROWD_WORDS);
            store (self, text.data);
        }
        commit (self);
    }
}

/* Files the text and compares it as the service does; how long the comparison took, in
 * microseconds. */
static wl_time_t
compare (bench_t *self, const char *text, char **ret_id)
{
    store_submitted_t submitted;
    wl_timer_t timer = { .kind = LIKENESS_TIMER };
    wl_time_t begun;

    wl_db_begin (self->world.world.db);
    *ret_id = put_submission (self, text, &submitted);
    timer.key = *ret_id;
    commit (self);
    begun = wl_monotonic ();
    wl_db_begin (self->world.world.db);
    must (on_likeness_due (&self->world.request, &timer, NULL) == WL_OK,
          wl_db_error (self->world.world.db));
    commit (self);
    return wl_monotonic () - begun;
}

WL_SQL (select_found, "select count (*) filter (where other_id = $2),"
                      " count (*) filter (where other_id <> $2)"
                      " from likeness where application_id = $1");

/* ---- measuring ---- */

static int
compare_times (const void *a, const void *b)
{
    wl_time_t x = *(const wl_time_t *) a, y = *(const wl_time_t *) b;

    return (x > y) - (x < y);
}

typedef struct measured {
    size_t found[DISGUISES], wrong;
    double median_ms, p99_ms;
} measured_t;

/* Every text of the demo in every disguise; afterwards the stored ones are as many as before. */
static measured_t
measure (bench_t *self, char *const *originals)
{
    size_t texts = json_array_size (self->texts), count = 0;
    wl_time_t *took = calloc (texts * DISGUISES, sizeof *took);
    measured_t ret = { 0 };

    must (took != NULL, "no memory");
    for (size_t i = 0; i < texts; i++)
        for (size_t d = 0; d < DISGUISES; d++) {
            wl_rows_t rows;
            char *id;
            wl_arena_reset (self->world.world.arena);
            took[count++] = compare (self, disguised (self, i, d), &id);
            wl_db_begin (self->world.world.db);
            must (wl_run (self->world.world.db, &select_found, &rows, wl_p_uuid (id),
                          wl_p_uuid (originals[i])) == WL_OK,
                  "no result");
            ret.found[d] += (size_t) wl_row_int (&rows, 0, 0);
            ret.wrong += (size_t) wl_row_int (&rows, 0, 1);
            store_likeness_erase (&self->world.request, id);
            commit (self);
        }
    qsort (took, count, sizeof *took, compare_times);
    ret.median_ms = (double) took[count / 2] / 1e3;
    ret.p99_ms = (double) took[count * 99 / 100] / 1e3;
    free (took);
    return ret;
}

static char **
store_originals (bench_t *self)
{
    size_t count = json_array_size (self->texts);
    char **ids = calloc (count, sizeof *ids);

    must (ids != NULL, "no memory");
    wl_db_begin (self->world.world.db);
    for (size_t i = 0; i < count; i++)
        ids[i] = strdup (store (self, body_of (self, i)));
    commit (self);
    return ids;
}

static void
print (const bench_t *self, const measured_t *few, const measured_t *many)
{
    size_t texts = json_array_size (self->texts), found = 0;

    printf ("{\"bench\":\"likeness\",\"stored\":%zu,\"texts\":%zu,\"p99_ms\":%.2f,"
            "\"median_ms\":%.2f,\"median_ms_at_%d\":%.2f,\"ratio\":%.3f,\"flat\":%.3f,"
            "\"recall\":{",
            self->stored, texts, many->p99_ms, many->median_ms, FIRST_STOP, few->median_ms,
            many->p99_ms / LIMIT_MS, many->median_ms / few->median_ms);
    for (size_t d = 0; d < DISGUISES; d++) {
        printf ("%s\"%s\":%.3f", d > 0 ? "," : "", disguises[d],
                (double) many->found[d] / (double) texts);
        found += many->found[d];
    }
    printf ("},\"precision\":%.3f}\n",
            found == 0 ? 0.0 : (double) found / (double) (found + many->wrong));
}

int
main (int argc, char **argv)
{
    bench_t self = { .random = 20261126 };
    size_t count = argc > 2 ? strtoul (argv[2], NULL, 10) : 100000;
    measured_t few, many;
    char **originals;

    must (argc > 1, "which file are the demo's applications in?");
    self.texts = json_load_file (argv[1], 0, NULL);
    must (json_is_array (self.texts), "these are no applications");
    intake_world_migrate ();
    intake_world_init (&self.world);
    intake_world_as (&self.world, OWNER, WL_ROLE_OWNER, "*");
    self.call = strdup (intake_world_open (
        &self.world,
        intake_world_definition (&self.world, intake_world_programme (&self.world), "BENCH", 0)));
    learn_words (&self);
    originals = store_originals (&self);
    fill_up_to (&self, FIRST_STOP);
    few = measure (&self, originals);
    fill_up_to (&self, count);
    many = measure (&self, originals);
    print (&self, &few, &many);
    intake_world_done (&self.world);
    return 0;
}
