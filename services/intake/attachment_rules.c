#include "attachment_rules.h"

#include <string.h>
#include <strings.h>

typedef struct file_type {
    const char *type;       /* as it is served and as forms call it, but for parameters */
    const char *detected;   /* as libmagic 5.44 calls it */
    const char *extensions; /* each between two spaces, in small letters */
} file_type_t;

#define OPENXML "application/vnd.openxmlformats-officedocument."
#define OASIS   "application/vnd.oasis.opendocument."

static const file_type_t file_types[] = {
    { "application/pdf", "application/pdf", " pdf " },
    { "image/jpeg", "image/jpeg", " jpg jpeg " },
    { "image/png", "image/png", " png " },
    { "text/csv; charset=utf-8", "text/csv", " csv " },
    /* A table of one column is just text to libmagic. */
    { "text/csv; charset=utf-8", "text/plain", " csv " },
    { "text/plain; charset=utf-8", "text/plain", " txt " },
    { "video/mp4", "video/mp4", " mp4 m4v " },
    { "audio/mpeg", "audio/mpeg", " mp3 " },
    { OPENXML "wordprocessingml.document", OPENXML "wordprocessingml.document", " docx " },
    { OPENXML "spreadsheetml.sheet", OPENXML "spreadsheetml.sheet", " xlsx " },
    { OPENXML "presentationml.presentation", OPENXML "presentationml.presentation", " pptx " },
    { OASIS "text", OASIS "text", " odt " },
    { OASIS "spreadsheet", OASIS "spreadsheet", " ods " },
    { OASIS "presentation", OASIS "presentation", " odp " },
};

enum { FILE_TYPES = sizeof file_types / sizeof file_types[0], EXTENSION_MOST = 8 };

/* ---- names ---- */

/* In small letters between two spaces, as the table has them; "" when there is none. */
static void
read_extension (const char *name, char ret[EXTENSION_MOST + 3])
{
    const char *dot = strrchr (name, '.');
    size_t length = dot == NULL ? 0 : strlen (dot + 1);

    ret[0] = '\0';
    if (length == 0 || length > EXTENSION_MOST || strchr (dot, ' ') != NULL)
        return;
    ret[0] = ' ';
    for (size_t i = 0; i < length; i++)
        ret[1 + i] = (char) (dot[1 + i] >= 'A' && dot[1 + i] <= 'Z' ? dot[1 + i] + 32 : dot[1 + i]);
    ret[1 + length] = ' ';
    ret[2 + length] = '\0';
}

/* The table knows the extension as one of this type. */
static bool
is_called (const file_type_t *type, const char *extension)
{
    return extension[0] != '\0' && strstr (type->extensions, extension) != NULL;
}

static bool
is_asked_for (const attachment_limits_t *limits, const file_type_t *type)
{
    size_t length = strcspn (type->type, ";");

    for (size_t i = 0; i < limits->type_count; i++)
        if (strlen (limits->types[i]) == length &&
            strncasecmp (limits->types[i], type->type, length) == 0)
            return true;
    return limits->type_count == 0;
}

/* ---- what no form speaks of ---- */

static char jpeg[] = "image/jpeg", png[] = "image/png", pdf[] = "application/pdf";
static char *const photo_types[] = { jpeg, png };
static char *const signed_types[] = { pdf };

/* A photograph of today's telephones has some 5 MB; a scan of an agreement less. */
#define PHOTO_SIZE_MOST  (INT64_C (20) * 1000 * 1000)
#define SIGNED_SIZE_MOST (INT64_C (50) * 1000 * 1000)
/* A protocol for each of twelve reports, and some that were wrong. */
enum { PHOTOS_OF_ENTRY = 10, PHOTOS_MOST = 500, SIGNED_MOST = 10, PROTOCOLS_MOST = 40 };

attachment_limits_t
attachment_limits_for (attachment_purpose_t purpose)
{
    if (purpose == ATTACHMENT_DIARY_PHOTO)
        return (attachment_limits_t){ photo_types, 2, PHOTO_SIZE_MOST, PHOTOS_OF_ENTRY,
                                      PHOTOS_MOST };
    uint32_t most = purpose == ATTACHMENT_SIGNED_PROTOCOL ? PROTOCOLS_MOST : SIGNED_MOST;
    return (attachment_limits_t){ signed_types, 1, SIGNED_SIZE_MOST, most, most };
}

/* ---- beginning ---- */

static bool
is_known_name (const attachment_limits_t *limits, const char *name)
{
    char extension[EXTENSION_MOST + 3];

    read_extension (name, extension);
    for (size_t i = 0; i < FILE_TYPES; i++)
        if (is_asked_for (limits, &file_types[i]) && is_called (&file_types[i], extension))
            return true;
    return false;
}

static void
add_size (const attachment_limits_t *limits, const attachment_holdings_t *holdings, uint64_t size,
          const wl_problems_t *problems)
{
    uint64_t most = (uint64_t) (limits->max_bytes > 0 && limits->max_bytes < ATTACHMENT_SIZE_MOST
                                    ? limits->max_bytes
                                    : ATTACHMENT_SIZE_MOST);

    if (size > most)
        wl_error_add_field (
            problems->error, "size", "too-large",
            wl_problem_text (problems, "Plik może mieć najwyżej %llu bajtów. Zmniejsz go.",
                             "The file may have %llu bytes at most. Make it smaller."),
            (unsigned long long) most);
    else if ((uint64_t) holdings->bytes + size > (uint64_t) ATTACHMENTS_SIZE_MOST)
        wl_problem_add (problems, "size", "no-room",
                        "Wszystkie załączniki wniosku mogą mieć razem 1 GB. Usuń któryś.",
                        "All files of an application may have 1 GB together. Delete one of them.");
}

wl_status
attachment_check_begin (const attachment_limits_t *limits, const attachment_holdings_t *holdings,
                        const char *name, uint64_t size, const wl_problems_t *problems)
{
    size_t before = wl_problem_count (problems);
    uint32_t count = limits->max_count > 0 ? limits->max_count : ATTACHMENTS_OF_FIELD;
    uint32_t most = limits->max_of_application > 0 ? limits->max_of_application : ATTACHMENTS_MOST;

    if (!is_known_name (limits, name))
        wl_problem_add (problems, "name", "type-not-allowed",
                        "Pliku tego rodzaju nie można tu dodać. Zapisz go na przykład jako PDF.",
                        "A file of this kind cannot be added here. Save it as a PDF, for example.");
    add_size (limits, holdings, size, problems);
    if (holdings->of_field >= count || holdings->of_application >= most)
        wl_problem_add (problems, "field", "too-many",
                        "W tym polu jest już tyle plików, ile może być. Najpierw usuń któryś.",
                        "This field has as many files as it may have. Delete one of them first.");
    return wl_problem_count (problems) > before ? WL_INVALID_ARGUMENT : WL_OK;
}

attachment_part_t
attachment_judge_part (uint64_t size, uint64_t received, uint64_t offset, uint64_t length)
{
    if (offset != received)
        return ATTACHMENT_PART_ELSEWHERE;
    if (length > size - received)
        return ATTACHMENT_PART_BEYOND;
    if (length < ATTACHMENT_PART_LEAST && length < size - received)
        return ATTACHMENT_PART_SMALL;
    return ATTACHMENT_PART_TAKEN;
}

/* ---- judging ---- */

const char *
attachment_refusal (const attachment_limits_t *limits, const char *name, const char *detected,
                    const char **ret_type)
{
    char extension[EXTENSION_MOST + 3];
    bool allowed = false;

    read_extension (name, extension);
    for (size_t i = 0; i < FILE_TYPES; i++) {
        if (strcmp (file_types[i].detected, detected) != 0 ||
            !is_asked_for (limits, &file_types[i]))
            continue;
        allowed = true;
        *ret_type = file_types[i].type;
        if (is_called (&file_types[i], extension))
            return NULL;
    }
    return allowed ? "name-not-of-its-type" : "type-not-allowed";
}

/* ---- the name to save under ---- */

static const struct {
    const char letter[3];
    char bare;
} tails[] = { { "ą", 'a' }, { "ć", 'c' }, { "ę", 'e' }, { "ł", 'l' }, { "ń", 'n' }, { "ó", 'o' },
              { "ś", 's' }, { "ź", 'z' }, { "ż", 'z' }, { "Ą", 'A' }, { "Ć", 'C' }, { "Ę", 'E' },
              { "Ł", 'L' }, { "Ń", 'N' }, { "Ó", 'O' }, { "Ś", 'S' }, { "Ź", 'Z' }, { "Ż", 'Z' } };

/* One letter of `name`, plain; '-' for any other, however many bytes it has. */
static char
plain_letter (const char **name_p)
{
    const char *name = *name_p;

    for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++)
        if (strncmp (name, tails[i].letter, 2) == 0) {
            *name_p = name + 2;
            return tails[i].bare;
        }
    for (*name_p = name + 1; ((uint8_t) * *name_p & 0xc0) == 0x80; (*name_p)++)
        continue;
    return (name[0] >= 'a' && name[0] <= 'z') || (name[0] >= 'A' && name[0] <= 'Z') ||
                   (name[0] >= '0' && name[0] <= '9') || name[0] == '.'
               ? name[0]
               : '-';
}

char *
attachment_file_name (wl_arena_t *arena, const char *name)
{
    const char *dot = strrchr (name, '.');
    wl_buffer_t ret;

    wl_buffer_init (&ret, arena);
    while (*name != '\0') {
        /* The extension goes last, however long the rest is. */
        if (ret.length >= ATTACHMENT_NAME_MOST - EXTENSION_MOST - 1 && dot != NULL && name < dot)
            name = dot;
        if (ret.length >= ATTACHMENT_NAME_MOST)
            break;
        wl_buffer_char (&ret, plain_letter (&name));
    }
    if (ret.length == 0 || ret.data[0] == '.')
        return wl_text_printf (arena, "plik%.*s", ATTACHMENT_NAME_MOST - 4,
                               ret.length == 0 ? "" : ret.data);
    return ret.data;
}
