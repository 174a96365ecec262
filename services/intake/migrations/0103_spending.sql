-- What a report's money was spent on, and the acceptance protocol that both sides signed.
alter table grant_tranche add column statement bytea;           -- intake.SpendingStatement: may be erased
alter table grant_tranche add column protocol_file_id uuid;
alter table grant_tranche add column protocol_digest text not null default '';
