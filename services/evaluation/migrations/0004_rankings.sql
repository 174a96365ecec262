-- The list of a stage and what it was made of. Names are not in it: they are read from `content`
-- each time, so that an erasure reaches published lists too.

create table ranking (
    call_id uuid not null,
    stage text not null,
    pool_grosze bigint not null,
    recommended_grosze bigint not null,
    inputs bytea not null,                -- the canonical encoding (ranking.h)
    inputs_digest text not null,
    built_at timestamptz not null,
    published_at timestamptz,
    primary key (call_id, stage),
    foreign key (call_id, stage) references stage (call_id, key)
);

create table ranking_entry (
    call_id uuid not null,
    stage text not null,
    line integer not null,                -- from 1, as the list is read
    application_id uuid not null,
    place integer not null,
    points integer not null,
    list_group smallint not null,
    tie_step text not null,
    reason text not null,
    primary key (call_id, stage, line),
    foreign key (call_id, stage) references ranking
);
