-- What assessors would like to assess, where a call asks them.

create table bid (
    call_id uuid not null,
    user_id uuid not null,
    application_id uuid not null,
    bid smallint not null,                -- evaluation.Bid
    primary key (call_id, user_id, application_id),
    foreign key (call_id, user_id) references assessor on delete cascade
);
