/* The catalogue's rows; SQL only here. Everything returned lives in the request's arena. */
#pragma once

#include "feed.h"
#include "service/request.h"
#include "wlacznik/dissemination.pb-c.h"

/* An entry as editors have it. */
#define ENTRY_COLUMNS                                                                             \
    "id, slug, state, application_id, call_id, region, text, version, published_at, updated_at,"  \
    " reach, published_version, withdrawn_at, withdrawal_reason, consent_at,"                     \
    " ARRAY (SELECT language FROM entry_translation WHERE entry_id = entry.id ORDER BY language)" \
    " AS languages"

/* What the index entry_published holds. */
#define ENTRY_IS_PUBLIC "published_version > 0 AND state <> 4"
/* An entry of one of the programmes in parameter `n` ("*": of any), for lists across programmes. */
#define ENTRY_WITHIN(call, n)                                                    \
    "('*' = ANY (" n "::text[]) OR EXISTS (SELECT FROM call_programme AS within" \
    " WHERE within.call_id = " call " AND within.programme_id::text = ANY (" n "::text[])))"

/* An entry as its readers have it: its last published version, in the language of `$language` where
 * there is a translation. */
#define PUBLIC_ENTRY(language)                                                                    \
    "SELECT entry.id, slug, 2::smallint AS state, application_id, call_id, region,"               \
    " coalesce (t.text, v.text) AS text, version, entry.published_at,"                            \
    " public_changed_at AS updated_at, reach, published_version,"                                 \
    " ARRAY (SELECT language FROM entry_translation WHERE entry_id = entry.id ORDER BY language)" \
    " AS languages, coalesce (t.language, 'pl') AS language"                                      \
    " FROM entry JOIN entry_version AS v ON v.entry_id = id AND v.number = published_version"     \
    " LEFT JOIN entry_translation AS t ON t.entry_id = id AND t.language = " language             \
    " WHERE " ENTRY_IS_PUBLIC

/* A draft for an application of `author_id`'s ("": not known). Does nothing when the application
 * has an entry already. */
WL_MUST_CHECK wl_status store_insert_draft (wl_request_t *req, const Dissemination__Entry *entry,
                                            const char *author_id);
/* The account whose innovation it is, "" if there is none or it was erased. */
WL_MUST_CHECK wl_status store_entry_author (wl_request_t *req, const char *entry_id, char **ret);

/* As editors have it. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_entry (wl_request_t *req, const char *entry_id,
                                     Dissemination__Entry *ret);
/* As readers have it. Of a withdrawn one only its dates and the reason. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_public_entry (wl_request_t *req, const char *slug,
                                            const char *language, Dissemination__Entry *ret);
/* As editors have it, with its row locked until commit. WL_NOT_FOUND; WL_ABORTED when its version
 * is another. `ret_editor` (may be NULL) gets who wrote the text last, "" if nobody did. */
WL_MUST_CHECK wl_status store_lock_entry (wl_request_t *req, const char *entry_id, uint64_t version,
                                          Dissemination__Entry *ret, char **ret_editor);

/* ---- changes of a locked entry; each raises its version, in the row and in `entry` ---- */

/* Text and state; the authors have not agreed to this text. */
WL_MUST_CHECK wl_status store_edit_entry (wl_request_t *req, Dissemination__Entry *entry);
WL_MUST_CHECK wl_status store_set_state (wl_request_t *req, Dissemination__Entry *entry);
/* Makes the text the next published version. */
WL_MUST_CHECK wl_status store_publish_entry (wl_request_t *req, Dissemination__Entry *entry,
                                             const char *note);
WL_MUST_CHECK wl_status store_withdraw_entry (wl_request_t *req, Dissemination__Entry *entry);
WL_MUST_CHECK wl_status store_record_consent (wl_request_t *req, Dissemination__Entry *entry);
WL_MUST_CHECK wl_status store_put_translation (wl_request_t *req,
                                               const Dissemination__Translation *translation);

/* ---- versions ---- */

/* Of a public entry. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_versions (wl_request_t *req, const char *slug,
                                        Dissemination__ListVersionsResponse *ret);
/* WL_NOT_FOUND when the entry is not public or has no such version. */
WL_MUST_CHECK wl_status store_version_text (wl_request_t *req, const char *slug, uint32_t number,
                                            Dissemination__EntryText **ret);

/* ---- lists ---- */

WL_MUST_CHECK wl_status store_list_drafts (wl_request_t *req,
                                           const Dissemination__ListDraftsRequest *in,
                                           uint32_t limit, Dissemination__ListDraftsResponse *ret);
/* The newest, as readers have them. */
WL_MUST_CHECK wl_status store_newest (wl_request_t *req, uint32_t count, size_t *ret_count,
                                      Dissemination__Entry ***ret);
/* Public entries in the order of their ids, `size` to a sitemap: where each sitemap begins, and one
 * that begins at `from_id`. */
WL_MUST_CHECK wl_status store_sitemaps (wl_request_t *req, uint32_t size, size_t *ret_count,
                                        sitemap_place_t **ret);
WL_MUST_CHECK wl_status store_sitemap (wl_request_t *req, const char *from_id, uint32_t size,
                                       size_t *ret_count, sitemap_place_t **ret);
