#include "bounces.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bounce.h"
#include "mail.h"
#include "smtp_fate.h"
#include "state.h"
#include "store_dispatch.h"

enum { FILES_A_TURN = 100 };

static const wl_time_t PAUSE = 5 * WL_SECOND;

wl_status
bounces_take (wl_request_t *req, const char *mail, size_t length, bool *ret_ours)
{
    notification_t *state = wl_state (req);
    const int64_t failed = NOTIFICATION__MESSAGE_STATE__FAILED;
    const char *message_id, *dispatch_id, *answer;
    wl_bytes_t hash;
    bounce_t bounce;
    wl_status status;

    *ret_ours = false;
    if (!bounce_read (mail, length, mail_domain (state->from), &bounce) || !bounce.failed)
        return WL_OK;
    answer = wl_text_printf (wl_arena (req), "%s%s%s", bounce.status,
                             *bounce.status == '\0' ? "" : " ", bounce.diagnostic);
    status = store_bounce (req, bounce.message_id, answer, &hash, &dispatch_id);
    if (status != WL_OK)
        return status == WL_NOT_FOUND ? WL_OK : status;
    *ret_ours = true;
    wl_log (WL_LOG_WARN, NULL, "letter came back", WL_LOG_TEXT ("message", bounce.message_id),
            WL_LOG_TEXT ("enhanced_status", bounce.status));
    message_id = bounce.message_id;
    store_finish_messages (req, &message_id, &failed, 1);
    if (smtp_address_is_dead (bounce.status) && hash.length > 0)
        store_suppress (req, hash, "bounced", answer, dispatch_id);
    return WL_OK;
}

/* ---- the Maildir ---- */

/* The whole mail, or as much of it as is looked at; false when it cannot be read. */
static bool
read_mail (wl_arena_t *arena, int folder, const char *name, char **ret, size_t *ret_length)
{
    int file = openat (folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    struct stat about;
    ssize_t got = 0;
    size_t length = 0;

    if (file < 0)
        return false;
    if (fstat (file, &about) != 0 || !S_ISREG (about.st_mode)) {
        close (file);
        return false;
    }
    *ret = wl_arena_alloc (arena, BOUNCE_BYTES_MAX);
    while (length < BOUNCE_BYTES_MAX &&
           (got = read (file, *ret + length, BOUNCE_BYTES_MAX - length)) > 0)
        length += (size_t) got;
    close (file);
    *ret_length = length;
    return got >= 0;
}

static wl_status
take_file (wl_request_t *req, int new_mail, int read_mails, const char *name)
{
    const char *done = wl_text_printf (wl_arena (req), "%s:2,S", name);
    size_t length;
    char *mail;
    bool ours;

    if (!read_mail (wl_arena (req), new_mail, name, &mail, &length)) {
        wl_log (WL_LOG_WARN, NULL, "a mail that came back cannot be read");
        return WL_OK;
    }
    wl_db_begin (wl_db (req));
    WL_TRY (bounces_take (req, mail, length, &ours));
    WL_TRY (wl_db_commit (wl_db (req)));
    /* Not moved after a crash: it is read again and changes nothing more. */
    if (renameat (new_mail, name, read_mails, done) != 0)
        wl_log (WL_LOG_WARN, NULL, "a mail that came back cannot be moved to cur/",
                WL_LOG_TEXT ("why", strerror (errno)));
    return WL_OK;
}

static wl_status
take_files (wl_request_t *req, DIR *new_mail, int read_mails, int *ret_count)
{
    const struct dirent *entry;

    while (*ret_count < FILES_A_TURN && (entry = readdir (new_mail)) != NULL) {
        wl_arena_mark_t mark = wl_arena_mark (wl_arena (req));
        if (entry->d_name[0] == '.')
            continue;
        WL_TRY (take_file (req, dirfd (new_mail), read_mails, entry->d_name));
        wl_arena_rewind (wl_arena (req), mark);
        (*ret_count)++;
    }
    return WL_OK;
}

wl_status
bounces_turn (wl_request_t *req, unsigned thread, wl_time_t *ret_pause)
{
    notification_t *state = wl_state (req);
    int count = 0, read_mails;
    wl_status status;
    DIR *new_mail;

    (void) thread;
    *ret_pause = PAUSE;
    if (wl_text_empty (state->bounces) || wl_job_ends (req))
        return WL_OK;
    new_mail = opendir (wl_text_printf (wl_arena (req), "%s/new", state->bounces));
    read_mails = open (wl_text_printf (wl_arena (req), "%s/cur", state->bounces),
                       O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    status = new_mail == NULL || read_mails < 0
                 ? wl_fail (req, WL_FAILED_PRECONDITION, "bounces-not-a-maildir",
                            "smtp.bounces nie jest katalogiem Maildir (new/ i cur/).",
                            "smtp.bounces is no Maildir (new/ and cur/).")
                 : take_files (req, new_mail, read_mails, &count);
    if (new_mail != NULL)
        closedir (new_mail);
    if (read_mails >= 0)
        close (read_mails);
    *ret_pause = count == FILES_A_TURN ? 0 : PAUSE;
    return status;
}
