-- The trace that a letter belongs to (W3C traceparent), where traces are collected: its sending is a
-- span of it. A constant default, so no row is written anew.
alter table message add column trace text not null default '';
