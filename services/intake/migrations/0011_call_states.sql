-- Calls can stand still, be annulled, and supplement each other.

alter table call drop constraint call_state_check;
alter table call add constraint call_state_check check (state between 1 and 5);
alter table call add column notice bytea;              -- wlacznik.LocalText, packed
alter table call add column suspended_at timestamptz;  -- of the last suspension
-- The call whose limit per person it shares; itself unless it supplements another one.
alter table call add column counted_with uuid;
update call set counted_with = id;
alter table call alter column counted_with set not null;

-- Notices go to all applications of a call, a slice at a time.
create index application_of_call on application (call_id, id);
