#include "headers.h"

#include <string.h>
#include <strings.h>

enum { WEIGHT_FULL = 1000, IDEMPOTENCY_KEY_MAX = 128 };

static const char *
skip_space (const char *text)
{
    return text + strspn (text, " \t");
}

/* "0.75" -> 750; what is no weight counts as none. */
static int
parse_weight (const char *text)
{
    int weight = 0;

    if (text[0] != '0' && text[0] != '1')
        return 0;
    weight = (text[0] - '0') * WEIGHT_FULL;
    if (text[1] != '.')
        return weight;
    for (int i = 2, unit = WEIGHT_FULL / 10; unit > 0 && text[i] >= '0' && text[i] <= '9'; i++) {
        weight += (text[i] - '0') * unit;
        unit /= 10;
    }
    return weight > WEIGHT_FULL ? WEIGHT_FULL : weight;
}

/* The weight of one list member "name;q=0.5" of `length` characters. */
static int
member_weight (const char *member, size_t length)
{
    const char *end = member + length;

    for (const char *at = memchr (member, ';', length); at;
         at = memchr (at, ';', (size_t) (end - at))) {
        at = skip_space (at + 1);
        if ((at[0] == 'q' || at[0] == 'Q') && at[1] == '=')
            return parse_weight (at + 2);
    }
    return WEIGHT_FULL;
}

typedef struct member {
    const char *name;
    size_t name_length;
    int weight;
} member_t;

/* The next member of a comma-separated list; false at its end. */
static bool
next_member (const char **list, member_t *ret)
{
    const char *start = *list + strspn (*list, ", \t");
    size_t length = strcspn (start, ",");

    if (length == 0)
        return false;
    *ret = (member_t){ start, strcspn (start, ",; \t"), member_weight (start, length) };
    *list = start + length;
    return true;
}

static bool
is_name (const member_t *member, const char *name)
{
    return strlen (name) == member->name_length &&
           strncasecmp (member->name, name, member->name_length) == 0;
}

static bool
is_language (const member_t *member, const char *language)
{
    return member->name_length >= 2 && strncasecmp (member->name, language, 2) == 0 &&
           (member->name_length == 2 || member->name[2] == '-');
}

const char *
headers_locale (const char *accept_language)
{
    int polish = 0, english = 0;
    member_t member;

    for (const char *list = accept_language; list && next_member (&list, &member);) {
        if (is_language (&member, "pl") && member.weight > polish)
            polish = member.weight;
        else if (is_language (&member, "en") && member.weight > english)
            english = member.weight;
    }
    return english > polish ? "en" : "pl";
}

bool
headers_list_names (const char *list, const char *item)
{
    member_t member;

    while (list && next_member (&list, &member)) {
        if (is_name (&member, item))
            return member.weight > 0;
    }
    return false;
}

bool
headers_type_is_json (const char *content_type)
{
    static const char type[] = "application/json";
    const char *rest;

    if (!content_type || strncasecmp (content_type, type, sizeof type - 1) != 0)
        return false;
    rest = skip_space (content_type + sizeof type - 1);
    if (*rest == '\0')
        return true;
    if (*rest != ';')
        return false;
    rest = skip_space (rest + 1);
    return strcasecmp (rest, "charset=utf-8") == 0 || strcasecmp (rest, "charset=\"utf-8\"") == 0;
}

static bool
is_of_type (const char *content_type, const char *type)
{
    size_t length = strlen (type);
    const char *rest;

    if (!content_type || strncasecmp (content_type, type, length) != 0)
        return false;
    rest = skip_space (content_type + length);
    return *rest == '\0' || *rest == ';';
}

bool
headers_type_is_bytes (const char *content_type)
{
    return is_of_type (content_type, "application/octet-stream");
}

bool
headers_type_is_form (const char *content_type)
{
    return is_of_type (content_type, "application/x-www-form-urlencoded");
}

bool
headers_tag_matches (const char *if_none_match, const char *tag)
{
    const char *list = if_none_match;
    size_t length = strlen (tag);

    while (list && *(list += strspn (list, ", \t"))) {
        if (*list == '*')
            return true;
        if (strncmp (list, "W/", 2) == 0)
            list += 2;
        if (strncmp (list, tag, length) == 0)
            return true;
        list += strcspn (list, ",");
    }
    return false;
}

const char *
headers_cookie (wl_arena_t *arena, const char *cookie, const char *name)
{
    size_t name_length = strlen (name);

    while (cookie && *(cookie += strspn (cookie, "; \t"))) {
        size_t length = strcspn (cookie, ";");

        if (length > name_length && strncmp (cookie, name, name_length) == 0 &&
            cookie[name_length] == '=')
            return wl_text_copy_length (arena, cookie + name_length + 1, length - name_length - 1);
        cookie += length;
    }
    return "";
}

const char *
headers_bearer (const char *authorization)
{
    static const char scheme[] = "Bearer ";

    if (!authorization || strncasecmp (authorization, scheme, sizeof scheme - 1) != 0)
        return "";
    return skip_space (authorization + sizeof scheme - 1);
}

bool
headers_idempotency_key_valid (const char *key)
{
    size_t length = strlen (key);

    if (length == 0 || length > IDEMPOTENCY_KEY_MAX)
        return false;
    for (size_t i = 0; i < length; i++) {
        if (key[i] < 0x20 || key[i] > 0x7e)
            return false;
    }
    return true;
}

bool
headers_prefers_minimal (const char *prefer)
{
    static const char minimal[] = "return=minimal";
    const char *list = prefer;

    while (list && *(list += strspn (list, ", \t"))) {
        size_t length = strcspn (list, ",; \t");

        if (length == sizeof minimal - 1 && strncasecmp (list, minimal, length) == 0)
            return true;
        list += strcspn (list, ",");
    }
    return false;
}
