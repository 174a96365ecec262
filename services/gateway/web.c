#include "web.h"

#include <fts.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "headers.h"
#include "page_cache.h"

enum { FILES_MAX = 4096, BYTES_MAX = 64 * 1024 * 1024, DIGEST_MIN = 8 };

typedef struct content {
    char *bytes;
    size_t length;
} content_t;

typedef struct file {
    char *path; /* "/assets/index-3f2a9c1b.js" */
    const char *type;
    content_t plain, brotli, gzip;
    char tag[PAGE_TAG_TEXT];
    bool named_by_digest; /* the name changes with the content: a browser may keep it for ever */
} file_t;

struct web {
    file_t *files; /* by path */
    size_t count;
    size_t bytes;
};

static const struct {
    const char *extension, *type;
} types[] = {
    { ".css", "text/css; charset=utf-8" },
    { ".html", "text/html; charset=utf-8" },
    { ".ico", "image/x-icon" },
    { ".jpg", "image/jpeg" },
    { ".js", "text/javascript; charset=utf-8" },
    { ".json", "application/json" },
    { ".png", "image/png" },
    { ".svg", "image/svg+xml" },
    { ".txt", "text/plain; charset=utf-8" },
    { ".webmanifest", "application/manifest+json" },
    { ".webp", "image/webp" },
    { ".woff2", "font/woff2" },
};

static const char no_client[] =
    "<!doctype html><html lang=\"pl\"><meta charset=\"utf-8\"><title>Włącznik</title>"
    "<h1>Włącznik</h1><p>Interfejs WWW nie jest zainstalowany. API: "
    "<a href=\"/openapi.json\">/openapi.json</a>, adresy zaczynają się od <code>/v1</code>.</p>"
    "<p lang=\"en\">The web client is not installed. The API: "
    "<a href=\"/openapi.json\">/openapi.json</a>; its addresses begin with <code>/v1</code>.</p>"
    "</html>";

static const char *
type_of (const char *path)
{
    const char *extension = strrchr (path, '.');

    for (size_t i = 0; extension && i < sizeof types / sizeof *types; i++) {
        if (strcmp (types[i].extension, extension) == 0)
            return types[i].type;
    }
    return NULL;
}

/* "/assets/name-3f2a9c1b.js": eight or more letters, digits, '_' or '-' after a '-' or '.', in the
 * folder where the bundler puts what it names so. */
static bool
is_named_by_digest (const char *path)
{
    static const char folder[] = "/assets/";
    const char *dot = strrchr (path, '.');

    if (strncmp (path, folder, sizeof folder - 1) != 0 || !dot)
        return false;
    for (const char *at = dot; at > path; at--) {
        if ((at[-1] == '-' || at[-1] == '.') && dot - at >= DIGEST_MIN)
            return true;
        if (at[-1] == '/')
            return false;
    }
    return false;
}

/* ---- loading ---- */

static wl_status
read_content (const char *name, size_t length, content_t *ret, wl_error_t *error)
{
    FILE *stream = fopen (name, "rb");
    bool whole;

    if (!stream)
        return wl_error_set (error, WL_NOT_FOUND, "web-file", "cannot read %s", name);
    ret->bytes = malloc (length + 1);
    if (!ret->bytes)
        abort ();
    ret->length = length;
    whole = fread (ret->bytes, 1, length, stream) == length;
    (void) fclose (stream);
    return whole ? WL_OK
                 : wl_error_set (error, WL_NOT_FOUND, "web-file", "cannot read all of %s", name);
}

static wl_status
add_file (web_t *self, const char *root, const char *name, size_t length, wl_error_t *error)
{
    file_t *file = &self->files[self->count];

    if (!type_of (name))
        return WL_OK;
    if (self->count == FILES_MAX || length > BYTES_MAX - self->bytes)
        return wl_error_set (error, WL_RESOURCE_EXHAUSTED, "web-root-too-large",
                             "%s holds more than %d files or %d bytes", root, FILES_MAX, BYTES_MAX);
    WL_TRY (read_content (name, length, &file->plain, error));
    file->path = strdup (name + strlen (root));
    if (!file->path)
        abort ();
    file->type = type_of (name);
    file->named_by_digest = is_named_by_digest (file->path);
    page_tag (file->plain.bytes, length, file->tag);
    self->count++;
    self->bytes += length;
    return WL_OK;
}

/* A compressed form that is no smaller or not there is simply not used. */
static void
add_compressed (web_t *self, const char *root, file_t *file, const char *extension, content_t *ret)
{
    char name[4096];
    FILE *stream;
    size_t length;

    if ((size_t) snprintf (name, sizeof name, "%s%s%s", root, file->path, extension) >= sizeof name)
        return;
    stream = fopen (name, "rb");
    if (!stream)
        return;
    ret->bytes = malloc (file->plain.length + 1);
    if (!ret->bytes)
        abort ();
    length = fread (ret->bytes, 1, file->plain.length + 1, stream);
    (void) fclose (stream);
    if (length < file->plain.length && length <= BYTES_MAX - self->bytes) {
        ret->length = length;
        self->bytes += length;
        return;
    }
    free (ret->bytes);
    *ret = (content_t){ 0 };
}

static int
by_path (const void *a, const void *b)
{
    return strcmp (((const file_t *) a)->path, ((const file_t *) b)->path);
}

static wl_status
read_tree (web_t *self, const char *root, wl_error_t *error)
{
    char *name = strdup (root);
    char *const roots[] = { name, NULL };
    FTS *tree = name ? fts_open (roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL) : NULL;
    wl_status status = WL_OK;

    if (!tree)
        abort ();
    for (FTSENT *at = fts_read (tree); at && status == WL_OK; at = fts_read (tree)) {
        if (at->fts_info == FTS_F)
            status = add_file (self, root, at->fts_path, (size_t) at->fts_statp->st_size, error);
    }
    fts_close (tree);
    free (name);
    return status;
}

static int
by_wanted_path (const void *path, const void *file)
{
    return strcmp (path, ((const file_t *) file)->path);
}

static const file_t *
find_file (const web_t *self, const char *path)
{
    return self->count
               ? bsearch (path, self->files, self->count, sizeof *self->files, by_wanted_path)
               : NULL;
}

static wl_status
load_root (web_t *self, const char *root, wl_error_t *error)
{
    self->files = calloc (FILES_MAX + 1, sizeof *self->files);
    if (!self->files)
        abort ();
    WL_TRY (read_tree (self, root, error));
    qsort (self->files, self->count, sizeof *self->files, by_path);
    if (!find_file (self, "/index.html"))
        return wl_error_set (error, WL_NOT_FOUND, "web-root-empty",
                             "there is no index.html in %s (setting http.web_root)", root);
    for (size_t i = 0; i < self->count; i++) {
        add_compressed (self, root, &self->files[i], ".br", &self->files[i].brotli);
        add_compressed (self, root, &self->files[i], ".gz", &self->files[i].gzip);
    }
    return WL_OK;
}

/* Without the slashes at its end: what follows in a file's name is then its path. */
static wl_status
load_folder (web_t *self, const char *folder, wl_error_t *error)
{
    char *root = strdup (folder);
    wl_status status;

    if (!root)
        abort ();
    for (size_t length = strlen (root); length > 1 && root[length - 1] == '/'; length--)
        root[length - 1] = '\0';
    status = load_root (self, root, error);
    free (root);
    return status;
}

wl_status
web_load (const char *root, web_t **ret, wl_error_t *error)
{
    web_t *self = calloc (1, sizeof *self);
    wl_status status = WL_OK;

    if (!self)
        abort ();
    if (!wl_text_empty (root))
        status = load_folder (self, root, error);
    if (status == WL_OK)
        *ret = self;
    else
        web_destroy (&self);
    return status;
}

void
web_destroy (web_t **self_p)
{
    web_t *self = *self_p;

    if (!self)
        return;
    for (size_t i = 0; self->files && i <= self->count; i++) {
        free (self->files[i].path);
        free (self->files[i].plain.bytes);
        free (self->files[i].brotli.bytes);
        free (self->files[i].gzip.bytes);
    }
    free (self->files);
    free (self);
    *self_p = NULL;
}

size_t
web_file_count (const web_t *self)
{
    return self->count;
}

/* ---- answering ---- */

static void
choose_form (const file_t *file, const char *accepted, http_response_t *response)
{
    const content_t *form = &file->plain;

    if (file->brotli.bytes && headers_list_names (accepted, "br")) {
        form = &file->brotli;
        http_add_header (response, "Content-Encoding", "br");
    } else if (file->gzip.bytes && headers_list_names (accepted, "gzip")) {
        form = &file->gzip;
        http_add_header (response, "Content-Encoding", "gzip");
    }
    response->body = form->bytes;
    response->body_length = form->length;
}

static void
send_file (const file_t *file, const http_request_t *request, http_response_t *response)
{
    response->status = 200;
    response->content_type = file->type;
    http_add_header (response, "Cache-Control",
                     file->named_by_digest ? "public, max-age=31536000, immutable" : "no-cache");
    http_add_header (response, "ETag", file->tag);
    http_add_header (response, "Vary", "Accept-Encoding");
    if (headers_tag_matches (http_header (request, "If-None-Match"), file->tag))
        response->status = 304;
    else
        choose_form (file, http_header (request, "Accept-Encoding"), response);
}

static void
send_no_client (http_response_t *response)
{
    response->status = 200;
    response->content_type = "text/html; charset=utf-8";
    response->body = no_client;
    response->body_length = sizeof no_client - 1;
}

/* "/api" and "/api/" are the page in that folder. */
static const file_t *
find_folder_page (const web_t *self, const char *path)
{
    char page[PATH_MAX];
    size_t length = strlen (path);
    int written;

    while (length > 0 && path[length - 1] == '/')
        length--;
    written = snprintf (page, sizeof page, "%.*s/index.html", (int) length, path);
    return length > 0 && written > 0 && (size_t) written < sizeof page ? find_file (self, page)
                                                                       : NULL;
}

bool
web_respond (const web_t *self, const http_request_t *request, http_response_t *response)
{
    bool root = strcmp (request->path, "/") == 0;
    const file_t *file = root ? NULL : find_file (self, request->path);

    if (!file && !root && strlen (request->path) < PATH_MAX)
        file = find_folder_page (self, request->path);

    if (strcmp (request->verb, "GET") != 0 && strcmp (request->verb, "HEAD") != 0)
        return false;
    if (!file && (root || headers_list_names (http_header (request, "Accept"), "text/html")))
        file = find_file (self, "/index.html");
    if (file)
        send_file (file, request, response);
    else if (root)
        send_no_client (response);
    return file || root;
}
