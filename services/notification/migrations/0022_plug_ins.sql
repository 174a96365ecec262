-- Where people are reached by plug-ins, and what plug-ins said about letters that are on their way.

create table channel_address (
    user_id uuid not null,
    channel smallint not null,              -- notification.Channel
    address text not null,                  -- '': none any more; the row stays for the counts below
    confirmed_at timestamptz,
    code_id uuid,                           -- the code is a MAC of it: it stands nowhere
    code_until timestamptz,
    code_ready timestamptz,                 -- when to send it; null: it was sent
    code_tries smallint not null default 0, -- wrong ones since it was made
    codes smallint not null default 0,      -- made since codes_since
    codes_since timestamptz not null,
    primary key (user_id, channel)
);

create index channel_address_code on channel_address (code_ready) where code_ready is not null;

alter table dispatch add column reference text not null default '';
