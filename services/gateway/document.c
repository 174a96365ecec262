#include "document.h"

#include <sodium.h>
#include <string.h>

#include "base/text.h"
#include "wlacznik/document.pb-c.h"

/* A page of ours that people read or print: the styles in its head, pictures inside it, no script,
 * and (sandbox) an origin of its own, so that no text in it can ever act for a reader who is signed
 * in.
 */
#define PAGE_POLICY                                                      \
    "default-src 'none'; style-src %s; img-src data:; base-uri 'none'; " \
    "form-action 'none'; frame-ancestors 'none'; sandbox allow-downloads allow-popups"

bool
document_is_of (const wl_method_t *method)
{
    return method->produces != NULL;
}

bool
document_is_page (const wl_method_t *method)
{
    return document_is_of (method) && method->verb == WL_VERB_GET &&
           strncmp (method->produces[0], "text/html", 9) == 0 &&
           strncmp (method->path, "/v1/", 4) != 0;
}

/* The contract's own text, which outlives every answer; NULL when it has no such type. */
static const char *
type_of (const wl_method_t *method, const char *wanted)
{
    if (wl_text_empty (wanted))
        return method->produces[0];
    for (const char *const *type = method->produces; *type != NULL; type++)
        if (strcmp (*type, wanted) == 0)
            return *type;
    return NULL;
}

static bool
is_plain (char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-';
}

/* Nothing that a header, a shell or a file system would take for more than a letter. */
static void
copy_name (const char *name, char ret[PAGE_NAME_TEXT])
{
    size_t length = 0;

    for (; length < PAGE_NAME_TEXT - 1 && name[length] != '\0'; length++)
        ret[length] = is_plain (name[length]) ? name[length] : '-';
    ret[length] = '\0';
    if (ret[0] == '.')
        ret[0] = '-';
}

wl_status
document_read (const wl_method_t *method, const ProtobufCMessage *out, page_t *ret)
{
    const Wlacznik__Document *document = (const Wlacznik__Document *) out;
    const char *type = type_of (method, document->media_type);

    if (type == NULL)
        return WL_INTERNAL;
    *ret = (page_t){
        .body = (const char *) document->content.data,
        .length = document->content.len,
        .type = type,
        .is_document = true,
    };
    copy_name (document->file_name, ret->name);
    return WL_OK;
}

static const char *
find (const char *from, const char *end, const char *wanted)
{
    return from == NULL ? NULL : memmem (from, (size_t) (end - from), wanted, strlen (wanted));
}

/* The first sheet of a page, by its digest (CSP 3, 8.4): it stands before all that people wrote. */
static const char *
style_source (wl_arena_t *arena, const page_t *page)
{
    static const char open[] = "<style>";
    const char *end = page->body + page->length;
    const char *start = find (page->body, end, open);
    const char *stop = find (start, end, "</style>");
    uint8_t digest[crypto_hash_sha256_BYTES];
    char text[sodium_base64_ENCODED_LEN (sizeof digest, sodium_base64_VARIANT_ORIGINAL)];

    if (stop == NULL)
        return "'none'";
    start += sizeof open - 1;
    crypto_hash_sha256 (digest, (const uint8_t *) start, (unsigned long long) (stop - start));
    sodium_bin2base64 (text, sizeof text, digest, sizeof digest, sodium_base64_VARIANT_ORIGINAL);
    return wl_text_printf (arena, "'sha256-%s'", text);
}

void
document_add_headers (wl_arena_t *arena, const page_t *page, http_response_t *response)
{
    if (!page->is_document)
        return;
    if (strncmp (page->type, "text/html", 9) == 0)
        http_add_header (response, "Content-Security-Policy",
                         wl_text_printf (arena, PAGE_POLICY, style_source (arena, page)));
    if (page->name[0] != '\0')
        http_add_header (response, "Content-Disposition",
                         wl_text_printf (arena, "attachment; filename=\"%s\"", page->name));
}
