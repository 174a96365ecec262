-- What every service has: the event log, what it heard of others' logs, timers and the results of
-- commands. Why the tables are as they are: common/db/README.md.
--
-- Texts here are names and ids, never words: collate "C" compares them as bytes, which no locale makes
-- slow and no upgrade of a locale makes wrong.

-- ---- the log of this service ----

-- Events on their way into the log: written in the handler's transaction, moved by the sequencer in
-- the order of `pos`, so this table is short. `pos` is taken while the handler holds the lock on the
-- event's aggregate; that is what keeps each aggregate's order.
create table runtime.outbox (
    pos bigint primary key generated always as identity,
    at timestamptz not null,
    added timestamptz not null default now (),
    region text collate "C" not null,
    type text collate "C" not null,
    aggregate text collate "C" not null,
    trace text collate "C" not null,
    payload bytea not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- The streams, one per region. Insert-only, and kept for ever.
create table runtime.log (
    sequence bigint not null,
    at timestamptz not null,
    region text collate "C" not null,
    type text collate "C" not null,
    aggregate text collate "C" not null,
    trace text collate "C" not null,
    hash bytea not null,
    payload bytea not null,
    primary key (region, sequence)
);

-- Where each stream ends. A row changes with every batch: half-empty pages keep its versions where
-- they are, out of the index.
create table runtime.stream (
    region text collate "C" primary key,
    sequence bigint not null,
    hash bytea not null
) with (fillfactor = 50);

-- ---- what it hears of others ----

-- The last event of each stream whose effects are committed here.
create table runtime.offsets (
    source text collate "C" not null,
    region text collate "C" not null,
    sequence bigint not null,
    hash bytea not null,
    primary key (source, region)
) with (fillfactor = 50);

-- Events that failed too often, and behind each those of the same aggregate, which were not even
-- tried (attempts 0). One is taken up again when nothing of its aggregate is in front of it and an
-- operator asked for it; one that was not tried needs no asking.
create table runtime.dead_letters (
    id bigint not null generated always as identity unique,
    source text collate "C" not null,
    region text collate "C" not null,
    sequence bigint not null,
    type text collate "C" not null,
    aggregate text collate "C" not null,
    at timestamptz not null,
    trace text collate "C" not null,
    payload bytea not null,
    hash bytea not null,
    reason text not null,
    attempts int not null,
    added timestamptz not null default now (),
    retry_requested boolean not null default false,
    primary key (source, region, sequence)
);

create index on runtime.dead_letters (source, aggregate, id);
create index on runtime.dead_letters (id) where retry_requested or attempts = 0;

-- ---- timers ----

-- `id` names one setting of a timer: setting it again takes a new one, so that whoever still works
-- on the old one cannot remove the new. `ready` is when it may be claimed: when it is due, when
-- the lease on it ends or when it may be tried again.
create table runtime.timers (
    id bigint primary key generated always as identity,
    ready timestamptz not null,
    due timestamptz not null,
    attempts int not null default 0,
    kind text collate "C" not null,
    key text collate "C" not null,
    payload bytea not null,
    reason text not null default '',
    unique (kind, key)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);

create index on runtime.timers (kind, ready);

-- ---- commands ----

-- The reply to each command, by who sent it and the key that they chose.
create table runtime.commands (
    at timestamptz not null,
    owner text collate "C" not null,
    key text collate "C" not null,
    method text collate "C" not null,
    digest bytea not null,
    reply bytea not null,
    primary key (owner, key)
);

create index on runtime.commands (at);
