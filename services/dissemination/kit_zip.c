#include <sodium.h>
#include <string.h>
#include <time.h>
#include <zip.h>

#include "kit.h"
#include "message/message.h"

typedef struct file {
    const char *name;
    const char *data;
    size_t length;
    char digest[2 * crypto_hash_sha256_BYTES + 1];
} file_t;

enum { FILES_MAX = 8 };

typedef struct files {
    file_t list[FILES_MAX];
    size_t count;
} files_t;

static void
add_file (files_t *self, const char *name, const wl_buffer_t *content)
{
    file_t *file = &self->list[self->count++];
    uint8_t digest[crypto_hash_sha256_BYTES];

    *file = (file_t){ .name = name, .data = content->data, .length = content->length };
    crypto_hash_sha256 (digest, (const uint8_t *) file->data, file->length);
    wl_hex (digest, sizeof digest, file->digest);
}

static void
write_licence (const Dissemination__Entry *entry, wl_buffer_t *out)
{
    wl_buffer_printf (out, "%s\n\n%s\n%s\n", entry->text->licence, entry->text->title,
                      entry->text->authors);
    wl_buffer_printf (out, "https://spdx.org/licenses/%s.html\n", entry->text->licence);
}

static void
write_manifest (const Dissemination__Entry *entry, const files_t *files, wl_buffer_t *out)
{
    char published[WL_TIME_TEXT];

    wl_time_format (wl_timestamp_time (entry->updated_at), published);
    wl_buffer_printf (out, "{\n  \"id\": \"%s\",\n  \"slug\": \"%s\",\n  \"version\": %u,\n",
                      entry->id, entry->slug, entry->published_version);
    wl_buffer_printf (out, "  \"published\": \"%s\",\n  \"files\": [\n", published);
    for (size_t i = 0; i < files->count; i++)
        wl_buffer_printf (out, "    {\"name\": \"%s\", \"bytes\": %zu, \"sha256\": \"%s\"}%s\n",
                          files->list[i].name, files->list[i].length, files->list[i].digest,
                          i + 1 < files->count ? "," : "");
    wl_buffer_text (out, "  ]\n}\n");
}

static void
write_sums (const files_t *files, wl_buffer_t *out)
{
    for (size_t i = 0; i < files->count; i++)
        wl_buffer_printf (out, "%s  %s\n", files->list[i].digest, files->list[i].name);
}

static void
write_files (wl_arena_t *arena, const char *site, const Dissemination__Entry *entry, files_t *ret)
{
    wl_buffer_t content[6];

    for (size_t i = 0; i < 6; i++)
        wl_buffer_init (&content[i], arena);
    kit_write_page (site, entry, &content[0]);
    add_file (ret, "kit.html", &content[0]);
    wl_message_to_json (&entry->base, &content[1]);
    add_file (ret, "entry.json", &content[1]);
    kit_write_json_ld (site, entry, &content[2]);
    add_file (ret, "schema.jsonld", &content[2]);
    write_licence (entry, &content[3]);
    add_file (ret, "licence.txt", &content[3]);
    write_manifest (entry, ret, &content[4]);
    add_file (ret, "manifest.json", &content[4]);
    write_sums (ret, &content[5]);
    add_file (ret, "SHA256SUMS", &content[5]);
}

/* ---- the archive ---- */

static bool
add_to_archive (zip_t *archive, const file_t *file, time_t at)
{
    zip_source_t *source = zip_source_buffer (archive, file->data, file->length, 0);
    zip_int64_t index;

    if (source == NULL)
        return false;
    index = zip_file_add (archive, file->name, source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        zip_source_free (source);
        return false;
    }
    /* Not the moment of the download, so that the same kit is the same bytes. */
    return zip_file_set_mtime (archive, (zip_uint64_t) index, at, 0) == 0;
}

static bool
fill_archive (zip_source_t *into, const files_t *files, time_t at)
{
    zip_t *archive = zip_open_from_source (into, ZIP_TRUNCATE, NULL);
    bool good = archive != NULL;

    for (size_t i = 0; good && i < files->count; i++)
        good = add_to_archive (archive, &files->list[i], at);
    if (archive == NULL) {
        zip_source_free (into); /* the reference that the archive would have had */
        return false;
    }
    if (good && zip_close (archive) == 0)
        return true;
    zip_discard (archive);
    return false;
}

/* Takes nothing of the arena between open and close: its raise would leave the source behind. */
static bool
source_length (zip_source_t *source, size_t *ret)
{
    zip_stat_t about;

    zip_stat_init (&about);
    if (zip_source_stat (source, &about) != 0 || !(about.valid & ZIP_STAT_SIZE))
        return false;
    *ret = (size_t) about.size;
    return true;
}

static bool
read_source (zip_source_t *source, uint8_t *ret, size_t length)
{
    bool good = zip_source_open (source) == 0 &&
                zip_source_read (source, ret, length) == (zip_int64_t) length;

    zip_source_close (source);
    return good;
}

wl_status
kit_write_zip (wl_arena_t *arena, const char *site, const Dissemination__Entry *entry,
               uint8_t **ret_bytes, size_t *ret_length)
{
    files_t files = { .count = 0 };
    zip_source_t *source;
    size_t most = 4096;
    bool good;

    write_files (arena, site, entry, &files);
    for (size_t i = 0; i < files.count; i++)
        most += files.list[i].length + 1024;
    *ret_bytes =
        wl_arena_alloc (arena, most); /* packed is smaller; the raise comes here or never */
    source = zip_source_buffer_create (NULL, 0, 0, NULL);
    if (source == NULL)
        return WL_INTERNAL;
    zip_source_keep (source); /* zip_close would take it away */
    good = fill_archive (source, &files,
                         (time_t) (wl_timestamp_time (entry->updated_at) / WL_SECOND)) &&
           source_length (source, ret_length) && *ret_length <= most &&
           read_source (source, *ret_bytes, *ret_length);
    zip_source_free (source);
    return good ? WL_OK : WL_INTERNAL;
}
