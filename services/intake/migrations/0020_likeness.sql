-- Which applications are alike (likeness.h). Everything here is made of what stands in `submission`
-- and can be thrown away and made again.

-- What is kept of the text of each submitted stage: no words, only the bands under which it is
-- found. They stand here once more so that a sketch can be taken out.
create table likeness_sketch (
    id bigint primary key generated always as identity,
    application_id uuid not null,
    stage smallint not null,
    round smallint not null,           -- of the submission that it was made of
    bands bigint[] not null,           -- none: the text says too little
    unique (application_id, stage)
);

create table likeness_band (
    band bigint not null,
    sketch bigint not null,            -- likeness_sketch.id
    primary key (band, sketch)
);

-- Two applications that are alike, each pair once: `application_id` is the one that was compared
-- when the other was there already.
create table likeness (
    application_id uuid not null,
    other_id uuid not null,
    call_id uuid not null,             -- of application_id, as its region
    region text not null,
    same_applicant boolean not null,
    containment smallint not null,     -- per mille
    jaccard smallint not null,
    found_at timestamptz not null,
    verdict smallint not null default 0, -- intake.LikenessVerdict
    note text not null default '',     -- free text of a person: may be erased
    judged_by uuid,
    judged_at timestamptz,
    primary key (application_id, other_id)
);

create unique index likeness_pair on likeness
    (least (application_id, other_id), greatest (application_id, other_id));
create index likeness_of_other on likeness (other_id);
create index likeness_open on likeness (call_id, application_id desc, other_id desc)
    where verdict = 0;

-- What was submitted before this table was there is compared, too.
insert into runtime.timers (kind, key, ready, due, payload)
select 'likeness', application_id::text, now (), now (), ''
  from (select distinct application_id from submission) submitted;
