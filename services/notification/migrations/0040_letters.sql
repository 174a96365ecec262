-- Letters to people without an account: where the one click leads that stops them (RFC 8058). It goes,
-- as the address does, once the letter was sent: nothing then says who got it.
alter table message add column leave_url text not null default '';
