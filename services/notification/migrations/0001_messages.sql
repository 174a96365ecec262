-- Messages: one row each, from the moment it is decided until long after it was sent, because terms
-- run from sending and the record is evidence. The queue itself is runtime.timers (kind 'send').

create table message (
    id uuid primary key,
    origin text not null unique,        -- what caused it: the same cause never sends twice
    template text not null,
    user_id uuid,                       -- whom it is for; null: only an address
    email text not null default '',     -- only where there is no account to ask
    locale text not null default '',    -- '' : the account's
    facts bytea,                        -- notification.Facts, packed; erased once sent
    call_id uuid,
    application_id uuid,
    state smallint not null default 1,  -- notification.MessageState
    subject text not null default '',
    text text not null default '',
    created_at timestamptz not null,
    sent_at timestamptz,
    read_at timestamptz
);

create index message_inbox on message (user_id, id desc);
create index message_unread on message (user_id) where read_at is null and state = 2;

-- Counted as they change, so that a page about a call with thousands of letters costs one row.
create table delivery (
    call_id uuid not null,
    state smallint not null,
    count bigint not null,
    primary key (call_id, state)
) with (fillfactor = 50);
