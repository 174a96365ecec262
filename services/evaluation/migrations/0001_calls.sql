-- What evaluation keeps of a call: the rules by which it works. Nothing here is personal.

create table call (
    id uuid primary key,
    definition bytea not null,            -- intake.CallDefinition, packed
    submit_until timestamptz not null,    -- the first instant that is too late; extensions move it
    names_persons boolean not null,       -- publish_person_names
    title_hidden boolean not null         -- the form hides the title from assessors
);

-- The stages, one row each: whoever works on a card or a decision needs one stage, not the call.
create table stage (
    call_id uuid not null references call,
    key text not null,
    position smallint not null,
    last boolean not null,
    assessment smallint not null,         -- wlacznik.AssessmentKind
    assessors smallint not null,          -- cards that each application gets; 0 without points
    definition bytea not null,            -- wlacznik.Stage, packed
    primary key (call_id, key)
);
