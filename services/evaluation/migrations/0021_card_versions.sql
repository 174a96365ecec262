-- A locked card changes only as a new version, and what was locked before stays. The database holds to
-- it even if a handler forgets.

create table card_version (
    card_id uuid not null references card,
    version bigint not null,
    scores bytea not null,                -- evaluation.Scores, packed
    author_user_id uuid not null,
    reason text not null,                 -- of the change; '' for the first
    sealed_at timestamptz not null,
    primary key (card_id, version)
);

insert into card_version (card_id, version, scores, author_user_id, reason, sealed_at)
    select id, version, scores, assessor_user_id, '', locked_at from card where state = 3;

create function keep_sealed_scores () returns trigger language plpgsql as $$
begin
    if not exists (select 1 from card_version where card_id = new.id and version = new.version
                   and scores = new.scores) then
        raise exception 'a locked card changes only as a new version';
    end if;
    return new;
end
$$;

create trigger keep_sealed_scores before update on card for each row
    when (old.state = 3 and new.state = 3 and new.scores is distinct from old.scores)
    execute function keep_sealed_scores ();
