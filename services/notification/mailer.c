#include "mailer.h"

#include <stdlib.h>
#include <string.h>

enum { COMMAND_BYTES = 8, CONNECT_TIMEOUT_S = 10, ANSWER_TIMEOUT_S = 30, CODE_DIGITS = 3 };

/* A letter on its way. The connection itself is the multi handle's: whichever is idle is taken. */
typedef struct slot {
    mailer_t *mailer;
    CURL *curl;
    curl_mime *mime;
    struct curl_slist *headers, *recipients;
    void *letter; /* NULL: free */
    bool leaving; /* QUIT was said: what follows is not about the letter */
    char command[COMMAND_BYTES];
    char answer[MAILER_ANSWER_MAX];
} slot_t;

struct mailer {
    char *url, *user, *password, *bounces_to, *ca_file;
    long timeout_s;
    CURLM *multi;
    unsigned count, busy;
    slot_t slots[MAILER_CONNECTIONS_MAX];
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

    curl_global_init (CURL_GLOBAL_DEFAULT);
    if (self == NULL || (self->multi = curl_multi_init ()) == NULL)
        abort (); /* at the start of the daemon only */
    self->url = copy_or_null (options->url);
    self->user = copy_or_null (options->user);
    self->password = copy_or_null (options->password);
    self->bounces_to = copy_or_null (options->bounces_to);
    self->ca_file = copy_or_null (options->ca_file);
    self->timeout_s = options->timeout_s;
    self->count = options->connections;
    for (unsigned i = 0; i < self->count; i++) {
        self->slots[i].mailer = self;
        if ((self->slots[i].curl = curl_easy_init ()) == NULL)
            abort ();
    }
    curl_multi_setopt (self->multi, CURLMOPT_MAXCONNECTS, (long) self->count);
    curl_multi_setopt (self->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, (long) self->count);
    return self;
}

static void
empty_slot (slot_t *slot)
{
    curl_mime_free (slot->mime);
    curl_slist_free_all (slot->headers);
    curl_slist_free_all (slot->recipients);
    slot->mime = NULL;
    slot->headers = slot->recipients = NULL;
    slot->letter = NULL;
}

void
mailer_destroy (mailer_t **self_p)
{
    mailer_t *self = *self_p;

    if (self == NULL)
        return;
    for (unsigned i = 0; i < self->count; i++) {
        slot_t *slot = &self->slots[i];
        if (slot->letter != NULL)
            curl_multi_remove_handle (self->multi, slot->curl);
        empty_slot (slot);
        curl_easy_cleanup (slot->curl);
    }
    curl_multi_cleanup (self->multi);
    free (self->url);
    free (self->user);
    free (self->password);
    free (self->bounces_to);
    free (self->ca_file);
    free (self);
    curl_global_cleanup ();
    *self_p = NULL;
}

unsigned
mailer_busy (const mailer_t *self)
{
    return self->busy;
}

unsigned
mailer_free (const mailer_t *self)
{
    return self->count - self->busy;
}

/* ---- what is said on the connection ---- */

static void
note_command (slot_t *slot, const char *data, size_t size)
{
    size_t length = 0;

    while (length < size && length < COMMAND_BYTES - 1 && data[length] > ' ')
        length++;
    memcpy (slot->command, data, length);
    slot->command[length] = '\0';
}

static void
note_answer (slot_t *slot, const char *data, size_t size)
{
    size_t length = size < MAILER_ANSWER_MAX - 1 ? size : MAILER_ANSWER_MAX - 1;

    for (size_t i = 0; i < length; i++)
        slot->answer[i] = data[i] >= ' ' && data[i] <= '~' ? data[i] : ' ';
    slot->answer[length] = '\0';
    while (length > 0 && slot->answer[length - 1] == ' ')
        slot->answer[--length] = '\0';
}

/* libcurl tells only the code of the last answer; what the server said is the proof of delivery. */
static int
listen_in (CURL *curl, curl_infotype type, char *data, size_t size, void *context)
{
    slot_t *slot = context;

    (void) curl;
    if (type == CURLINFO_HEADER_OUT)
        slot->leaving |= size >= 4 && memcmp (data, "QUIT", 4) == 0;
    if (slot->leaving)
        return 0;
    if (type == CURLINFO_HEADER_IN)
        note_answer (slot, data, size);
    else if (type == CURLINFO_HEADER_OUT)
        note_command (slot, data, size);
    return 0;
}

/* ---- a letter ---- */

static void
set_options (const mailer_t *self, slot_t *slot)
{
    CURL *curl = slot->curl;

    curl_easy_reset (curl);
    curl_easy_setopt (curl, CURLOPT_URL, self->url);
    curl_easy_setopt (curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    /* TLS wherever the server offers it; a password never goes without. */
    curl_easy_setopt (curl, CURLOPT_USE_SSL,
                      (long) (self->password == NULL ? CURLUSESSL_TRY : CURLUSESSL_ALL));
    if (self->user != NULL)
        curl_easy_setopt (curl, CURLOPT_USERNAME, self->user);
    if (self->password != NULL)
        curl_easy_setopt (curl, CURLOPT_PASSWORD, self->password);
    if (self->ca_file != NULL)
        curl_easy_setopt (curl, CURLOPT_CAINFO, self->ca_file);
    curl_easy_setopt (curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt (curl, CURLOPT_CONNECTTIMEOUT, (long) CONNECT_TIMEOUT_S);
    curl_easy_setopt (
        curl, CURLOPT_SERVER_RESPONSE_TIMEOUT,
        (long) (self->timeout_s < ANSWER_TIMEOUT_S ? self->timeout_s : ANSWER_TIMEOUT_S));
    curl_easy_setopt (curl, CURLOPT_TIMEOUT, self->timeout_s);
    curl_easy_setopt (curl, CURLOPT_MAIL_FROM, self->bounces_to);
    curl_easy_setopt (curl, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt (curl, CURLOPT_DEBUGFUNCTION, listen_in);
    curl_easy_setopt (curl, CURLOPT_DEBUGDATA, slot);
    curl_easy_setopt (curl, CURLOPT_PRIVATE, slot);
    curl_easy_setopt (curl, CURLOPT_MAIL_RCPT, slot->recipients);
    curl_easy_setopt (curl, CURLOPT_HTTPHEADER, slot->headers);
    curl_easy_setopt (curl, CURLOPT_MIMEPOST, slot->mime);
}

static slot_t *
find_free (mailer_t *self)
{
    for (unsigned i = 0; i < self->count; i++)
        if (self->slots[i].letter == NULL)
            return &self->slots[i];
    return NULL;
}

bool
mailer_start (mailer_t *self, const mail_t *mail, wl_arena_t *arena, void *letter)
{
    struct curl_slist *headers = mail_headers (arena, mail);
    slot_t *slot = find_free (self);

    if (slot == NULL) {
        curl_slist_free_all (headers);
        return false;
    }
    slot->headers = headers;
    slot->recipients = curl_slist_append (NULL, mail->to);
    slot->mime = curl_mime_init (slot->curl);
    slot->leaving = false;
    *slot->command = *slot->answer = '\0';
    if (slot->recipients == NULL || slot->mime == NULL || !mail_body (arena, slot->mime, mail)) {
        empty_slot (slot);
        return false;
    }
    set_options (self, slot);
    if (curl_multi_add_handle (self->multi, slot->curl) != CURLM_OK) {
        empty_slot (slot);
        return false;
    }
    slot->letter = letter;
    self->busy++;
    return true;
}

/* ---- results ---- */

static int
answer_code (const char *answer)
{
    int code = 0;

    for (int i = 0; i < CODE_DIGITS; i++) {
        if (answer[i] < '0' || answer[i] > '9')
            return 0;
        code = code * 10 + (answer[i] - '0');
    }
    return code;
}

static void
read_result (slot_t *slot, CURLcode code, mailer_result_t *ret)
{
    const char *text = slot->answer;

    memset (ret, 0, sizeof *ret);
    ret->letter = slot->letter;
    ret->code = answer_code (slot->answer);
    if (ret->code > 0)
        text += CODE_DIGITS + (text[CODE_DIGITS] != '\0');
    /* A good answer before a failure is the answer to something else: the connection broke. */
    if (code != CURLE_OK && ret->code < 400)
        ret->code = 0;
    ret->fate = smtp_judge (code == CURLE_OK, ret->code, slot->command, text);
    if (ret->code == 0) {
        strncpy (ret->answer, curl_easy_strerror (code), sizeof ret->answer - 1);
        return;
    }
    memcpy (ret->answer, slot->answer, sizeof ret->answer);
    if (!smtp_enhanced_status (text, ret->status))
        *ret->status = '\0';
}

size_t
mailer_wait (mailer_t *self, int timeout_ms, mailer_result_t *ret, size_t max)
{
    size_t count = 0;
    CURLMsg *message;
    int running, left;

    curl_multi_perform (self->multi, &running);
    if ((unsigned) running == self->busy) {
        curl_multi_poll (self->multi, NULL, 0, timeout_ms, NULL);
        curl_multi_perform (self->multi, &running);
    }
    while (count < max && (message = curl_multi_info_read (self->multi, &left)) != NULL) {
        slot_t *slot;
        if (message->msg != CURLMSG_DONE)
            continue;
        CURLcode code = message->data.result;
        curl_easy_getinfo (message->easy_handle, CURLINFO_PRIVATE, (char **) &slot);
        curl_multi_remove_handle (self->multi, slot->curl);
        read_result (slot, code, &ret[count++]);
        empty_slot (slot);
        self->busy--;
    }
    return count;
}
