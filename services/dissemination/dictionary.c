#include "dictionary.h"

#include <hunspell/hunspell.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct dictionary {
    char *path;
    pthread_mutex_t lock; /* hunspell's own state is not for many threads */
    bool tried;
    Hunhandle *hunspell; /* NULL: there is no dictionary */
};

/* ---- taking off the marks, in the dictionary's own ISO 8859-2 ---- */

static char
plain_of (char c)
{
    static const char marked[] = "\xb1\xe6\xea\xb3\xf1\xf3\xb6\xbc\xbf" /* ą ć ę ł ń ó ś ź ż */
                                 "\xa1\xc6\xca\xa3\xd1\xd3\xa6\xac\xaf";
    static const char plain[] = "acelnoszzACELNOSZZ";
    const char *found = c == '\0' ? NULL : strchr (marked, c);

    return found == NULL ? c : plain[found - marked];
}

static char *
fold_until (char *at, const char *ends)
{
    for (; *at != '\0' && strchr (ends, *at) == NULL; at++)
        *at = plain_of (*at);
    return at;
}

/* "żółw/NOsT": the flags behind the slash are letters too, but name rules. */
void
dictionary_fold_word (char *line)
{
    fold_until (line, "/");
}

/* A class that shuts letters out, "[^łz]", shuts out no marked one any more: else "[^ń]" would
 * become "[^n]" and shut out what the rule is for. Gives where the condition ends. */
static char *
fold_condition (char *at)
{
    char *to = at;
    bool excludes = false;

    for (; *at != '\0' && *at != ' ' && *at != '\t' && *at != '\r'; at++) {
        char c = plain_of (*at);

        if (*at == '[')
            excludes = at[1] == '^';
        if (excludes && c != *at)
            continue;
        if (*at == ']') {
            bool empty = excludes && to[-1] == '^';
            to -= empty ? 2 : 0; /* "[^]" is any letter */
            c = empty ? '.' : ']';
            excludes = false;
        }
        *to++ = c;
    }
    while (to < at)
        *to++ = ' ';
    return at;
}

/* "SFX F lec gła lec": kind, flag, what goes, what comes, where. Other lines stay. */
void
dictionary_fold_rule (char *line)
{
    static const char blank[] = " \t";
    char *at = line;

    if (strncmp (line, "SFX ", 4) != 0 && strncmp (line, "PFX ", 4) != 0)
        return;
    for (int column = 0; column < 2; column++) {
        at += strcspn (at, blank);
        at += strspn (at, blank);
    }
    at = fold_until (at, blank); /* what goes; in the head of a rule "Y" */
    at += strspn (at, blank);
    at = fold_until (at, " \t/"); /* what comes, perhaps with flags */
    at += strcspn (at, blank);
    at += strspn (at, blank);
    fold_condition (at);
}

/* ---- reading ---- */

/* A file with each line folded, in memory; -1 when there is none. */
static int
fold_file (const char *path, const char *ending, void (*fold) (char *line))
{
    char name[4096], *line = NULL;
    size_t room = 0;
    FILE *from, *to;
    int file;

    snprintf (name, sizeof name, "%s%s", path, ending);
    if ((from = fopen (name, "re")) == NULL)
        return -1;
    file = memfd_create ("dictionary", MFD_CLOEXEC);
    to = file < 0 ? NULL : fdopen (dup (file), "w");
    while (to != NULL && getline (&line, &room, from) > 0) {
        fold (line);
        fputs (line, to);
    }
    free (line);
    fclose (from);
    if (to == NULL || fclose (to) != 0) {
        if (file >= 0)
            close (file);
        return -1;
    }
    return file;
}

static Hunhandle *
read_dictionary (const char *path)
{
    int rules = fold_file (path, ".aff", dictionary_fold_rule);
    int words = fold_file (path, ".dic", dictionary_fold_word);
    char rules_path[64], words_path[64];
    Hunhandle *hunspell = NULL;

    snprintf (rules_path, sizeof rules_path, "/proc/self/fd/%d", rules);
    snprintf (words_path, sizeof words_path, "/proc/self/fd/%d", words);
    if (rules >= 0 && words >= 0)
        hunspell = Hunspell_create (rules_path, words_path);
    if (rules >= 0)
        close (rules);
    if (words >= 0)
        close (words);
    return hunspell;
}

dictionary_t *
dictionary_new (const char *path)
{
    dictionary_t *self = calloc (1, sizeof *self);

    if (self == NULL || (self->path = strdup (path)) == NULL)
        abort ();
    pthread_mutex_init (&self->lock, NULL);
    return self;
}

void
dictionary_destroy (dictionary_t **self_p)
{
    dictionary_t *self = *self_p;

    if (self == NULL)
        return;
    if (self->hunspell != NULL)
        Hunspell_destroy (self->hunspell);
    pthread_mutex_destroy (&self->lock);
    free (self->path);
    free (self);
    *self_p = NULL;
}

static long long
size_of (const char *path, const char *ending)
{
    char name[4096];
    struct stat file;

    snprintf (name, sizeof name, "%s%s", path, ending);
    return stat (name, &file) == 0 ? (long long) file.st_size : -1;
}

void
dictionary_version (const dictionary_t *self, char ret[DICTIONARY_VERSION])
{
    long long rules = size_of (self->path, ".aff"), words = size_of (self->path, ".dic");

    if (rules < 0 || words < 0)
        snprintf (ret, DICTIONARY_VERSION, "none");
    else
        snprintf (ret, DICTIONARY_VERSION, "%lld.%lld", rules, words);
}

/* ---- asking ---- */

static bool
is_ascii (const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char) *text >= 0x80)
            return false;
    return true;
}

static bool
has (const stems_t *stems, const char *stem)
{
    for (size_t i = 0; i < stems->count; i++)
        if (strcmp (stems->list[i], stem) == 0)
            return true;
    return false;
}

/* Names keep their capital in the dictionary; here nothing has one. */
static void
add (const char *stem, stems_t *ret)
{
    char lower[WORD_TEXT];
    size_t length = strlen (stem);

    if (ret->count == STEMS_MAX || length >= WORD_TEXT || !is_ascii (stem))
        return;
    for (size_t i = 0; i <= length; i++)
        lower[i] = stem[i] >= 'A' && stem[i] <= 'Z' ? (char) (stem[i] - 'A' + 'a') : stem[i];
    if (!has (ret, lower))
        memcpy (ret->list[ret->count++], lower, length + 1);
}

static void
ask_for (Hunhandle *hunspell, const char *word, stems_t *ret)
{
    char **list = NULL;
    int count = Hunspell_stem (hunspell, &list, word);

    for (int i = 0; i < count; i++)
        add (list[i], ret);
    Hunspell_free_list (hunspell, &list, count);
}

/* "gdansku": a name is known by its capital only. */
static void
ask (Hunhandle *hunspell, const char *folded, stems_t *ret)
{
    char capital[WORD_TEXT];

    ask_for (hunspell, folded, ret);
    if (ret->count > 0 || folded[0] < 'a' || folded[0] > 'z')
        return;
    snprintf (capital, sizeof capital, "%s", folded);
    capital[0] = (char) (folded[0] - 'a' + 'A');
    ask_for (hunspell, capital, ret);
}

static void
stem (void *context, const char *folded, stems_t *ret)
{
    dictionary_t *self = context;

    ret->count = 0;
    if (!is_ascii (folded))
        return;
    pthread_mutex_lock (&self->lock);
    if (!self->tried)
        self->hunspell = read_dictionary (self->path);
    self->tried = true;
    if (self->hunspell != NULL)
        ask (self->hunspell, folded, ret);
    pthread_mutex_unlock (&self->lock);
}

stemmer_t
dictionary_stemmer (dictionary_t *self)
{
    return (stemmer_t){ stem, self };
}
