#include "web.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "headers.h"
#include "page_cache.h"

enum { FILES_MAX = 1024, BYTES_MAX = 64 * 1024 * 1024, DIGEST_MIN = 8, PIECE = 64 * 1024 };

/* An open file, so that what is served is what was there at start even when a newer client is
 * installed over it; its bytes stay in the kernel's cache, not in ours. */
typedef struct content {
    int file; /* descriptor; -1: there is no such form */
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
    char *shell; /* index.html as text, or NULL */
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

/* A descriptor and the length of what is behind it; false when there is no such file. */
static bool
open_content (const char *name, content_t *ret)
{
    struct stat about;

    ret->file = open (name, O_RDONLY | O_CLOEXEC);
    if (ret->file < 0)
        return false;
    if (fstat (ret->file, &about) == 0 && S_ISREG (about.st_mode)) {
        ret->length = (size_t) about.st_size;
        return true;
    }
    close (ret->file);
    ret->file = -1;
    return false;
}

static void
close_content (content_t *content)
{
    if (content->file >= 0)
        close (content->file);
    content->file = -1;
}

/* All of `length` bytes, unless the file was cut since it was opened. */
static bool
read_content (const content_t *content, size_t offset, char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t got = pread (content->file, bytes, length, (off_t) offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        bytes += got;
        offset += (size_t) got;
        length -= (size_t) got;
    }
    return true;
}

static bool
tag_content (const content_t *content, char ret[PAGE_TAG_TEXT])
{
    char *bytes = malloc (content->length + 1);
    bool whole;

    if (!bytes)
        abort ();
    whole = read_content (content, 0, bytes, content->length);
    page_tag (bytes, content->length, ret);
    free (bytes);
    return whole;
}

static wl_status
add_file (web_t *self, const char *root, const char *name, wl_error_t *error)
{
    file_t *file = &self->files[self->count];

    if (!type_of (name))
        return WL_OK;
    *file = (file_t){ .plain.file = -1, .brotli.file = -1, .gzip.file = -1 };
    if (self->count == FILES_MAX || !open_content (name, &file->plain))
        return wl_error_set (error, WL_NOT_FOUND, "web-file",
                             "cannot open %s; may this process open that many files?", name);
    self->count++;
    self->bytes += file->plain.length;
    if (self->bytes > BYTES_MAX)
        return wl_error_set (error, WL_RESOURCE_EXHAUSTED, "web-root-too-large",
                             "%s holds more than %d bytes", root, BYTES_MAX);
    if (!tag_content (&file->plain, file->tag))
        return wl_error_set (error, WL_NOT_FOUND, "web-file", "cannot read all of %s", name);
    file->path = strdup (name + strlen (root));
    if (!file->path)
        abort ();
    file->type = type_of (name);
    file->named_by_digest = is_named_by_digest (file->path);
    return WL_OK;
}

/* A compressed form that is no smaller or not there is simply not used. */
static void
add_compressed (const char *root, const file_t *file, const char *extension, content_t *ret)
{
    char name[PATH_MAX];

    if ((size_t) snprintf (name, sizeof name, "%s%s%s", root, file->path, extension) >= sizeof name)
        return;
    if (open_content (name, ret) && ret->length >= file->plain.length)
        close_content (ret);
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
            status = add_file (self, root, at->fts_path, error);
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

static void
load_shell (web_t *self)
{
    const content_t *content = &find_file (self, "/index.html")->plain;

    self->shell = calloc (1, content->length + 1);
    if (!self->shell)
        abort ();
    if (!read_content (content, 0, self->shell, content->length))
        self->shell[0] = '\0';
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
        add_compressed (root, &self->files[i], ".br", &self->files[i].brotli);
        add_compressed (root, &self->files[i], ".gz", &self->files[i].gzip);
    }
    load_shell (self);
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
    for (size_t i = 0; i < self->count; i++) {
        free (self->files[i].path);
        close_content (&self->files[i].plain);
        close_content (&self->files[i].brotli);
        close_content (&self->files[i].gzip);
    }
    free (self->files);
    free (self->shell);
    free (self);
    *self_p = NULL;
}

const char *
web_shell (const web_t *self)
{
    return self ? self->shell : NULL;
}

size_t
web_file_count (const web_t *self)
{
    return self->count;
}

/* ---- answering ---- */

typedef struct sending {
    content_t content;
    size_t offset;
    char piece[]; /* PIECE bytes, or as many as there are */
} sending_t;

static bool
next_piece (void *context, const void **ret, size_t *ret_length)
{
    sending_t *self = context;
    size_t left = self->content.length - self->offset;

    *ret = self->piece;
    *ret_length = left < PIECE ? left : PIECE;
    if (!read_content (&self->content, self->offset, self->piece, *ret_length))
        return false;
    self->offset += *ret_length;
    return true;
}

static const content_t *
choose_form (const file_t *file, const char *accepted, http_response_t *response)
{
    if (file->brotli.file >= 0 && headers_list_names (accepted, "br")) {
        http_add_header (response, "Content-Encoding", "br");
        return &file->brotli;
    }
    if (file->gzip.file >= 0 && headers_list_names (accepted, "gzip")) {
        http_add_header (response, "Content-Encoding", "gzip");
        return &file->gzip;
    }
    return &file->plain;
}

/* A short one goes out in one write with the head. */
static void
send_content (const content_t *content, wl_arena_t *arena, http_response_t *response)
{
    size_t piece = content->length < PIECE ? content->length : PIECE;
    sending_t *sending = wl_arena_alloc (arena, sizeof *sending + piece);

    sending->content = *content;
    response->body_length = content->length;
    if (content->length > PIECE) {
        response->more = next_piece;
        response->more_context = sending;
        return;
    }
    response->body = sending->piece;
    if (!read_content (content, 0, sending->piece, content->length)) {
        response->status = 500;
        response->body_length = 0;
    }
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
        send_content (choose_form (file, http_header (request, "Accept-Encoding"), response),
                      request->arena, response);
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
