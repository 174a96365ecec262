-- The discrepancy desk: a common text beside the cards, never instead of them.

create table desk (
    application_id uuid not null,
    stage text not null,
    round smallint not null,
    call_id uuid not null,
    state smallint not null default 1,    -- evaluation.DeskState
    version bigint not null default 0,
    opened_at timestamptz not null,
    closed_at timestamptz,
    primary key (application_id, stage, round),
    foreign key (application_id, stage) references dossier
);

create index desk_of_call on desk (call_id, state, opened_at);

-- Every version of the text stays.
create table consensus (
    application_id uuid not null,
    stage text not null,
    round smallint not null,
    version bigint not null,
    consensus bytea not null,             -- evaluation.Consensus, packed
    author_user_id uuid not null,
    written_at timestamptz not null,
    primary key (application_id, stage, round, version),
    foreign key (application_id, stage, round) references desk
);

-- Of one version of the text; a later version must be signed again.
create table consensus_signature (
    application_id uuid not null,
    stage text not null,
    round smallint not null,
    version bigint not null,
    assessor_user_id uuid not null,
    minority_view text not null,
    signed_at timestamptz not null,
    primary key (application_id, stage, round, version, assessor_user_id),
    foreign key (application_id, stage, round, version) references consensus
);
