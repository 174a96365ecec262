-- An upheld appeal brings a new round of cards; those of an earlier round stay as a record.
alter table dossier add round smallint not null default 1;
alter table card add round smallint not null default 1;

create table appeal (
    application_id uuid not null,
    stage text not null,
    kind smallint not null,               -- evaluation.AppealKind
    call_id uuid not null,
    state smallint not null default 1,    -- evaluation.AppealState
    contested text[] not null,
    text text not null,
    filed_by uuid not null,
    filed_at timestamptz not null,
    answer_until timestamptz,
    decision_reason text not null default '',
    decided_by uuid,
    decided_at timestamptz,
    primary key (application_id, stage, kind),
    foreign key (application_id, stage) references dossier
);

create index appeal_of_call on appeal (call_id, state, filed_at);

-- When a decision reached the applicant, where a term runs from that.
create table receipt (
    application_id uuid not null,
    stage text not null,
    kind smallint not null,               -- evaluation.AppealKind: of the decision
    received_at timestamptz not null,
    recorded_by uuid not null,
    primary key (application_id, stage, kind),
    foreign key (application_id, stage) references dossier
);
