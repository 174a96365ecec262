-- Where people's programs are told (Standard Webhooks 1.0). Secrets must be there to sign with.

create table webhook (
    id uuid primary key,
    user_id uuid not null,
    url text not null,
    secret bytea not null,
    previous_secret bytea,              -- signs too until previous_until, so that a key can be changed in peace
    previous_until timestamptz,
    created_at timestamptz not null,
    disabled_at timestamptz             -- it said 410 Gone
);

create index webhook_of_user on webhook (user_id);
