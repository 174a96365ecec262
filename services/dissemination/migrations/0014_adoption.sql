-- What became of innovations: adoptions by other institutions and their reports, policy, the funnel.

create table adoption (
    id uuid primary key,
    entry_id uuid not null references entry,
    parent_id uuid references adoption,         -- whom it copies; null: the original
    depth smallint not null,                    -- 0 below the original
    account_id uuid not null,
    state smallint not null,                    -- dissemination.AdoptionState
    place text collate "C" not null,            -- copies of what lists and maps read of `plan`
    named_in_public boolean not null,
    plan bytea not null,                        -- dissemination.AdoptionPlan
    version bigint not null default 1,
    reports int not null default 0,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    started_at timestamptz,
    stopped_at timestamptz
);

create index adoption_account on adoption (account_id, id desc);
create index adoption_entry on adoption (entry_id, id);
create index adoption_list on adoption (id desc);

-- Insert-only.
create table adoption_report (
    adoption_id uuid not null references adoption,
    number int not null,
    at timestamptz not null,
    outcome smallint not null,                  -- dissemination.ReportOutcome
    people int8 not null,
    text text not null,
    thanks text not null,
    primary key (adoption_id, number)
);

create table policy (
    id uuid primary key,
    entry_id uuid not null references entry,
    status smallint not null,                   -- dissemination.PolicyStatus, a copy
    text bytea not null,                        -- dissemination.PolicyText
    version bigint not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    in_force_at timestamptz                     -- when it was first recorded as in force
);

create index policy_entry on policy (entry_id, id);

-- How far each application came; a step once, whatever is heard again.
create table funnel (
    application_id uuid not null,
    step smallint not null,                     -- dissemination.FunnelStep 1 to 4
    call_id uuid not null,
    primary key (application_id, step)
);

create index funnel_call on funnel (call_id, step);

create table call_programme (
    call_id uuid primary key,
    programme_id uuid not null
);
