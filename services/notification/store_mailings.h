/* Mailings, as coordinators see and steer them. Every question asks in SQL whether all regions of
 * the mailing are the caller's. */
#pragma once

#include "store.h"

/* Mailings of the call for the caller as the request filters them, the newest first, without reach
 * and progress. */
WL_MUST_CHECK wl_status store_list_mailings (wl_request_t *req,
                                             const Notification__ListMailingsRequest *in,
                                             uint32_t limit,
                                             Notification__ListMailingsResponse *ret);
/* WL_NOT_FOUND, also when it is not the caller's. `lock` holds it until commit. */
WL_MUST_CHECK wl_status store_find_mailing (wl_request_t *req, const char *id, bool lock,
                                            Notification__Mailing *ret);
/* Fills in how many letters go which way and how far they are, of all of them at once. */
WL_MUST_CHECK wl_status store_count_mailings (wl_request_t *req, Notification__Mailing **mailings,
                                              size_t count);

WL_MUST_CHECK wl_status store_insert_mailing (wl_request_t *req,
                                              const Notification__Mailing *mailing);
/* Content, regions and list date as in the message, whose version becomes one more; its old list is
 * dropped. The caller holds the lock. */
WL_MUST_CHECK wl_status store_rewrite_mailing (wl_request_t *req, Notification__Mailing *mailing);
/* State, asked_by, confirmed_by and sent_at as in the message, whose version becomes one more. The
 * caller holds the lock. */
WL_MUST_CHECK wl_status store_steer_mailing (wl_request_t *req, Notification__Mailing *mailing);

/* What had not gone waits, goes on, or never goes; the caller holds the lock. Letters that a
 * sender has in its hands, at most a batch of each, still go. */
WL_MUST_CHECK wl_status store_hold_mailing (wl_request_t *req, const char *id);
WL_MUST_CHECK wl_status store_let_mailing_go (wl_request_t *req, const char *id);
WL_MUST_CHECK wl_status store_call_mailing_off (wl_request_t *req, const char *id);

/* ---- its lines ---- */

typedef struct store_line {
    const char *user_id;
    const char *each; /* the application, where each application gets a letter; else "" */
    const char *number, *region;
} store_line_t;
/* Adds lines from `position` on; whoever has a line already keeps it. `*ret` of them were new. */
WL_MUST_CHECK wl_status store_add_lines (wl_request_t *req, const char *mailing_id,
                                         const char *template, const store_line_t *lines,
                                         size_t count, uint32_t position, uint64_t *ret);
/* A page of lines without names. */
WL_MUST_CHECK wl_status store_list_lines (wl_request_t *req,
                                          const Notification__ListMailingRecipientsRequest *ask,
                                          uint32_t limit,
                                          Notification__ListMailingRecipientsResponse *ret);
/* The message that a line is or will be. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_find_line (wl_request_t *req, const Notification__Mailing *mailing,
                                         uint32_t position, store_message_t *ret);

/* ---- results that wait ---- */

/* Puts a letter with a result into the mailing that gathers those of its call, region and kind; a
 * later result of the same application takes the place of the one before. */
WL_MUST_CHECK wl_status store_gather_result (wl_request_t *req, const store_message_t *message,
                                             Notification__MailingKind kind, const char *region,
                                             bool four_eyes);
