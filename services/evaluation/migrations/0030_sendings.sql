-- When the letter with a decision left, where somebody had held it back: the term of an appeal runs from
-- that moment and not from the decision.

create table decision_sent (
    application_id uuid not null,
    stage text not null,
    kind smallint not null,               -- evaluation.AppealKind: of the decision
    sent_at timestamptz not null,
    primary key (application_id, stage, kind),
    foreign key (application_id, stage) references dossier
);
