#include "attachment_check.h"

#include <magic.h>
#include <sodium.h>
#include <string.h>

#include "attachment_limits.h"
#include "base/uuid.h"
#include "photo_filter.h"
#include "scanner.h"
#include "store_attachments.h"

typedef struct check {
    store_unchecked_t file;
    attachment_limits_t limits;
    uint8_t digest[32];
    const char *media_type;
    const char *refusal; /* NULL: it may stay */
} check_t;

wl_status
attachment_check_prepare (wl_request_t *req, const wl_timer_t *timer, const void *payload,
                          void **ret)
{
    check_t *check = wl_arena_alloc (wl_arena (req), sizeof *check);
    wl_status status = store_attachment_unchecked (req, timer->key, &check->file);

    (void) payload;
    *ret = NULL;
    if (status == WL_NOT_FOUND)
        return WL_OK;
    WL_TRY (status);
    if (check->file.purpose != ATTACHMENT_OF_FIELD)
        check->limits = attachment_limits_for (check->file.purpose);
    else
        WL_TRY (attachment_limits_of (check->file.form, check->file.field, &check->limits));
    *ret = check;
    return WL_OK;
}

/* ---- reading it through ---- */

/* libmagic's database is mapped for as long as this takes, so an idle daemon does not hold it. */
static wl_status
judge_content (check_t *check, wl_bytes_t first)
{
    magic_t magic = magic_open (MAGIC_MIME_TYPE);
    const char *detected = NULL;

    if (magic != NULL && magic_load (magic, NULL) == 0)
        detected = magic_buffer (magic, first.data, first.length);
    if (detected != NULL)
        check->refusal =
            attachment_refusal (&check->limits, check->file.name, detected, &check->media_type);
    if (magic != NULL)
        magic_close (magic);
    return detected == NULL ? WL_INTERNAL : WL_OK;
}

static wl_status
read_through (wl_request_t *req, check_t *check, scanner_t *scanner)
{
    crypto_generichash_state hash;
    wl_bytes_t part;

    crypto_generichash_init (&hash, NULL, 0, sizeof check->digest);
    for (int64_t at = 0; at < check->file.size; at += (int64_t) part.length) {
        WL_TRY (store_part (req, check->file.parts, at, &part));
        if (at == 0)
            WL_TRY (judge_content (check, part));
        if (check->refusal != NULL)
            return WL_OK;
        crypto_generichash_update (&hash, part.data, part.length);
        if (scanner != NULL)
            WL_TRY (scanner_feed (scanner, part.data, part.length));
    }
    crypto_generichash_final (&hash, check->digest, sizeof check->digest);
    return WL_OK;
}

static wl_status
scan_through (wl_request_t *req, check_t *check, scanner_t *scanner)
{
    bool clean;

    WL_TRY (read_through (req, check, scanner));
    if (check->refusal != NULL)
        return WL_OK;
    WL_TRY (scanner_verdict (scanner, &clean));
    if (!clean)
        check->refusal = "virus";
    return WL_OK;
}

wl_status
attachment_check_act (wl_request_t *req, void *prepared)
{
    const intake_state_t *state = wl_state (req);
    check_t *check = prepared;
    scanner_t *scanner = NULL;
    wl_status status;

    if (state == NULL || state->scanner == NULL)
        return read_through (req, check, NULL);
    status = scanner_open (state->scanner, &scanner);
    if (status == WL_OK)
        status = scan_through (req, check, scanner);
    scanner_close (&scanner);
    return status;
}

/* ---- cleaning a photograph ---- */

typedef struct cleaning {
    crypto_generichash_state hash;
    photo_filter_t *filter;
    store_checked_t *checked;
} cleaning_t;

/* The buffer is the arena's and goes with each part. */
static wl_status
clean_part (wl_request_t *req, cleaning_t *cleaning, wl_bytes_t part)
{
    store_checked_t *checked = cleaning->checked;
    wl_arena_mark_t mark = wl_arena_mark (wl_arena (req));
    wl_status status = WL_OK;
    wl_buffer_t clean;

    wl_buffer_init (&clean, wl_arena (req));
    WL_TRY (photo_filter_feed (cleaning->filter, part.data, part.length, &clean));
    crypto_generichash_update (&cleaning->hash, (const uint8_t *) clean.data, clean.length);
    if (clean.length > 0)
        status = store_part_insert (req, checked->parts, checked->size, clean.data, clean.length);
    checked->size += (int64_t) clean.length;
    wl_arena_rewind (wl_arena (req), mark);
    return status;
}

/* WL_INVALID_ARGUMENT: it is no whole picture. */
static wl_status
clean_photo (wl_request_t *req, const check_t *check, store_checked_t *ret)
{
    bool jpeg = wl_text_equal (check->media_type, "image/jpeg");
    cleaning_t cleaning = {
        .filter = photo_filter_new (wl_arena (req), jpeg ? PHOTO_JPEG : PHOTO_PNG),
        .checked = ret,
    };
    wl_uuid_t id = wl_uuid_new (wl_now (req));
    char *parts = wl_arena_alloc (wl_arena (req), WL_UUID_TEXT);
    wl_bytes_t part;

    wl_uuid_format (&id, parts);
    *ret = (store_checked_t){ .parts = parts, .media_type = check->media_type };
    crypto_generichash_init (&cleaning.hash, NULL, 0, sizeof ret->digest);
    for (int64_t at = 0; at < check->file.size; at += (int64_t) part.length) {
        WL_TRY (store_part (req, check->file.parts, at, &part));
        WL_TRY (clean_part (req, &cleaning, part));
    }
    crypto_generichash_final (&cleaning.hash, ret->digest, sizeof ret->digest);
    return photo_filter_ended (cleaning.filter) ? WL_OK : WL_INVALID_ARGUMENT;
}

/* ---- what it became ---- */

/* What was written of a picture that breaks off must not stay. */
static void
refuse_broken (wl_request_t *req, const check_t *check, const store_checked_t *begun)
{
    store_upload_delete (req, begun->parts);
    store_attachment_refuse (req, &check->file, "picture-broken");
}

static wl_status
keep_photo (wl_request_t *req, const check_t *check)
{
    store_checked_t checked;
    wl_status status = clean_photo (req, check, &checked);

    if (status == WL_INVALID_ARGUMENT) {
        refuse_broken (req, check, &checked);
        return WL_OK;
    }
    WL_TRY (status);
    return store_attachment_ready (req, &check->file, &checked);
}

static wl_status
keep_as_it_came (wl_request_t *req, const check_t *check)
{
    store_checked_t checked = { .parts = check->file.parts,
                                .size = check->file.size,
                                .media_type = check->media_type };

    memcpy (checked.digest, check->digest, sizeof checked.digest);
    return store_attachment_ready (req, &check->file, &checked);
}

/* A scanner that is away keeps the file waiting; the timer comes back. */
wl_status
attachment_check_record (wl_request_t *req, void *prepared, wl_status acted)
{
    const check_t *check = prepared;
    wl_status status;

    if (acted == WL_NOT_FOUND)
        return WL_OK; /* taken out meanwhile */
    WL_TRY (acted);
    status = store_attachment_lock_unchecked (req, &check->file);
    if (status == WL_NOT_FOUND)
        return WL_OK;
    WL_TRY (status);
    if (check->refusal != NULL) {
        store_attachment_refuse (req, &check->file, check->refusal);
        return WL_OK;
    }
    return check->file.purpose == ATTACHMENT_DIARY_PHOTO ? keep_photo (req, check)
                                                         : keep_as_it_came (req, check);
}

wl_status
on_attachment_abandoned (wl_request_t *req, const wl_timer_t *timer, const void *payload)
{
    (void) payload;
    return store_attachment_abandon (req, timer->key);
}
