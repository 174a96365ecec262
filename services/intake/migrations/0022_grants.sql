-- What follows a decision: agreements on grants, their tranches, reports, amendments and ledgers.

create table grant_agreement (
    application_id uuid primary key,
    call_id uuid not null,
    region text not null,
    user_id uuid not null,             -- the grantee's account
    number text not null constraint grant_number unique,
    state smallint not null,           -- intake.GrantState
    amount_grosze bigint not null check (amount_grosze > 0),
    own_share_grosze bigint not null check (own_share_grosze >= 0),
    starts_on date not null,
    ends_on date not null,
    accept_until timestamptz not null,
    signed_on date,
    signed_digest text not null default '',
    version bigint not null default 1,
    created_at timestamptz not null,
    check (starts_on <= ends_on)
);

-- A tranche and the report on it.
create table grant_tranche (
    application_id uuid not null references grant_agreement,
    position smallint not null,
    amount_grosze bigint not null check (amount_grosze > 0),
    paid_at timestamptz,
    report_state smallint not null default 1, -- intake.ReportState
    due_until timestamptz not null,
    overdue boolean not null default false,
    submitted_at timestamptz,
    spent_grosze bigint not null default 0,
    accepted_grosze bigint not null default 0,
    participants integer not null default 0,
    summary text not null default '',         -- a person's words: may be erased
    decision_reason text not null default '', -- as well
    protocol_number text not null default '',
    protocol_signed_on date,
    primary key (application_id, position)
);

create table grant_amendment (
    application_id uuid not null references grant_agreement,
    position smallint not null,
    state smallint not null,           -- intake.AmendmentState
    change_grosze bigint not null,
    ends_on date,
    reason text not null,              -- a person's words: may be erased
    number text not null default '',
    decision_reason text not null default '',
    primary key (application_id, position)
);

create unique index grant_amendment_open on grant_amendment (application_id) where state = 1;

-- Every grosz of the agreement is in one of five places; an entry moves some from one to another.
-- ledger.h says the same in C; this is what no program can get round.
create table grant_ledger (
    application_id uuid not null references grant_agreement,
    serial integer not null,
    kind smallint not null,            -- intake.LedgerKind
    amount_grosze bigint not null check (amount_grosze > 0),
    document text not null,
    at timestamptz not null,
    agreed bigint not null,
    to_pay bigint not null check (to_pay >= 0),
    advanced bigint not null check (advanced >= 0),
    accepted bigint not null check (accepted >= 0),
    returned bigint not null check (returned >= 0),
    released bigint not null check (released >= 0),
    primary key (application_id, serial),
    constraint grant_ledger_sums
        check (agreed = to_pay + advanced + accepted + returned + released)
);

-- An entry follows the one before it: the next serial, and the balances moved by its amount.
create function grant_ledger_follow () returns trigger language plpgsql as $$
declare
    last grant_ledger%rowtype;
    a bigint := new.amount_grosze;
begin
    select * into last from grant_ledger
     where application_id = new.application_id order by serial desc limit 1;
    -- In parentheses: plpgsql would take the first "then" of a case for the end of the condition.
    if (new.serial <> coalesce (last.serial, 0) + 1 or (new.kind = 1) <> (new.serial = 1)
       or new.kind not between 1 and 7
       or new.agreed <> coalesce (last.agreed, 0)
          + case new.kind when 1 then a when 2 then a when 3 then -a else 0 end
       or new.to_pay <> coalesce (last.to_pay, 0)
          + case when new.kind in (1, 2) then a when new.kind in (3, 4, 7) then -a else 0 end
       or new.advanced <> coalesce (last.advanced, 0)
          + case when new.kind = 4 then a when new.kind in (5, 6) then -a else 0 end
       or new.accepted <> coalesce (last.accepted, 0) + case new.kind when 5 then a else 0 end
       or new.returned <> coalesce (last.returned, 0) + case new.kind when 6 then a else 0 end
       or new.released <> coalesce (last.released, 0) + case new.kind when 7 then a else 0 end)
    then
        raise exception 'this entry does not follow the last one of its ledger'
            using errcode = 'check_violation', constraint = 'grant_ledger_follows';
    end if;
    return new;
end $$;

create function grant_ledger_stays () returns trigger language plpgsql as $$
begin
    raise exception 'a ledger is only ever appended to'
        using errcode = 'check_violation', constraint = 'grant_ledger_stays';
end $$;

create trigger grant_ledger_follows before insert on grant_ledger
    for each row execute function grant_ledger_follow ();
create trigger grant_ledger_stays before update or delete on grant_ledger
    for each row execute function grant_ledger_stays ();
create trigger grant_ledger_stays_whole before truncate on grant_ledger
    for each statement execute function grant_ledger_stays ();
