-- What is to stand beside a frozen answer (GDPR art. 16): what was submitted keeps its bytes and digest.

alter table data_request add column application_id uuid;
alter table data_request add column field text not null default '';
alter table data_request add column correct_text text not null default ''; -- goes with an erasure

create table rectification (
    request_id uuid primary key references data_request,
    application_id uuid not null,
    field text not null,
    text text not null,                -- a person's words
    noted_at timestamptz not null
);

create index rectification_of_application on rectification (application_id, request_id);
