#include "problem_page.h"

#include <string.h>

#include "base/text.h"
#include "headers.h"
#include "language.h"
#include "problem.h"

const problem_type_t problem_types[] = {
#define PROBLEM(name, status, http, pl, en) { name, status, http, pl, en },
#include WLACZNIK_PROBLEMS
#undef PROBLEM
};
const size_t problem_type_count = sizeof problem_types / sizeof *problem_types;

static const char address[] = "/problems";

static const char style[] =
    "body{font:1.125rem/1.55 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem;"
    "background:#fff;color:#1c1b22}"
    "a{color:#1b4fa8}code{overflow-wrap:anywhere}"
    "dt{margin-top:1rem}dd{margin:0}section{border-top:1px solid #767676;margin-top:2rem}"
    "@media(prefers-color-scheme:dark){body{background:#16151a;color:#eceaf2}a{color:#9dbcff}}";

static int
http_status_of (const problem_type_t *type)
{
    return type->http_status ? type->http_status : wl_status_http (type->status);
}

/* The first of its rows; NULL when there is no such type. */
static const problem_type_t *
find (const char *name)
{
    for (size_t i = 0; i < problem_type_count; i++) {
        if (strcmp (problem_types[i].name, name) == 0)
            return &problem_types[i];
    }
    return NULL;
}

static bool
is_next_of_same (const problem_type_t *type)
{
    return type > problem_types && strcmp (type[-1].name, type->name) == 0;
}

static void
write_sentence (wl_buffer_t *buffer, const char *tag, const problem_type_t *type,
                const char *locale)
{
    wl_buffer_printf (buffer, "<%s>", tag);
    wl_buffer_html (buffer, in_language (locale, type->pl, type->en));
    wl_buffer_printf (buffer, "</%s>\n", tag);
}

static void
write_begin (wl_buffer_t *buffer, const char *title, const char *locale)
{
    wl_buffer_printf (
        buffer,
        "<!doctype html>\n<html lang=\"%s\">\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width\">\n"
        "<link rel=\"stylesheet\" href=\"%s/style.css\">\n<title>%s</title>\n<main>\n",
        locale, address, title);
}

/* ---- one type ---- */

static void
write_explanation (wl_buffer_t *buffer, const problem_type_t *type, const char *locale)
{
    const problem_type_t *end = problem_types + problem_type_count;
    int status = http_status_of (type);

    wl_buffer_printf (buffer, "<p>%s %d: %s.", in_language (locale, "Status HTTP", "HTTP status"),
                      status, problem_title (status, locale));
    if (type->status == WL_ABORTED)
        wl_buffer_text (buffer, in_language (locale, " Gdy wersja przyszła w If-Match: 412.",
                                             " When the version came in If-Match: 412."));
    wl_buffer_text (buffer, "</p>\n");
    write_sentence (buffer, "p", type, locale);
    for (const problem_type_t *next = type + 1; next < end && is_next_of_same (next); next++)
        write_sentence (buffer, "p", next, locale);
    if (status >= 500 || status == 429)
        wl_buffer_printf (buffer, "<p>%s</p>\n",
                          in_language (locale,
                                       "Warto ponowić po czasie z nagłówka Retry-After; polecenie "
                                       "z tym samym Idempotency-Key wykona się najwyżej raz.",
                                       "Worth repeating after the time of the Retry-After header; "
                                       "a command with the same Idempotency-Key is done once at "
                                       "most."));
}

static void
write_type (wl_buffer_t *buffer, const problem_type_t *type, const char *locale)
{
    const char *other = in_language (locale, "en", "pl");

    write_begin (buffer, type->name, locale);
    wl_buffer_printf (buffer, "<p><a href=\"%s\">%s</a></p>\n<h1><code>%s</code></h1>\n", address,
                      in_language (locale, "Wszystkie rodzaje problemów", "Every type of problem"),
                      type->name);
    write_explanation (buffer, type, locale);
    wl_buffer_printf (buffer, "<section lang=\"%s\">\n<h2>%s</h2>\n", other,
                      in_language (locale, "In English", "Po polsku"));
    write_explanation (buffer, type, other);
    wl_buffer_text (buffer, "</section>\n</main>\n</html>\n");
}

/* ---- all of them ---- */

static void
write_list (wl_buffer_t *buffer, const char *locale)
{
    const char *title = in_language (locale, "Rodzaje problemów", "Types of problems");

    write_begin (buffer, title, locale);
    wl_buffer_printf (buffer, "<h1>%s</h1>\n<p>%s <a href=\"/api\">API</a></p>\n<dl>\n", title,
                      in_language (locale,
                                   "Każda odmowa ma w polu „type” jeden z tych adresów (RFC 9457). "
                                   "Nazwy są stałe: można na nich oprzeć program. Zdania nie.",
                                   "Each refusal has one of these addresses as its \"type\" (RFC "
                                   "9457). The names are stable, so a program may rely on them; "
                                   "the sentences are not."));
    for (size_t i = 0; i < problem_type_count; i++) {
        const problem_type_t *type = &problem_types[i];

        if (!is_next_of_same (type))
            wl_buffer_printf (buffer, "<dt><a href=\"%s/%s\"><code>%s</code></a> %d</dt>\n",
                              address, type->name, type->name, http_status_of (type));
        write_sentence (buffer, "dd", type, locale);
    }
    wl_buffer_text (buffer, "</dl>\n</main>\n</html>\n");
}

/* ---- the answer ---- */

static void
answer (const http_request_t *request, const problem_type_t *type, http_response_t *response)
{
    const char *locale = headers_locale (http_header (request, "Accept-Language"));
    wl_buffer_t page;

    wl_buffer_init (&page, request->arena);
    if (type)
        write_type (&page, type, locale);
    else
        write_list (&page, locale);
    response->content_type = "text/html; charset=utf-8";
    response->body = page.data;
    response->body_length = page.length;
    http_add_header (response, "Content-Language", locale);
    http_add_header (response, "Vary", "Accept-Language");
}

bool
problem_page_respond (const http_request_t *request, http_response_t *response)
{
    const char *name = request->path + strlen (address);
    const problem_type_t *type = NULL;
    bool read = strcmp (request->verb, "GET") == 0 || strcmp (request->verb, "HEAD") == 0;

    if (!read || strncmp (request->path, address, strlen (address)) != 0)
        return false;
    if (strcmp (name, "/style.css") == 0) {
        response->content_type = "text/css; charset=utf-8";
        response->body = style;
        response->body_length = sizeof style - 1;
    } else if (*name == '\0' || (*name == '/' && (type = find (name + 1)) != NULL)) {
        answer (request, type, response);
    } else {
        return false;
    }
    response->status = 200;
    http_add_header (response, "Cache-Control", "public, max-age=3600");
    return true;
}
