/* The rows of co-authors, of handing over, and of comments. SQL of this concern only here. */
#pragma once

#include "applicant_rules.h"
#include "service/request.h"
#include "wlacznik/intake.pb-c.h"

/* ---- co-authors ---- */

/* Those who did not leave, and the offer to hand over; `list` and `transfer_...` of `ret`. */
WL_MUST_CHECK wl_status store_coauthors (wl_request_t *req, const char *application_id,
                                         Intake__Coauthors *ret);

typedef struct store_invitations {
    uint32_t of_application; /* ever, those who left included */
    uint32_t of_account;     /* that the caller sent since `since` */
    bool open;               /* one to this address is open, or its owner is here already */
} store_invitations_t;

WL_MUST_CHECK wl_status store_invitations_count (wl_request_t *req, const char *application_id,
                                                 const char *email, wl_time_t since,
                                                 store_invitations_t *ret);
void store_coauthor_insert (wl_request_t *req, const char *application_id,
                            const Intake__Coauthor *coauthor, const uint8_t token_hash[32]);

typedef struct store_coauthor {
    char *application_id, *user_id, *email;
    Intake__CoauthorRole role;
    wl_time_t invited_until;
} store_coauthor_t;

/* One who did not leave. WL_NOT_FOUND also when it is another application's. */
WL_MUST_CHECK wl_status store_coauthor (wl_request_t *req, const char *application_id,
                                        const char *coauthor_id, store_coauthor_t *ret);
/* By the hash of an open invitation's token, `ret_id` its id. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_coauthor_invited (wl_request_t *req, const uint8_t token_hash[32],
                                                char **ret_id, store_coauthor_t *ret);
/* The caller takes the invitation. WL_NOT_FOUND: somebody just did, or it was taken back.
 * WL_ALREADY_EXISTS: they are a co-author already. */
WL_MUST_CHECK wl_status store_coauthor_join (wl_request_t *req, const char *coauthor_id);
void
store_coauthor_set_role (wl_request_t *req, const char *coauthor_id, Intake__CoauthorRole role);
/* Takes one out: of an open invitation nothing stays. Ends the offer to hand over to them. */
void store_coauthor_leave (wl_request_t *req, const char *coauthor_id);
void store_coauthor_forget_open (wl_request_t *req, const char *coauthor_id);

/* Everybody who writes the application with its leader or did once; at most
 * APPLICANT_COAUTHORS_MAX.
 */
WL_MUST_CHECK wl_status store_coauthors_counted (wl_request_t *req, const char *application_id,
                                                 applicant_coauthor_t *ret, size_t *ret_count);

/* ---- handing over ---- */

void store_transfer_put (wl_request_t *req, const char *application_id, const char *coauthor_id);
void store_transfer_end (wl_request_t *req, const char *application_id);
/* Makes the caller, who is this co-author, the leader, and who was it an editor. */
void store_transfer_carry_out (wl_request_t *req, const char *application_id,
                               const char *coauthor_id, const char *former_user_id);

/* ---- comments ---- */

/* WL_RESOURCE_EXHAUSTED: the application has all that it may have. */
WL_MUST_CHECK wl_status store_comment_insert (wl_request_t *req, const char *application_id,
                                              int stage, const Intake__FieldComment *comment);
/* Whether the author wrote a comment on the application since then. */
WL_MUST_CHECK wl_status store_comment_since (wl_request_t *req, const char *application_id,
                                             const char *author_user_id, wl_time_t since,
                                             bool *ret);
WL_MUST_CHECK wl_status store_comments (wl_request_t *req, const char *application_id,
                                        bool open_only, Intake__FieldComments *ret);
/* Its row locked until commit. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_comment_lock (wl_request_t *req, const char *application_id,
                                            const char *comment_id, Intake__FieldComment *ret);
void store_comment_resolve (wl_request_t *req, const Intake__FieldComment *comment);
void store_comment_delete (wl_request_t *req, const char *comment_id);

/* ---- a person's data ---- */

/* Everything under an application goes. */
void store_coauthors_erase (wl_request_t *req, const char *application_id);
/* What the account wrote and was in applications of others goes. */
void store_coauthor_erase_person (wl_request_t *req, const char *user_id);
