-- From the decision to the test: versions for the carer, the agreement to work together, signed files,
-- and the log of the test.

-- Who accompanies an application; evaluation says so.
create table application_carer (
    application_id uuid primary key,
    user_id uuid not null
);

create index application_carer_of_user on application_carer (user_id);

create table draft_version (
    application_id uuid not null,
    stage smallint not null,
    number integer not null,           -- from 1 in each stage
    form_version integer not null,
    answers bytea compression lz4,     -- wlacznik.Answers, packed
    note text not null,                -- a person's words
    shown_by uuid not null,
    shown_at timestamptz not null,
    primary key (application_id, stage, number)
);

create table cooperation (
    application_id uuid primary key,
    number text not null constraint cooperation_number unique,
    state smallint not null,           -- intake.CooperationState
    version bigint not null,
    operator_name text not null,
    operator_represented_by text not null,
    subject text not null,
    starts_on date not null,
    ends_on date not null,
    signed_on date,
    signed_file_id uuid,
    signed_digest text not null default '',
    check (starts_on <= ends_on)
);

-- Apart, because it is the only place in the house with a PESEL, and it is erased on its own.
create table cooperation_party (
    application_id uuid not null references cooperation,
    position smallint not null,
    name text not null,
    address text not null,
    pesel bytea,                       -- sealed with agreement.key (pesel_seal.h)
    pesel_end text not null,           -- its last four digits
    primary key (application_id, position)
);

-- What an attachment is for: a field of the form (0), a photograph in the log (1), the signed agreement to
-- work together (2), the signed agreement on a grant (3). `subject` is the entry of the log.
alter table attachment add column purpose smallint not null default 0;
alter table attachment add column subject uuid;

create table diary_entry (
    id uuid primary key,
    application_id uuid not null,
    user_id uuid not null,
    happened_on date not null,
    participants integer not null check (participants >= 0),
    text text not null,                -- a person's words
    place text not null,
    version bigint not null,
    written_at timestamptz not null
);

create index diary_entry_of_application on diary_entry (application_id, happened_on, id);

alter table grant_agreement add column signed_file_id uuid;
