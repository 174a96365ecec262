-- Second opinions across regions. Every house has the same tables and in them what it may know: the
-- one that asks its applications and who came, the one that offers whom it asked, the centre neither.

create table second_opinion (
    id uuid primary key,
    call_id uuid not null,
    stage text not null,
    region text not null,                          -- that asks
    of_region text not null default '',            -- that is asked; '': all others
    topics text[] not null,
    applications integer not null,
    application_ids uuid[] not null default '{}',  -- in the house that asks
    until date not null,
    address text not null,                         -- of the house that asks
    here boolean not null,                         -- this is the house that asks
    asked_at timestamptz not null,
    closed_at timestamptz
);
create index second_opinion_of_call on second_opinion (call_id, closed_at, asked_at);

create table second_opinion_offer (
    id uuid primary key,
    second_opinion_id uuid not null references second_opinion,
    home_region text not null,
    state smallint not null,                       -- evaluation.SecondOpinionOfferState
    home_user_id uuid,                             -- in the house that offers
    guest_user_id uuid,                            -- in the house that asks, from arrival on
    code_digest text,                              -- BLAKE2b-256 in hexadecimal
    offered_at timestamptz,
    agreed_at timestamptz,
    arrived_at timestamptz
);
create unique index second_opinion_offer_once on second_opinion_offer (second_opinion_id, home_user_id);
create unique index second_opinion_offer_by_code on second_opinion_offer (code_digest);
create index second_opinion_offer_of_home on second_opinion_offer (home_user_id);
create index second_opinion_offer_of_guest on second_opinion_offer (guest_user_id);

-- What was told of bridge experts (bridges.h): at a site of its own region, at the centre of all.
create table bridge_fact (
    call_id uuid not null,
    stage text not null,
    region text not null,
    offer_id uuid not null references second_opinion_offer,
    cards integer not null,
    sum bigint not null,
    squares bigint not null,
    primary key (call_id, stage, region, offer_id)
);
create index bridge_fact_of_offer on bridge_fact (offer_id);
