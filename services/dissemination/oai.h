/* OAI-PMH 2.0 (openarchives.org/OAI/2.0/openarchivesprotocol.htm): what harvesters ask, and the XML
 * that answers. Pure; nothing here knows where records come from.
 *
 * Identifiers are "oai:<host>:<uuid>". Sets are "theme:<key>" and "region:<code>". Datestamps have
 * seconds. A resumption token says everything that the next page needs, so nothing is kept for it
 * and it never expires; what changes while somebody harvests comes later in the same list.
 */
#pragma once

#include "base/clock.h"
#include "base/text.h"
#include "wlacznik/dissemination.pb-c.h"

typedef enum oai_verb {
    OAI_IDENTIFY,
    OAI_LIST_METADATA_FORMATS,
    OAI_LIST_SETS,
    OAI_LIST_IDENTIFIERS,
    OAI_LIST_RECORDS,
    OAI_GET_RECORD,
} oai_verb_t;

typedef enum oai_format { OAI_DC, OAI_DATACITE } oai_format_t;

/* Which records: what a request asks for, or what is left of it by a token. */
typedef struct oai_selection {
    oai_format_t format;
    char *theme, *region; /* of the set; NULL: any */
    wl_time_t from;       /* 0: from the first */
    wl_time_t before;     /* the first microsecond that is not asked for; 0: to the last */
    /* The last record of the page before this one, and how many were given until it. */
    wl_time_t after_time;
    char *after_id;        /* NULL: this is the first page */
    uint64_t given, total; /* total 0: not known */
} oai_selection_t;

typedef struct oai_argument {
    const char *name, *value;
} oai_argument_t;

enum { OAI_ARGUMENTS_MAX = 16 };

typedef struct oai_request {
    oai_verb_t verb;
    char *entry_id; /* of `identifier`, NULL when it is none of ours */
    bool has_identifier;
    oai_selection_t selection;
    oai_argument_t arguments[OAI_ARGUMENTS_MAX]; /* as they came, to be told back */
    size_t argument_count;
} oai_request_t;

/* Where we are: texts that every answer has. */
typedef struct oai_repository {
    const char *site;  /* public address, without a slash at its end */
    const char *email; /* of whoever answers harvesters */
    wl_time_t now;
} oai_repository_t;

/* A failure of the protocol: "badArgument" and a sentence. */
typedef struct oai_failure {
    const char *code, *text;
} oai_failure_t;

/* Reads the arguments, urlencoded as they came. False with a failure: badVerb, badArgument,
 * badResumptionToken, cannotDisseminateFormat. */
WL_MUST_CHECK bool oai_request_read (wl_arena_t *arena, const char *site, const char *arguments,
                                     oai_request_t *ret, oai_failure_t *ret_failure);

/* ---- answers; each is a whole document ---- */

void oai_write_failure (const oai_repository_t *repository, const oai_request_t *request,
                        const oai_failure_t *failure, wl_buffer_t *out);
void oai_write_identify (const oai_repository_t *repository, const oai_request_t *request,
                         wl_time_t earliest, wl_buffer_t *out);
void oai_write_formats (const oai_repository_t *repository, const oai_request_t *request,
                        wl_buffer_t *out);
/* `themes` and `regions` that any record has. */
void oai_write_sets (const oai_repository_t *repository, const oai_request_t *request,
                     char *const *themes, size_t theme_count, char *const *regions,
                     size_t region_count, wl_buffer_t *out);
/* GetRecord: one entry, withdrawn or not. */
void oai_write_record (const oai_repository_t *repository, const oai_request_t *request,
                       const Dissemination__Entry *entry, wl_buffer_t *out);
/* ListRecords and ListIdentifiers. `next` is the selection of the page behind this one, NULL when
 * this is the last. */
void oai_write_list (const oai_repository_t *repository, const oai_request_t *request,
                     Dissemination__Entry *const *entries, size_t count,
                     const oai_selection_t *next, wl_buffer_t *out);

/* ---- for its tests ---- */

char *oai_token_write (wl_arena_t *arena, const oai_selection_t *selection);
WL_MUST_CHECK bool oai_token_read (wl_arena_t *arena, const char *token, oai_selection_t *ret);
