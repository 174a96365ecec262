-- A call's counts in parts: events that write ten thousand letters down hold theirs until they commit,
-- and senders that finish others must not wait for it. The sum counts; a part may be negative.
alter table delivery
    add column shard smallint not null default 0,
    drop constraint delivery_pkey,
    add primary key (call_id, state, shard);
