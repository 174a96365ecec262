-- Rehearsals of calls. Whatever belongs to one has an id of version 8 (base/uuid.h), and so has its call:
-- no row can lose the mark, and no join is needed to see it.
create function rehearsed (id uuid) returns boolean language sql immutable parallel safe
    return get_byte (uuid_send (id), 6) >> 4 = 8;

create table rehearsal (
    call_id uuid primary key references call check (rehearsed (call_id)),
    rehearsed_call_id uuid not null,
    started_by uuid not null,
    started_at timestamptz not null,
    ends_at timestamptz not null,
    seed bigint not null,              -- of what is invented
    asked integer not null default 0,  -- invented applications, so many in all
    made integer not null default 0,
    refusal text not null default '',  -- why no more can be invented
    moved_us bigint not null default 0 -- how far its clock is ahead
);

create index rehearsal_of_call on rehearsal (rehearsed_call_id);

-- Which invented applicant wrote it, from 1.
create table invented_application (
    call_id uuid not null check (rehearsed (call_id)),
    position integer not null,
    application_id uuid not null unique check (rehearsed (application_id)),
    primary key (call_id, position)
);
