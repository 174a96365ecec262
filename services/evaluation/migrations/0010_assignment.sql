-- What the assignment knows of assessors and applications, conflicts found in the data, and the
-- record of every assignment.

alter table assessor
    add column profile bytea,             -- evaluation.AssessorProfile, packed
    add column words bytea;               -- text_signature of its text

-- Erased with the content that it was made of.
alter table content
    add column words bytea,               -- text_signature of the answers that assessors may see
    add column topics text not null default '', -- choices of the call's topics field, spaces between
    add column language text not null default '';   -- choice of its language field

create table application_key (
    application_id uuid not null,
    stage text not null,
    kind smallint not null,               -- evaluation.ConflictKind
    value text not null,
    primary key (application_id, stage, kind, value),
    foreign key (application_id, stage) references content on delete cascade
);

create index application_key_value on application_key (kind, value);

create table assessor_key (
    call_id uuid not null,
    user_id uuid not null,
    kind smallint not null,
    value text not null,
    primary key (call_id, user_id, kind, value),
    foreign key (call_id, user_id) references assessor on delete cascade
);

-- Who applied earlier.
create index dossier_of_applicant on dossier (applicant_user_id);

create table assignment (
    id uuid primary key,
    call_id uuid not null references call,
    at timestamptz not null,
    made_by uuid,                         -- who asked, declared a conflict or locked a second card
    pairs integer not null,
    total bigint not null,
    unserved integer not null,
    regions text[] not null,              -- of its applications
    digest text not null,
    record bytea not null                 -- evaluation.AssignmentRecord, packed
);

create index assignment_of_call on assignment (call_id, at desc);
