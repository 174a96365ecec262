-- Applications as evaluation holds them: one row per application and stage that was submitted, so
-- that a later stage leaves the record of an earlier one alone.

create table dossier (
    application_id uuid not null,
    stage text not null,
    call_id uuid not null,
    current boolean not null,             -- the stage in which the application is now
    region text not null,
    number text not null,
    state smallint not null,              -- evaluation.DossierState
    applicant_type smallint not null,
    applicant_user_id uuid not null,
    amount_grosze bigint not null,
    submitted_at timestamptz not null,
    to_merit boolean not null,            -- it passed what comes before the cards
    third_rule text not null default '',  -- why a third card was called for
    points integer,                       -- once fixed, premiums included
    passed boolean,                       -- the threshold
    criterion_points bigint[],            -- means, in the order of the card's criteria
    list_group smallint,                  -- of the published list, as is the next
    place integer,
    outcome smallint,                     -- evaluation.StageOutcome, of a stage without points
    primary key (application_id, stage),
    foreign key (call_id, stage) references stage (call_id, key)
);

create unique index dossier_current on dossier (application_id) where current;
-- By number as people read it: "WIS-1/10000" stands behind "WIS-1/9999".
create index dossier_of_call on dossier (call_id, length (number), number);

-- The erasable copy of what was submitted, and what of it may be shown to whom. All that is personal
-- about applicants in this database is here, in the reasons of formal checks and on cards.
create table content (
    application_id uuid not null,
    stage text not null,
    title text not null,
    open_title text not null,             -- for assessors: empty when the form hides it
    public_name text not null,            -- for published lists: empty when they may not name it
    applicant bytea not null,             -- wlacznik.Applicant, packed
    answers bytea not null,               -- wlacznik.Answers, packed
    digest text not null,
    primary key (application_id, stage),
    foreign key (application_id, stage) references dossier
);

create table formal_check (
    application_id uuid not null,
    stage text not null,
    formal_check bytea not null,          -- evaluation.FormalCheck, packed
    public_reason text not null,          -- the failed items in the call's own words
    primary key (application_id, stage),
    foreign key (application_id, stage) references dossier
);

-- Every decision stands; a stage that was returned and written again is decided again.
create table decision (
    id bigint primary key generated always as identity,
    application_id uuid not null,
    stage text not null,
    outcome smallint not null,
    reason text not null,
    decided_by uuid not null,
    decided_at timestamptz not null,
    foreign key (application_id, stage) references dossier
);

create index decision_of_dossier on decision (application_id, stage);
