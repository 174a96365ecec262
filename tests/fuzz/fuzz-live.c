/* Streams of events: how far a reader says it was told, what it is told, and who may follow. The
 * input is lines: Last-Event-ID, the subject of a message, its template; then each byte opens a
 * stream, ends one, has an account told something, or looks at a session.
 *
 * What must hold: a browser reads just the events that were written, and a place that was told is
 * read again as it was; no more streams are let in than there may be, and nothing is left when all
 * have gone. */
#include <stdlib.h>
#include <string.h>

#include "live_table.h"
#include "message/message.h"
#include "news.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

#define MUST(condition)        \
    do {                       \
        if (!(condition))      \
            __builtin_trap (); \
    } while (0)

/* ---- what is told ---- */

enum { PLACE, SUBJECT, TEMPLATE, LINES };

/* As a browser reads a stream (WHATWG HTML, 9.2.6): fields are lines, an empty line ends an event.
 * `ret_data` gets the data of the last event of this name; returns how many there were. */
static size_t
read_events (wl_arena_t *arena, const char *stream, const char *name, const char **ret_data,
             const char **ret_id)
{
    size_t count = 0;
    const char *event = "", *data = NULL;

    for (const char *line = stream; *line != '\0';) {
        size_t length = strcspn (line, "\r\n");
        char *text = wl_text_copy_length (arena, line, length);

        if (strncmp (text, "event: ", 7) == 0)
            event = text + 7;
        else if (strncmp (text, "id: ", 4) == 0)
            *ret_id = text + 4;
        else if (strncmp (text, "data: ", 6) == 0) {
            MUST (data == NULL); /* each of ours is one line */
            data = text + 6;
        } else
            MUST (length == 0);
        if (length == 0 && data != NULL) {
            if (strcmp (event, name) == 0) {
                *ret_data = data;
                count++;
            }
            event = "";
            data = NULL;
        }
        line += length + (line[length] == '\r' && line[length + 1] == '\n' ? 2 : 1);
    }
    MUST (data == NULL);
    return count;
}

static Notification__Message *
new_message (wl_arena_t *arena)
{
    return (Notification__Message *) wl_message_new (arena, &notification__message__descriptor);
}

static void
try_news (wl_arena_t *arena, const char *const *lines)
{
    Notification__Message *message = new_message (arena), *again = new_message (arena);
    Notification__Message *messages[] = { message, message };
    news_t news = { messages, 2, 7, news_read_place (lines[PLACE]) };
    const char *data = "", *id = "";
    char *last;
    size_t length;
    wl_error_t error;

    message->subject = wl_text_copy (arena, lines[SUBJECT]);
    message->template_ = wl_text_copy (arena, lines[TEMPLATE]);
    if (!wl_utf8_valid (message->subject, strlen (message->subject), NULL) ||
        !wl_utf8_valid (message->template_, strlen (message->template_), NULL))
        return; /* PostgreSQL keeps no such text */
    char *events = wl_text_copy (arena, news_write (arena, &news, &length, &last));
    MUST (strlen (events) == length);
    MUST (read_events (arena, events, "message", &data, &id) == 2);
    wl_error_init (&error, arena);
    MUST (wl_message_from_json (arena, data, strlen (data), "en", &again->base, &error) == WL_OK);
    MUST (strcmp (again->subject, message->subject) == 0);
    MUST (read_events (arena, events, "unread", &data, &id) == 1);
    MUST (strcmp (data, "{\"count\":7}") == 0);
    MUST (strcmp (id, last) == 0 && strlen (id) < LIVE_EVENT_ID);
    MUST (news_read_place (id) == news.place);
}

/* ---- who follows ---- */

enum { STREAMS = 12, OF_ACCOUNT = 4, OF_ADDRESS = 5, ACCOUNTS = 4, ADDRESSES = 3 };

typedef struct followers {
    live_table_t *table;
    struct {
        live_stream_t *stream;
        unsigned account, address;
    } at[STREAMS];
    size_t count;
    wl_time_t now;
} followers_t;

static const char *const users[ACCOUNTS] = { "a", "b", "c", "d" };
static const char *const addresses[ADDRESSES] = { "", "192.0.2.1", "2001:db8::" };

static size_t
count_of (const followers_t *self, unsigned account, unsigned address)
{
    size_t count = 0;

    for (size_t i = 0; i < self->count; i++)
        count += (account == ACCOUNTS || self->at[i].account == account) &&
                 (address == ADDRESSES || self->at[i].address == address);
    return count;
}

static void
enter (followers_t *self, unsigned account, unsigned address)
{
    static const uint8_t token[TOKEN_HASH];
    live_stream_t *stream;
    live_entry_t entry = live_table_enter (self->table, users[account], addresses[address], token,
                                           ++self->now, &stream);
    bool crowded = count_of (self, account, ADDRESSES) >= OF_ACCOUNT ||
                   (address != 0 && count_of (self, ACCOUNTS, address) >= OF_ADDRESS);

    MUST ((entry == LIVE_ENTERED) == (self->count < STREAMS && !crowded));
    if (entry != LIVE_ENTERED)
        return;
    self->at[self->count].stream = stream;
    self->at[self->count].account = account;
    self->at[self->count++].address = address;
}

/* While its session is looked at, or not. */
static void
leave (followers_t *self, size_t place, bool held)
{
    live_stream_t *stream = self->at[place].stream;

    stream->held = held;
    live_table_leave (self->table, stream);
    if (held)
        MUST (live_table_release (stream));
    self->at[place] = self->at[--self->count];
}

static void
tell (followers_t *self)
{
    live_account_t *account = live_table_next (self->table);
    long streams = 0;

    if (account == NULL)
        return;
    for (live_stream_t *at = account->streams; at != NULL; at = at->next_of_account) {
        MUST (at->account == account);
        live_table_wrote (self->table, at, ++self->now);
        streams++;
    }
    MUST (streams == account->stream_count && streams > 0);
}

static void
check_first (followers_t *self)
{
    live_stream_t *stream = live_table_longest_unchecked (self->table);

    MUST ((stream == NULL) == (self->count == 0));
    if (stream == NULL)
        return;
    stream->held = true;
    live_table_checked (self->table, stream, ++self->now);
    MUST (!live_table_release (stream));
}

static void
play (followers_t *self, uint8_t byte)
{
    unsigned account = byte % ACCOUNTS, address = (byte / ACCOUNTS) % ADDRESSES;
    live_account_t *followed = live_table_find (self->table, users[account]);

    MUST ((followed != NULL) == (count_of (self, account, ADDRESSES) > 0));
    switch (byte / 48) {
    case 0:
    case 1:
        enter (self, account, address);
        break;
    case 2:
        if (self->count > 0)
            leave (self, byte % self->count, (byte & 16) != 0);
        break;
    case 3:
        if (followed != NULL)
            live_table_mark (self->table, followed);
        break;
    case 4:
        tell (self);
        break;
    default:
        check_first (self);
    }
    MUST (live_table_count (self->table) == (long) self->count);
    MUST ((live_table_longest_silent (self->table) == NULL) == (self->count == 0));
}

static void
try_followers (live_table_t *table, const uint8_t *data, size_t size)
{
    followers_t followers = { .table = table };

    for (size_t i = 0; i < size; i++)
        play (&followers, data[i]);
    while (followers.count > 0)
        leave (&followers, 0, false);
    MUST (live_table_count (table) == 0 && !live_table_waits (table));
}

/* ---- one input ---- */

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    static const live_limits_t limits = { STREAMS, OF_ACCOUNT, OF_ADDRESS };
    static live_table_t *table;
    static wl_arena_t *arena;
    const char *lines[LINES];
    jmp_buf jump;

    if (table == NULL) {
        table = live_table_new (&limits);
        arena = wl_arena_new (1 << 20);
    }
    wl_arena_reset (arena);
    if (setjmp (jump) != 0)
        return 0;
    wl_arena_guard (arena, &jump);
    for (int i = 0; i < LINES; i++) {
        const uint8_t *end = memchr (data, '\n', size);
        size_t length = end == NULL ? size : (size_t) (end - data);

        lines[i] = wl_text_copy_length (arena, (const char *) data, length);
        data += end == NULL ? length : length + 1;
        size -= end == NULL ? length : length + 1;
    }
    try_news (arena, lines);
    wl_arena_guard (arena, NULL);
    try_followers (table, data, size);
    return 0;
}
