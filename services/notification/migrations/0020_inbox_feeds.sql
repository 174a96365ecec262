-- A person's feed of their inbox (Atom): its address has a token, of which only the hash is kept.

create table inbox_feed (
    user_id uuid primary key,
    id uuid not null,                   -- what the feed is called in itself: says nothing about the person
    token_hash bytea not null unique,
    created_at timestamptz not null
);
