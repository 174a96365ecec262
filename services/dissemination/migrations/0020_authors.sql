-- Whose innovation it is: the account of who submitted it, told of what becomes of it and forgotten
-- with the person.
alter table entry add column author_id uuid;
create index entry_author on entry (author_id, id desc) where author_id is not null;

-- The institution stays when its person goes.
alter table adoption alter column account_id drop not null;
