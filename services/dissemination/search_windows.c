#include "search_windows.h"

#include <string.h>

/* ---- facets ---- */

enum { FACETS = 6, FACET_VALUES_MAX = 21 };

/* A facet's letter and the values that are asked for; any of them suffices. */
typedef struct facet {
    char letter;
    const char *values[FACET_VALUES_MAX];
    size_t count;
} facet_t;

static void
add_value (facet_t *self, const char *value)
{
    if (self->count < FACET_VALUES_MAX)
        self->values[self->count++] = value;
}

static void
add_values (facet_t *self, char *const *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add_value (self, values[i]);
}

static void
add_numbers (wl_arena_t *arena, facet_t *self, const int *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add_value (self, wl_text_printf (arena, "%d", values[i]));
}

/* Both characters mean something between quotes of tsvectors and tsqueries. */
static void
write_token (wl_buffer_t *out, char letter, const char *value)
{
    wl_buffer_printf (out, "'~%c/", letter);
    for (const char *at = value; *at != '\0'; at++) {
        if (*at == '\'' || *at == '\\')
            wl_buffer_char (out, *at);
        wl_buffer_char (out, *at);
    }
    wl_buffer_char (out, '\'');
}

void
search_tokens_write (wl_buffer_t *out, const Dissemination__Entry *entry, int cost_band)
{
    const Dissemination__EntryText *text = entry->text;
    facet_t facets[FACETS] = { { .letter = 't' }, { .letter = 'g' }, { .letter = 'r' },
                               { .letter = 'c' }, { .letter = 'l' }, { .letter = 'e' } };
    const int level = (int) text->evidence_level;

    add_values (&facets[0], text->themes, text->n_themes);
    add_values (&facets[1], text->recipient_groups, text->n_recipient_groups);
    add_value (&facets[2], entry->region);
    add_numbers (out->arena, &facets[3], &cost_band, 1);
    add_value (&facets[4], text->licence);
    add_numbers (out->arena, &facets[5], &level, 1);
    for (size_t f = 0; f < FACETS; f++)
        for (size_t i = 0; i < facets[f].count; i++) {
            wl_buffer_char (out, ' ');
            write_token (out, facets[f].letter, facets[f].values[i]);
        }
}

static size_t
read_facets (wl_arena_t *arena, const Dissemination__ListEntriesRequest *in, facet_t ret[FACETS])
{
    facet_t facets[FACETS] = { { .letter = 't' }, { .letter = 'g' }, { .letter = 'r' },
                               { .letter = 'c' }, { .letter = 'l' }, { .letter = 'e' } };
    size_t count = 0;

    add_values (&facets[0], in->themes, in->n_themes);
    add_values (&facets[1], in->recipient_groups, in->n_recipient_groups);
    add_values (&facets[2], in->regions, in->n_regions);
    if (!wl_text_empty (in->region))
        add_value (&facets[2], in->region);
    add_numbers (arena, &facets[3], (const int *) in->costs, in->n_costs);
    add_values (&facets[4], in->licences, in->n_licences);
    add_numbers (arena, &facets[5], (const int *) in->evidence_levels, in->n_evidence_levels);
    for (size_t f = 0; f < FACETS; f++)
        if (facets[f].count > 0)
            ret[count++] = facets[f];
    return count;
}

/* Those but the one at `but`; FACETS: all of them. */
static void
write_all (wl_buffer_t *out, const facet_t *facets, size_t count, size_t but)
{
    bool first = true;

    wl_buffer_char (out, '(');
    for (size_t f = 0; f < count; f++) {
        if (f == but)
            continue;
        wl_buffer_text (out, first ? "(" : " & (");
        for (size_t i = 0; i < facets[f].count; i++) {
            wl_buffer_text (out, i > 0 ? " | " : "");
            write_token (out, facets[f].letter, facets[f].values[i]);
        }
        wl_buffer_char (out, ')');
        first = false;
    }
    wl_buffer_char (out, ')');
}

char *
search_tokens_asked (wl_arena_t *arena, const Dissemination__ListEntriesRequest *in,
                     bool all_but_one)
{
    facet_t facets[FACETS];
    size_t count = read_facets (arena, in, facets);
    wl_buffer_t out;

    wl_buffer_init (&out, arena);
    wl_buffer_add (&out, "", 0);
    if (count == 0 || (all_but_one && count == 1))
        return out.data;
    if (!all_but_one) {
        write_all (&out, facets, count, FACETS);
        return out.data;
    }
    wl_buffer_char (&out, '(');
    for (size_t f = 0; f < count; f++) {
        wl_buffer_text (&out, f > 0 ? " | " : "");
        write_all (&out, facets, count, f);
    }
    wl_buffer_char (&out, ')');
    return out.data;
}

/* ---- windows ---- */

enum { LEVELS = 3, TOKENS_MOST = 8, WIDER = 8 };

static const int64_t level_sizes[LEVELS] = { 1024, 8192, 65536 };

/* The newest `width` entries, at the finest level that says it in few tokens; "" when none does. */
static char *
write_window (wl_arena_t *arena, const char *asked, int64_t newest, int64_t width)
{
    wl_buffer_t out;

    for (size_t level = 0; level < LEVELS; level++) {
        int64_t last = newest / level_sizes[level];
        int64_t first = (newest - width) / level_sizes[level];

        if (last - first >= TOKENS_MOST)
            continue;
        wl_buffer_init (&out, arena);
        wl_buffer_printf (&out, "(%s) & (", asked);
        for (int64_t token = first; token <= last; token++)
            wl_buffer_printf (&out, "%s'~%zu/%lld'", token > first ? " | " : "", level,
                              (long long) token);
        wl_buffer_char (&out, ')');
        return out.data;
    }
    return NULL;
}

size_t
search_windows (wl_arena_t *arena, const char *asked, double share, int64_t newest, uint32_t wanted,
                const char *ret[SEARCH_WINDOWS_MAX])
{
    /* Twice as many as would do on average, so that the first window mostly suffices. */
    double likely = share > 0 ? 2.0 * wanted / share : (double) newest;
    int64_t width = likely < (double) newest ? (int64_t) likely : newest;
    size_t count = 0;

    if (newest > SEARCH_SMALL && asked[0] != '\0')
        for (; count < SEARCH_WINDOWS_MAX - 1 && width < newest / 2; width *= WIDER) {
            char *window = write_window (arena, asked, newest, width);

            if (window == NULL)
                break;
            ret[count++] = window;
        }
    ret[count++] = asked;
    return count;
}
