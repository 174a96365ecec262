-- Files of applications. The bytes are kept once however many attachments have them, in the parts
-- in which they came; a part is never compressed, so that a piece of it is read without the rest.

create table file (
    id uuid primary key,
    digest bytea not null unique,      -- BLAKE2b-256 of the bytes
    size bigint not null,
    media_type text not null,          -- by content
    created_at timestamptz not null
);

-- Of a file, or of an upload that is no file yet; then `file_id` is the attachment's.
create table file_part (
    file_id uuid not null,
    start bigint not null,
    content bytea not null,
    primary key (file_id, start)
);

alter table file_part alter column content set storage external;

create table attachment (
    id uuid primary key,
    application_id uuid not null,
    stage smallint not null,
    field text not null,
    user_id uuid not null,
    name text not null,                -- a person's words: may be erased
    size bigint not null,
    received bigint not null default 0,
    state smallint not null default 1, -- intake.AttachmentState
    refusal text not null default '',
    file_id uuid,                      -- once it is ready
    submitted boolean not null default false,
    created_at timestamptz not null,
    check (received between 0 and size),
    check ((state = 3) = (file_id is not null))
);

create index attachment_of_application on attachment (application_id, id);
create index attachment_of_file on attachment (file_id) where file_id is not null;
