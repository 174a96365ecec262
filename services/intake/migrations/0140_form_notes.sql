-- What changed with a version of a form, and since when it is asked. The first one stands with its call.

alter table call_stage add column announced_at timestamptz;
alter table call_stage add column note bytea;         -- wlacznik.LocalText, packed
