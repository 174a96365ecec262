-- An entry is worked on without its readers seeing it: `entry.text` is what editors have, the last row
-- of entry_version what readers see.

alter table entry
    add column published_version int not null default 0,    -- 0: never published
    add column withdrawn_at timestamptz,
    add column withdrawal_reason text not null default '',
    add column consent_at timestamptz,                      -- of the authors, to `text` as it is
    add column consent_recorded_by uuid,
    add column edited_by uuid;                              -- who wrote `text` last

-- Insert-only.
create table entry_version (
    entry_id uuid not null references entry,
    number int not null,
    published_at timestamptz not null,
    published_by uuid,
    note text not null,
    text bytea not null,                -- dissemination.EntryText, packed
    primary key (entry_id, number)
);

insert into entry_version
    select id, 1, coalesce (published_at, updated_at), null, '', text from entry where state = 2;
update entry set published_version = 1 where state = 2;

create table entry_translation (
    entry_id uuid not null references entry,
    language text collate "C" not null,
    text bytea not null,
    updated_at timestamptz not null,
    primary key (entry_id, language)
);

-- What readers see: published at least once and not withdrawn (dissemination.EntryState 4), whatever
-- editors do to the next version.
drop index entry_published;
create index entry_published on entry (published_at desc, id desc)
    where published_version > 0 and state <> 4;

-- Harvesters ask for what changed since, withdrawn entries among it.
alter table entry add column public_changed_at timestamptz;
update entry set public_changed_at = updated_at where state = 2;
create index entry_public_changed on entry (public_changed_at, id) where public_changed_at is not null;
