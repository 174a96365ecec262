-- Entries that come from another library and not from a call of ours.
alter table entry
    alter column application_id drop not null,
    alter column call_id drop not null,
    add column source text collate "C",         -- the other library's address
    add column source_id text collate "C",      -- its name for the entry
    add unique (source, source_id);
