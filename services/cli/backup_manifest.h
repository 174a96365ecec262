/* What a backup holds: its table of contents, kept sealed beside the databases. Pure. */
#pragma once

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "db/event_log.h"
#include "seal.h"

enum { MANIFEST_FILES_MAX = 8, MANIFEST_STREAMS_MAX = 512 };

typedef struct manifest_file {
    const char *service; /* its database is in the file SERVICE.sealed */
    uint64_t bytes;      /* of that file */
    uint8_t digest[SEAL_DIGEST];
} manifest_file_t;

/* Where a stream ended in the backup: what a restored database is compared with. */
typedef struct manifest_stream {
    const char *service, *region;
    uint64_t sequence;
    uint8_t hash[WL_EVENT_HASH];
} manifest_stream_t;

typedef struct manifest {
    wl_time_t made;
    manifest_file_t files[MANIFEST_FILES_MAX];
    size_t file_count;
    manifest_stream_t streams[MANIFEST_STREAMS_MAX];
    size_t stream_count;
} manifest_t;

void manifest_write (const manifest_t *self, wl_buffer_t *ret);
/* `text` is cut into words and lent to `ret`. False: it is no manifest of a version known here. */
WL_MUST_CHECK bool manifest_read (char *text, manifest_t *ret);
