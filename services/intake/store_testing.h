/* The rows between the decision and the test: carers, versions shown to them, agreements to work
 * together, the log of the test. SQL of this concern only here. */
#pragma once

#include "pesel_seal.h"
#include "service/request.h"
#include "wlacznik/intake.pb-c.h"

/* ---- the carer ---- */

/* "" ends it. */
void store_carer_set (wl_request_t *req, const char *application_id, const char *user_id);
WL_MUST_CHECK wl_status store_carer_of (wl_request_t *req, const char *application_id, char **ret);

/* Wherever the account is one. */
void store_carer_forget (wl_request_t *req, const char *user_id);

/* ---- versions ---- */

/* Keeps the draft under the next number of its stage, which `version` gets. WL_RESOURCE_EXHAUSTED:
 * the stage has all that it may have. The application's row is locked. */
WL_MUST_CHECK wl_status store_draft_version_insert (wl_request_t *req, const char *application_id,
                                                    int stage, Intake__DraftVersion *version);
WL_MUST_CHECK wl_status store_draft_versions (wl_request_t *req, const char *application_id,
                                              Intake__DraftVersions *ret);
/* WL_NOT_FOUND. With the answers of the version before it, NULL if there is none. */
WL_MUST_CHECK wl_status store_draft_version (wl_request_t *req, const char *application_id,
                                             const char *stage, uint32_t number,
                                             Intake__DraftVersion *ret,
                                             Wlacznik__Answers **ret_before);

/* ---- agreements to work together ---- */

/* With the parties; `lock`: its row locked until commit. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_cooperation (wl_request_t *req, const char *application_id, bool lock,
                                           Intake__Cooperation *ret);
/* WL_ALREADY_EXISTS: the number is taken. */
WL_MUST_CHECK wl_status store_cooperation_put (wl_request_t *req, const Intake__Cooperation *row);

typedef struct store_sealed {
    uint8_t bytes[PESEL_SEALED];
    size_t length; /* 0: none */
} store_sealed_t;

/* By position; at most `most`. */
WL_MUST_CHECK wl_status store_cooperation_sealed (wl_request_t *req, const char *application_id,
                                                  store_sealed_t *ret, size_t most,
                                                  size_t *ret_count);
/* In place of those that there were; `sealed` has as many. */
void store_cooperation_parties_put (wl_request_t *req, const Intake__Cooperation *row,
                                    const store_sealed_t *sealed);

/* ---- the log ---- */

/* WL_RESOURCE_EXHAUSTED: the log is full. */
WL_MUST_CHECK wl_status store_diary_insert (wl_request_t *req, const char *application_id,
                                            const Intake__DiaryEntry *entry);
/* Its row locked until commit. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_diary_lock (wl_request_t *req, const char *application_id,
                                          const char *entry_id, Intake__DiaryEntry *ret);
void store_diary_update (wl_request_t *req, const Intake__DiaryEntry *entry);
/* With its photographs. */
WL_MUST_CHECK wl_status store_diary_delete (wl_request_t *req, const char *entry_id);
/* The newest first, behind the entry `after` (NULL: from the newest on), with photographs and what
 * the whole log amounts to. */
WL_MUST_CHECK wl_status store_diary (wl_request_t *req, const char *application_id,
                                     const char *after, uint32_t limit, Intake__Diary *ret);

/* ---- a person's data ---- */

/* Versions, agreement and log of an application go; its photographs and files go with its
 * attachments. */
void store_testing_erase (wl_request_t *req, const char *application_id);
