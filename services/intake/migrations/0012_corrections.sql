-- Calls on applicants to put formal defects right. A correction opens a new round of its stage.

create table correction (
    application_id uuid not null,
    stage smallint not null,
    round smallint not null,           -- the round that it opened
    requested_at timestamptz not null,
    requested_by uuid not null,
    due timestamptz not null,          -- the first instant that is too late
    defects bytea compression lz4 not null, -- intake.Defects, packed
    outcome smallint not null default 0,    -- intake.CorrectionOutcome
    ended_at timestamptz,
    primary key (application_id, stage, round)
);
