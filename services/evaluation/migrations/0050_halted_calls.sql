-- A call may stand still or end while it is assessed (intake's CallSuspended, CallResumed, CallAnnulled).

alter table call
    add state smallint not null default 2,  -- intake.CallState: published, suspended or annulled
    add halted_at timestamptz,              -- since when it is one of the last two
    add notice bytea;                       -- wlacznik.LocalText, packed: why

-- Who erases an assessor's account looks for them in all calls.
create index assessor_by_user on assessor (user_id);
