-- What lists are made of since pools, parts, weights, draws and incompatible projects: see ranking.h.

alter table call add topic_field text not null default '';  -- RankingRules.topic_field

alter table dossier
    add topic text not null default '',
    add granted_grosze bigint;            -- of the published list: 0 unless recommended

update dossier set granted_grosze = case when list_group = 1 then amount_grosze else 0 end
    where list_group is not null;

alter table ranking
    add pools bytea,                      -- evaluation.PoolUses, packed
    add draw_seed text not null default '';

alter table ranking_entry
    add granted_grosze bigint not null default 0,
    add order_points integer not null default 0,
    add tie_trace bytea,                  -- evaluation.TieTrace, packed; null without a tie
    add blocked_by text not null default '';

update ranking_entry e set granted_grosze = d.amount_grosze from dossier d
    where d.application_id = e.application_id and d.stage = e.stage and e.list_group = 1;

-- The seed of the public draw: once per list, and never changed.
create table draw (
    call_id uuid not null,
    stage text not null,
    seed text not null,
    recorded_by uuid not null,
    recorded_at timestamptz not null,
    primary key (call_id, stage),
    foreign key (call_id, stage) references stage (call_id, key)
);

create table incompatible (
    call_id uuid not null,
    stage text not null,
    first_application_id uuid not null,
    second_application_id uuid not null,
    reason text not null,
    declared_by uuid not null,
    declared_at timestamptz not null,
    primary key (call_id, stage, first_application_id, second_application_id),
    foreign key (first_application_id, stage) references dossier (application_id, stage),
    foreign key (second_application_id, stage) references dossier (application_id, stage),
    check (first_application_id < second_application_id)
);
