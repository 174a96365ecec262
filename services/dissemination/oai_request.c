#include <stdlib.h>
#include <string.h>

#include "base/uuid.h"
#include "oai.h"

static const oai_failure_t BAD_VERB = { "badVerb", "The verb is missing, unknown or repeated." };

static bool
fail (oai_failure_t *ret, const char *code, const char *text)
{
    *ret = (oai_failure_t){ code, text };
    return false;
}

static bool
bad_argument (oai_failure_t *ret, const char *text)
{
    return fail (ret, "badArgument", text);
}

/* ---- application/x-www-form-urlencoded ---- */

static int
hex_digit (char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char) (c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* In place; false for a broken "%" sequence, a NUL or what is no UTF-8. */
static bool
decode (char *text)
{
    char *to = text;

    for (const char *at = text; *at != '\0'; at++) {
        char c = *at == '+' ? ' ' : *at;

        if (*at == '%') {
            int high = hex_digit (at[1]), low = high < 0 ? -1 : hex_digit (at[2]);

            if (low < 0 || (high == 0 && low == 0))
                return false;
            c = (char) (high * 16 + low);
            at += 2;
        }
        *to++ = c;
    }
    *to = '\0';
    return wl_utf8_valid (text, strlen (text), NULL);
}

/* Every argument once; the verb is one of them. */
static bool
read_arguments (wl_arena_t *arena, const char *text, oai_request_t *ret)
{
    char *rest = wl_text_copy (arena, text);

    for (char *pair = strsep (&rest, "&"); pair != NULL; pair = strsep (&rest, "&")) {
        char *value = strchr (pair, '=');

        if (pair[0] == '\0')
            continue;
        if (value == NULL || ret->argument_count == OAI_ARGUMENTS_MAX)
            return false;
        *value++ = '\0';
        if (!decode (pair) || !decode (value))
            return false;
        for (size_t i = 0; i < ret->argument_count; i++)
            if (strcmp (ret->arguments[i].name, pair) == 0)
                return false;
        ret->arguments[ret->argument_count++] = (oai_argument_t){ pair, value };
    }
    return true;
}

static const char *
argument (const oai_request_t *request, const char *name)
{
    for (size_t i = 0; i < request->argument_count; i++)
        if (strcmp (request->arguments[i].name, name) == 0)
            return request->arguments[i].value;
    return NULL;
}

/* ---- verbs and what they take ---- */

enum { NEEDED = 1, ALLOWED = 2 };

static const struct {
    const char *name;
    int identifier, prefix, range, token; /* range: from, until, set */
} verbs[] = {
    [OAI_IDENTIFY] = { "Identify", 0, 0, 0, 0 },
    [OAI_LIST_METADATA_FORMATS] = { "ListMetadataFormats", ALLOWED, 0, 0, 0 },
    [OAI_LIST_SETS] = { "ListSets", 0, 0, 0, ALLOWED },
    [OAI_LIST_IDENTIFIERS] = { "ListIdentifiers", 0, NEEDED, ALLOWED, ALLOWED },
    [OAI_LIST_RECORDS] = { "ListRecords", 0, NEEDED, ALLOWED, ALLOWED },
    [OAI_GET_RECORD] = { "GetRecord", NEEDED, NEEDED, 0, 0 },
};

static bool
find_verb (const oai_request_t *request, oai_verb_t *ret)
{
    const char *name = argument (request, "verb");

    for (size_t i = 0; name != NULL && i < sizeof verbs / sizeof verbs[0]; i++) {
        if (strcmp (verbs[i].name, name) == 0) {
            *ret = (oai_verb_t) i;
            return true;
        }
    }
    return false;
}

static int
rule_of (oai_verb_t verb, const char *name)
{
    if (strcmp (name, "verb") == 0)
        return ALLOWED;
    if (strcmp (name, "identifier") == 0)
        return verbs[verb].identifier;
    if (strcmp (name, "metadataPrefix") == 0)
        return verbs[verb].prefix;
    if (strcmp (name, "from") == 0 || strcmp (name, "until") == 0 || strcmp (name, "set") == 0)
        return verbs[verb].range;
    return strcmp (name, "resumptionToken") == 0 ? verbs[verb].token : 0;
}

static bool
check_arguments (const oai_request_t *request, oai_failure_t *failure)
{
    bool token = argument (request, "resumptionToken") != NULL;

    for (size_t i = 0; i < request->argument_count; i++)
        if (rule_of (request->verb, request->arguments[i].name) == 0)
            return bad_argument (failure, "This verb does not take that argument.");
    /* Exclusive: a page is asked for by the token and by nothing else. */
    if (token && request->argument_count > 2)
        return bad_argument (failure, "resumptionToken stands alone beside the verb.");
    if (token)
        return true;
    if (verbs[request->verb].identifier == NEEDED && argument (request, "identifier") == NULL)
        return bad_argument (failure, "This verb needs an identifier.");
    if (verbs[request->verb].prefix == NEEDED && argument (request, "metadataPrefix") == NULL)
        return bad_argument (failure, "This verb needs a metadataPrefix.");
    return true;
}

/* ---- values ---- */

static bool
read_format (const char *prefix, oai_format_t *ret)
{
    *ret = strcmp (prefix, "datacite") == 0 ? OAI_DATACITE : OAI_DC;
    return *ret == OAI_DATACITE || strcmp (prefix, "oai_dc") == 0;
}

/* A day or a second. `ret_next` is the first microsecond behind it. */
static bool
read_moment (const char *text, wl_time_t *ret, wl_time_t *ret_next)
{
    wl_date_t date;

    if (wl_date_parse (text, &date)) {
        *ret = wl_date_to_days (date) * WL_DAY;
        *ret_next = *ret + WL_DAY;
        return true;
    }
    if (strlen (text) != strlen ("2026-11-23T00:00:00Z") || text[19] != 'Z' ||
        !wl_time_parse (text, ret))
        return false;
    *ret_next = *ret + WL_SECOND;
    return true;
}

static bool
read_range (const oai_request_t *request, oai_selection_t *ret, oai_failure_t *failure)
{
    const char *from = argument (request, "from"), *until = argument (request, "until");
    wl_time_t ignored;

    if (from != NULL && !read_moment (from, &ret->from, &ignored))
        return bad_argument (failure, "from is neither YYYY-MM-DD nor YYYY-MM-DDThh:mm:ssZ.");
    if (until != NULL && !read_moment (until, &ignored, &ret->before))
        return bad_argument (failure, "until is neither YYYY-MM-DD nor YYYY-MM-DDThh:mm:ssZ.");
    if (from != NULL && until != NULL && strlen (from) != strlen (until))
        return bad_argument (failure, "from and until differ in granularity.");
    if (from != NULL && until != NULL && ret->before <= ret->from)
        return bad_argument (failure, "from is later than until.");
    return true;
}

/* The protocol's names have unreserved characters only (2.5, 2.6); those of sets have parts,
 * divided by colons. What has others would not even be told back by its schema. */
static bool
is_name (const char *text, bool with_parts)
{
    static const char unreserved[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()";

    for (;; text++) {
        size_t length = strspn (text, unreserved);

        text += length;
        if (length == 0 || *text != ':' || !with_parts)
            return length > 0 && *text == '\0';
    }
}

/* An identifier is a URI (2.4); RFC 3986 leaves these out, and whatever is not ASCII. */
static bool
is_uri (const char *text)
{
    for (; *text != '\0'; text++)
        if (*text <= ' ' || *text > '~' || strchr ("<>\"{}|\\^`", *text) != NULL)
            return false;
    return true;
}

static bool
check_names (const oai_request_t *request, oai_failure_t *failure)
{
    const char *prefix = argument (request, "metadataPrefix");
    const char *set = argument (request, "set");
    const char *identifier = argument (request, "identifier");

    if (prefix != NULL && !is_name (prefix, false))
        return bad_argument (failure, "metadataPrefix has characters that no prefix has.");
    if (set != NULL && !is_name (set, true))
        return bad_argument (failure, "set has characters that no setSpec has.");
    if (identifier != NULL && !is_uri (identifier))
        return bad_argument (failure, "identifier is no URI.");
    return true;
}

/* An unknown set is one without records: the answer is noRecordsMatch. */
static bool
read_set (wl_arena_t *arena, const char *set, oai_selection_t *ret)
{
    ret->theme = ret->region = NULL;
    if (set == NULL)
        return true;
    if (strncmp (set, "theme:", 6) == 0)
        ret->theme = wl_text_copy (arena, set + 6);
    else if (strncmp (set, "region:", 7) == 0)
        ret->region = wl_text_copy (arena, set + 7);
    else
        ret->theme = wl_text_copy (arena, "?"); /* no theme is named so */
    return true;
}

/* "oai:<host>:<uuid>" -> uuid; NULL for anything else. */
static char *
read_identifier (wl_arena_t *arena, const char *site, const char *identifier)
{
    const char *host = strstr (site, "://");
    wl_uuid_t uuid;
    char *start;

    host = host == NULL ? site : host + 3;
    start = wl_text_printf (arena, "oai:%.*s:", (int) strcspn (host, ":/"), host);
    if (strncmp (identifier, start, strlen (start)) != 0 ||
        !wl_uuid_parse (identifier + strlen (start), &uuid))
        return NULL;
    return wl_text_copy (arena, identifier + strlen (start));
}

static bool
read_selection (wl_arena_t *arena, oai_request_t *request, oai_failure_t *failure)
{
    const char *prefix = argument (request, "metadataPrefix");
    const char *token = argument (request, "resumptionToken");

    if (token != NULL)
        return (request->verb != OAI_LIST_SETS &&
                oai_token_read (arena, token, &request->selection)) ||
               fail (failure, "badResumptionToken", "This is no token of ours.");
    if (prefix != NULL && !read_format (prefix, &request->selection.format))
        return fail (failure, "cannotDisseminateFormat", "The formats are oai_dc and datacite.");
    return read_range (request, &request->selection, failure) &&
           read_set (arena, argument (request, "set"), &request->selection);
}

bool
oai_request_read (wl_arena_t *arena, const char *site, const char *arguments, oai_request_t *ret,
                  oai_failure_t *ret_failure)
{
    const char *identifier;

    *ret = (oai_request_t){ 0 };
    if (!read_arguments (arena, arguments, ret)) {
        ret->argument_count = 0;
        return bad_argument (ret_failure, "An argument is repeated, has no value or is not encoded "
                                          "well.");
    }
    if (!find_verb (ret, &ret->verb)) {
        ret->argument_count = 0;
        *ret_failure = BAD_VERB;
        return false;
    }
    if (!check_arguments (ret, ret_failure) || !check_names (ret, ret_failure) ||
        !read_selection (arena, ret, ret_failure)) {
        /* With a bad argument the request is told back without any (protocol, 3.2). */
        if (strcmp (ret_failure->code, "badArgument") == 0)
            ret->argument_count = 0;
        return false;
    }
    identifier = argument (ret, "identifier");
    ret->has_identifier = identifier != NULL;
    if (ret->has_identifier)
        ret->entry_id = read_identifier (arena, site, identifier);
    return true;
}

/* ---- tokens: "format,theme,region,from,before,time,id,given,total" ---- */

enum { TOKEN_PARTS = 9 };

char *
oai_token_write (wl_arena_t *arena, const oai_selection_t *selection)
{
    return wl_text_printf (
        arena, "%d,%s,%s,%lld,%lld,%lld,%s,%llu,%llu", (int) selection->format,
        selection->theme == NULL ? "" : selection->theme,
        selection->region == NULL ? "" : selection->region, (long long) selection->from,
        (long long) selection->before, (long long) selection->after_time, selection->after_id,
        (unsigned long long) selection->given, (unsigned long long) selection->total);
}

static bool
read_number (const char *text, int64_t *ret)
{
    char *end;

    if (text[0] < '0' || text[0] > '9' || strlen (text) > 18)
        return false;
    *ret = strtoll (text, &end, 10);
    return *end == '\0';
}

bool
oai_token_read (wl_arena_t *arena, const char *token, oai_selection_t *ret)
{
    char *parts[TOKEN_PARTS], *rest = wl_text_copy (arena, token);
    int64_t format, given, total;
    wl_uuid_t uuid;
    size_t count = 0;

    for (char *part = strsep (&rest, ","); part != NULL; part = strsep (&rest, ",")) {
        if (count == TOKEN_PARTS)
            return false;
        parts[count++] = part;
    }
    *ret = (oai_selection_t){ 0 };
    if (count != TOKEN_PARTS || !read_number (parts[0], &format) || format > OAI_DATACITE ||
        !read_number (parts[3], &ret->from) || !read_number (parts[4], &ret->before) ||
        !read_number (parts[5], &ret->after_time) || !wl_uuid_parse (parts[6], &uuid) ||
        !read_number (parts[7], &given) || !read_number (parts[8], &total))
        return false;
    ret->format = (oai_format_t) format;
    ret->theme = parts[1][0] == '\0' ? NULL : parts[1];
    ret->region = parts[2][0] == '\0' ? NULL : parts[2];
    ret->after_id = parts[6];
    ret->given = (uint64_t) given;
    ret->total = (uint64_t) total;
    return true;
}
