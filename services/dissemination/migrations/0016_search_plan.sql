-- Up to `most` of the newest entries whose `field` ("terms", "title_terms") matches. What is rare is
-- found by the index and sorted; what more than a fifth of all entries have is found soonest by walking
-- the newest, 10 us for each that is looked into. The planner does not know what looking into one costs,
-- so the function counts first and leaves it one plan.
create or replace function search_candidates (field text, asked tsquery, a_themes text[], a_groups text[],
        a_regions text[], a_reaches int8[], a_costs int8[], a_licences text[], a_levels int8[],
        most int8)
    returns table (entry_id uuid) language plpgsql stable rows 50
    set max_parallel_workers_per_gather = 0 set enable_seqscan = off
    set enable_indexscan = off set enable_bitmapscan = on
    as $$
    declare
        few int := greatest (200, (select reltuples from pg_class
            where oid = 'search_entry'::regclass) / 5);
        found int;
    begin
        execute format ('select count (*) from (select from search_entry as s where s.%I @@ $1
            limit $2) as counted', field) into found using asked, few + 1;
        if found > few then
            perform set_config ('enable_indexscan', 'on', true),
                set_config ('enable_bitmapscan', 'off', true);
        end if;
        return query execute format (
            'select s.entry_id from search_entry as s where s.%I @@ $1
                and (cardinality ($2) = 0 or s.themes && $2)
                and (cardinality ($3) = 0 or s.recipient_groups && $3)
                and (cardinality ($4) = 0 or s.region = any ($4))
                and (cardinality ($5) = 0 or s.reach = any ($5))
                and (cardinality ($6) = 0 or s.cost = any ($6))
                and (cardinality ($7) = 0 or s.licence = any ($7))
                and (cardinality ($8) = 0 or s.evidence_level = any ($8))
                order by s.published_at desc, s.entry_id desc limit $9', field)
            using asked, a_themes, a_groups, a_regions, a_reaches, a_costs, a_licences, a_levels, most;
    end
    $$;

-- As similar_words, of those with the same first letter: people rarely miss it, and then no index of
-- trigrams need be asked, whose answer costs 50 ms.
create function similar_words_of_letter (asked text) returns table (word text, shown text)
    language sql stable
    as $$
        select near.word, min (near.shown) from
            (select w.word, w.shown, w.entries from search_word as w
                where w.word >= left (asked, 1) and w.word < left (asked, 1) || U&'\+10FFFF'
                    and w.entries > 0 and length (w.word) between length (asked) - 3
                    and length (asked) + 4
             union all
             select l.lexeme, coalesce (w.shown, l.lexeme), l.entries from search_lexeme as l
                left join search_word as w on w.word = l.lexeme
                where l.lexeme >= left (asked, 1) and l.lexeme < left (asked, 1) || U&'\+10FFFF'
                    and l.entries > 0 and length (l.lexeme) between length (asked) - 3
                    and length (asked) + 4) as near
            group by near.word
            order by similarity (near.word, asked) desc, max (near.entries) desc, near.word limit 40
    $$;
