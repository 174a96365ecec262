-- Points stand in a narrow table of their own for the searches that go by them. As indexes of dossier they made each
-- decision enter the row into all twelve of its indexes; without them the row is changed where it is, for which
-- pages keep some room. Among a million cards the lock that decides took 1.29 of its time among a thousand.
drop index dossier_points;
drop index dossier_points_all;
alter table dossier set (fillfactor = 80);

create table dossier_points (
    application_id uuid not null,
    stage text not null,
    call_id uuid not null,
    points integer not null,
    primary key (application_id, stage)
);

create function keep_dossier_points () returns trigger language plpgsql as $$
    begin
        if tg_op = 'DELETE' or new.points is null then
            delete from dossier_points o where o.application_id = old.application_id and o.stage = old.stage;
        else
            insert into dossier_points (application_id, stage, call_id, points)
                values (new.application_id, new.stage, new.call_id, new.points)
                on conflict (application_id, stage) do update set points = excluded.points;
        end if;
        return null;
    end
    $$;

create trigger points_come after insert on dossier for each row when (new.points is not null)
    execute function keep_dossier_points ();
create trigger points_change after update of points on dossier for each row
    when (old.points is distinct from new.points) execute function keep_dossier_points ();
create trigger points_go after delete on dossier for each row when (old.points is not null)
    execute function keep_dossier_points ();

insert into dossier_points (application_id, stage, call_id, points)
    select application_id, stage, call_id, points from dossier where points is not null;
create index dossier_points_of_call on dossier_points (call_id, points desc, application_id desc);
create index dossier_points_of_all on dossier_points (points desc, application_id desc);
analyze dossier_points;

-- Which searches go by points: those that ask for some, and the one in their order.
create function by_points (f dossier_filter, sort int8) returns boolean language sql immutable as $$
    select sort = 3 or f.points_from > 0 or f.points_until > 0
    $$;

drop function dossier_source (tsquery);

create function dossier_source (asked tsquery, points boolean) returns text language plpgsql stable
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
            else concat (' from dossier d join content c using (application_id, stage)', rest,
                ' where d.current and c.found_by @@ $1')
            end;
    end
    $$;

drop function dossier_filters (dossier_filter);

create function dossier_filters (f dossier_filter, points boolean) returns text language sql immutable as $$
    select concat (
        case when not f.all_regions and '*' <> all (f.regions) then ' and d.region = any (($2).regions)' end,
        case when f.call_id is not null then ' and d.call_id = ($2).call_id' end,
        case when f.call_id is not null and points then ' and o.call_id = ($2).call_id' end,
        case when f.region <> '' then ' and d.region = ($2).region' end,
        case when f.stage <> '' then ' and d.stage = ($2).stage' end,
        case when cardinality (f.states) > 0 then ' and d.state = any (($2).states)' end,
        case when cardinality (f.types) > 0 then ' and d.applicant_type = any (($2).types)' end,
        case when f.points_from > 0 then ' and o.points >= ($2).points_from' end,
        case when f.points_until > 0 then ' and o.points <= ($2).points_until' end,
        case when f.amount_from > 0 then ' and d.amount_grosze >= ($2).amount_from' end,
        case when f.amount_until > 0 then ' and d.amount_grosze <= ($2).amount_until' end,
        case when f.from_day is not null then
            ' and d.submitted_at >= ($2).from_day::timestamp at time zone ''Europe/Warsaw''' end,
        case when f.until_day is not null then
            ' and d.submitted_at < (($2).until_day + 1)::timestamp at time zone ''Europe/Warsaw''' end)
    $$;

-- What 0073 sets for these two stays: a function that is replaced loses its settings.
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
            'select d.application_id', dossier_source (query, points), dossier_filters (f, points),
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
        execute concat ('select count (*) from (select', dossier_source (query, points), dossier_filters (f, points),
            ' limit $3) as counted') into found using query, f, most;
        return found;
    end
    $$;
