/* Which files an application takes, and which parts of them (domain.md 4.5). Pure.
 *
 * What a file is, is told by its content and never by its sender; its name must agree, because it
 * is the name that a reader's computer goes by. Nothing that runs or renders by itself is on the
 * list: no HTML, no SVG, no archives, no programs.
 */
#pragma once

#include <stdint.h>

#include "base/problems.h"
#include "base/text.h"

enum {
    ATTACHMENT_PART_LEAST = 64 * 1024, /* but for the last: or a file had a million parts */
    ATTACHMENT_NAME_MOST = 80,         /* characters of the name that a file is saved under */
};

/* What the house allows, where a form says nothing. Bytes. */
#define ATTACHMENT_SIZE_MOST  (INT64_C (250) * 1000 * 1000)
#define ATTACHMENTS_SIZE_MOST (INT64_C (1000) * 1000 * 1000) /* of one application */
enum { ATTACHMENTS_MOST = 60, ATTACHMENTS_OF_FIELD = 1 };

/* What a file of an application is for. */
typedef enum attachment_purpose {
    ATTACHMENT_OF_FIELD = 0,
    ATTACHMENT_DIARY_PHOTO,
    ATTACHMENT_SIGNED_COOPERATION,
    ATTACHMENT_SIGNED_GRANT,
    ATTACHMENT_SIGNED_PROTOCOL,
    ATTACHMENT_PURPOSES
} attachment_purpose_t;

/* What a field asks for, or a purpose that no form speaks of. */
typedef struct attachment_limits {
    char *const *types; /* media types; none: all that the house allows */
    size_t type_count;
    int64_t max_bytes; /* 0: as the house */
    uint32_t max_count;
    uint32_t max_of_application; /* 0: as the house */
} attachment_limits_t;

/* What an application has already. */
typedef struct attachment_holdings {
    uint32_t of_field, of_application;
    int64_t bytes; /* of the application, those to come included */
} attachment_holdings_t;

/* What another purpose than a field's allows. */
attachment_limits_t attachment_limits_for (attachment_purpose_t purpose);

/* Whether a file of this name and size may begin. Problems are named "name", "size" and "field". */
WL_MUST_CHECK wl_status attachment_check_begin (const attachment_limits_t *limits,
                                                const attachment_holdings_t *holdings,
                                                const char *name, uint64_t size,
                                                const wl_problems_t *problems);

typedef enum attachment_part {
    ATTACHMENT_PART_TAKEN,
    ATTACHMENT_PART_ELSEWHERE, /* does not begin where the file ends */
    ATTACHMENT_PART_BEYOND,    /* reaches past the size that was announced */
    ATTACHMENT_PART_SMALL,     /* below ATTACHMENT_PART_LEAST and not the last */
} attachment_part_t;

attachment_part_t
attachment_judge_part (uint64_t size, uint64_t received, uint64_t offset, uint64_t length);

/* Whether a file with this name, which libmagic calls `detected`, may stay. NULL: it may, and
 * `ret_type` is the media type that it is served as. Otherwise why not: intake.Attachment's
 * `refusal`. */
const char *attachment_refusal (const attachment_limits_t *limits, const char *name,
                                const char *detected, const char **ret_type);

/* The name to save it under, of a-z, A-Z, 0-9, '.' and '-': without Polish tails, not longer than
 * ATTACHMENT_NAME_MOST, the extension kept. */
char *attachment_file_name (wl_arena_t *arena, const char *name);
