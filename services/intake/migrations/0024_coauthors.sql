-- People who write an application together, what they say to each other about it, and a leader who hands
-- it over.

-- An invitation until somebody took it; then a co-author. One who left stays as a row: whoever wrote
-- what was submitted counts toward the call's limit also after leaving.
create table coauthor (
    id uuid primary key,
    application_id uuid not null,
    role smallint not null check (role in (2, 3)), -- intake.CoauthorRole
    name text not null,                -- a person's, as the leader wrote it: may be erased
    email text not null,               -- that the invitation went to: may be erased
    user_id uuid,                      -- once it was taken
    token bytea unique,                -- BLAKE2b-256 of the link's, until it was taken
    invited_by uuid not null,
    invited_at timestamptz not null,
    invited_until timestamptz not null,
    joined_at timestamptz,
    left_at timestamptz,
    wrote boolean not null default false, -- is or was an editor
    check ((user_id is null) = (joined_at is null))
);

create index coauthor_of_application on coauthor (application_id, id);
create index coauthor_invited_by on coauthor (invited_by, invited_at);
-- The lists of a person go by it, too.
create unique index coauthor_once on coauthor (user_id, application_id)
    where user_id is not null and left_at is null;

-- Offered by the leader, until the co-author agrees or either thinks better of it.
create table ownership_transfer (
    application_id uuid primary key,
    coauthor_id uuid not null references coauthor,
    offered_at timestamptz not null
);

create table field_comment (
    id uuid primary key,
    application_id uuid not null,
    stage smallint not null,
    field text not null,
    user_id uuid not null,
    role smallint not null,            -- intake.CoauthorRole when it was written
    text text not null,                -- a person's words: may be erased
    written_at timestamptz not null,
    resolved_by uuid,
    resolved_at timestamptz
);

create index field_comment_of_application on field_comment (application_id, id);
create index field_comment_of_user on field_comment (user_id, id);

alter table call add column coauthors_count boolean not null default false;
