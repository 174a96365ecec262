-- Requests of people about their data, and how long what they ask about must be kept.

create table data_request (
    id uuid primary key,
    user_id uuid not null,
    kind smallint not null,            -- intake.DataRequestKind
    state smallint not null default 1, -- intake.DataRequestState
    note text not null,                -- a person's words: goes with an erasure
    received_at timestamptz not null,
    due_until timestamptz not null,
    extended boolean not null default false,
    answered_at timestamptz,
    answer text not null default ''
);

create index data_request_of_user on data_request (user_id, id);
create index data_request_open on data_request (id) where state = 1;
create unique index data_request_one_erasure on data_request (user_id)
    where kind = 3 and state in (1, 3);

-- What an erasure had to leave, as of when it was last looked at.
create table data_request_kept (
    request_id uuid not null references data_request,
    application_id uuid not null,
    number text not null,
    reason smallint not null,          -- intake.KeepReason
    kept_until date,
    primary key (request_id, application_id)
);

-- Which other service, in which region, said that its copies are gone.
create table data_request_confirmed (
    request_id uuid not null references data_request,
    place text not null,               -- "evaluation 30"
    confirmed_at timestamptz not null,
    primary key (request_id, place)
);

create table programme_retention (
    programme_id uuid primary key references programme,
    keep_until date,
    legal_hold boolean not null,
    reason text not null,
    set_by uuid not null,
    set_at timestamptz not null
);

-- Applications about which an appeal is open: nothing of them is erased until it is decided.
create table application_dispute (
    application_id uuid primary key,
    since timestamptz not null
);
