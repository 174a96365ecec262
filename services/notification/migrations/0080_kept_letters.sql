-- Rehearsals of calls: whatever belongs to one has an id of version 8 (base/uuid.h).
create function rehearsed (id uuid) returns boolean language sql immutable parallel safe
    return get_byte (uuid_send (id), 6) >> 4 = 8;

-- Letters of rehearsals. They are composed as any other, and go to nobody: what they say stands here, for the
-- coordinators of the call.
create table kept_letter (
    call_id uuid not null,
    id uuid not null,                  -- the message's
    user_id uuid,
    application_id uuid,
    template text not null,
    name text not null,                -- whose letter it would be
    locale text not null,
    subject text not null,
    text text not null,                -- or why it could not be composed
    failed boolean not null,
    kept_at timestamptz not null,
    primary key (call_id, id)
);
