-- Composing and sending are two queues, so that an inbox does not wait for a mail server: a message
-- is composed once it is due, and each way to its person is a dispatch with a fate of its own.

alter table message
    add column due timestamptz,         -- when to compose it (while somebody does: when to try anew)
    add column attempts smallint not null default 0,
    add column composed_at timestamptz; -- from then on it is in the inbox

update message set due = created_at where state = 1;
update message set composed_at = coalesce (sent_at, created_at) where state = 2;
delete from runtime.timers where kind = 'send';

create index message_due on message (due) where due is not null;
drop index message_unread;
create index message_unread on message (user_id) where read_at is null and composed_at is not null;

-- One way of one message to its person. Kept as evidence: when it was tried, what was answered.
create table dispatch (
    id uuid primary key,
    message_id uuid not null references message,
    channel smallint not null,           -- notification.Channel
    target text not null default '',     -- which endpoint, where a person may have several
    state smallint not null default 1,   -- notification.DispatchState
    ready timestamptz,                   -- when it may be taken: it is due, or the lease ends
    attempts smallint not null default 0,
    first_try_at timestamptz,
    last_try_at timestamptz,
    sent_at timestamptz,
    bounced_at timestamptz,
    answer text not null default '',     -- the last word of the other side
    address_hash bytea,                  -- keyed: proves where to, tells it to nobody
    domain text not null default '',
    created_at timestamptz not null,
    unique (message_id, channel, target)
) with (fillfactor = 80);

create index dispatch_ready on dispatch (channel, ready) where ready is not null;
create index dispatch_dead on dispatch (id) where state = 3;

-- Addresses that mail does not reach, by keyed hash: what bounced for good, or what an operator named.
create table suppression (
    address_hash bytea primary key,
    reason text not null,                -- "bounced", "refused", "operator"
    answer text not null default '',
    dispatch_id uuid,                    -- the letter that showed it
    created_at timestamptz not null
);

-- Keys that all replicas share; made by the first that needs one.
create table secret (
    name text primary key,
    value bytea not null
);
