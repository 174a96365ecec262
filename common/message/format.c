#include "message/format.h"

#include <string.h>

#include "base/clock.h"
#include "base/identifiers.h"
#include "base/text.h"
#include "base/uuid.h"

static bool
is_text (const char *text)
{
    return !wl_text_has_control (text);
}

static bool
is_single_line (const char *text)
{
    return text[strcspn (text, "\t\r\n")] == '\0' && is_text (text);
}

static bool
is_uuid (const char *text)
{
    wl_uuid_t uuid;

    return wl_uuid_parse (text, &uuid);
}

static bool
is_slug (const char *text)
{
    size_t length = strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789-");

    return length > 0 && text[length] == '\0' && text[0] != '-' && text[length - 1] != '-';
}

/* Enough to be a link that a browser opens and that carries no script: the scheme, a host, and no
 * space, control or quote anywhere. */
static bool
is_url (const char *text)
{
    const char *host = NULL;

    if (strncmp (text, "https://", 8) == 0)
        host = text + 8;
    else if (strncmp (text, "http://", 7) == 0)
        host = text + 7;
    if (host == NULL || strcspn (host, "/?#:@") == 0)
        return false;
    return text[strcspn (text, " \t\r\n\"<>\\^`{|}")] == '\0' && is_text (text);
}

static bool
is_date (const char *text)
{
    wl_date_t date;

    return wl_date_parse (text, &date);
}

static bool
is_locale (const char *text)
{
    return strcmp (text, "pl") == 0 || strcmp (text, "en") == 0;
}

bool
wl_format_valid (wl_format_t format, const char *text)
{
    static bool (*const checks[]) (const char *text) = {
        [WL_FORMAT_TEXT] = is_text,
        [WL_FORMAT_UUID] = is_uuid,
        [WL_FORMAT_EMAIL] = wl_email_valid,
        [WL_FORMAT_REGION] = wl_region_valid,
        [WL_FORMAT_TERYT] = wl_teryt_valid,
        [WL_FORMAT_NIP] = wl_nip_valid,
        [WL_FORMAT_REGON] = wl_regon_valid,
        [WL_FORMAT_KRS] = wl_krs_valid,
        [WL_FORMAT_SLUG] = is_slug,
        [WL_FORMAT_URL] = is_url,
        [WL_FORMAT_DATE] = is_date,
        [WL_FORMAT_LOCALE] = is_locale,
        [WL_FORMAT_SINGLE_LINE] = is_single_line,
    };

    return checks[format](text);
}
