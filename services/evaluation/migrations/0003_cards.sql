create table assessor (
    call_id uuid not null references call,
    user_id uuid not null,
    max_cards integer not null,
    regions text[] not null,
    primary key (call_id, user_id)
);

-- A card of a conflict or of a withdrawn application stays as a record; a void one does not keep its
-- assessor from the next card.
create table card (
    id uuid primary key,
    application_id uuid not null,
    stage text not null,
    call_id uuid not null,
    assessor_user_id uuid not null,
    state smallint not null default 1,    -- evaluation.CardState
    third boolean not null,
    version bigint not null default 1,
    scores bytea,                         -- evaluation.Scores, packed
    conflict_reason text not null default '',
    assigned_at timestamptz not null,
    declared_at timestamptz,
    locked_at timestamptz,
    foreign key (application_id, stage) references dossier
);

create unique index card_of_dossier on card (application_id, stage, assessor_user_id)
    where state <> 5;
create index card_of_assessor on card (assessor_user_id, state, id);
create index card_of_call on card (call_id, assessor_user_id, state);
