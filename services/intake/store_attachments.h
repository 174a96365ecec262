/* The rows of files. SQL of this concern only here. A file's bytes pass through one part at a time;
 * nothing here holds a whole one. */
#pragma once

#include "attachment_rules.h"
#include "service/request.h"
#include "wlacznik/document.pb-c.h"
#include "wlacznik/intake.pb-c.h"

/* ---- uploading: the owner's; WL_NOT_FOUND for what is not theirs ---- */

WL_MUST_CHECK wl_status store_attachment_holdings (wl_request_t *req, const char *application_id,
                                                   int stage, const char *field,
                                                   attachment_holdings_t *ret);
/* Of another purpose than a field's; `of_field` counts those of the subject (NULL: that have none).
 */
WL_MUST_CHECK wl_status store_attachment_holdings_for (wl_request_t *req,
                                                       const char *application_id,
                                                       attachment_purpose_t purpose,
                                                       const char *subject,
                                                       attachment_holdings_t *ret);
void store_attachment_insert (wl_request_t *req, const Intake__Attachment *attachment, int stage,
                              attachment_purpose_t purpose, const char *subject);
/* Locks the row until commit. */
WL_MUST_CHECK wl_status store_attachment_lock_own (wl_request_t *req, const char *attachment_id,
                                                   Intake__Attachment *ret);
/* Keeps a part and moves `received` behind it, with the state of `attachment`. */
WL_MUST_CHECK wl_status store_attachment_part (wl_request_t *req,
                                               const Intake__Attachment *attachment,
                                               ProtobufCBinaryData part);
/* Takes it out, and its bytes if no other attachment has them. */
WL_MUST_CHECK wl_status store_attachment_delete (wl_request_t *req, const char *attachment_id);
/* The same for one whose upload was never finished; WL_OK also when there is none. */
WL_MUST_CHECK wl_status store_attachment_abandon (wl_request_t *req, const char *attachment_id);

typedef struct store_ready {
    char *id, *field;
} store_ready_t;

/* Which of these are ready files of the application. */
WL_MUST_CHECK wl_status store_attachments_ready (wl_request_t *req, const char *application_id,
                                                 const char *const *ids, size_t count,
                                                 store_ready_t **ret, size_t *ret_count);
/* The digest of a ready file of this purpose, hexadecimal; from now on it stays. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_attachment_digest (wl_request_t *req, const char *application_id,
                                                 const char *attachment_id,
                                                 attachment_purpose_t purpose, char **ret);
/* These belong to what is submitted now, and stay. */
void store_attachments_submit (wl_request_t *req, const char *application_id,
                               const char *const *ids, size_t count);

/* ---- checking ---- */

typedef struct store_unchecked {
    char *id, *field, *name;
    char *parts; /* under which its bytes are kept */
    int64_t size;
    attachment_purpose_t purpose;
    Wlacznik__Form *form; /* that asked for it, of ATTACHMENT_OF_FIELD */
} store_unchecked_t;

/* WL_NOT_FOUND: it is not there or waits for no check. A photograph of the log may be checked, and
 * so cleaned, as often as one likes. */
WL_MUST_CHECK wl_status store_attachment_unchecked (wl_request_t *req, const char *attachment_id,
                                                    store_unchecked_t *ret);
/* Locks it until commit. WL_NOT_FOUND: it waits for no check any more. */
WL_MUST_CHECK wl_status store_attachment_lock_unchecked (wl_request_t *req,
                                                         const store_unchecked_t *unchecked);
/* The part that begins at `start`, lent until the next statement. WL_NOT_FOUND: there is none. */
WL_MUST_CHECK wl_status store_part (wl_request_t *req, const char *parts, int64_t start,
                                    wl_bytes_t *ret);
WL_MUST_CHECK wl_status store_part_insert (wl_request_t *req, const char *parts, int64_t start,
                                           const void *bytes, size_t length);

/* Parts that belong to no file go. */
void store_upload_delete (wl_request_t *req, const char *parts);

/* What an upload becomes. */
typedef struct store_checked {
    const char *parts; /* its own, or others that were made of them */
    int64_t size;
    uint8_t digest[32];
    const char *media_type;
} store_checked_t;

/* The upload, which is locked, becomes a file, or the file that has the same bytes already; parts
 * that nothing needs any more go. WL_ABORTED: that file is just going away; try again. */
WL_MUST_CHECK wl_status store_attachment_ready (wl_request_t *req,
                                                const store_unchecked_t *unchecked,
                                                const store_checked_t *checked);
/* Its bytes go; the row, which is locked, stays and says why. */
void store_attachment_refuse (wl_request_t *req, const store_unchecked_t *unchecked,
                              const char *refusal);

/* ---- reading: of the caller, or submitted and in one of `regions`, or for a service ---- */

typedef struct store_reader {
    const char *const *regions;
    size_t region_count;
    bool peer; /* a service asks, for itself */
} store_reader_t;

WL_MUST_CHECK wl_status store_attachment (wl_request_t *req, const store_reader_t *reader,
                                          const char *attachment_id, Intake__Attachment *ret);
/* WL_NOT_FOUND: no such application, or nothing of it is theirs to see. */
WL_MUST_CHECK wl_status store_attachments (wl_request_t *req, const store_reader_t *reader,
                                           const char *application_id,
                                           Intake__ListAttachmentsResponse *ret);
/* A piece of a file that is ready, with everything but the file name; `ret_name` is its owner's.
 * `application_id`: whose it must be, "" for whosever it is. */
WL_MUST_CHECK wl_status store_attachment_piece (wl_request_t *req, const store_reader_t *reader,
                                                const char *attachment_id,
                                                const char *application_id, uint64_t offset,
                                                Wlacznik__Document *ret, char **ret_name);

/* Takes everything of an application away. */
WL_MUST_CHECK wl_status store_attachments_erase (wl_request_t *req, const char *application_id);
