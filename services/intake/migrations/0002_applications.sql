-- Applications, what of them was submitted, and whom the limit of a call counts.
--
-- No foreign keys here: each insert would lock the call's row for key share, and in the last minute
-- of a call that one row would be rewritten by every draft and submission. Nothing of a call or an
-- application is ever deleted, so the references hold.

-- The draft is in the row and is overwritten; what was submitted is frozen in `submission`. Space is
-- left in each page and no column that a submission changes is indexed, so that drafts and
-- submissions are updates inside the page (HOT).
create table application (
    id uuid primary key,
    call_id uuid not null,
    region text not null,
    user_id uuid not null,
    state smallint not null,
    stage smallint not null,           -- call_stage.position
    round smallint not null,           -- from 1: how often this stage was opened for writing
    version bigint not null,
    number text not null default '',   -- empty until first submitted
    applicant bytea compression lz4 not null, -- wlacznik.Applicant, packed
    answers bytea compression lz4,     -- wlacznik.Answers, packed
    title text not null default '',
    amount_grosze bigint not null default 0,
    digest text not null default '',   -- of what was submitted last
    created_at timestamptz not null,
    saved_at timestamptz,
    submitted_at timestamptz
) with (fillfactor = 70);

create index application_of_user on application (user_id, id);

-- The exact bytes that were submitted, and their digest. Insert-only.
create table submission (
    application_id uuid not null,
    stage smallint not null,
    round smallint not null,
    call_id uuid not null,
    serial integer,                    -- of the first stage: the number without the call's code
    submitted_at timestamptz not null,
    content bytea compression lz4 not null, -- intake.Submission without number and digest, packed
    digest bytea not null,             -- BLAKE2b-256 of content
    primary key (application_id, stage, round)
);

-- Two applications of one call can never get one number; and the number of submissions is counted
-- in it.
create unique index submission_serial on submission (call_id, serial) where serial is not null;

-- Who stands behind a submitted application, in calls with a limit per person. The person is a hash
-- (applicant_rules.h), so the table names nobody.
create table standing (
    call_id uuid not null,
    person bigint not null,
    application_id uuid not null,
    primary key (call_id, person, application_id)
);

-- Apart from the application, because the reason is free text of a person and may be erased.
create table withdrawal (
    application_id uuid primary key,
    withdrawn_at timestamptz not null,
    reason text not null
);
