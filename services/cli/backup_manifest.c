#include "backup_manifest.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_LINE "wlacznik backup 1"

enum { WORDS_MAX = 5 };

void
manifest_write (const manifest_t *self, wl_buffer_t *ret)
{
    char hex[2 * SEAL_DIGEST + 1], made[WL_TIME_TEXT];

    wl_time_format (self->made, made);
    wl_buffer_printf (ret, FIRST_LINE "\nmade %s\n", made);
    for (size_t i = 0; i < self->file_count; i++) {
        const manifest_file_t *file = &self->files[i];
        wl_hex (file->digest, sizeof file->digest, hex);
        wl_buffer_printf (ret, "file %s %" PRIu64 " %s\n", file->service, file->bytes, hex);
    }
    for (size_t i = 0; i < self->stream_count; i++) {
        const manifest_stream_t *stream = &self->streams[i];
        wl_hex (stream->hash, sizeof stream->hash, hex);
        wl_buffer_printf (ret, "stream %s %s %" PRIu64 " %s\n", stream->service, stream->region,
                          stream->sequence, hex);
    }
}

static bool
read_number (const char *text, uint64_t *ret)
{
    char *end;

    *ret = strtoull (text, &end, 10);
    return *text >= '0' && *text <= '9' && *end == '\0';
}

static bool
read_line (char *const *words, size_t count, manifest_t *ret)
{
    if (count == 2 && strcmp (words[0], "made") == 0)
        return wl_time_parse (words[1], &ret->made);
    if (count == 4 && strcmp (words[0], "file") == 0 && ret->file_count < MANIFEST_FILES_MAX) {
        manifest_file_t *file = &ret->files[ret->file_count++];
        file->service = words[1];
        return read_number (words[2], &file->bytes) &&
               wl_hex_parse (words[3], file->digest, sizeof file->digest);
    }
    if (count == 5 && strcmp (words[0], "stream") == 0 &&
        ret->stream_count < MANIFEST_STREAMS_MAX) {
        manifest_stream_t *stream = &ret->streams[ret->stream_count++];
        stream->service = words[1];
        stream->region = words[2];
        return read_number (words[3], &stream->sequence) &&
               wl_hex_parse (words[4], stream->hash, sizeof stream->hash);
    }
    return false;
}

bool
manifest_read (char *text, manifest_t *ret)
{
    char *lines, *line = strtok_r (text, "\n", &lines);

    *ret = (manifest_t){ 0 };
    if (line == NULL || strcmp (line, FIRST_LINE) != 0)
        return false;
    while ((line = strtok_r (NULL, "\n", &lines)) != NULL) {
        char *words[WORDS_MAX + 1], *rest;
        size_t count = 0;
        for (char *word = strtok_r (line, " ", &rest); word != NULL && count <= WORDS_MAX;
             word = strtok_r (NULL, " ", &rest))
            words[count++] = word;
        if (!read_line (words, count, ret))
            return false;
    }
    return ret->made > 0 && ret->file_count > 0;
}
