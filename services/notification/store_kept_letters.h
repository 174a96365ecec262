/* Letters of rehearsals, which nobody gets. */
#pragma once

#include "service/request.h"
#include "wlacznik/notification.pb-c.h"

/* What composing made of them; arrays of `count` each. */
typedef struct store_kept_letters {
    const char **ids, **names, **locales, **subjects, **texts;
    int64_t *failed; /* not 0: it could not be composed: the text says why */
    size_t count;
} store_kept_letters_t;

/* An empty one with room for `most`. */
store_kept_letters_t store_kept_letters_new (wl_arena_t *arena, size_t most);
/* Deferred. */
void store_keep_letters (wl_request_t *req, const store_kept_letters_t *letters);

/* Those of a call, the oldest first, behind `in->cursor`; of one person, or of all. */
WL_MUST_CHECK wl_status store_list_kept_letters (wl_request_t *req,
                                                 const Notification__ListKeptLettersRequest *in,
                                                 uint32_t limit,
                                                 Notification__ListKeptLettersResponse *ret);

/* A timer of reminders, with its packed payload. */
typedef struct store_rehearsed_timer {
    const char *kind, *key;
    wl_time_t due;
    wl_bytes_t payload;
} store_rehearsed_timer_t;

/* Those of a rehearsal. */
WL_MUST_CHECK wl_status store_rehearsed_timers (wl_request_t *req, const char *call_id,
                                                size_t *ret_count, store_rehearsed_timer_t **ret);
/* The words that `from` has for its letters now are those of `call_id`, too. Deferred. */
void store_rehearsed_words (wl_request_t *req, const char *from, const char *call_id);
/* The end of the call is earlier by `by`. Deferred. */
void store_rehearsed_schedule (wl_request_t *req, const char *call_id, wl_time_t by);
/* All letters of a rehearsal and what stands about it go. Deferred. */
void store_rehearsed_letters_delete (wl_request_t *req, const char *call_id);
