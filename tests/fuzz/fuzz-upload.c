/* A file on its way in and out: its name, its parts with their offsets, and the ranges in which it
 * is read again. The input is lines: file name, what libmagic calls it, Range; then each byte is a
 * part that is sent, from where the file ends or from elsewhere.
 *
 * What must hold: what is taken is the file without a gap and not a byte more; what an interrupted
 * upload or download asks for is what was missing; a name is harmless wherever it goes. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "attachment_rules.h"
#include "document.h"
#include "message/message.h"
#include "range.h"
#include "wlacznik/document.pb-c.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

#define MUST(condition)        \
    do {                       \
        if (!(condition))      \
            __builtin_trap (); \
    } while (0)

enum { NAME, DETECTED, RANGE, LINES };

/* ---- the name ---- */

static bool
is_harmless (const char *name)
{
    return strspn (name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") ==
               strlen (name) &&
           name[0] != '.' && name[0] != '\0';
}

/* A header has the name once more between quotes. */
static void
try_headers (wl_arena_t *arena, const char *name)
{
    static const char *const produces[] = { "application/pdf", "text/plain; charset=utf-8", NULL };
    static const wl_method_t method = { .verb = WL_VERB_GET,
                                        .path = "/v1/x",
                                        .produces = produces };
    Wlacznik__Document *document =
        (Wlacznik__Document *) wl_message_new (arena, &wlacznik__document__descriptor);
    http_response_t response = { 0 };
    page_t page;

    document->file_name = wl_text_copy (arena, name);
    MUST (document_read (&method, &document->base, &page) == WL_OK);
    document_add_headers (arena, &page, &response);
    for (size_t i = 0; i < response.header_count; i++) {
        const char *value = response.headers[i].value;
        size_t start = strlen ("attachment; filename=\"");

        MUST (strcasecmp (response.headers[i].name, "Content-Disposition") == 0);
        MUST (strcspn (value + start, "\"\r\n") == strlen (value) - start - 1);
    }
}

static void
try_name (wl_arena_t *arena, const char *name, const char *detected)
{
    attachment_limits_t limits[] = { { 0 },
                                     attachment_limits_for (ATTACHMENT_DIARY_PHOTO),
                                     attachment_limits_for (ATTACHMENT_SIGNED_GRANT) };
    char *saved = attachment_file_name (arena, name);
    const char *type = NULL;

    MUST (is_harmless (saved) && strlen (saved) <= ATTACHMENT_NAME_MOST);
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++)
        if (attachment_refusal (&limits[i], name, detected, &type) == NULL)
            MUST (type != NULL && strstr (type, "html") == NULL && strstr (type, "svg") == NULL);
    try_headers (arena, name);
    try_headers (arena, saved);
}

/* ---- the way in ---- */

/* Small and odd numbers, and such as would overflow. */
static uint64_t
number_of (uint8_t byte, uint64_t near)
{
    static const uint64_t odd[] = {
        0,         1,          ATTACHMENT_PART_LEAST - 1,         ATTACHMENT_PART_LEAST, 512 * 1024,
        INT64_MAX, UINT64_MAX, UINT64_MAX - ATTACHMENT_PART_LEAST
    };

    return (byte & 8) != 0 ? near + odd[byte % 8] : odd[byte % 8];
}

static void
try_parts (wl_arena_t *arena, const char *name, const uint8_t *data, size_t size)
{
    wl_problems_t problems = { wl_arena_alloc (arena, sizeof (wl_error_t)), "pl" };
    attachment_holdings_t holdings = { 0 };
    attachment_limits_t limits = { 0 };
    uint64_t whole = size == 0 ? 0 : number_of (data[0], ATTACHMENT_PART_LEAST);
    uint64_t received = 0;
    size_t taken = 0;

    wl_error_init (problems.error, arena);
    if (attachment_check_begin (&limits, &holdings, name, whole, &problems) != WL_OK)
        whole = 3 * ATTACHMENT_PART_LEAST + 1;
    else
        MUST (whole <= (uint64_t) ATTACHMENT_SIZE_MOST);
    for (size_t i = 1; i + 1 < size; i += 2) {
        uint64_t offset = (data[i] & 128) != 0 ? received : number_of (data[i], received);
        uint64_t length = number_of (data[i + 1], ATTACHMENT_PART_LEAST);

        switch (attachment_judge_part (whole, received, offset, length)) {
        case ATTACHMENT_PART_TAKEN:
            MUST (offset == received && length <= whole - received);
            received += length;
            taken += length > 0;
            break;
        case ATTACHMENT_PART_ELSEWHERE:
            MUST (offset != received);
            break;
        case ATTACHMENT_PART_BEYOND:
            MUST (length > whole - received);
            break;
        default:
            MUST (length < ATTACHMENT_PART_LEAST && received + length < whole);
        }
    }
    MUST (received <= whole);
    MUST (taken <= whole / ATTACHMENT_PART_LEAST + 1);
    MUST (attachment_judge_part (whole, received, received, whole - received) ==
          ATTACHMENT_PART_TAKEN); /* what is missing ends it */
}

/* ---- the way out ---- */

/* Reads a file of `total` bytes as the gateway's pieces do, the connection lost after `lost` bytes.
 */
static void
try_range (const char *header, uint64_t total)
{
    range_t range, rest;
    range_kind_t kind = range_read (header, total, &range);

    if (kind == RANGE_BEYOND)
        return;
    MUST (range.length <= total && range.from <= total - range.length);
    if (kind != RANGE_PART)
        MUST (range.from == 0 && range.length == total);
    else
        MUST (range.length > 0);
    (void) range_first (header);
    if (range.length < 2)
        return;
    char go_on[64];
    uint64_t lost = range.length / 2;
    (void) snprintf (go_on, sizeof go_on, "bytes=%llu-%llu",
                     (unsigned long long) (range.from + lost),
                     (unsigned long long) (range.from + range.length - 1));
    MUST (range_read (go_on, total, &rest) == RANGE_PART);
    MUST (rest.from == range.from + lost && rest.length == range.length - lost);
    MUST (range_first (go_on) == rest.from);
}

/* ---- one input ---- */

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    static const uint64_t totals[] = { 0, 1, 2, 1000, ATTACHMENT_SIZE_MOST, INT64_MAX };
    static wl_arena_t *arena;
    const char *lines[LINES];
    jmp_buf jump;

    if (arena == NULL)
        arena = wl_arena_new (1 << 20);
    wl_arena_reset (arena);
    if (setjmp (jump) != 0)
        return 0;
    wl_arena_guard (arena, &jump);
    for (int i = 0; i < LINES; i++) {
        const uint8_t *end = memchr (data, '\n', size);
        size_t length = end == NULL ? size : (size_t) (end - data);

        lines[i] = wl_text_copy_length (arena, (const char *) data, length);
        data += end == NULL ? length : length + 1;
        size -= end == NULL ? length : length + 1;
    }
    try_name (arena, lines[NAME], lines[DETECTED]);
    for (size_t i = 0; i < sizeof totals / sizeof totals[0]; i++)
        try_range (lines[RANGE], totals[i]);
    try_parts (arena, lines[NAME], data, size);
    return 0;
}
