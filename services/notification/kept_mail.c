#include "kept_mail.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool
kept_mail_is_name (const char *name)
{
    size_t first = strspn (name, "0123456789");
    size_t second = name[first] == '-' ? strspn (name + first + 1, "0123456789") : 0;

    return first > 0 && first < 20 && second > 0 && second < 20 &&
           strcmp (name + first + 1 + second, ".eml") == 0;
}

/* ---- the folder ---- */

/* The first `limit` of what was seen so far, the newest first: a folder may have a million files.
 */
typedef struct newest {
    char (*names)[KEPT_NAME];
    size_t count, limit;
} newest_t;

static void
insert (newest_t *self, const char *name)
{
    size_t place = self->count;

    while (place > 0 && strcmp (self->names[place - 1], name) < 0)
        place--;
    if (place == self->limit)
        return;
    if (self->count < self->limit)
        self->count++;
    memmove (self->names[place + 1], self->names[place],
             (self->count - place - 1) * sizeof *self->names);
    memcpy (self->names[place], name, strlen (name) + 1);
}

wl_status
kept_mail_list (wl_arena_t *arena, const char *folder, const char *before, size_t limit,
                char ***ret, size_t *ret_count, size_t *ret_all)
{
    newest_t newest = { wl_arena_array (arena, limit + 1, sizeof *newest.names), 0, limit };
    DIR *directory = opendir (folder);

    if (directory == NULL)
        return WL_UNAVAILABLE;
    *ret_all = 0;
    for (struct dirent *at = readdir (directory); at != NULL; at = readdir (directory)) {
        if (!kept_mail_is_name (at->d_name))
            continue;
        (*ret_all)++;
        if (before == NULL || strcmp (at->d_name, before) < 0)
            insert (&newest, at->d_name);
    }
    closedir (directory);
    *ret = wl_arena_array (arena, newest.count, sizeof **ret);
    for (size_t i = 0; i < newest.count; i++)
        (*ret)[i] = newest.names[i];
    *ret_count = newest.count;
    return WL_OK;
}

static wl_status
read_all (wl_arena_t *arena, int fd, size_t size, char **ret, size_t *ret_length)
{
    char *bytes = wl_arena_alloc (arena, size + 1);
    size_t length = 0;
    ssize_t got;

    while (length < size && (got = read (fd, bytes + length, size - length)) > 0)
        length += (size_t) got;
    bytes[length] = '\0';
    *ret = bytes;
    *ret_length = length;
    return WL_OK;
}

wl_status
kept_mail_read (wl_arena_t *arena, const char *folder, const char *name, char **ret,
                size_t *ret_length)
{
    struct stat facts;
    wl_status status = WL_NOT_FOUND;
    int fd;

    if (!kept_mail_is_name (name))
        return WL_NOT_FOUND;
    fd = open (wl_text_printf (arena, "%s/%s", folder, name), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return WL_NOT_FOUND;
    if (fstat (fd, &facts) == 0 && S_ISREG (facts.st_mode))
        status = facts.st_size > KEPT_BYTES_MAX
                     ? WL_RESOURCE_EXHAUSTED
                     : read_all (arena, fd, (size_t) facts.st_size, ret, ret_length);
    close (fd);
    return status;
}

char *
kept_mail_head (wl_arena_t *arena, const char *bytes, size_t length)
{
    size_t end = 0;

    while (end < length && end < KEPT_HEAD_MAX && strncmp (bytes + end, "\r\n\r\n", 4) != 0 &&
           strncmp (bytes + end, "\n\n", 2) != 0)
        end++;
    return wl_utf8_valid (bytes, end, NULL) ? wl_text_copy_length (arena, bytes, end)
                                            : wl_text_copy (arena, "");
}

wl_time_t
kept_mail_time (const char *name)
{
    return strtoll (name, NULL, 10);
}
