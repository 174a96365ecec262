-- What programmes are to reach. An indicator and its target change by versions; entered values are
-- kept as they came, a later one of the same day counts.

create table indicator (
    id uuid primary key,
    programme_id uuid not null,
    is_public boolean not null,                 -- a copy of what lists ask of `text`
    withdrawn boolean not null default false,
    text bytea not null,                        -- dissemination.IndicatorText
    version bigint not null default 1,
    updated_at timestamptz not null
);

create index indicator_programme on indicator (programme_id, id);

-- Insert-only.
create table indicator_version (
    indicator_id uuid not null references indicator,
    version bigint not null,
    at timestamptz not null,
    reason text not null,                       -- '' of the first
    withdrawn boolean not null,
    text bytea not null,
    primary key (indicator_id, version)
);

-- Insert-only.
create table indicator_record (
    indicator_id uuid not null references indicator,
    number int not null,                        -- from 1, in the order of recording
    described_on date not null,
    value bigint not null,                      -- hundredths
    source text not null,
    recorded_at timestamptz not null,
    primary key (indicator_id, number)
);

-- When, where and whose. Null in what was counted before these were noted.
alter table funnel
    add column at timestamptz,
    add column region text,
    add column applicant_type smallint;
