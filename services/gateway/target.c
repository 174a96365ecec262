#include "target.h"

#include <string.h>

#include "language.h"

static int
hex_digit (char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* NULL when a "%" has no two hexadecimal digits behind it, or what comes out is no clean UTF-8. */
static const char *
decode (wl_arena_t *arena, const char *text, size_t length, bool plus_is_space)
{
    char *decoded = wl_arena_alloc (arena, length + 1);
    size_t used = 0;

    for (size_t i = 0; i < length; i++) {
        if (text[i] == '%') {
            int high = i + 2 < length ? hex_digit (text[i + 1]) : -1;
            int low = i + 2 < length ? hex_digit (text[i + 2]) : -1;

            if (high < 0 || low < 0)
                return NULL;
            decoded[used++] = (char) (high * 16 + low);
            i += 2;
        } else {
            decoded[used++] = plus_is_space && text[i] == '+' ? ' ' : text[i];
        }
    }
    return wl_utf8_valid (decoded, used, NULL) ? decoded : NULL;
}

static wl_status
refuse_encoding (wl_error_t *error, const char *locale)
{
    return wl_error_set (error, WL_INVALID_ARGUMENT, "bad-encoding", "%s",
                         in_language (locale,
                                      "Adres zawiera błędną sekwencję „%” lub znaki, które nie są "
                                      "poprawnym UTF-8. Zakoduj go zgodnie z RFC 3986.",
                                      "The address has a broken \"%\" sequence or characters that "
                                      "are not valid UTF-8. Encode it as RFC 3986 says."));
}

static wl_status
parse_path (wl_arena_t *arena, const char *path, const char *locale, target_t *ret,
            wl_error_t *error)
{
    while (*path == '/') {
        size_t length = strcspn (++path, "/");
        const char *segment = decode (arena, path, length, false);

        if (!segment)
            return refuse_encoding (error, locale);
        if (ret->segment_count == TARGET_SEGMENTS_MAX)
            return wl_error_set (error, WL_INVALID_ARGUMENT, "path-too-deep", "%s",
                                 in_language (locale, "Adres ma za dużo części.",
                                              "The address has too many parts."));
        ret->segments[ret->segment_count++] = segment;
        path += length;
    }
    return WL_OK;
}

static wl_status
parse_query (wl_arena_t *arena, const char *query, const char *locale, target_t *ret,
             wl_error_t *error)
{
    while (*query) {
        size_t length = strcspn (query, "&");
        size_t name_length = strcspn (query, "=&");
        size_t value_at = name_length < length ? name_length + 1 : length;
        target_parameter_t parameter = {
            .name = decode (arena, query, name_length, true),
            .value = decode (arena, query + value_at, length - value_at, true),
        };

        if (!parameter.name || !parameter.value)
            return refuse_encoding (error, locale);
        if (length > 0 && ret->parameter_count == TARGET_PARAMETERS_MAX)
            return wl_error_set (error, WL_INVALID_ARGUMENT, "too-many-parameters", "%s",
                                 in_language (locale, "Zapytanie ma za dużo parametrów.",
                                              "The query has too many parameters."));
        if (length > 0)
            ret->parameters[ret->parameter_count++] = parameter;
        query += length + (query[length] == '&');
    }
    return WL_OK;
}

wl_status
target_parse (wl_arena_t *arena, const char *path, const char *query, const char *locale,
              target_t *ret, wl_error_t *error)
{
    *ret = (target_t){ 0 };
    WL_TRY (parse_path (arena, path, locale, ret, error));
    return query ? parse_query (arena, query, locale, ret, error) : WL_OK;
}
