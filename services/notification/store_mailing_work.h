/* Mailings at work: what the job and composing read and write. */
#pragma once

#include "store.h"

/* Lines that nobody has looked at yet, held until commit, of one mailing at a time. */
typedef struct store_unseen {
    const char *mailing_id, *call_id;
    int64_t *positions;
    const char **user_ids;
    const char
        *template; /* of the first; lines of an announcement are alike, results are mandatory */
    size_t count;
} store_unseen_t;
WL_MUST_CHECK wl_status store_take_unseen (wl_request_t *req, size_t limit, store_unseen_t *ret);
/* How each of them goes; arrays parallel to the positions. */
WL_MUST_CHECK wl_status store_put_ways (wl_request_t *req, const store_unseen_t *unseen,
                                        const int64_t *ways);

/* Lines of a mailing that runs, behind `after` ("" for the first), and that are no messages yet;
 * the mailing is held until commit. */
typedef struct store_unfed {
    const char *mailing_id; /* "" when none runs */
    Notification__MailingKind kind;
    int64_t *positions;
    const char **application_ids;
    size_t count;
    bool waits; /* the next line was not looked at yet */
} store_unfed_t;
WL_MUST_CHECK wl_status store_take_unfed (wl_request_t *req, const char *after, size_t limit,
                                          store_unfed_t *ret);
/* Makes them messages with these ids, one for each line: a line that is one already makes none. */
WL_MUST_CHECK wl_status store_feed (wl_request_t *req, const store_unfed_t *unfed,
                                    const char *const *message_ids);
/* Everything of it is a message. Deferred. */
void store_mailing_fed (wl_request_t *req, const char *mailing_id);

/* What mailings say, and whether they run: held until commit, so that who pauses one waits for the
 * batch that is being written. In the order of `ids`; state UNSPECIFIED where there is none. */
typedef struct store_mailing_say {
    Notification__MailingState state;
    Notification__MailingContent *content; /* NULL: results */
} store_mailing_say_t;
WL_MUST_CHECK wl_status store_mailings_say (wl_request_t *req, const char *const *ids, size_t count,
                                            bool hold, store_mailing_say_t *ret);
