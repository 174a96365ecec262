#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "bus/peers_file.h"

struct wl_peers {
    pthread_rwlock_t lock; /* guards what follows */
    wl_peer_t *list;       /* by key */
    size_t count;
    char *path;        /* NULL before the first load */
    struct stat about; /* of the file that `list` was read from */
};

wl_peers_t *
wl_peers_new (void)
{
    wl_peers_t *self = calloc (1, sizeof *self);

    if (self != NULL)
        pthread_rwlock_init (&self->lock, NULL);
    return self;
}

void
wl_peers_destroy (wl_peers_t **self_p)
{
    if (self_p == NULL || *self_p == NULL)
        return;
    pthread_rwlock_destroy (&(*self_p)->lock);
    free ((*self_p)->list);
    free ((*self_p)->path);
    free (*self_p);
    *self_p = NULL;
}

static int
compare_keys (const void *a, const void *b)
{
    return strcmp (((const wl_peer_t *) a)->public_key, ((const wl_peer_t *) b)->public_key);
}

/* Takes `peers` and `path`; frees what was there. */
static void
replace_table (wl_peers_t *self, wl_peer_t *peers, size_t count, char *path,
               const struct stat *about)
{
    pthread_rwlock_wrlock (&self->lock);
    wl_peer_t *old_list = self->list;
    char *old_path = self->path;
    self->list = peers;
    self->count = count;
    self->path = path;
    self->about = *about;
    pthread_rwlock_unlock (&self->lock);
    free (old_list);
    free (old_path);
}

static wl_fault_t
load_text (wl_peers_t *self, const char *path, const char *text, const struct stat *about)
{
    wl_peer_t *peers;
    size_t count;
    wl_fault_t fault = wl_peers_parse (text, &peers, &count);

    if (fault.status != WL_OK)
        return fault;
    char *path_copy = strdup (path);
    if (path_copy == NULL) {
        free (peers);
        return (wl_fault_t){ WL_RESOURCE_EXHAUSTED, 0, "out of memory" };
    }
    qsort (peers, count, sizeof *peers, compare_keys);
    replace_table (self, peers, count, path_copy, about);
    return (wl_fault_t){ 0 };
}

wl_status
wl_peers_load (wl_peers_t *self, const char *path, wl_error_t *error)
{
    struct stat about;
    char *text = NULL;
    wl_fault_t fault = wl_file_read (path, WL_PEERS_FILE_MAX, &text, &about);

    if (fault.status == WL_OK)
        fault = load_text (self, path, text, &about);
    free (text);
    return wl_fault_tell (&fault, path, error);
}

static bool
is_same_file (const struct stat *a, const struct stat *b)
{
    return a->st_ino == b->st_ino && a->st_dev == b->st_dev && a->st_size == b->st_size &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* A copy of the path if the file is to be loaded again; NULL if not, or if it cannot be said. */
static char *
changed_path (wl_peers_t *self)
{
    struct stat now;
    char *path = NULL;

    pthread_rwlock_rdlock (&self->lock);
    if (self->path != NULL && (stat (self->path, &now) != 0 || !is_same_file (&now, &self->about)))
        path = strdup (self->path);
    pthread_rwlock_unlock (&self->lock);
    return path;
}

wl_status
wl_peers_refresh (wl_peers_t *self, wl_error_t *error)
{
    char *path = changed_path (self);
    wl_status status = WL_OK;

    if (path != NULL)
        status = wl_peers_load (self, path, error);
    free (path);
    return status;
}

bool
wl_peers_find (wl_peers_t *self, const char *public_key, wl_peer_t *ret)
{
    wl_peer_t wanted = { 0 };
    bool found = false;

    if (strlen (public_key) != WL_KEY_TEXT - 1)
        return false;
    memcpy (wanted.public_key, public_key, WL_KEY_TEXT);

    pthread_rwlock_rdlock (&self->lock);
    const wl_peer_t *peer = self->count > 0 ? bsearch (&wanted, self->list, self->count,
                                                       sizeof *self->list, compare_keys)
                                            : NULL;
    if (peer != NULL && !peer->revoked) {
        *ret = *peer;
        found = true;
    }
    pthread_rwlock_unlock (&self->lock);
    return found;
}

bool
wl_peer_may_region (const wl_peer_t *peer, const char *region)
{
    for (size_t i = 0; i < peer->region_count; i++)
        if (strcmp (peer->regions[i], "*") == 0 || strcmp (peer->regions[i], region) == 0)
            return true;
    return false;
}

bool
wl_peer_may_read (const wl_peer_t *peer, const char *stream)
{
    if (strcmp (peer->service, WL_PEER_JOINER) == 0)
        return false;
    return strcmp (stream, WL_STREAM_COMMON) == 0 || wl_peer_may_region (peer, stream);
}

bool
wl_peer_is_limited (const wl_peer_t *peer)
{
    for (size_t i = 0; i < peer->region_count; i++)
        if (strcmp (peer->regions[i], "*") == 0)
            return false;
    return true;
}
