-- What reminders stand on, from the events of others: the dates of calls, and drafts that are not done.
-- The reminders themselves are runtime timers ('remind-drafts', 'remind-card').

create table call_schedule (
    call_id uuid primary key,
    submit_until timestamptz not null,
    assessment_days int not null,       -- 0: no term
    working_days boolean not null
);

create table draft (
    application_id uuid primary key,
    call_id uuid not null,
    user_id uuid not null
);

create index draft_of_call on draft (call_id, application_id);
