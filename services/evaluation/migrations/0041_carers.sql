-- What a carer thinks of the innovation that they accompany, one opinion a stage; it stands with the
-- decision of the stage.

create table carer_opinion (
    application_id uuid not null,
    stage text not null,
    carer_user_id uuid not null,
    recommendation smallint not null,     -- evaluation.StageOutcome
    text text not null,
    written_at timestamptz not null,
    primary key (application_id, stage),
    foreign key (application_id, stage) references dossier
);
