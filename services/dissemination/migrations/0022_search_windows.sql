-- A broad question need not look at everything: entries are numbered as they are published, and each
-- carries, beside its words, which thousands of numbers it stands in. So "the newest 8,192 that have
-- this word" is one question to the GIN index, which skips what it need not read; its cost does not
-- grow with the catalogue. Facets stand there, too, so that a rare one is found and not sought.

create sequence search_number;

alter table search_entry add column number bigint;
update search_entry set number = numbered.number
    from (select entry_id, row_number () over (order by published_at, entry_id) as number
            from search_entry) as numbered
    where numbered.entry_id = search_entry.entry_id;
select setval ('search_number', coalesce (max (number), 0) + 1) from search_entry;
alter table search_entry
    alter column number set not null,
    alter column number set default nextval ('search_number');
create unique index search_entry_number on search_entry (number);

-- As search_windows.c asks for them. No word begins with "~".
create function search_window_tokens (number bigint) returns tsvector
    language sql immutable strict
    as $$
        select array_to_tsvector (array['~0/' || number / 1024, '~1/' || number / 8192,
            '~2/' || number / 65536])
    $$;

-- Up to `most` of the newest that match, out of the first of the questions that gives as many, or of
-- the last. One plan, made once: a bitmap of what the index finds.
create function search_newest (asked tsquery[], a_themes text[], a_groups text[], a_regions text[],
        a_reaches int8[], a_costs int8[], a_licences text[], a_levels int8[], most int8)
    returns table (found_id uuid) language plpgsql stable rows 250
    set enable_seqscan = off set enable_indexscan = off set max_parallel_workers_per_gather = 0
    set plan_cache_mode = force_generic_plan
    as $$
    declare
        question tsquery;
        hits uuid[];
    begin
        foreach question in array asked loop
            select array_agg (hit.entry_id) into hits from
                (select s.entry_id from search_entry as s where s.terms @@ question
                    and (cardinality (a_themes) = 0 or s.themes && a_themes)
                    and (cardinality (a_groups) = 0 or s.recipient_groups && a_groups)
                    and (cardinality (a_regions) = 0 or s.region = any (a_regions))
                    and (cardinality (a_reaches) = 0 or s.reach = any (a_reaches))
                    and (cardinality (a_costs) = 0 or s.cost = any (a_costs))
                    and (cardinality (a_licences) = 0 or s.licence = any (a_licences))
                    and (cardinality (a_levels) = 0 or s.evidence_level = any (a_levels))
                    order by s.published_at desc, s.entry_id desc limit most) as hit;
            exit when cardinality (hits) >= most;
        end loop;
        return query select unnest (hits);
    end
    $$;

-- The same of titles.
create function search_newest_titles (asked tsquery[], a_themes text[], a_groups text[],
        a_regions text[], a_reaches int8[], a_costs int8[], a_licences text[], a_levels int8[],
        most int8)
    returns table (found_id uuid) language plpgsql stable rows 250
    set enable_seqscan = off set enable_indexscan = off set max_parallel_workers_per_gather = 0
    set plan_cache_mode = force_generic_plan
    as $$
    declare
        question tsquery;
        hits uuid[];
    begin
        foreach question in array asked loop
            select array_agg (hit.entry_id) into hits from
                (select s.entry_id from search_entry as s where s.title_terms @@ question
                    and (cardinality (a_themes) = 0 or s.themes && a_themes)
                    and (cardinality (a_groups) = 0 or s.recipient_groups && a_groups)
                    and (cardinality (a_regions) = 0 or s.region = any (a_regions))
                    and (cardinality (a_reaches) = 0 or s.reach = any (a_reaches))
                    and (cardinality (a_costs) = 0 or s.cost = any (a_costs))
                    and (cardinality (a_licences) = 0 or s.licence = any (a_licences))
                    and (cardinality (a_levels) = 0 or s.evidence_level = any (a_levels))
                    order by s.published_at desc, s.entry_id desc limit most) as hit;
            exit when cardinality (hits) >= most;
        end loop;
        return query select unnest (hits);
    end
    $$;

drop function search_candidates (text, tsquery, text[], text[], text[], int8[], int8[], text[], int8[], int8);

-- Only words that can be near enough: spelling.c allows one change of five letters, two of nine, three
-- of more.
create or replace function similar_words_of_letter (asked text) returns table (word text, shown text)
    language sql stable
    as $$
        with bounds as (select case when length (asked) <= 5 then 1 when length (asked) <= 9 then 2
            else 3 end as changes)
        select near.word, min (near.shown) from
            (select w.word, w.shown, w.entries from search_word as w, bounds
                where w.word >= left (asked, 1) and w.word < left (asked, 1) || U&'\+10FFFF'
                    and w.entries > 0
                    and length (w.word) between length (asked) - changes and length (asked) + changes
             union all
             select l.lexeme, coalesce (w.shown, l.lexeme), l.entries from bounds, search_lexeme as l
                left join search_word as w on w.word = l.lexeme
                where l.lexeme >= left (asked, 1) and l.lexeme < left (asked, 1) || U&'\+10FFFF'
                    and l.entries > 0
                    and length (l.lexeme) between length (asked) - changes
                        and length (asked) + changes) as near
            group by near.word
            order by similarity (near.word, asked) desc, max (near.entries) desc, near.word limit 40
    $$;
