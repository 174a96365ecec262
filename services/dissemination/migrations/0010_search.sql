-- Search of its own: base forms of Polish words, made by the service (README, "Search"), facets, the
-- words of the catalogue for suggestions and typing errors, searches that people keep.

-- Trusted: the owner of the database may create it, on a managed server too.
create extension if not exists pg_trgm;

-- A row for each published entry and for no other. Narrow, because a broad search reads many.
create table search_entry (
    entry_id uuid primary key references entry on delete cascade,
    published_at timestamptz not null,
    region text collate "C" not null,
    themes text[] not null,
    recipient_groups text[] not null,
    licence text collate "C" not null,
    reach smallint not null,
    cost smallint not null,
    evidence_level smallint not null,
    built text collate "C" not null,    -- what made `terms`; another is made anew by a timer
    title_terms tsvector not null,
    terms tsvector not null,
    words text[] not null               -- of search_word, to count them out again
);

-- Ranking reads many of these; unpacking would cost more than the room that packing saves.
alter table search_entry alter terms set storage external, alter words set storage external;

create index search_entry_newest on search_entry (published_at desc, entry_id desc);
create index search_entry_terms on search_entry using gin (terms) with (fastupdate = off);
create index search_entry_title on search_entry using gin (title_terms) with (fastupdate = off);
create index search_entry_built on search_entry (built);

-- The words of published entries: folded, as they are written, and in how many entries.
create table search_word (
    word text collate "C" primary key,
    shown text not null,
    entries int not null
) with (fillfactor = 70);

create index search_word_similar on search_word using gin (word gin_trgm_ops);

-- Base forms and in how many entries: what is rare tells most about what is similar.
create table search_lexeme (
    lexeme text collate "C" primary key,
    entries int not null
) with (fillfactor = 70);

create index search_lexeme_similar on search_lexeme using gin (lexeme gin_trgm_ops);

-- Words and base forms that look like one word. A threshold of its own: swapped letters cost a short
-- word most of its trigrams.
create function similar_words (asked text) returns table (word text, shown text)
    language sql stable set pg_trgm.similarity_threshold = 0.2
    as $$
        select near.word, min (near.shown) from
            (select w.word, w.shown, w.entries from search_word as w
                where w.word % asked and w.entries > 0
             union all
             select l.lexeme, coalesce (w.shown, l.lexeme), l.entries from search_lexeme as l
                left join search_word as w on w.word = l.lexeme
                where l.lexeme % asked and l.entries > 0) as near
            group by near.word
            order by similarity (near.word, asked) desc, max (near.entries) desc, near.word limit 40
    $$;

create table saved_search (
    id uuid primary key,
    account_id uuid not null,
    name text not null,
    criteria bytea not null,            -- dissemination.ListEntriesRequest
    created_at timestamptz not null,
    -- What `criteria` says, as an entry is compared with it; null and empty: anything fits.
    terms tsquery,
    themes text[] not null,
    recipient_groups text[] not null,
    regions text[] not null,
    licences text[] not null,
    reaches int8[] not null,
    costs int8[] not null,
    evidence_levels int8[] not null
);

create index saved_search_account on saved_search (account_id, id desc);

insert into search_entry
    select id, published_at, region, '{}', '{}', '', 1, 0, 0, '', '', '', '{}' from entry where state = 2;

drop index entry_search;
alter table entry drop column search;
alter table entry add column reach smallint not null default 1;     -- dissemination.Reach

-- Makes the rows above what they should be, and again whenever the rules of search change.
insert into runtime.timers (ready, due, kind, key, payload) values (now (), now (), 'index-entries', '', '');
