-- What a broad search costs: reading the whole index of one entry takes 20 us, because it lies out of
-- line. So ranking reads `head_terms`, which is in the row, and counting reads neither: only the GIN
-- indexes do.

-- Title, summary and whom it is for: what a reader sees of a result.
alter table search_entry add column head_terms tsvector not null default '';

-- Up to `most` of the newest entries whose `field` ("terms", "title_terms") matches. Planned anew for
-- each question: a frequent word is found soonest by walking the newest entries, a rare one by the
-- index, and a plan made once for all questions is wrong for half of them.
create function search_candidates (field text, asked tsquery, a_themes text[], a_groups text[],
        a_regions text[], a_reaches int8[], a_costs int8[], a_licences text[], a_levels int8[],
        most int8)
    returns table (entry_id uuid) language plpgsql stable rows 50
    set max_parallel_workers_per_gather = 0
    as $$
    begin
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

-- Facets of what matches and fits all of them but one at most; fN says whether it fits facet N. The
-- planner takes the filter by `@@` for cheap and would rather read every entry's index; here it may not.
create function search_facets (asked tsquery, a_themes text[], a_groups text[], a_regions text[],
        a_reaches int8[], a_costs int8[], a_licences text[], a_levels int8[], most int8)
    returns table (themes text[], recipient_groups text[], region text, reach smallint, cost smallint,
        licence text, evidence_level smallint, f1 boolean, f2 boolean, f3 boolean, f4 boolean,
        f5 boolean, f6 boolean, f7 boolean, fits int)
    language sql stable set enable_seqscan = off set enable_indexscan = off
    set max_parallel_workers_per_gather = 0
    as $$
        select *, f1::int + f2::int + f3::int + f4::int + f5::int + f6::int + f7::int from
            (select s.themes, s.recipient_groups, s.region, s.reach, s.cost, s.licence,
                    s.evidence_level,
                    cardinality (a_themes) = 0 or s.themes && a_themes as f1,
                    cardinality (a_groups) = 0 or s.recipient_groups && a_groups as f2,
                    cardinality (a_regions) = 0 or s.region = any (a_regions) as f3,
                    cardinality (a_reaches) = 0 or s.reach = any (a_reaches) as f4,
                    cardinality (a_costs) = 0 or s.cost = any (a_costs) as f5,
                    cardinality (a_licences) = 0 or s.licence = any (a_licences) as f6,
                    cardinality (a_levels) = 0 or s.evidence_level = any (a_levels) as f7
                from search_entry as s where s.terms @@ asked) as rows
            where f1::int + f2::int + f3::int + f4::int + f5::int + f6::int + f7::int >= 6
            limit most
    $$;
