#include "service/config.h"

#include <ctype.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "service/config_file.h"
#include "service/config_known.h"

enum {
    /* The largest file (256 KiB) and a largest secret (16 KiB) for each key are less than half. */
    SNAPSHOT_MOST = 16 * 1024 * 1024
};

/* What one reading gave. Never changes, and is kept as long as the configuration: other threads
 * hold its texts. */
typedef struct snapshot {
    struct snapshot *previous;
    wl_arena_t *arena;   /* the snapshot itself lies in it */
    const char **values; /* by slot; NULL: not set */
} snapshot_t;

struct wl_config {
    wl_arena_t *arena;
    const char *service;
    const char *path; /* NULL: no file */
    _Atomic (snapshot_t *) current;
};

/* ---- where a value comes from ---- */

/* WLACZNIK_INTAKE_DATABASE_URL; `service` NULL for everybody's. */
static const char *
from_environment (const char *service, const char *key)
{
    char name[3 * WL_CONFIG_KEY_MAX];

    snprintf (name, sizeof name, "WLACZNIK_%s%s%s", service == NULL ? "" : service,
              service == NULL ? "" : "_", key);
    for (char *at = name; *at != '\0'; at++)
        *at = *at == '.' || *at == '-' ? '_' : (char) toupper ((unsigned char) *at);
    return getenv (name);
}

/* Set to nothing is not set: that is how a composed environment leaves a variable out. */
static const char *
first_set (const char *const *candidates, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!wl_text_empty (candidates[i]))
            return candidates[i];
    return NULL;
}

static wl_status
follow_file (const char *key, const char *text, wl_arena_t *arena, const char **ret,
             wl_error_t *error)
{
    static const char PREFIX[] = "file:";
    const char *path = text + sizeof PREFIX - 1;

    if (strncmp (text, PREFIX, sizeof PREFIX - 1) != 0) {
        *ret = wl_text_copy (arena, text);
        return WL_OK;
    }
    if (*path != '/')
        return wl_error_set (error, WL_INVALID_ARGUMENT, "setting-file",
                             "%s: what follows file: must be a whole path, as in file:/run/secret",
                             key);
    return wl_config_secret_read (key, path, arena, ret, error);
}

static bool
concerns (const wl_config_t *self, const wl_config_known_t *row)
{
    return row->service == NULL || strcmp (row->service, self->service) == 0;
}

/* What only another service reads is left alone: the file may be everybody's, its secrets are not.
 * No message shows a value: it may be a secret in the wrong place. */
static wl_status
resolve (const wl_config_t *self, size_t slot, const wl_config_file_t *file, snapshot_t *ret,
         wl_error_t *error)
{
    const wl_config_known_t *row = wl_config_slot_row (slot);
    char key[WL_CONFIG_KEY_MAX];
    const char *value;

    if (!wl_config_slot_key (slot, key) || !concerns (self, row))
        return WL_OK;
    const char *const candidates[] = { from_environment (self->service, key),
                                       from_environment (NULL, key), file->own[slot],
                                       file->common[slot] };
    const char *text = first_set (candidates, sizeof candidates / sizeof candidates[0]);
    if (text == NULL)
        return WL_OK;
    WL_TRY (follow_file (key, text, ret->arena, &value, error));
    if (!wl_utf8_valid (value, strlen (value), NULL))
        return wl_error_set (error, WL_INVALID_ARGUMENT, "setting-invalid",
                             "%s is no text in UTF-8", key);
    const char *expected = wl_config_expected (row->kind, value);
    if (expected != NULL)
        return wl_error_set (error, WL_INVALID_ARGUMENT, "setting-invalid", "%s must be %s", key,
                             expected);
    ret->values[slot] = value;
    return WL_OK;
}

static wl_status
fill (const wl_config_t *self, snapshot_t *ret, wl_error_t *error)
{
    wl_config_file_t file;

    WL_TRY (wl_config_file_read (self->path, self->service, ret->arena, &file, error));
    for (size_t slot = 0; slot < wl_config_slot_count (); slot++)
        WL_TRY (resolve (self, slot, &file, ret, error));
    return WL_OK;
}

/* ---- snapshots ---- */

static snapshot_t *
snapshot_new (void)
{
    wl_arena_t *arena = wl_arena_new (SNAPSHOT_MOST);
    snapshot_t *self = wl_arena_alloc (arena, sizeof *self);

    self->arena = arena;
    self->values = wl_arena_array (arena, wl_config_slot_count (), sizeof *self->values);
    return self;
}

/* Frees it; gives the one before. */
static snapshot_t *
snapshot_drop (snapshot_t *self)
{
    snapshot_t *previous = self->previous;
    wl_arena_t *arena = self->arena;

    wl_arena_destroy (&arena);
    return previous;
}

static bool
snapshots_equal (const snapshot_t *a, const snapshot_t *b)
{
    for (size_t slot = 0; slot < wl_config_slot_count (); slot++)
        if (!wl_text_equal (a->values[slot], b->values[slot]))
            return false;
    return true;
}

wl_status
wl_config_reload (wl_config_t *self, wl_error_t *error)
{
    snapshot_t *before = atomic_load (&self->current);
    snapshot_t *now = snapshot_new ();
    wl_status status = fill (self, now, error);

    /* Keeping only what is new lets an operator send SIGHUP every minute for years. */
    if (status != WL_OK || (before != NULL && snapshots_equal (before, now))) {
        (void) snapshot_drop (now);
        return status;
    }
    now->previous = before;
    atomic_store (&self->current, now);
    return WL_OK;
}

/* ---- start and end ---- */

/* The command line's word is the last: it is what somebody typed just now. */
static wl_status
find_file (int argc, char **argv, const char **ret, wl_error_t *error)
{
    static const char OPTION[] = "--config";
    const char *path = getenv ("WLACZNIK_CONFIG");

    for (int i = 1; i < argc; i++) {
        size_t length = sizeof OPTION - 1;

        if (strcmp (argv[i], OPTION) == 0 && i + 1 < argc)
            path = argv[++i];
        else if (strncmp (argv[i], OPTION, length) == 0 && argv[i][length] == '=')
            path = argv[i] + length + 1;
        else
            return wl_error_set (error, WL_INVALID_ARGUMENT, "argument-unknown",
                                 "the argument \"%s\" means nothing here; there are --config FILE "
                                 "and --help",
                                 argv[i]);
    }
    *ret = wl_text_empty (path) ? NULL : path;
    return WL_OK;
}

wl_status
wl_config_load (const char *service, int argc, char **argv, wl_config_t **ret, wl_error_t *error)
{
    const char *path = NULL;

    WL_TRY (find_file (argc, argv, &path, error));
    wl_arena_t *arena = wl_arena_new (SNAPSHOT_MOST);
    wl_config_t *self = wl_arena_alloc (arena, sizeof *self);
    self->arena = arena;
    self->service = wl_text_copy (arena, service);
    self->path = path == NULL ? NULL : wl_text_copy (arena, path);
    wl_status status = wl_config_reload (self, error);
    if (status != WL_OK)
        wl_config_destroy (&self);
    else
        *ret = self;
    return status;
}

void
wl_config_destroy (wl_config_t **self_p)
{
    if (self_p == NULL || *self_p == NULL)
        return;
    for (snapshot_t *at = atomic_load (&(*self_p)->current); at != NULL;)
        at = snapshot_drop (at);
    wl_arena_t *arena = (*self_p)->arena;
    wl_arena_destroy (&arena);
    *self_p = NULL;
}

/* ---- asking ---- */

const char *
wl_config_text (const wl_config_t *self, const char *key, const char *standard)
{
    size_t slot;

    if (!wl_config_slot_find (key, &slot) || !concerns (self, wl_config_slot_row (slot))) {
        /* Nobody could ever set it: the table was forgotten. */
        fprintf (stderr, "wl_config_known has no setting %s of %s\n", key, self->service);
        abort ();
    }
    const char *value = atomic_load (&self->current)->values[slot];
    return value == NULL ? standard : value;
}

wl_status
wl_config_int (const wl_config_t *self, const char *key, long standard, long min, long max,
               long *ret, wl_error_t *error)
{
    const char *text = wl_config_text (self, key, NULL);
    long number = standard;

    if (text != NULL && (!wl_config_number (text, &number) || number < min || number > max))
        return wl_error_set (error, WL_INVALID_ARGUMENT, "setting-invalid",
                             "%s must be a whole number from %ld to %ld", key, min, max);
    *ret = number;
    return WL_OK;
}

bool
wl_config_bool (const wl_config_t *self, const char *key, bool standard)
{
    static const char *const yes[] = { "true", "yes", "on", "1" };
    const char *text = wl_config_text (self, key, NULL);

    if (text == NULL)
        return standard;
    for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++)
        if (strcmp (text, yes[i]) == 0)
            return true;
    return false;
}

const char *const *
wl_config_list (const wl_config_t *self, const char *key, wl_arena_t *arena)
{
    static const char SEPARATORS[] = ", \t\r\n";
    const char *text = wl_config_text (self, key, "");
    /* Every item but the last needs a separator behind it. */
    const char **list = wl_arena_array (arena, strlen (text) / 2 + 2, sizeof *list);
    size_t count = 0;

    for (text += strspn (text, SEPARATORS); *text != '\0'; text += strspn (text, SEPARATORS)) {
        size_t length = strcspn (text, SEPARATORS);
        list[count++] = wl_text_copy_length (arena, text, length);
        text += length;
    }
    return list;
}
