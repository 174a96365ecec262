/* How long a search takes when the catalogue is large: 100,000 entries made of words of the real
 * dictionary, as often as words are in a language, asked for as people ask.
 *
 *     WLACZNIK_TEST_FSYNC=on tests/integration/with-postgres bin/bench-search [entries [json]]
 *
 * Prints p50 and p99 of each kind of question, handler and PostgreSQL together: the time that both
 * had a processor, which is what a machine without other work would take (everything is in memory),
 * against 50 ms; and the time on the clock, which tells how busy the machine was.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dissemination.handlers.h"
#include "search_index.h"
#include "service/internal.h"
#include "site.h"
#include "world.h"

extern const wl_migration_t dissemination_migrations[];

enum { WORDS = 20000, BATCH = 500, TITLE = 4, SUMMARY = 25, REST = 80, QUESTIONS = 200 };

static const double LIMIT_MS = 50;

static world_t world;
static wl_daemon_t daemon_;
static wl_request_t request;
static char words[WORDS][WORD_TEXT];
static double shares[WORDS]; /* of all words up to and with this one */
static bool as_json;
static uint64_t seed = 42;

/* ---- words ---- */

static double
random_share (void)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (double) (seed >> 11) / 9007199254740992.0;
}

/* Headwords all over the dictionary. A word's share falls with its rank, as in a language; the most
 * frequent, which are stop words, are left out. */
static void
read_words (const char *path)
{
    FILE *file = fopen (path, "r");
    char line[256];
    double sum = 0;
    int number = 0, count = 0;

    while (file != NULL && count < WORDS && fgets (line, sizeof line, file) != NULL) {
        line[strcspn (line, "/\r\n")] = '\0';
        dictionary_fold_word (line);
        if (number++ % 15 != 1 || strlen (line) < 4 || strlen (line) >= WORD_TEXT ||
            line[strspn (line, "abcdefghijklmnopqrstuvwxyz")] != '\0')
            continue;
        strcpy (words[count++], line);
    }
    if (file == NULL || count < WORDS / 2)
        abort ();
    fclose (file);
    for (int i = count; i < WORDS; i++)
        strcpy (words[i], words[i % count]);
    for (int i = 0; i < WORDS; i++) {
        uint64_t other = (uint64_t) (random_share () * WORDS);
        char swap[WORD_TEXT];

        memcpy (swap, words[i], WORD_TEXT);
        memcpy (words[i], words[other], WORD_TEXT);
        memcpy (words[other], swap, WORD_TEXT);
        sum += 1.0 / (i + 20);
        shares[i] = sum;
    }
}

static const char *
some_word (void)
{
    double wanted = random_share () * shares[WORDS - 1];
    int low = 0, high = WORDS - 1;

    while (low < high) {
        int middle = (low + high) / 2;

        if (shares[middle] < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return words[low];
}

/* The words are base forms already. */
static void
no_stem (void *context, const char *folded, stems_t *ret)
{
    (void) context;
    (void) folded;
    ret->count = 0;
}

static char *
some_words (int count)
{
    wl_buffer_t out;

    wl_buffer_init (&out, world.arena);
    for (int i = 0; i < count; i++)
        wl_buffer_printf (&out, "%s ", some_word ());
    return out.data;
}

/* ---- filling ---- */

/* The later ones are the newer ones, as they are numbered in life. */
WL_SQL (
    INSERT_ENTRIES,
    "WITH made AS (SELECT md5 ('entry' || ($1 + n))::uuid AS id, $1 + n AS number, title, summary,"
    "   title_terms::tsvector, terms::tsvector, head_terms::tsvector,"
    "   now () - (10000000 - $1 - n) * interval '1 second' AS published_at,"
    "   (2 * (1 + ($1 + n) % 16))::text AS region, 'theme-' || ($1 + n) % 12 AS theme,"
    "   'theme-' || ($1 + n) % 7 AS theme2, 'group-' || ($1 + n) % 9 AS of_group,"
    "   ($1 + n) % 5 AS five FROM unnest ($2, $3, $4, $5, $7)"
    "   WITH ORDINALITY AS t (title, summary, title_terms, terms, head_terms, n)),"
    " entries AS (INSERT INTO entry (id, slug, state, application_id, call_id, region, text, title,"
    "   summary, created_at, updated_at, published_at)"
    "   SELECT id, 'slug-' || number, 2, md5 ('a' || number)::uuid, md5 ('c')::uuid, '30', '',"
    "     title, summary, now (), now (), published_at FROM made)"
    " INSERT INTO search_entry (entry_id, published_at, region, themes, recipient_groups, licence,"
    "   reach, cost, evidence_level, built, title_terms, terms, words, head_terms, number)"
    " SELECT id, published_at, region, ARRAY[theme, theme2], ARRAY[of_group], 'CC-BY-4.0',"
    "   1 + number % 3, five, five, $6, title_terms || search_window_tokens (number),"
    "   terms || search_window_tokens (number) || array_to_tsvector (ARRAY['~t/' || theme,"
    "     '~t/' || theme2, '~g/' || of_group, '~r/' || region, '~c/' || five, '~l/CC-BY-4.0',"
    "     '~e/' || five]), '{}', head_terms, number FROM made ORDER BY number");

static void
insert_batch (int64_t from)
{
    const char *titles[BATCH], *summaries[BATCH], *title_terms[BATCH], *terms[BATCH];
    const char *head_terms[BATCH];
    stemmer_t stemmer = { no_stem, NULL };

    for (int i = 0; i < BATCH; i++) {
        Dissemination__EntryText text = DISSEMINATION__ENTRY_TEXT__INIT;
        search_document_t document;

        titles[i] = text.title = some_words (TITLE);
        summaries[i] = text.summary = some_words (SUMMARY);
        text.solution = some_words (REST);
        search_document_write (world.arena, stemmer, &text, &document);
        title_terms[i] = document.title_terms;
        terms[i] = document.terms;
        head_terms[i] = document.head_terms;
    }
    assert_ok (world.db,
               wl_run (world.db, &INSERT_ENTRIES, NULL, wl_p_int (from), wl_p_texts (titles, BATCH),
                       wl_p_texts (summaries, BATCH), wl_p_texts (title_terms, BATCH),
                       wl_p_texts (terms, BATCH), wl_p_text (site_search_built (&request)),
                       wl_p_texts (head_terms, BATCH)));
    wl_arena_reset (world.arena);
}

static void
fill (int64_t entries)
{
    world_sql ("drop index search_entry_terms; drop index search_entry_title;"
               "drop index search_word_similar; drop index search_lexeme_similar");
    for (int64_t from = 0; from < entries; from += BATCH)
        insert_batch (from);
    world_sql ("insert into search_lexeme select word, ndoc from ts_stat ('select terms from "
               "search_entry') where not starts_with (word, '~');"
               "insert into search_word select lexeme, lexeme, entries from search_lexeme;");
    world_sql ("create index on search_entry using gin (terms) with (fastupdate = off);"
               "create index on search_entry using gin (title_terms) with (fastupdate = off);"
               "create index on search_word using gin (word gin_trgm_ops);"
               "create index on search_lexeme using gin (lexeme gin_trgm_ops)");
    world_sql ("vacuum analyze");
}

/* ---- asking ---- */

/* Nanoseconds that a process had a processor (proc(5), schedstat). */
static double
processor_time (int process)
{
    char path[64];
    unsigned long long time = 0;
    FILE *file;

    snprintf (path, sizeof path, "/proc/%d/schedstat", process);
    file = fopen (path, "r");
    if (file == NULL || fscanf (file, "%llu", &time) != 1)
        abort ();
    fclose (file);
    return (double) time;
}

static double
used_time (void)
{
    return (processor_time ((int) getpid ()) +
            processor_time (PQbackendPID (wl_db_connection (world.db)))) /
           1e6;
}

typedef struct took {
    double clock, used; /* milliseconds */
} took_t;

static took_t
ask (char *query, char *theme, char *region)
{
    Dissemination__ListEntriesRequest in = DISSEMINATION__LIST_ENTRIES_REQUEST__INIT;
    Dissemination__ListEntriesResponse out = DISSEMINATION__LIST_ENTRIES_RESPONSE__INIT;
    double used = used_time ();
    wl_time_t began = wl_monotonic ();

    in.query = query;
    in.themes = &theme;
    in.n_themes = theme == NULL ? 0 : 1;
    in.regions = &region;
    in.n_regions = region == NULL ? 0 : 1;
    wl_error_init (&request.error, world.arena);
    assert_ok (world.db, dissemination_list_entries (&request, &in, &out));
    return (took_t){ (double) (wl_monotonic () - began) / 1000, used_time () - used };
}

static char *
question (int kind)
{
    char *text;

    switch (kind) {
    case 0: /* nothing: the newest */
        return wl_text_copy (world.arena, "");
    case 1: /* the most frequent words there are */
        return wl_text_copy (world.arena, words[(int) (random_share () * 10)]);
    case 2:
        return some_words (1);
    case 3:
        return some_words (2);
    case 4:
        return some_words (3);
    default: /* two letters swapped */
        text = some_words (1);
        text[1] ^= text[2], text[2] ^= text[1], text[1] ^= text[2];
        return text;
    }
}

static int
compare (const void *a, const void *b)
{
    const double *left = a, *right = b;

    return (*left > *right) - (*left < *right);
}

static void
measure (const char *name, int kind, char *theme, char *region)
{
    double clock[QUESTIONS], used[QUESTIONS];

    for (int i = 0; i < QUESTIONS; i++) {
        took_t took = ask (question (kind), theme, region);

        clock[i] = took.clock;
        used[i] = took.used;
        wl_arena_reset (world.arena);
    }
    qsort (clock, QUESTIONS, sizeof *clock, compare);
    qsort (used, QUESTIONS, sizeof *used, compare);
    if (as_json)
        printf ("{\"question\": \"%s\", \"p50_ms\": %.2f, \"p99_ms\": %.2f}\n", name,
                used[QUESTIONS / 2], used[QUESTIONS * 99 / 100]);
    else
        printf (
            "%-34s p50 %5.1f ms  p99 %5.1f ms  p99 is %.2f of %.0f ms   (clock: %.0f, %.0f ms)\n",
            name, used[QUESTIONS / 2], used[QUESTIONS * 99 / 100],
            used[QUESTIONS * 99 / 100] / LIMIT_MS, LIMIT_MS, clock[QUESTIONS / 2],
            clock[QUESTIONS * 99 / 100]);
}

int
main (int argc, char **argv)
{
    static const wl_service_t service = { .name = "dissemination", .rpc = &dissemination_handlers };
    int64_t entries = argc > 1 ? strtoll (argv[1], NULL, 10) : 100000;
    char theme[] = "theme-3", region[] = "30";
    wl_error_t error;

    world_migrate ("");
    world = world_new ();
    wl_error_init (&error, world.arena);
    if (wl_migrate (world.db, "dissemination", dissemination_migrations, &error, NULL) != WL_OK)
        abort ();
    daemon_.service = &service;
    daemon_.state = site_new ("http://localhost", "a@localhost", "/usr/share/hunspell/pl_PL");
    wl_request_init (&request, &daemon_, world.arena, world.db);
    read_words ("/usr/share/hunspell/pl_PL.dic");
    fill (entries);
    ask (question (2), NULL, NULL); /* reads the dictionary */
    setlinebuf (stdout);
    as_json = argc > 2;
    if (!as_json)
        printf ("%lld entries\n", (long long) entries);
    measure ("no words", 0, NULL, NULL);
    measure ("no words, a theme", 0, theme, NULL);
    measure ("no words, a theme and a region", 0, theme, region);
    measure ("one of the ten most frequent words", 1, NULL, NULL);
    measure ("the same in a theme and a region", 1, theme, region);
    measure ("one word", 2, NULL, NULL);
    measure ("two words", 3, NULL, NULL);
    measure ("two words, a theme", 3, theme, NULL);
    measure ("three words", 4, NULL, NULL);
    measure ("one word, two letters swapped", 5, NULL, NULL);
    site_destroy ((site_t **) &daemon_.state);
    world_destroy (&world);
    return 0;
}
