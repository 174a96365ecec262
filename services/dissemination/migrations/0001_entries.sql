-- The catalogue: one entry for each innovation that was decided for dissemination.

create table entry (
    id uuid primary key,
    slug text not null unique,
    state smallint not null,            -- dissemination.EntryState
    application_id uuid not null unique,
    call_id uuid not null,
    region text not null,
    text bytea not null,                -- dissemination.EntryText, packed
    title text not null,                -- copies of what lists show and search reads
    summary text not null,
    search tsvector not null,
    version bigint not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    published_at timestamptz
);

-- The public list, newest first; a page is one index range however many entries there are.
create index entry_published on entry (published_at desc, id desc) where state = 2;
create index entry_search on entry using gin (search) where state = 2;
