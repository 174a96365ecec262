#include "live_table.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 8192 };

typedef struct counter {
    struct counter *next;
    uint64_t key;
    long count;
} counter_t;

struct live_table {
    live_limits_t limits;
    long count;
    uint8_t hash_key[crypto_shorthash_KEYBYTES]; /* so that nobody can make all meet in one slot */
    live_account_t *accounts[SLOTS];
    counter_t *addresses[SLOTS];
    live_account_t *first_waiting, **last_waiting;
    live_stream_t written, checked; /* heads of the two rings */
};

live_table_t *
live_table_new (const live_limits_t *limits)
{
    live_table_t *self = calloc (1, sizeof *self);

    if (!self)
        abort ();
    self->limits = *limits;
    self->last_waiting = &self->first_waiting;
    self->written.next_written = self->written.previous_written = &self->written;
    self->checked.next_checked = self->checked.previous_checked = &self->checked;
    crypto_shorthash_keygen (self->hash_key);
    return self;
}

void
live_table_destroy (live_table_t **self_p)
{
    live_table_t *self = *self_p;

    if (!self)
        return;
    while (self->written.next_written != &self->written) {
        self->written.next_written->held = false;
        live_table_leave (self, self->written.next_written);
    }
    free (self);
    *self_p = NULL;
}

static uint64_t
hash_of (const live_table_t *self, const char *text)
{
    uint8_t bytes[crypto_shorthash_BYTES];
    uint64_t hash;

    crypto_shorthash (bytes, (const uint8_t *) text, strlen (text), self->hash_key);
    memcpy (&hash, bytes, sizeof hash);
    return hash == 0 ? 1 : hash; /* 0 is nobody's */
}

/* ---- rings ---- */

static void
append_written (live_table_t *self, live_stream_t *stream)
{
    stream->previous_written = self->written.previous_written;
    stream->next_written = &self->written;
    stream->previous_written->next_written = stream;
    self->written.previous_written = stream;
}

static void
take_out_written (live_stream_t *stream)
{
    stream->previous_written->next_written = stream->next_written;
    stream->next_written->previous_written = stream->previous_written;
}

static void
append_checked (live_table_t *self, live_stream_t *stream)
{
    stream->previous_checked = self->checked.previous_checked;
    stream->next_checked = &self->checked;
    stream->previous_checked->next_checked = stream;
    self->checked.previous_checked = stream;
}

static void
take_out_checked (live_stream_t *stream)
{
    stream->previous_checked->next_checked = stream->next_checked;
    stream->next_checked->previous_checked = stream->previous_checked;
}

void
live_table_wrote (live_table_t *self, live_stream_t *stream, wl_time_t now)
{
    stream->written = now;
    take_out_written (stream);
    append_written (self, stream);
}

void
live_table_checked (live_table_t *self, live_stream_t *stream, wl_time_t now)
{
    stream->checked = now;
    take_out_checked (stream);
    append_checked (self, stream);
}

live_stream_t *
live_table_longest_silent (live_table_t *self)
{
    return self->written.next_written == &self->written ? NULL : self->written.next_written;
}

live_stream_t *
live_table_longest_unchecked (live_table_t *self)
{
    return self->checked.next_checked == &self->checked ? NULL : self->checked.next_checked;
}

/* ---- addresses ---- */

static counter_t **
find_counter (live_table_t *self, uint64_t key)
{
    counter_t **at = &self->addresses[key % SLOTS];

    while (*at && (*at)->key != key)
        at = &(*at)->next;
    return at;
}

static bool
address_is_crowded (live_table_t *self, uint64_t address)
{
    const counter_t *counter = address == 0 ? NULL : *find_counter (self, address);

    return counter && counter->count >= self->limits.per_address;
}

static void
count_address (live_table_t *self, uint64_t address)
{
    counter_t **at = find_counter (self, address);

    if (address == 0)
        return;
    if (!*at) {
        *at = calloc (1, sizeof **at);
        if (!*at)
            abort ();
        (*at)->key = address;
    }
    (*at)->count++;
}

static void
uncount_address (live_table_t *self, uint64_t address)
{
    counter_t **at = find_counter (self, address), *counter = *at;

    if (!counter || --counter->count > 0)
        return;
    *at = counter->next;
    free (counter);
}

/* ---- accounts ---- */

static live_account_t **
find_account (live_table_t *self, const char *user_id)
{
    live_account_t **at = &self->accounts[hash_of (self, user_id) % SLOTS];

    while (*at && strcmp ((*at)->user_id, user_id) != 0)
        at = &(*at)->next;
    return at;
}

live_account_t *
live_table_find (live_table_t *self, const char *user_id)
{
    return *find_account (self, user_id);
}

static live_account_t *
provide_account (live_table_t *self, const char *user_id)
{
    live_account_t **at = find_account (self, user_id);

    if (!*at) {
        *at = calloc (1, sizeof **at);
        if (!*at)
            abort ();
        strncpy ((*at)->user_id, user_id, WL_UUID_TEXT - 1);
    }
    return *at;
}

static void
stop_waiting (live_table_t *self, const live_account_t *account)
{
    live_account_t **at = &self->first_waiting;

    while (*at != account)
        at = &(*at)->next_waiting;
    *at = account->next_waiting;
    if (!*at)
        self->last_waiting = at;
}

static void
free_account (live_table_t *self, live_account_t *account)
{
    live_account_t **at = find_account (self, account->user_id);

    if (account->waiting)
        stop_waiting (self, account);
    *at = account->next;
    free (account);
}

void
live_table_mark (live_table_t *self, live_account_t *account)
{
    if (account->waiting)
        return;
    account->waiting = true;
    account->next_waiting = NULL;
    *self->last_waiting = account;
    self->last_waiting = &account->next_waiting;
}

live_account_t *
live_table_next (live_table_t *self)
{
    live_account_t *account = self->first_waiting;

    if (!account)
        return NULL;
    stop_waiting (self, account);
    account->waiting = false;
    return account;
}

bool
live_table_waits (const live_table_t *self)
{
    return self->first_waiting != NULL;
}

/* ---- streams ---- */

live_entry_t
live_table_enter (live_table_t *self, const char *user_id, const char *address,
                  const uint8_t token[TOKEN_HASH], wl_time_t now, live_stream_t **ret)
{
    uint64_t key = *address ? hash_of (self, address) : 0;
    live_account_t *account = live_table_find (self, user_id);
    live_stream_t *stream;

    if (self->count >= self->limits.streams)
        return LIVE_FULL;
    if (account && account->stream_count >= self->limits.per_account)
        return LIVE_ACCOUNT_CROWDED;
    if (address_is_crowded (self, key))
        return LIVE_ADDRESS_CROWDED;
    stream = calloc (1, sizeof *stream);
    if (!stream)
        return LIVE_FULL;
    account = provide_account (self, user_id);
    *stream = (live_stream_t){ .account = account,
                               .next_of_account = account->streams,
                               .address = key,
                               .fd = -1,
                               .written = now,
                               .checked = now };
    memcpy (stream->token, token, TOKEN_HASH);
    if (account->streams)
        account->streams->previous_of_account = stream;
    account->streams = stream;
    account->stream_count++;
    count_address (self, key);
    append_written (self, stream);
    append_checked (self, stream);
    self->count++;
    *ret = stream;
    return LIVE_ENTERED;
}

static void
leave_account (live_table_t *self, live_stream_t *stream)
{
    live_account_t *account = stream->account;

    if (stream->next_of_account)
        stream->next_of_account->previous_of_account = stream->previous_of_account;
    if (stream->previous_of_account)
        stream->previous_of_account->next_of_account = stream->next_of_account;
    else
        account->streams = stream->next_of_account;
    if (--account->stream_count == 0)
        free_account (self, account);
}

void
live_table_leave (live_table_t *self, live_stream_t *stream)
{
    leave_account (self, stream);
    uncount_address (self, stream->address);
    take_out_written (stream);
    take_out_checked (stream);
    free (stream->pending);
    self->count--;
    stream->gone = true;
    if (!stream->held)
        free (stream);
}

bool
live_table_release (live_stream_t *stream)
{
    bool gone = stream->gone;

    stream->held = false;
    if (gone)
        free (stream);
    return gone;
}

long
live_table_count (const live_table_t *self)
{
    return self->count;
}
