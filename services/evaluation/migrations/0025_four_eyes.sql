-- A formal check that waits for its second pair of eyes, and those that were sent back. It becomes a
-- row of formal_check when it is confirmed.

create table formal_draft (
    id bigint primary key generated always as identity,
    application_id uuid not null,
    stage text not null,
    formal_check bytea not null,          -- evaluation.FormalCheck, packed
    decided_by uuid not null,
    returned_by uuid,                     -- sent back, and why
    returned_at timestamptz,
    return_reason text not null default '',
    foreign key (application_id, stage) references dossier
);

create unique index formal_draft_waiting on formal_draft (application_id, stage)
    where returned_at is null;

-- Who has the same title or content is looked up within a call of thousands among millions.
create index content_by_digest on content (digest);
create index content_by_title on content (lower (title));
