-- A published list changes by refusals, withdrawals and appeals. Each change is a version of its own, with
-- its own record of inputs; what was published before stays as it was.

alter table ranking_entry drop constraint ranking_entry_call_id_stage_fkey;
alter table ranking_entry drop constraint ranking_entry_pkey;
alter table ranking drop constraint ranking_pkey;

alter table ranking
    add version integer not null default 1,
    add amended_for text not null default '',
    add primary key (call_id, stage, version);

alter table ranking_entry
    add version integer not null default 1,
    add primary key (call_id, stage, version, line),
    add foreign key (call_id, stage, version) references ranking (call_id, stage, version);

-- Who had a place on a published list and does not want it: by refusal, or by an offer that lapsed.
create table given_up (
    application_id uuid not null,
    stage text not null,
    how text not null,                    -- "refusal", "lapse"
    reason text not null,
    recorded_by uuid,                     -- null: nobody, a term ended
    recorded_at timestamptz not null,
    primary key (application_id, stage),
    foreign key (application_id, stage) references dossier
);

-- A place that became free, offered to the next one. Once: who does not take it gave it up.
create table offer (
    application_id uuid not null,
    stage text not null,
    call_id uuid not null,
    state smallint not null default 1,    -- evaluation.OfferState
    grosze bigint not null,
    offered_at timestamptz not null,
    accept_until timestamptz not null,
    answered_at timestamptz,
    primary key (application_id, stage),
    foreign key (application_id, stage) references dossier
);

create index offer_of_call on offer (call_id, offered_at);
