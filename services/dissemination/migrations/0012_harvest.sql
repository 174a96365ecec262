-- The themes of the last published version: a set of records for harvesters (OAI-PMH), also of those
-- that were withdrawn.
alter table entry add column public_themes text[] not null default '{}';

update entry set public_themes = themes from search_entry where entry_id = id;
