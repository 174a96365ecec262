-- What the operator's outbox lists without looking at what arrived: few rows, so small indexes.

create index dispatch_suppressed on dispatch (id) where state = 4;
create index message_uncomposed on message (id) where state = 3 and composed_at is null;
