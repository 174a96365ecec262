-- Rehearsals of calls: whatever belongs to one has an id of version 8 (base/uuid.h).
create function rehearsed (id uuid) returns boolean language sql immutable parallel safe
    return get_byte (uuid_send (id), 6) >> 4 = 8;

-- Staff find what is rehearsed when they search in its call, and nowhere else. The rest is as in 0074.
create or replace function dossier_filters (f dossier_filter, points boolean) returns text language sql immutable as $$
    select concat (
        case when not f.all_regions and '*' <> all (f.regions) then ' and d.region = any (($2).regions)' end,
        case when f.call_id is null then ' and not rehearsed (d.call_id)' end,
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
