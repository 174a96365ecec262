/* The headers that choose a part of an upload or download, a version, or a place in a stream of
 * events. The input is lines: Range, If-Match, Cookie, Prefer, Accept-Encoding, User-Agent, then
 * what stands for the length of a file. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "device_name.h"
#include "headers.h"
#include "range.h"
#include "rate_limit.h"
#include "token.h"
#include "version_tag.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

enum { RANGE, IF_MATCH, COOKIE, PREFER, ENCODING, AGENT, TOTAL, LINES };

static void
split (wl_arena_t *arena, const uint8_t *data, size_t size, const char *ret[LINES])
{
    char *rest = wl_text_copy_length (arena, (const char *) data, size);

    for (int i = 0; i < LINES; i++) {
        size_t length = strcspn (rest, "\n");

        ret[i] = rest;
        rest += rest[length] == '\n' ? length + 1 : length;
        ((char *) (uintptr_t) ret[i])[length] = '\0';
    }
}

static void
try_range (const char *header, uint64_t total)
{
    range_t range;

    if (range_read (header, total, &range) == RANGE_PART &&
        (range.from >= total || range.length == 0 || range.length > total - range.from))
        __builtin_trap ();
    (void) range_first (header);
}

static void
try_version (wl_arena_t *arena, const char *header)
{
    uint64_t version, again;

    if (!version_tag_read (header, &version))
        return;
    if (!version_tag_read (version_tag_write (arena, version), &again) || again != version)
        __builtin_trap ();
}

static void
try_lines (wl_arena_t *arena, const char *const *lines)
{
    char address[RATE_ADDRESS_TEXT];
    const char *name = device_name (arena, lines[AGENT]);

    if (strlen (name) > 80 || wl_text_has_control (name))
        __builtin_trap ();
    try_range (lines[RANGE], strtoull (lines[TOTAL], NULL, 10));
    try_version (arena, lines[IF_MATCH]);
    (void) headers_cookie (arena, lines[COOKIE], "__Host-wlacznik_session");
    (void) headers_list_names (lines[ENCODING], "gzip");
    (void) headers_bearer (lines[PREFER]);
    (void) token_is_formed (lines[COOKIE]);
    rate_limit_address (lines[AGENT], address);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    static wl_arena_t *arena;
    const char *lines[LINES];
    jmp_buf jump;

    if (!arena)
        arena = wl_arena_new (1 << 20);
    wl_arena_reset (arena);
    if (setjmp (jump) == 0) {
        wl_arena_guard (arena, &jump);
        split (arena, data, size, lines);
        try_lines (arena, lines);
    }
    return 0;
}
