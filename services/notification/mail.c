#include "mail.h"

#include <sodium.h>
#include <string.h>
#include <time.h>

#include "header_list.h"

enum {
    WORD_BYTES = 42, /* makes 56 characters of base64: with its frame below RFC 2047's 75 */
};

static bool
is_plain_header (const char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char) *text < 0x20 || (unsigned char) *text > 0x7e)
            return false;
    return true;
}

/* The most bytes from `text`, at most `limit`, that do not cut a UTF-8 character. */
static size_t
whole_characters (const char *text, size_t limit)
{
    size_t length = strlen (text);

    if (length <= limit)
        return length;
    while (limit > 0 && ((unsigned char) text[limit] & 0xc0) == 0x80)
        limit--;
    return limit;
}

static char *
encode_words (wl_arena_t *arena, const char *text)
{
    wl_buffer_t header;
    char word[WORD_BYTES * 2];

    wl_buffer_init (&header, arena);
    for (const char *rest = text; *rest != '\0';) {
        size_t length = whole_characters (rest, WORD_BYTES);
        char *part = wl_text_copy_length (arena, rest, length);
        for (char *c = part; *c != '\0'; c++)
            if ((unsigned char) *c < 0x20 || *c == 0x7f)
                *c = ' ';
        sodium_bin2base64 (word, sizeof word, (unsigned char *) part, length,
                           sodium_base64_VARIANT_ORIGINAL);
        wl_buffer_printf (&header, "%s=?UTF-8?B?%s?=", rest == text ? "" : "\r\n ", word);
        rest += length;
    }
    return header.data;
}

char *
mail_encode_header (wl_arena_t *arena, const char *text)
{
    return is_plain_header (text) ? wl_text_copy (arena, text) : encode_words (arena, text);
}

/* A name before an address: a comma or a bracket in it would start another address. */
static char *
encode_name (wl_arena_t *arena, const char *name)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -";

    return name[strspn (name, plain)] == '\0' ? wl_text_copy (arena, name)
                                              : encode_words (arena, name);
}

const char *
mail_domain (const char *address)
{
    const char *at = strrchr (address, '@');
    return at == NULL ? "localhost" : at + 1;
}

static struct curl_slist *
add_unsubscribe (struct curl_slist *list, wl_arena_t *arena, const mail_t *mail)
{
    if (wl_text_empty (mail->unsubscribe))
        return list;
    list = header_list_add (list, arena, "List-Unsubscribe",
                            wl_text_printf (arena, "<%s>", mail->unsubscribe));
    return header_list_add (list, arena, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
}

static const char *
date_header (wl_arena_t *arena, wl_time_t date)
{
    time_t seconds = (time_t) (date / WL_SECOND);
    char text[64];
    struct tm parts;

    gmtime_r (&seconds, &parts);
    strftime (text, sizeof text, "%a, %d %b %Y %H:%M:%S +0000", &parts);
    return wl_text_copy (arena, text);
}

static const char *
mailbox (wl_arena_t *arena, const char *name, const char *address)
{
    return wl_text_empty (name)
               ? address
               : wl_text_printf (arena, "%s <%s>", encode_name (arena, name), address);
}

struct curl_slist *
mail_headers (wl_arena_t *arena, const mail_t *mail)
{
    struct curl_slist *list = NULL;

    list = header_list_add (list, arena, "From", mailbox (arena, "Włącznik", mail->from));
    list = header_list_add (list, arena, "To", mailbox (arena, mail->to_name, mail->to));
    list = header_list_add (list, arena, "Subject", mail_encode_header (arena, mail->subject));
    list = header_list_add (list, arena, "Date", date_header (arena, mail->date));
    list = header_list_add (list, arena, "Message-ID",
                            wl_text_printf (arena, "<%s@%s>", mail->id, mail_domain (mail->from)));
    list = add_unsubscribe (list, arena, mail);
    if (mail->trace != NULL)
        list = header_list_add (list, arena, "Traceparent", mail->trace);
    list = header_list_add (list, arena, "Content-Type", "multipart/alternative");
    return header_list_add (list, arena, "Auto-Submitted", "auto-generated");
}

/* ---- the message ---- */

static bool
add_part (curl_mime *mime, const char *type, const char *content)
{
    curl_mimepart *part = curl_mime_addpart (mime);

    return part != NULL && curl_mime_data (part, content, CURL_ZERO_TERMINATED) == CURLE_OK &&
           curl_mime_type (part, type) == CURLE_OK &&
           curl_mime_encoder (part, "quoted-printable") == CURLE_OK;
}

/* Lines of a mail end in CR LF, in encoded text, too (RFC 2045 6.7): libcurl encodes a lone LF as a
 * character like others. */
static char *
with_line_ends (wl_arena_t *arena, const char *text)
{
    wl_buffer_t lines;

    wl_buffer_init (&lines, arena);
    for (const char *end; (end = strchr (text, '\n')) != NULL; text = end + 1) {
        size_t length = (size_t) (end - text);
        if (length > 0 && text[length - 1] == '\r')
            length--;
        wl_buffer_add (&lines, text, length);
        wl_buffer_text (&lines, "\r\n");
    }
    wl_buffer_text (&lines, text);
    return lines.data;
}

bool
mail_body (wl_arena_t *arena, curl_mime *mime, const mail_t *mail)
{
    return add_part (mime, "text/plain; charset=utf-8", with_line_ends (arena, mail->text)) &&
           add_part (mime, "text/html; charset=utf-8", with_line_ends (arena, mail->html));
}
