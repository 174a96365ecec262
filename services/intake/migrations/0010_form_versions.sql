-- A form may be revised while its call is open; a draft stays with the version that it began with
-- until its applicant takes the newer one.

alter table call_stage add column version integer not null default 1;
alter table call_stage drop constraint call_stage_pkey;
alter table call_stage add primary key (call_id, position, version);

-- Of the stage that the application is in, and of what was submitted.
alter table application add column form_version integer not null default 1;
alter table submission add column form_version integer not null default 1;
