#include "bus/peers_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>
#include <zmq.h>

#include "base/identifiers.h"

enum { LINE_MAX_LENGTH = 512, WORDS_MAX = 5 };

/* ---- reading ---- */

static bool
is_key (const char *text)
{
    uint8_t bytes[32];

    return strlen (text) == WL_KEY_TEXT - 1 && zmq_z85_decode (bytes, text) != NULL;
}

static bool
is_service (const char *text)
{
    size_t length = strlen (text);

    return length > 0 && length < WL_SERVICE_NAME &&
           strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

/* Splits "30,32" in place. */
static bool
read_regions (char *text, wl_peer_t *ret)
{
    bool all = strcmp (text, "*") == 0;
    char *rest = text;

    for (char *region; (region = strsep (&rest, ",")) != NULL;) {
        if (ret->region_count == WL_PEER_REGIONS_MAX || !(all || wl_region_valid (region)))
            return false;
        memcpy (ret->regions[ret->region_count++], region, strlen (region) + 1);
    }
    return true;
}

/* Gives what is wrong, or NULL. */
static const char *
read_words (char *const words[], size_t count, wl_peer_t *ret)
{
    *ret = (wl_peer_t){ 0 };
    if (count < 3)
        return "a line is: key service regions [revoked]";
    if (!is_key (words[0]))
        return "the key is not 40 characters of Z85";
    if (!is_service (words[1]))
        return "the service's name is lower-case letters, digits and hyphens, 31 at most";
    if (!read_regions (words[2], ret))
        return "the regions are * or a list like 30,32";
    if (count > 4 || (count == 4 && strcmp (words[3], "revoked") != 0))
        return "after the regions only the word revoked may stand";
    memcpy (ret->public_key, words[0], WL_KEY_TEXT);
    memcpy (ret->service, words[1], strlen (words[1]) + 1);
    ret->revoked = count == 4;
    return NULL;
}

static size_t
split_words (char *line, char *words[WORDS_MAX])
{
    size_t count = 0;
    char *state;

    for (char *word = strtok_r (line, " \t\r", &state); word != NULL && count < WORDS_MAX;
         word = strtok_r (NULL, " \t\r", &state))
        words[count++] = word;
    return count;
}

static bool
is_comment (const char *line, size_t length)
{
    return strspn (line, " \t\r") >= length || line[0] == '#';
}

static const char *
read_line (const char *start, size_t length, wl_peer_t *ret)
{
    char line[LINE_MAX_LENGTH];
    char *words[WORDS_MAX];

    if (length >= sizeof line)
        return "the line is too long";
    memcpy (line, start, length);
    line[length] = '\0';
    return read_words (words, split_words (line, words), ret);
}

static bool
has_key (const wl_peer_t *peers, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp (peers[i].public_key, key) == 0)
            return true;
    return false;
}

/* Adds what the line says to the list, which has room. */
static const char *
add_line (const char *line, size_t length, wl_peer_t *peers, size_t *count)
{
    if (is_comment (line, length))
        return NULL;
    if (*count == WL_PEERS_MAX)
        return "there are too many peers";
    const char *what = read_line (line, length, &peers[*count]);
    if (what == NULL && has_key (peers, *count, peers[*count].public_key))
        what = "the key stands in an earlier line, too";
    *count += what == NULL;
    return what;
}

/* How many peers there can be at most. */
static size_t
room_for (const char *text)
{
    size_t lines = 1;

    while (lines < WL_PEERS_MAX && (text = strchr (text, '\n')) != NULL) {
        text++;
        lines++;
    }
    return lines;
}

wl_fault_t
wl_peers_parse (const char *text, wl_peer_t **ret, size_t *ret_count)
{
    wl_peer_t *peers = calloc (room_for (text), sizeof *peers);
    const char *what = NULL;
    size_t count = 0, number = 0;

    if (peers == NULL)
        return (wl_fault_t){ WL_RESOURCE_EXHAUSTED, 0, "out of memory" };
    for (const char *line = text; *line != '\0' && what == NULL; number++) {
        size_t length = strcspn (line, "\n");
        what = add_line (line, length, peers, &count);
        line += length + (line[length] == '\n');
    }
    if (what != NULL) {
        free (peers);
        return (wl_fault_t){ WL_INVALID_ARGUMENT, number, what };
    }
    *ret = peers;
    *ret_count = count;
    return (wl_fault_t){ 0 };
}

/* ---- editing ---- */

/* Writes one line as read_words reads it. */
static void
write_peer (FILE *out, const wl_peer_t *peer)
{
    fprintf (out, "%s %s ", peer->public_key, peer->service);
    for (size_t i = 0; i < peer->region_count && i < WL_PEER_REGIONS_MAX; i++)
        fprintf (out, "%s%s", i > 0 ? "," : "", peer->regions[i]);
    fprintf (out, "%s\n", peer->revoked ? " revoked" : "");
}

/* Writes the new text to `out`. */
typedef wl_fault_t (*edit_t) (const char *text, const void *argument, FILE *out);

/* Whether the line that write_peer makes is one line and reads as this peer. */
static bool
is_peer (const wl_peer_t *peer)
{
    bool all = peer->region_count == 1 && strcmp (peer->regions[0], "*") == 0;

    for (size_t i = 0; i < peer->region_count && i < WL_PEER_REGIONS_MAX; i++)
        if (!all && !wl_region_valid (peer->regions[i]))
            return false;
    return is_key (peer->public_key) && is_service (peer->service) && peer->region_count > 0 &&
           peer->region_count <= WL_PEER_REGIONS_MAX;
}

static wl_fault_t
check_new (const char *text, const wl_peer_t *peer)
{
    wl_peer_t *peers;
    size_t count;

    if (!is_peer (peer))
        return (wl_fault_t){ WL_INVALID_ARGUMENT, 0,
                             "the key, the service or the regions are bad" };
    wl_fault_t fault = wl_peers_parse (text, &peers, &count);
    if (fault.status != WL_OK)
        return fault;
    if (has_key (peers, count, peer->public_key))
        fault = (wl_fault_t){ WL_ALREADY_EXISTS, 0, "the key is there already" };
    free (peers);
    return fault;
}

static wl_fault_t
edit_add (const char *text, const void *argument, FILE *out)
{
    size_t length = strlen (text);

    fputs (text, out);
    if (length > 0 && text[length - 1] != '\n')
        fputc ('\n', out);
    write_peer (out, argument);
    return check_new (text, argument);
}

static bool
is_line_of (const char *line, const char *key)
{
    line += strspn (line, " \t");
    return strncmp (line, key, WL_KEY_TEXT - 1) == 0 &&
           (line[WL_KEY_TEXT - 1] == ' ' || line[WL_KEY_TEXT - 1] == '\t');
}

/* Gives what is wrong with the line, or NULL. */
static const char *
copy_revoked (const char *line, size_t length, FILE *out)
{
    wl_peer_t peer;
    const char *what = read_line (line, length, &peer);

    if (what != NULL)
        return what;
    peer.revoked = true;
    write_peer (out, &peer);
    return NULL;
}

static wl_fault_t
edit_revoke (const char *text, const void *argument, FILE *out)
{
    const char *what = NULL;
    size_t number = 0;
    bool found = false;

    for (const char *line = text; *line != '\0' && what == NULL; number++) {
        size_t length = strcspn (line, "\n");
        if (is_line_of (line, argument)) {
            what = copy_revoked (line, length, out);
            found = true;
        } else {
            fprintf (out, "%.*s\n", (int) length, line);
        }
        line += length + (line[length] == '\n');
    }
    if (what != NULL)
        return (wl_fault_t){ WL_INVALID_ARGUMENT, number, what };
    if (!found)
        return (wl_fault_t){ WL_NOT_FOUND, 0, "no line has this key" };
    return (wl_fault_t){ 0 };
}

/* Free `*ret` whatever comes back. */
static wl_fault_t
edit_text (const char *text, edit_t edit, const void *argument, char **ret)
{
    size_t size;
    FILE *out = open_memstream (ret, &size);

    if (out == NULL)
        return (wl_fault_t){ WL_RESOURCE_EXHAUSTED, 0, "out of memory" };
    wl_fault_t fault = edit (text, argument, out);
    if (fclose (out) != 0 && fault.status == WL_OK)
        fault = (wl_fault_t){ WL_RESOURCE_EXHAUSTED, 0, "out of memory" };
    return fault;
}

static wl_fault_t
edit_file (const char *path, edit_t edit, const void *argument)
{
    struct stat about = { .st_mode = 0640 };
    char *text = NULL, *edited = NULL;

    wl_fault_t fault = wl_file_read (path, WL_PEERS_FILE_MAX, &text, &about);
    if (fault.status == WL_NOT_FOUND) /* the first peer makes the file */
        fault = (wl_fault_t){ 0 };
    if (fault.status == WL_OK)
        fault = edit_text (text != NULL ? text : "", edit, argument, &edited);
    if (fault.status == WL_OK)
        fault = wl_file_replace (path, about.st_mode & 0777, edited);
    free (text);
    free (edited);
    return fault;
}

/* -1 with errno. The lock is a file of its own, because the list itself is replaced. */
static int
lock_file (const char *path)
{
    char *lock_path = NULL;
    int fd = -1;

    if (asprintf (&lock_path, "%s.lock", path) >= 0)
        fd = open (lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    free (lock_path);
    if (fd >= 0 && flock (fd, LOCK_EX) != 0) {
        close (fd);
        fd = -1;
    }
    return fd;
}

static wl_status
edit_locked (const char *path, edit_t edit, const void *argument, wl_error_t *error)
{
    int lock = lock_file (path);
    wl_fault_t fault = lock >= 0 ? edit_file (path, edit, argument) : wl_fault_errno ();

    if (lock >= 0)
        close (lock);
    return wl_fault_tell (&fault, path, error);
}

wl_status
wl_peers_add (const char *path, const wl_peer_t *peer, wl_error_t *error)
{
    return edit_locked (path, edit_add, peer, error);
}

wl_status
wl_peers_revoke (const char *path, const char *public_key, wl_error_t *error)
{
    if (!is_key (public_key))
        return wl_error_set (error, WL_INVALID_ARGUMENT, "key", "This is no key: %s", public_key);
    return edit_locked (path, edit_revoke, public_key, error);
}

/* Copies the list into the arena. */
static wl_fault_t
list_text (const char *text, wl_arena_t *arena, wl_peer_t **ret, size_t *ret_count)
{
    wl_peer_t *peers, *copy;
    size_t count;
    wl_fault_t fault = wl_peers_parse (text, &peers, &count);

    if (fault.status != WL_OK)
        return fault;
    copy = wl_arena_try_alloc (arena, count * sizeof *copy);
    if (copy != NULL)
        memcpy (copy, peers, count * sizeof *copy);
    free (peers);
    if (copy == NULL)
        return (wl_fault_t){ WL_RESOURCE_EXHAUSTED, 0, "the list is too long" };
    *ret = copy;
    *ret_count = count;
    return (wl_fault_t){ 0 };
}

wl_status
wl_peers_list (const char *path, wl_arena_t *arena, wl_peer_t **ret, size_t *ret_count,
               wl_error_t *error)
{
    char *text = NULL;
    wl_fault_t fault = wl_file_read (path, WL_PEERS_FILE_MAX, &text, NULL);

    if (fault.status == WL_OK)
        fault = list_text (text, arena, ret, ret_count);
    free (text);
    return wl_fault_tell (&fault, path, error);
}
