#include "message/report.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { PATH_TEXT = 512 };

/* A line for each language. */
/* clang-format off */
static const struct {
    const char *code, *pl, *en;
} texts[] = {
    [WL_FAULT_REQUIRED] = { "required",
        "To pole jest wymagane.",
        "This field is required." },
    [WL_FAULT_TOO_LONG] = { "too-long",
        "Za dużo znaków.",
        "Too many characters." },
    [WL_FAULT_TOO_SHORT] = { "too-short",
        "Za mało znaków.",
        "Too few characters." },
    [WL_FAULT_TOO_MANY_BYTES] = { "too-long",
        "Za dużo bajtów.",
        "Too many bytes." },
    [WL_FAULT_TOO_FEW_BYTES] = { "too-short",
        "Za mało bajtów.",
        "Too few bytes." },
    [WL_FAULT_TOO_MANY_ITEMS] = { "too-many-items",
        "Za dużo pozycji.",
        "Too many items." },
    [WL_FAULT_TOO_LARGE] = { "too-large",
        "Ta liczba jest za duża.",
        "This number is too large." },
    [WL_FAULT_TOO_SMALL] = { "too-small",
        "Ta liczba jest za mała.",
        "This number is too small." },
    [WL_FAULT_OUT_OF_RANGE] = { "out-of-range",
        "Ta liczba jest poza dozwolonym zakresem.",
        "This number is out of range." },
    [WL_FAULT_ENCODING] = { "bad-encoding",
        "Ten tekst nie jest poprawnym tekstem w UTF-8.",
        "This text is not well-formed UTF-8." },
    [WL_FAULT_UNKNOWN_VALUE] = { "unknown-value",
        "Tej wartości nie ma na liście dozwolonych.",
        "This value is not one of those allowed." },
    [WL_FAULT_UNKNOWN_FIELD] = { "unknown-field",
        "Nie ma takiego pola.",
        "There is no such field." },
    [WL_FAULT_DUPLICATE] = { "duplicate",
        "To pole podano więcej niż raz.",
        "This field is given more than once." },
    [WL_FAULT_ONE_OF] = { "one-of",
        "Z tych pól wolno podać tylko jedno.",
        "Only one of these fields may be given." },
    [WL_FAULT_NOT_TEXT] = { "not-text",
        "W tym polu musi być tekst.",
        "This must be a text." },
    [WL_FAULT_NOT_NUMBER] = { "not-number",
        "W tym polu musi być liczba.",
        "This must be a number." },
    [WL_FAULT_NOT_INTEGER] = { "not-integer",
        "W tym polu musi być liczba całkowita.",
        "This must be a whole number." },
    [WL_FAULT_NOT_BOOLEAN] = { "not-boolean",
        "W tym polu musi być true albo false.",
        "This must be true or false." },
    [WL_FAULT_NOT_LIST] = { "not-list",
        "W tym polu musi być lista.",
        "This must be a list." },
    [WL_FAULT_NOT_OBJECT] = { "not-object",
        "W tym polu musi być obiekt.",
        "This must be an object." },
    [WL_FAULT_NOT_TIME] = { "not-time",
        "Podaj datę i godzinę ze strefą, na przykład 2026-11-23T12:00:00Z.",
        "Give a date and time with a zone, as in 2026-11-23T12:00:00Z." },
    [WL_FAULT_NOT_BASE64] = { "not-base64",
        "W tym polu muszą być dane w base64.",
        "This must be base64 data." },
    [WL_FAULT_MALFORMED] = { "malformed-json",
        "W tym miejscu zapis JSON jest niepoprawny.",
        "The JSON is not well-formed here." },
    [WL_FAULT_TOO_DEEP] = { "too-deep",
        "Zapis JSON jest zbyt głęboko zagnieżdżony.",
        "The JSON is nested too deeply." },
    [WL_FAULT_TOO_MANY_VALUES] = { "too-many-values",
        "Zapis JSON ma zbyt wiele wartości.",
        "The JSON has too many values." },
    [WL_FAULT_FORMAT + WL_FORMAT_TEXT] = { "bad-characters",
        "Ten tekst zawiera niedozwolone znaki sterujące.",
        "This text has control characters." },
    [WL_FAULT_FORMAT + WL_FORMAT_UUID] = { "bad-uuid",
        "To nie jest poprawny identyfikator (UUID).",
        "This is not a valid identifier (UUID)." },
    [WL_FAULT_FORMAT + WL_FORMAT_EMAIL] = { "bad-email",
        "To nie jest poprawny adres e-mail.",
        "This is not a valid e-mail address." },
    [WL_FAULT_FORMAT + WL_FORMAT_REGION] = { "bad-region",
        "Nie ma takiego regionu.",
        "There is no such region." },
    [WL_FAULT_FORMAT + WL_FORMAT_TERYT] = { "bad-teryt",
        "To nie jest poprawny kod TERYT.",
        "This is not a valid TERYT code." },
    [WL_FAULT_FORMAT + WL_FORMAT_NIP] = { "bad-nip",
        "To nie jest poprawny NIP (10 cyfr).",
        "This is not a valid NIP (10 digits)." },
    [WL_FAULT_FORMAT + WL_FORMAT_REGON] = { "bad-regon",
        "To nie jest poprawny REGON (9 albo 14 cyfr).",
        "This is not a valid REGON (9 or 14 digits)." },
    [WL_FAULT_FORMAT + WL_FORMAT_KRS] = { "bad-krs",
        "To nie jest poprawny numer KRS (10 cyfr).",
        "This is not a valid KRS number (10 digits)." },
    [WL_FAULT_FORMAT + WL_FORMAT_SLUG] = { "bad-slug",
        "Dozwolone są małe litery a-z, cyfry i łączniki między nimi.",
        "Use small letters a-z, digits and hyphens between them." },
    [WL_FAULT_FORMAT + WL_FORMAT_URL] = { "bad-url",
        "To nie jest poprawny adres strony (http albo https).",
        "This is not a valid address of a page (http or https)." },
    [WL_FAULT_FORMAT + WL_FORMAT_DATE] = { "bad-date",
        "Podaj datę w postaci 2026-11-23.",
        "Give a date as in 2026-11-23." },
    [WL_FAULT_FORMAT + WL_FORMAT_LOCALE] = { "bad-locale",
        "Dozwolone języki: pl, en.",
        "Languages: pl, en." },
    [WL_FAULT_FORMAT + WL_FORMAT_SINGLE_LINE] = { "not-single-line",
        "Ten tekst musi się zmieścić w jednym wierszu.",
        "This text must be on one line." },
};
/* clang-format on */

/* ---- paths ---- */

/* Puts `piece` before `start`; NULL when there is no room. */
static char *
prepend (char *buffer, char *start, const char *piece)
{
    size_t length = strlen (piece);

    if ((size_t) (start - buffer) < length)
        return NULL;
    return memcpy (start - length, piece, length);
}

static char *
prepend_step (char *buffer, char *start, const wl_path_t *step)
{
    char index[24];

    if (step->index != WL_NO_INDEX) {
        snprintf (index, sizeof index, "[%ld]", step->index);
        start = prepend (buffer, start, index);
    }
    if (start != NULL)
        start = prepend (buffer, start, step->name);
    if (start != NULL && step->parent != NULL)
        start = prepend (buffer, start, ".");
    return start;
}

/* Writes the path from its end, because a step knows only the one before it. Of a path that is too
 * long, the end remains. */
static const char *
path_text (const wl_path_t *path, char buffer[PATH_TEXT])
{
    char *start = buffer + PATH_TEXT - 1;

    *start = '\0';
    for (const wl_path_t *step = path; step != NULL; step = step->parent) {
        char *longer = prepend_step (buffer, start, step);

        if (longer == NULL)
            break;
        start = longer;
    }
    return start;
}

/* ---- reports ---- */

void
wl_reporter_init (wl_reporter_t *self, const char *locale, wl_error_t *error)
{
    *self = (wl_reporter_t){
        .error = error,
        .english = locale != NULL && strcmp (locale, "en") == 0,
        .clean = true,
    };
}

/* What stands above the list of fields. */
static void
begin (wl_reporter_t *self)
{
    self->clean = false;
    (void) wl_error_set (self->error, WL_INVALID_ARGUMENT, "invalid-fields", "%s",
                         self->english ? "Some fields need to be corrected."
                                       : "Niektóre pola wymagają poprawy.");
}

static const char *
sentence (const wl_reporter_t *self, wl_fault_t fault)
{
    return self->english ? texts[fault].en : texts[fault].pl;
}

void
wl_report (wl_reporter_t *self, const wl_path_t *path, wl_fault_t fault)
{
    char buffer[PATH_TEXT];

    begin (self);
    wl_error_add_field (self->error, path_text (path, buffer), texts[fault].code, "%s",
                        sentence (self, fault));
}

static bool
is_minimum (wl_fault_t fault)
{
    return fault == WL_FAULT_TOO_SHORT || fault == WL_FAULT_TOO_FEW_BYTES ||
           fault == WL_FAULT_TOO_SMALL;
}

/* "At most" or "at least" in the reporter's language. */
static const char *
limit_word (const wl_reporter_t *self, wl_fault_t fault)
{
    if (is_minimum (fault))
        return self->english ? "At least" : "Najmniej";
    return self->english ? "At most" : "Najwięcej";
}

void
wl_report_count (wl_reporter_t *self, const wl_path_t *path, wl_fault_t fault, size_t limit,
                 size_t actual)
{
    char buffer[PATH_TEXT];

    begin (self);
    wl_error_add_field (self->error, path_text (path, buffer), texts[fault].code,
                        self->english ? "%s %s: %zu, given: %zu." : "%s %s: %zu, podano: %zu.",
                        sentence (self, fault), limit_word (self, fault), limit, actual);
}

void
wl_report_bound (wl_reporter_t *self, const wl_path_t *path, wl_fault_t fault, int64_t bound)
{
    char buffer[PATH_TEXT];

    begin (self);
    wl_error_add_field (self->error, path_text (path, buffer), texts[fault].code,
                        "%s %s: %" PRId64 ".", sentence (self, fault), limit_word (self, fault),
                        bound);
}

void
wl_report_document (wl_reporter_t *self, const char *field, wl_fault_t fault, int line)
{
    self->clean = false;
    (void) wl_error_set (self->error, WL_INVALID_ARGUMENT, "malformed-json",
                         self->english ? "The JSON cannot be read (line %d)."
                                       : "Nie można odczytać JSON-a (wiersz %d).",
                         line);
    wl_error_add_field (self->error, field, texts[fault].code, "%s", sentence (self, fault));
}
