#include <stdlib.h>
#include <string.h>

#include "letters.h"
#include "news_tell.h"

enum { ACCOUNTS_OF_EVENT = 250 };

/* The stream of the event log that this goes to: no region's, for an inbox is a person's. */
static const char STREAM[] = "inbox";

static void
emit (wl_request_t *req, char **user_ids, size_t count)
{
    Notification__InboxChanged event = NOTIFICATION__INBOX_CHANGED__INIT;

    event.user_ids = user_ids;
    event.n_user_ids = count;
    wl_emit (req, STREAM, letters_new_id (req), &event.base);
}

static int
compare (const void *a, const void *b)
{
    const char *const *left = a, *const *right = b;

    return strcmp (*left, *right);
}

void
news_tell (wl_request_t *req, const char *const *user_ids, size_t count)
{
    char **ids = wl_arena_array (wl_arena (req), count + 1, sizeof *ids);
    size_t known = 0, kept = 0;

    for (size_t i = 0; i < count; i++)
        if (!wl_text_empty (user_ids[i]))
            ids[known++] = (char *) (uintptr_t) user_ids[i];
    qsort (ids, known, sizeof *ids, compare);
    for (size_t i = 0; i < known; i++)
        if (i == 0 || strcmp (ids[i], ids[i - 1]) != 0)
            ids[kept++] = ids[i];
    for (size_t done = 0; done < kept; done += ACCOUNTS_OF_EVENT)
        emit (req, ids + done, kept - done < ACCOUNTS_OF_EVENT ? kept - done : ACCOUNTS_OF_EVENT);
}
