-- Meetings of panels. A meeting that is closed stays as it is: the protocol is made of these rows, and its
-- moves go into the record of the list.

create table panel_meeting (
    id uuid primary key,
    call_id uuid not null,
    stage text not null,
    region text not null,                 -- '': of all regions
    state smallint not null default 1,    -- evaluation.MeetingState
    version bigint not null default 1,
    starts_at timestamptz not null,
    place text not null,
    planned_by uuid not null,
    opened_at timestamptz,
    closed_at timestamptz,
    cancel_reason text not null default '',
    foreign key (call_id, stage) references stage (call_id, key)
);

create index panel_meeting_of_call on panel_meeting (call_id, starts_at desc);

create table panel_member (
    meeting_id uuid not null references panel_meeting,
    user_id uuid not null,
    position smallint not null,
    name text not null,
    voting boolean not null,
    chair boolean not null,
    affiliation bytea not null,           -- evaluation.Affiliation, packed
    present boolean not null default false,
    primary key (meeting_id, user_id)
);

create index panel_member_of_person on panel_member (user_id);

-- Every coming and going, so that the protocol can tell it.
create table panel_presence (
    id bigint primary key generated always as identity,
    meeting_id uuid not null,
    user_id uuid not null,
    came boolean not null,                -- false: left
    at timestamptz not null,
    foreign key (meeting_id, user_id) references panel_member
);

create index panel_presence_of_meeting on panel_presence (meeting_id, id);

-- By what a member's conflicts of interest are found.
create table panel_member_key (
    meeting_id uuid not null,
    user_id uuid not null,
    kind smallint not null,               -- evaluation.ConflictKind
    value text not null,
    primary key (meeting_id, user_id, kind, value),
    foreign key (meeting_id, user_id) references panel_member on delete cascade
);

create table panel_item (
    meeting_id uuid not null references panel_meeting,
    application_id uuid not null,
    stage text not null,
    position smallint not null,
    state smallint not null default 1,    -- evaluation.PanelItemState
    pitch_at timestamptz,
    invited_at timestamptz,
    no_show boolean not null default false,
    called_at timestamptz,
    primary key (meeting_id, application_id),
    foreign key (application_id, stage) references dossier
);

create index panel_item_of_application on panel_item (application_id, stage);
-- One application is on the table at a time.
create unique index panel_item_called on panel_item (meeting_id) where state = 2;

-- Who left an item, found in the data or said by themselves.
create table panel_conflict (
    meeting_id uuid not null,
    application_id uuid not null,
    user_id uuid not null,
    kind smallint not null,               -- evaluation.ConflictKind
    reason text not null,
    at timestamptz not null,
    primary key (meeting_id, application_id, user_id),
    foreign key (meeting_id, application_id) references panel_item
);

create table panel_motion (
    id bigint primary key generated always as identity,
    meeting_id uuid not null,
    application_id uuid not null,
    kind smallint not null,               -- evaluation.PanelMotionKind
    carried boolean not null,
    motion bytea not null,                -- evaluation.PanelMotion, packed, with the votes
    at timestamptz not null,
    foreign key (meeting_id, application_id) references panel_item
);

create index panel_motion_of_item on panel_motion (meeting_id, application_id, id);

-- Nothing of a closed or cancelled meeting is changed but the names of members, who may be erased.
create function keep_closed_meeting () returns trigger language plpgsql as $$
begin
    if exists (select 1 from panel_meeting where id = new.meeting_id and state in (3, 4)) then
        raise exception 'the meeting is over and its protocol stands';
    end if;
    return new;
end
$$;

create trigger keep_closed_meeting before insert or update on panel_item for each row
    execute function keep_closed_meeting ();
create trigger keep_closed_meeting before insert or update on panel_motion for each row
    execute function keep_closed_meeting ();
create trigger keep_closed_meeting before insert or update on panel_conflict for each row
    execute function keep_closed_meeting ();
create trigger keep_closed_meeting before insert or update on panel_presence for each row
    execute function keep_closed_meeting ();

alter table ranking_entry
    add moved_from integer not null default 0,   -- the place before a panel moved it; 0: it was not
    add panel_reason text not null default '';

-- Who accompanies an innovation between the stages, now or earlier: never its assessor.
create table carer (
    application_id uuid not null,
    user_id uuid not null,
    appointed_by uuid not null,
    appointed_at timestamptz not null,
    ended_at timestamptz,
    primary key (application_id, user_id)
);

create index carer_of_person on carer (user_id);
create unique index carer_now on carer (application_id) where ended_at is null;
