#include "pace.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { RULES_MAX = 100, DOMAINS_MAX = 4096, NAME_MAX_BYTES = 254, RATE_MAX = 100000 };

typedef struct rule {
    char domain[NAME_MAX_BYTES + 1];
    wl_time_t gap; /* between two letters */
} rule_t;

/* A domain that was written to lately. A place is reused by whoever hashes there: then two domains
 * share one pace, which errs on the slow side. */
typedef struct place {
    wl_time_t next;   /* when the next letter may go */
    wl_time_t behind; /* until when those who were told to wait fill it */
} place_t;

struct pace {
    rule_t rules[RULES_MAX];
    size_t rule_count;
    place_t places[DOMAINS_MAX];
};

static bool
read_rule (const char *word, size_t length, unsigned share, rule_t *ret)
{
    const char *equals = memchr (word, '=', length);
    char *end;

    if (equals == NULL || equals == word || equals - word > NAME_MAX_BYTES)
        return false;
    memcpy (ret->domain, word, (size_t) (equals - word));
    ret->domain[equals - word] = '\0';
    long rate = strtol (equals + 1, &end, 10);
    if (end != word + length || end == equals + 1 || rate < 1 || rate > RATE_MAX)
        return false;
    ret->gap = WL_SECOND * share / rate;
    return true;
}

pace_t *
pace_new (const char *rules, unsigned share, const char **ret_bad)
{
    pace_t *self = calloc (1, sizeof *self);

    if (self == NULL)
        abort ();
    while (*(rules += strspn (rules, " ,\t")) != '\0') {
        size_t length = strcspn (rules, " ,\t");
        if (self->rule_count == RULES_MAX ||
            !read_rule (rules, length, share, &self->rules[self->rule_count])) {
            *ret_bad = rules;
            free (self);
            return NULL;
        }
        self->rule_count++;
        rules += length;
    }
    return self;
}

void
pace_destroy (pace_t **self_p)
{
    free (*self_p);
    *self_p = NULL;
}

static wl_time_t
gap_for (const pace_t *self, const char *domain)
{
    wl_time_t gap = 0;

    for (size_t i = 0; i < self->rule_count; i++) {
        if (strcasecmp (self->rules[i].domain, domain) == 0)
            return self->rules[i].gap;
        if (strcmp (self->rules[i].domain, "*") == 0)
            gap = self->rules[i].gap;
    }
    return gap;
}

static place_t *
place_of (pace_t *self, const char *domain)
{
    uint32_t hash = 2166136261u; /* FNV-1a */

    for (; *domain != '\0'; domain++)
        hash = (hash ^ (uint32_t) tolower ((unsigned char) *domain)) * 16777619u;
    return &self->places[hash % DOMAINS_MAX];
}

bool
pace_take (pace_t *self, const char *domain, wl_time_t now)
{
    wl_time_t gap = gap_for (self, domain);
    place_t *place = place_of (self, domain);

    if (gap == 0)
        return true;
    if (place->next > now)
        return false;
    place->next = now + gap;
    return true;
}

wl_time_t
pace_later (pace_t *self, const char *domain, wl_time_t now)
{
    place_t *place = place_of (self, domain);

    if (place->behind < place->next)
        place->behind = place->next;
    if (place->behind < now)
        place->behind = now;
    wl_time_t at = place->behind;
    place->behind += gap_for (self, domain);
    return at;
}
