-- Partner regions that evaluate on their own premises. Most tables here are the centre's; a site uses
-- `report_position`, `region_list` and the call's `published_at`.

-- Who evaluates a call's applications of a region is decided once, when the call is published.
-- Null: heard of before there were sites, so evaluated here.
alter table call add published_at timestamptz;

alter table dossier
    add at_site boolean not null default false,   -- its region's site evaluates it
    add site_cards integer not null default 0,    -- that were counted there
    add site_round integer not null default 0;    -- of the points that were told last

-- What may be shown of a site's assessments: evaluation.SiteAssessment, packed. Erased with the content.
create table site_assessment (
    application_id uuid not null,
    stage text not null,
    assessment bytea not null,
    primary key (application_id, stage),
    foreign key (application_id, stage) references dossier
);

-- An invitation is a key of its own, good for joining and nothing else, once.
create table site_invitation (
    key text primary key,
    region text not null,
    made_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    used_by text not null default ''              -- the public key of the site's evaluation
);

create table site (
    region text primary key,
    key text not null,                            -- of its evaluation
    keys text[] not null,                         -- of all its nodes
    joined_at timestamptz not null,
    revoked_at timestamptz,
    taken bigint not null default 0,              -- its last event that took effect here
    taken_hash bytea not null default '\x',
    contact_at timestamptz,                       -- its last report, as are the others
    head bigint not null default 0,
    heard bigint not null default 0,
    clock_difference_us bigint,
    round_trip_us bigint
);

-- The lists that regions closed, as they were told.
create table region_list (
    call_id uuid not null,
    stage text not null,
    region text not null,
    applications integer not null,
    digest text not null,
    closed_at timestamptz not null,
    primary key (call_id, stage, region)
);

-- At a site: what the centre has of our stream "report".
create table report_position (
    one boolean primary key default true check (one),
    taken bigint not null default 0,
    contact_at timestamptz,
    clock_difference_us bigint not null default 0,
    round_trip_us bigint not null default 0
);
insert into report_position default values;
