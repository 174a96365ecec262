#include "mail.h"

#include <curl/curl.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    CONNECTIONS_KEPT = 8,
    WORD_BYTES = 42, /* makes 56 characters of base64: with its frame below RFC 2047's 75 */
    SEND_TIMEOUT_S = 60,
    CONNECT_TIMEOUT_S = 10,
};

struct mailer {
    char *url, *user, *password, *from;
    pthread_mutex_t mutex;
    CURL *idle[CONNECTIONS_KEPT];
    size_t idle_count;
};

static char *
copy_or_null (const char *text)
{
    return text == NULL ? NULL : strdup (text);
}

mailer_t *
mailer_new (const mailer_options_t *options)
{
    mailer_t *self = calloc (1, sizeof *self);

    if (self == NULL)
        abort ();
    curl_global_init (CURL_GLOBAL_DEFAULT);
    self->url = copy_or_null (options->url);
    self->user = copy_or_null (options->user);
    self->password = copy_or_null (options->password);
    self->from = copy_or_null (options->from);
    pthread_mutex_init (&self->mutex, NULL);
    return self;
}

void
mailer_destroy (mailer_t **self_p)
{
    mailer_t *self = *self_p;

    if (self == NULL)
        return;
    for (size_t i = 0; i < self->idle_count; i++)
        curl_easy_cleanup (self->idle[i]);
    pthread_mutex_destroy (&self->mutex);
    free (self->url);
    free (self->user);
    free (self->password);
    free (self->from);
    free (self);
    curl_global_cleanup ();
    *self_p = NULL;
}

/* ---- connections: kept open between messages, one message at a time each ---- */

static CURL *
take_connection (mailer_t *self)
{
    CURL *curl = NULL;

    pthread_mutex_lock (&self->mutex);
    if (self->idle_count > 0)
        curl = self->idle[--self->idle_count];
    pthread_mutex_unlock (&self->mutex);
    return curl != NULL ? curl : curl_easy_init ();
}

static void
give_connection (mailer_t *self, CURL *curl)
{
    curl_easy_reset (curl); /* keeps the connection, drops what was set for the message */
    pthread_mutex_lock (&self->mutex);
    if (self->idle_count < CONNECTIONS_KEPT) {
        self->idle[self->idle_count++] = curl;
        curl = NULL;
    }
    pthread_mutex_unlock (&self->mutex);
    if (curl != NULL)
        curl_easy_cleanup (curl);
}

/* ---- headers ---- */

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

static struct curl_slist *
add_header (struct curl_slist *list, wl_arena_t *arena, const char *name, const char *value)
{
    struct curl_slist *longer =
        curl_slist_append (list, wl_text_printf (arena, "%s: %s", name, value));

    if (longer == NULL)
        abort (); /* the system has no memory for a header line */
    return longer;
}

static const char *
host_of (const char *address)
{
    const char *at = strrchr (address, '@');
    return at == NULL ? "localhost" : at + 1;
}

static struct curl_slist *
make_headers (const mailer_t *self, const mail_t *mail, wl_arena_t *arena)
{
    struct curl_slist *list = NULL;
    time_t seconds = (time_t) (mail->date / WL_SECOND);
    char date[64];
    struct tm parts;

    gmtime_r (&seconds, &parts);
    strftime (date, sizeof date, "%a, %d %b %Y %H:%M:%S +0000", &parts);
    list =
        add_header (list, arena, "From",
                    wl_text_printf (arena, "%s <%s>", encode_name (arena, "Włącznik"), self->from));
    list = add_header (
        list, arena, "To",
        wl_text_empty (mail->to_name)
            ? mail->to
            : wl_text_printf (arena, "%s <%s>", encode_name (arena, mail->to_name), mail->to));
    list = add_header (list, arena, "Subject", mail_encode_header (arena, mail->subject));
    list = add_header (list, arena, "Date", date);
    list = add_header (list, arena, "Message-ID",
                       wl_text_printf (arena, "<%s@%s>", mail->id, host_of (self->from)));
    return add_header (list, arena, "Auto-Submitted", "auto-generated");
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

static bool
add_body (CURL *curl, curl_mime *mime, const mail_t *mail)
{
    curl_mime *alternatives = curl_mime_init (curl);
    curl_mimepart *part = curl_mime_addpart (mime);

    return alternatives != NULL && part != NULL &&
           add_part (alternatives, "text/plain; charset=utf-8", mail->text) &&
           add_part (alternatives, "text/html; charset=utf-8", mail->html) &&
           curl_mime_subparts (part, alternatives) == CURLE_OK &&
           curl_mime_type (part, "multipart/alternative") == CURLE_OK;
}

static wl_status
judge (CURL *curl, CURLcode code, wl_arena_t *arena, const char **ret_why)
{
    long answer = 0;

    if (code == CURLE_OK)
        return WL_OK;
    curl_easy_getinfo (curl, CURLINFO_RESPONSE_CODE, &answer);
    *ret_why = wl_text_printf (arena, "%s (SMTP %ld)", curl_easy_strerror (code), answer);
    return answer >= 500 && answer < 600 ? WL_INVALID_ARGUMENT : WL_UNAVAILABLE;
}

static void
set_options (const mailer_t *self, CURL *curl)
{
    curl_easy_setopt (curl, CURLOPT_URL, self->url);
    curl_easy_setopt (curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    /* TLS wherever the server offers it; a password never goes without. */
    curl_easy_setopt (curl, CURLOPT_USE_SSL,
                      (long) (self->password == NULL ? CURLUSESSL_TRY : CURLUSESSL_ALL));
    if (self->user != NULL)
        curl_easy_setopt (curl, CURLOPT_USERNAME, self->user);
    if (self->password != NULL)
        curl_easy_setopt (curl, CURLOPT_PASSWORD, self->password);
    curl_easy_setopt (curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt (curl, CURLOPT_CONNECTTIMEOUT, (long) CONNECT_TIMEOUT_S);
    curl_easy_setopt (curl, CURLOPT_TIMEOUT, (long) SEND_TIMEOUT_S);
    curl_easy_setopt (curl, CURLOPT_MAIL_FROM, self->from);
}

wl_status
mailer_send (mailer_t *self, const mail_t *mail, wl_arena_t *arena, const char **ret_why)
{
    struct curl_slist *headers = make_headers (self, mail, arena);
    struct curl_slist *recipients = curl_slist_append (NULL, mail->to);
    CURL *curl = take_connection (self);
    curl_mime *mime = curl == NULL ? NULL : curl_mime_init (curl);
    wl_status status = WL_UNAVAILABLE;

    *ret_why = "out of memory";
    if (mime != NULL && recipients != NULL && add_body (curl, mime, mail)) {
        set_options (self, curl);
        curl_easy_setopt (curl, CURLOPT_MAIL_RCPT, recipients);
        curl_easy_setopt (curl, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt (curl, CURLOPT_MIMEPOST, mime);
        status = judge (curl, curl_easy_perform (curl), arena, ret_why);
    }
    curl_mime_free (mime);
    curl_slist_free_all (headers);
    curl_slist_free_all (recipients);
    if (curl != NULL)
        give_connection (self, curl);
    return status;
}
