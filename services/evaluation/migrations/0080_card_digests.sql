-- The digest of a locked card stands in the log (CardLocked, CardRevised); its salt here keeps anybody from
-- finding the card out by trying digests. Null: locked before there were digests.
alter table card_version add salt bytea;

-- What the log holds of the cards of one application.
create index log_of_cards on runtime.log (aggregate)
    where type in ('evaluation.CardLocked', 'evaluation.CardRevised');
