-- Programmes, their partner regions, and calls.

create table programme (
    id uuid primary key,
    name text not null,
    description bytea,                 -- wlacznik.LocalText, packed
    policy_target integer not null,
    created_at timestamptz not null
);

create table programme_region (
    programme_id uuid not null references programme,
    region text not null,
    name text not null,
    primary key (programme_id, region)
);

-- The definition is kept whole, as it was written. The columns beside it repeat what lists show and
-- what every draft and submission is judged by, so that those do not unpack it.
create table call (
    id uuid primary key,
    programme_id uuid not null references programme,
    state smallint not null check (state between 1 and 3),
    code text not null constraint call_code unique,
    definition bytea not null,         -- intake.CallDefinition, packed
    title bytea not null,
    summary bytea,
    fill_from timestamptz not null,
    submit_from timestamptz not null,
    submit_until timestamptz not null,
    pool_grosze bigint not null,
    min_grant_grosze bigint not null,
    max_grant_grosze bigint not null,
    applicant_types integer not null,  -- a mask of 1 << wlacznik.ApplicantType
    applications_per_person integer not null,
    withdrawn_counts boolean not null,
    version bigint not null,
    created_at timestamptz not null default now (),
    published_at timestamptz,
    check (fill_from <= submit_from and submit_from < submit_until)
);

create index call_published on call (published_at, id) where published_at is not null;

-- The stages of a published call, one row each: whoever writes needs one form, not the whole call.
-- The form is not compressed, because it is read with every save and submission.
create table call_stage (
    call_id uuid not null references call,
    position smallint not null,
    key text not null,
    assessment smallint not null,
    form bytea not null,               -- wlacznik.Form, packed
    primary key (call_id, position)
);

alter table call_stage alter column form set storage external;

-- Numbers of applications: one sequence per call. A counter in the call's row would be dense, but
-- each submission would hold it until its commit is on disk, so that all submissions of a call
-- would go one after the other just before the deadline. A sequence waits for nobody; the price is
-- a number left out when a submission fails after it took one.
create function call_serial_create (call_id uuid) returns void language plpgsql as $$
begin
    execute format ('create sequence %I', 'call_serial_' || replace (call_id::text, '-', ''));
end $$;

create function call_serial_next (call_id uuid) returns bigint language sql volatile as $$
    select nextval (('call_serial_' || replace (call_id::text, '-', ''))::regclass);
$$;
