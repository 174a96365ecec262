-- Search over applications for staff: search_words.h says what stands in `found_by`. What was submitted before
-- gets its words from the timer "search-words". Erased with the rest of the row.
alter table content add column found_by tsvector;

create index content_found_by on content using gin (found_by);
create index content_without_words on content (application_id) where found_by is null;

-- A page in each order that a search may ask for is one range of an index.
create index dossier_newest on dossier (submitted_at desc, application_id desc) where current;
create index dossier_newest_of_region on dossier (region, submitted_at desc, application_id desc) where current;
create index dossier_newest_of_call on dossier (call_id, submitted_at desc, application_id desc) where current;
create index dossier_points on dossier (call_id, points desc, application_id desc) where current and points is not null;
create index dossier_amount on dossier (call_id, amount_grosze desc, application_id desc) where current;

-- What a search asks for beside its words; null and empty mean any.
create type dossier_filter as (
    regions text[], all_regions boolean, call_id uuid, region text, stage text, states int8[], types int8[],
    points_from int8, points_until int8, amount_from int8, amount_until int8, from_day date, until_day date);

-- The conditions as SQL over d (dossier) and c (content), with $1 the words and $2 the filter. Only those that
-- are asked for, so that the plan is one for this question.
create function dossier_conditions (asked text, f dossier_filter) returns text language sql immutable as $$
    select concat (
        ' from dossier d join content c using (application_id, stage) where d.current',
        case when not f.all_regions and '*' <> all (f.regions) then ' and d.region = any (($2).regions)' end,
        case when asked <> '' then ' and c.found_by @@ $1::tsquery' end,
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

-- Up to `most` applications in an order (evaluation.DossierOrder), behind the one that a cursor names by its
-- number (microseconds, points, grosze) and id.
create function found_dossiers (asked text, f dossier_filter, sort int8, after_number int8, after_id uuid, most int8)
    returns table (application_id uuid) language plpgsql stable rows 50
    set max_parallel_workers_per_gather = 0
    as $$
    declare
        key text := case sort when 3 then 'd.points' when 4 then 'd.amount_grosze' else 'd.submitted_at' end;
        way text := case sort when 2 then 'asc' else 'desc' end;
        value text := case when sort in (3, 4) then '$4' else
            '(timestamptz ''epoch'' + $4 * interval ''1 microsecond'')' end;
    begin
        return query execute concat (
            'select d.application_id', dossier_conditions (asked, f),
            case when sort = 3 then ' and d.points is not null' end,
            case when after_id is not null then format (
                ' and (%s, d.application_id) %s (%s, $5)', key, case way when 'asc' then '>' else '<' end, value) end,
            format (' order by %s %s, d.application_id %s limit $3', key, way, way))
            using asked, f, most, after_number, after_id;
    end
    $$;

-- How many there are, counted no further than `most`.
create function count_dossiers (asked text, f dossier_filter, most int8) returns int8 language plpgsql stable
    set max_parallel_workers_per_gather = 0
    as $$
    declare
        found int8;
    begin
        execute concat ('select count (*) from (select', dossier_conditions (asked, f), ' limit $3) as counted')
            into found using asked, f, most;
        return found;
    end
    $$;

insert into runtime.timers (ready, due, kind, key, payload) values (now (), now (), 'search-words', '', '')
    on conflict do nothing;
