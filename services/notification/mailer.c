#include "mailer.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/condition.h"
#include "bus/threads.h"

enum { COMMAND_BYTES = 8, CONNECT_TIMEOUT_S = 10, ANSWER_TIMEOUT_S = 30, CODE_DIGITS = 3 };

/* A connection, with the letter that is on its way. Each has a thread to itself, because libcurl
 * waits for the answer to the end of a letter without letting go, in its multi interface, too
 * (curl's issue 8555): a server that is silent there would hold up every other connection of the
 * thread. While `going` the slot is its thread's, else the caller's. */
typedef struct slot {
    mailer_t *mailer;
    CURL *curl; /* keeps the connection between letters */
    pthread_t thread;
    pthread_cond_t given;
    bool going, ended; /* by the mailer's mutex */
    CURLcode code;     /* how it ended */
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
    unsigned count, busy;
    pthread_mutex_t mutex;
    pthread_cond_t some_ended;
    unsigned ended;
    atomic_bool stopping;
    slot_t slots[MAILER_CONNECTIONS_MAX];
};

static char *
copy_or_null (const char *text)
{
    return text == NULL ? NULL : strdup (text);
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

/* ---- the thread of a connection ---- */

static bool
wait_for_letter (slot_t *slot)
{
    mailer_t *self = slot->mailer;
    bool goes_on;

    pthread_mutex_lock (&self->mutex);
    while (!slot->going && !atomic_load (&self->stopping))
        pthread_cond_wait (&slot->given, &self->mutex);
    goes_on = !atomic_load (&self->stopping);
    pthread_mutex_unlock (&self->mutex);
    return goes_on;
}

static void
end_letter (slot_t *slot, CURLcode code)
{
    mailer_t *self = slot->mailer;

    pthread_mutex_lock (&self->mutex);
    slot->code = code;
    slot->going = false;
    slot->ended = true;
    self->ended++;
    pthread_cond_signal (&self->some_ended);
    pthread_mutex_unlock (&self->mutex);
}

/* A letter that failed may have left its answer on the way, and libcurl keeps a connection whose
 * time ran out: the next letter would wait behind that answer, and read it as its own. */
static void
break_off (slot_t *slot)
{
    curl_socket_t connection = CURL_SOCKET_BAD;

    if (curl_easy_getinfo (slot->curl, CURLINFO_ACTIVESOCKET, &connection) == CURLE_OK &&
        connection != CURL_SOCKET_BAD)
        (void) shutdown (connection, SHUT_RDWR);
}

static void *
carry_letters (void *argument)
{
    slot_t *slot = argument;

    while (wait_for_letter (slot)) {
        CURLcode code = curl_easy_perform (slot->curl);
        if (code != CURLE_OK)
            break_off (slot);
        end_letter (slot, code);
    }
    empty_slot (slot);
    curl_easy_cleanup (slot->curl); /* says QUIT */
    return NULL;
}

static void
start_slot (mailer_t *self, slot_t *slot)
{
    slot->mailer = self;
    wl_condition_init (&slot->given);
    if ((slot->curl = curl_easy_init ()) == NULL ||
        !wl_thread_start (&slot->thread, "mail", carry_letters, slot))
        abort (); /* at the start of the daemon only */
}

/* ---- all connections ---- */

mailer_t *
mailer_new (const mailer_options_t *options)
{
    mailer_t *self = calloc (1, sizeof *self);

    if (self == NULL)
        abort (); /* at the start of the daemon only */
    curl_global_init (CURL_GLOBAL_DEFAULT);
    pthread_mutex_init (&self->mutex, NULL);
    wl_condition_init (&self->some_ended);
    atomic_init (&self->stopping, false);
    self->url = copy_or_null (options->url);
    self->user = copy_or_null (options->user);
    self->password = copy_or_null (options->password);
    self->bounces_to = copy_or_null (options->bounces_to);
    self->ca_file = copy_or_null (options->ca_file);
    self->timeout_s = options->timeout_s;
    self->count = options->connections;
    for (unsigned i = 0; i < self->count; i++)
        start_slot (self, &self->slots[i]);
    return self;
}

static void
stop_slots (mailer_t *self)
{
    pthread_mutex_lock (&self->mutex);
    atomic_store (&self->stopping, true);
    for (unsigned i = 0; i < self->count; i++)
        pthread_cond_signal (&self->slots[i].given);
    pthread_mutex_unlock (&self->mutex);
    for (unsigned i = 0; i < self->count; i++) {
        pthread_join (self->slots[i].thread, NULL);
        pthread_cond_destroy (&self->slots[i].given);
    }
}

void
mailer_destroy (mailer_t **self_p)
{
    mailer_t *self = *self_p;

    if (self == NULL)
        return;
    stop_slots (self);
    pthread_cond_destroy (&self->some_ended);
    pthread_mutex_destroy (&self->mutex);
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

/* libcurl asks once a second at least; what is on its way when the mailer goes is given up. */
static int
ask_to_stop (void *context, curl_off_t down_total, curl_off_t down, curl_off_t up_total,
             curl_off_t up)
{
    const slot_t *slot = context;

    (void) down_total, (void) down, (void) up_total, (void) up;
    return atomic_load (&slot->mailer->stopping);
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
    curl_easy_setopt (curl, CURLOPT_MAXCONNECTS, 1L);
    curl_easy_setopt (curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt (curl, CURLOPT_XFERINFOFUNCTION, ask_to_stop);
    curl_easy_setopt (curl, CURLOPT_XFERINFODATA, slot);
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
    slot->letter = letter;
    self->busy++;
    pthread_mutex_lock (&self->mutex);
    slot->going = true;
    pthread_cond_signal (&slot->given);
    pthread_mutex_unlock (&self->mutex);
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
read_result (const slot_t *slot, mailer_result_t *ret)
{
    const char *text = slot->answer;

    memset (ret, 0, sizeof *ret);
    ret->letter = slot->letter;
    ret->code = answer_code (slot->answer);
    if (ret->code > 0)
        text += CODE_DIGITS + (text[CODE_DIGITS] != '\0');
    /* A good answer before a failure is the answer to something else: the connection broke. */
    if (slot->code != CURLE_OK && ret->code < 400)
        ret->code = 0;
    ret->fate = smtp_judge (slot->code == CURLE_OK, ret->code, slot->command, text);
    if (ret->code == 0) {
        strncpy (ret->answer, curl_easy_strerror (slot->code), sizeof ret->answer - 1);
        return;
    }
    memcpy (ret->answer, slot->answer, sizeof ret->answer);
    if (!smtp_enhanced_status (text, ret->status))
        *ret->status = '\0';
}

size_t
mailer_wait (mailer_t *self, int timeout_ms, mailer_result_t *ret, size_t max)
{
    wl_time_t until = wl_monotonic () + timeout_ms * WL_MILLISECOND;
    size_t count = 0;

    pthread_mutex_lock (&self->mutex);
    while (self->ended == 0 && wl_condition_wait (&self->some_ended, &self->mutex, until))
        ;
    for (unsigned i = 0; i < self->count && count < max; i++) {
        slot_t *slot = &self->slots[i];
        if (!slot->ended)
            continue;
        read_result (slot, &ret[count++]);
        empty_slot (slot);
        slot->ended = false;
        self->ended--;
        self->busy--;
    }
    pthread_mutex_unlock (&self->mutex);
    return count;
}
