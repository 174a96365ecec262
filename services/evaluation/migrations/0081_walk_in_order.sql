-- A frequent word is found by walking the order and looking into each, and 0061 meant it so; but the planner takes
-- any word for a rare one, and where another filter or the order by points stood beside it, it read every hit of the
-- region. A scalar subquery it cannot turn round. A count has no order to walk, and takes the hits from the index.
drop function dossier_source (tsquery, boolean);

create function dossier_source (asked tsquery, points boolean, in_order boolean) returns text language plpgsql stable
    set enable_seqscan = off set max_parallel_workers_per_gather = 0
    as $$
    declare
        few int := greatest (200, (select sqrt (25 * greatest (reltuples, 0)) from pg_class
            where oid = 'dossier'::regclass));
        rest text := case when points then ' join dossier_points o using (application_id, stage)' end;
        found int;
    begin
        if asked is null then
            return concat (' from dossier d', rest, ' where d.current');
        end if;
        execute 'select count (*) from (select from content c where c.found_by @@ $1 limit $2) as counted'
            into found using asked, few + 1;
        return case when found <= few
            then concat (' from (select application_id, stage from content c where c.found_by @@ $1 offset 0) as hit'
                ' join dossier d using (application_id, stage)', rest, ' where d.current')
            when in_order
            then concat (' from dossier d', rest, ' where d.current and (select c.found_by @@ $1 from content c'
                ' where c.application_id = d.application_id and c.stage = d.stage)')
            else concat (' from dossier d join content c using (application_id, stage)', rest,
                ' where d.current and c.found_by @@ $1')
            end;
    end
    $$;

create or replace function found_dossiers (asked text, f dossier_filter, sort int8, after_number int8, after_id uuid,
        most int8)
    returns table (application_id uuid) language plpgsql stable rows 50
    set max_parallel_workers_per_gather = 0 set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
    as $$
    declare
        query tsquery := nullif (asked, '')::tsquery;
        points boolean := by_points (f, sort);
        key text := case sort when 3 then 'o.points' when 4 then 'd.amount_grosze' else 'd.submitted_at' end;
        id text := case sort when 3 then 'o.application_id' else 'd.application_id' end;
        way text := case sort when 2 then 'asc' else 'desc' end;
        value text := case when sort in (3, 4) then '$4' else
            '(timestamptz ''epoch'' + $4 * interval ''1 microsecond'')' end;
    begin
        return query execute concat (
            'select d.application_id', dossier_source (query, points, true), dossier_filters (f, points),
            case when after_id is not null then format (
                ' and (%s, %s) %s (%s, $5)', key, id, case way when 'asc' then '>' else '<' end, value) end,
            format (' order by %s %s, %s %s limit $3', key, way, id, way))
            using query, f, most, after_number, after_id;
    end
    $$;

create or replace function count_dossiers (asked text, f dossier_filter, most int8) returns int8 language plpgsql stable
    set max_parallel_workers_per_gather = 0 set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
    as $$
    declare
        query tsquery := nullif (asked, '')::tsquery;
        points boolean := by_points (f, 0);
        found int8;
    begin
        execute concat ('select count (*) from (select', dossier_source (query, points, false), dossier_filters (f, points),
            ' limit $3) as counted') into found using query, f, most;
        return found;
    end
    $$;
