-- Dead events that an operator gave up, so that the later ones of the same thing are taken: kept with
-- why and by whom, for ever, as the log is. `id` is the one that each had as a dead letter.
create table runtime.events_aside (
    id bigint primary key,
    source text collate "C" not null,
    region text collate "C" not null,
    sequence bigint not null,
    type text collate "C" not null,
    aggregate text collate "C" not null,
    at timestamptz not null,
    trace text collate "C" not null,
    payload bytea not null,
    hash bytea not null,
    failure text not null,
    attempts int not null,
    dead_since timestamptz not null,
    reason text not null,
    account_id text collate "C" not null,
    aside_at timestamptz not null
);
