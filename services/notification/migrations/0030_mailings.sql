-- Mailings: messages to many, with the list of whom they are for. The list is made when a mailing is
-- written and is what a coordinator looks at; its lines become messages when it is sent.

create table mailing (
    id uuid primary key,
    call_id uuid not null,
    kind smallint not null,               -- notification.MailingKind
    state smallint not null default 1,    -- notification.MailingState
    version bigint not null default 1,
    regions text[] not null,              -- whose people; {*}: all. Who lacks one of them sees nothing of it
    content bytea,                        -- notification.MailingContent, packed; of an announcement
    four_eyes boolean not null,
    created_by uuid,                      -- null: results that wait
    created_at timestamptz not null,
    listed_at timestamptz,
    asked_by uuid,
    confirmed_by uuid,
    sent_at timestamptz,
    feeding boolean not null default true -- lines are left that are no message yet
);

create index mailing_of_call on mailing (call_id, id desc);
create index mailing_to_feed on mailing (id) where state = 3 and feeding;
-- Results of a call and region that wait gather in one mailing until it is sent.
create unique index mailing_gathering on mailing (call_id, kind, regions)
    where kind <> 1 and state in (1, 2);

create table mailing_recipient (
    mailing_id uuid not null references mailing,
    position int not null,
    user_id uuid not null,
    each uuid not null,                   -- the application where each gets a letter of its own, else zeros
    application_id uuid,
    number text not null default '',
    region text not null default '',
    template text not null,
    facts bytea,                          -- notification.Facts, packed; of a result
    way smallint not null default 0,      -- notification.LetterWay; 0: not yet looked at
    message_id uuid,                      -- once it is one
    primary key (mailing_id, position),
    unique (mailing_id, user_id, each)
);

create index mailing_recipient_unseen on mailing_recipient (mailing_id, position) where way = 0;
create index mailing_recipient_unfed on mailing_recipient (mailing_id, position)
    where message_id is null and way <> 5;

alter table message add column mailing_id uuid;
create index message_of_mailing on message (mailing_id, state) where mailing_id is not null;

alter table call_schedule
    add column hold_results boolean not null default false,
    add column four_eyes boolean not null default false;

-- Of drafts begun before there was one: '', which only those see who have all regions.
alter table draft add column region text not null default '';
