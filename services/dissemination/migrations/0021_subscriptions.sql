-- Letters to people without an account. Until it is confirmed a row is only a question: it goes when
-- `expires_at` comes (timer "forget-subscription").
create table subscription (
    id uuid primary key,
    email text not null,
    locale text not null,
    topics int8[] not null,             -- dissemination.Topic; empty: all
    themes text[] not null,
    regions text[] not null,
    token_hash bytea not null unique,   -- of the link that confirms it
    -- Every letter has it, so it cannot be a hash; a copy of this table already has the address, and
    -- the token can only end the letters to it.
    leave_token text collate "C" not null unique,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    confirmed_at timestamptz
);

create unique index subscription_email on subscription (lower (email)) where confirmed_at is not null;
create index subscription_pending on subscription (lower (email), created_at)
    where confirmed_at is null;
create index subscription_confirmed on subscription (id) where confirmed_at is not null;

create table announcement (
    id uuid primary key,
    topic smallint not null,
    text bytea not null,                -- dissemination.AnnouncementText
    themes text[] not null,
    regions text[] not null,
    starts_at timestamptz,
    ends_at timestamptz,                -- of an event always: when it is over
    published_at timestamptz not null,
    published_by uuid
);

create index announcement_newest on announcement (id desc);
create index announcement_upcoming on announcement (starts_at, id) where starts_at is not null;
