#include "bus/keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zmq.h>

#include "bus/files.h"

enum { FILE_MAX = 1024 };

void
wl_key_pair_new (wl_key_pair_t *ret)
{
    /* Fails only in a libzmq without CURVE; nothing takes an empty pair. */
    *ret = (wl_key_pair_t){ 0 };
    (void) zmq_curve_keypair (ret->public_key, ret->secret_key);
}

/* Whether the two are keys and belong together. */
static bool
pair_matches (const wl_key_pair_t *pair)
{
    char public_key[WL_KEY_TEXT];

    return strlen (pair->secret_key) == WL_KEY_TEXT - 1 &&
           zmq_curve_public (public_key, pair->secret_key) == 0 &&
           strcmp (public_key, pair->public_key) == 0;
}

wl_status
wl_key_pair_write (const wl_key_pair_t *pair, const char *path, wl_error_t *error)
{
    char text[FILE_MAX];

    if (!pair_matches (pair))
        return wl_error_set (error, WL_INVALID_ARGUMENT, "key", "%s: this is no key pair", path);
    (void) snprintf (text, sizeof text,
                     "# CURVE keys of one node. Whoever has the secret speaks in its name.\n"
                     "public %s\n"
                     "secret %s\n",
                     pair->public_key, pair->secret_key);
    wl_fault_t fault = wl_file_create (path, 0600, text);
    explicit_bzero (text, sizeof text);
    return wl_fault_tell (&fault, path, error);
}

/* The 40 characters after `word` at the start of a line. */
static bool
find_key (const char *text, const char *word, char ret[WL_KEY_TEXT])
{
    size_t word_length = strlen (word);

    for (const char *line = text; line != NULL; line = strchr (line, '\n')) {
        line += *line == '\n';
        if (strncmp (line, word, word_length) != 0)
            continue;
        const char *key = line + word_length;
        if (strcspn (key, " \t\r\n") != WL_KEY_TEXT - 1)
            return false;
        memcpy (ret, key, WL_KEY_TEXT - 1);
        ret[WL_KEY_TEXT - 1] = '\0';
        return true;
    }
    return false;
}

/* PostgreSQL's rule: ours alone, or root's and readable by our group, which is how Kubernetes
 * mounts a secret. Root may read what is anybody's alone. */
static bool
is_private (const struct stat *about)
{
    mode_t forbidden = about->st_uid == 0 ? S_IWGRP | S_IXGRP | S_IRWXO : S_IRWXG | S_IRWXO;

    return (about->st_mode & forbidden) == 0 &&
           (about->st_uid == 0 || about->st_uid == geteuid () || geteuid () == 0);
}

static wl_fault_t
check_pair_file (const struct stat *about, const char *text, wl_key_pair_t *ret)
{
    if (!is_private (about))
        return (wl_fault_t){ WL_PERMISSION_DENIED, 0,
                             "others may read the secret key; chmod 600 the file" };
    if (!find_key (text, "public ", ret->public_key) ||
        !find_key (text, "secret ", ret->secret_key) || !pair_matches (ret))
        return (wl_fault_t){ WL_INVALID_ARGUMENT, 0, "this is no key file" };
    return (wl_fault_t){ 0 };
}

wl_status
wl_key_pair_read (const char *path, wl_key_pair_t *ret, wl_error_t *error)
{
    struct stat about;
    wl_key_pair_t pair;
    char *text = NULL;

    wl_fault_t fault = wl_file_read (path, FILE_MAX, &text, &about);
    if (fault.status == WL_OK) {
        fault = check_pair_file (&about, text, &pair);
        explicit_bzero (text, strlen (text));
        free (text);
    }
    if (fault.status == WL_OK)
        *ret = pair;
    explicit_bzero (&pair, sizeof pair);
    return wl_fault_tell (&fault, path, error);
}
