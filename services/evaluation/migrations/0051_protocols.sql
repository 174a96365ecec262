-- Records of a call are read by application, whatever became of a card or a check.

create index card_of_application on card (application_id, stage);
create index formal_draft_returned on formal_draft (application_id, stage) where returned_at is not null;
