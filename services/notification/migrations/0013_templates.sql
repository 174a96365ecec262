-- Texts that a programme or a call has instead of ours. Every version is kept: a letter that went says
-- which one it was made from by its time.

create table template_text (
    scope_id uuid not null,             -- of a programme or a call
    name text not null,
    locale text not null,
    version int not null,
    subject text not null,              -- subject and body empty: ours again
    body text not null,
    current boolean not null default true,
    author_id uuid not null,
    created_at timestamptz not null,
    primary key (scope_id, name, locale, version)
);

create index template_text_current on template_text (scope_id) where current;

alter table call_schedule add column programme_id uuid;
