#include "problem.h"

#include <string.h>

#include "language.h"

typedef struct title {
    int status;
    const char *pl, *en;
} title_t;

static const title_t titles[] = {
    { 400, "Błędne żądanie", "Bad request" },
    { 401, "Trzeba się zalogować", "Not signed in" },
    { 403, "Brak uprawnień", "Not allowed" },
    { 404, "Nie ma takiego zasobu", "Not found" },
    { 405, "Niedozwolona metoda", "Method not allowed" },
    { 408, "Żądanie trwało za długo", "The request took too long" },
    { 409, "Konflikt ze stanem zasobu", "Conflict with the state of the resource" },
    { 412, "Wersja nieaktualna", "The version has passed" },
    { 413, "Żądanie jest za duże", "The request is too large" },
    { 415, "Nieobsługiwany typ treści", "Unsupported content type" },
    { 416, "Nie ma takiego fragmentu", "No such range" },
    { 429, "Za dużo żądań", "Too many requests" },
    { 500, "Błąd po naszej stronie", "An error on our side" },
    { 501, "Nieobsługiwane żądanie", "Not implemented" },
    { 503, "Usługa chwilowo niedostępna", "Temporarily unavailable" },
    { 504, "Usługa nie odpowiedziała na czas", "The service did not answer in time" },
    { 505, "Nieobsługiwana wersja HTTP", "Unsupported HTTP version" },
};

const char *
problem_title (int status, const char *locale)
{
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        if (titles[i].status == status)
            return in_language (locale, titles[i].pl, titles[i].en);
    }
    return in_language (locale, "Żądanie się nie powiodło", "The request failed");
}

static void
write_text (wl_buffer_t *buffer, const char *name, const char *text)
{
    wl_buffer_printf (buffer, "\"%s\":", name);
    wl_buffer_json_string (buffer, text, strlen (text));
}

static void
write_fields (wl_buffer_t *buffer, const wl_error_t *error)
{
    wl_buffer_text (buffer, ",\"errors\":[");
    for (size_t i = 0; i < error->field_count; i++) {
        wl_buffer_text (buffer, i ? ",{" : "{");
        write_text (buffer, "field", error->fields[i].field);
        wl_buffer_char (buffer, ',');
        write_text (buffer, "code", error->fields[i].code);
        wl_buffer_char (buffer, ',');
        write_text (buffer, "detail", error->fields[i].text);
        wl_buffer_char (buffer, '}');
    }
    wl_buffer_char (buffer, ']');
    if (error->fields_left_out > 0)
        wl_buffer_printf (buffer, ",\"errorsLeftOut\":%zu", error->fields_left_out);
}

/* Fields are added in many places, of which some speak English only. */
static const char *
detail_of (const wl_error_t *error, const char *title, const char *locale)
{
    if (wl_text_equal (error->reason, "invalid-fields"))
        return in_language (locale, "Niektóre pola wymagają poprawy. Wymienia je „errors”.",
                            "Some fields need to be corrected. \"errors\" names them.");
    return wl_text_empty (error->text) ? title : error->text;
}

void
problem_write (const wl_error_t *error, int http_status, const char *locale, const char *trace_id,
               wl_buffer_t *ret)
{
    const char *title = problem_title (http_status, locale);

    wl_buffer_char (ret, '{');
    wl_buffer_text (ret, "\"type\":\"/problems/");
    wl_buffer_text (ret, wl_text_empty (error->reason) ? "unknown" : error->reason);
    wl_buffer_text (ret, "\",");
    write_text (ret, "title", title);
    wl_buffer_printf (ret, ",\"status\":%d,", http_status);
    write_text (ret, "detail", detail_of (error, title, locale));
    wl_buffer_char (ret, ',');
    write_text (ret, "instance", trace_id);
    if (error->field_count > 0)
        write_fields (ret, error);
    wl_buffer_char (ret, '}');
}
