-- Which way a search goes is decided by counting, because the planner guesses wrong about words: few hits are taken
-- from the index and put in order; many are found soonest by walking the order and looking into each. A page of 50
-- takes 50 x all / hits looks by walking and two for each hit by the index, so they cost the same at the root of
-- 25 x all. What is counted stands behind the asker's own prefix (search_words.h), so its time tells of nobody else's.
alter index content_found_by set (fastupdate = off);

create function dossier_source (asked tsquery) returns text language plpgsql stable
    set enable_seqscan = off set max_parallel_workers_per_gather = 0
    as $$
    declare
        few int := greatest (200, (select sqrt (25 * greatest (reltuples, 0)) from pg_class
            where oid = 'dossier'::regclass));
        found int;
    begin
        if asked is null then
            return ' from dossier d where d.current';
        end if;
        execute 'select count (*) from (select from content c where c.found_by @@ $1 limit $2) as counted'
            into found using asked, few + 1;
        return case when found <= few
            then ' from (select application_id, stage from content c where c.found_by @@ $1 offset 0) as hit'
                || ' join dossier d using (application_id, stage) where d.current'
            else ' from dossier d join content c using (application_id, stage) where d.current and c.found_by @@ $1'
            end;
    end
    $$;

-- The conditions as SQL over d (dossier), with $2 the filter. Only those that are asked for, so that the plan is
-- one for this question.
create function dossier_filters (f dossier_filter) returns text language sql immutable as $$
    select concat (
        case when not f.all_regions and '*' <> all (f.regions) then ' and d.region = any (($2).regions)' end,
        case when f.call_id is not null then ' and d.call_id = ($2).call_id' end,
        case when f.region <> '' then ' and d.region = ($2).region' end,
        case when f.stage <> '' then ' and d.stage = ($2).stage' end,
        case when cardinality (f.states) > 0 then ' and d.state = any (($2).states)' end,
        case when cardinality (f.types) > 0 then ' and d.applicant_type = any (($2).types)' end,
        case when f.points_from > 0 then ' and d.points >= ($2).points_from' end,
        case when f.points_until > 0 then ' and d.points <= ($2).points_until' end,
        case when f.amount_from > 0 then ' and d.amount_grosze >= ($2).amount_from' end,
        case when f.amount_until > 0 then ' and d.amount_grosze <= ($2).amount_until' end,
        case when f.from_day is not null then
            ' and d.submitted_at >= ($2).from_day::timestamp at time zone ''Europe/Warsaw''' end,
        case when f.until_day is not null then
            ' and d.submitted_at < (($2).until_day + 1)::timestamp at time zone ''Europe/Warsaw''' end)
    $$;

create or replace function found_dossiers (asked text, f dossier_filter, sort int8, after_number int8, after_id uuid,
        most int8)
    returns table (application_id uuid) language plpgsql stable rows 50
    set max_parallel_workers_per_gather = 0 set enable_seqscan = off
    as $$
    declare
        query tsquery := nullif (asked, '')::tsquery;
        key text := case sort when 3 then 'd.points' when 4 then 'd.amount_grosze' else 'd.submitted_at' end;
        way text := case sort when 2 then 'asc' else 'desc' end;
        value text := case when sort in (3, 4) then '$4' else
            '(timestamptz ''epoch'' + $4 * interval ''1 microsecond'')' end;
    begin
        return query execute concat (
            'select d.application_id', dossier_source (query), dossier_filters (f),
            case when sort = 3 then ' and d.points is not null' end,
            case when after_id is not null then format (
                ' and (%s, d.application_id) %s (%s, $5)', key, case way when 'asc' then '>' else '<' end, value) end,
            format (' order by %s %s, d.application_id %s limit $3', key, way, way))
            using query, f, most, after_number, after_id;
    end
    $$;

create or replace function count_dossiers (asked text, f dossier_filter, most int8) returns int8 language plpgsql stable
    set max_parallel_workers_per_gather = 0 set enable_seqscan = off
    as $$
    declare
        query tsquery := nullif (asked, '')::tsquery;
        found int8;
    begin
        execute concat ('select count (*) from (select', dossier_source (query), dossier_filters (f),
            ' limit $3) as counted') into found using query, f, most;
        return found;
    end
    $$;

drop function dossier_conditions (text, dossier_filter);

-- The orders by points and amount also without a call.
create index dossier_points_all on dossier (points desc, application_id desc) where current and points is not null;
create index dossier_amount_all on dossier (amount_grosze desc, application_id desc) where current;
