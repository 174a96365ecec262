-- What intake writes and reads for one submission, in the same four round trips, with the same rows:
-- common/db/command.c, services/intake/store_applications.c and store_submissions.c, common/db/event_log.c.
\set n :n + 1
\set place :client_id * 4000 + :n
\if :n = :start + 1
-- pgbench 15 prepares at the first statement, and cannot inside a pipeline.
select 1;
\endif
\startpipeline
begin;
select pg_advisory_xact_lock (:place);
select method, digest, reply from runtime.commands where owner = 'bench' and key = (:place::int)::text;
\endpipeline
\startpipeline
with a as materialized (select * from application where id = ('00000000-0000-7000-8000-' || lpad (to_hex (:place::int), 12, '0'))::uuid and user_id = ('00000000-0000-8000-8000-' || lpad (to_hex (:place::int), 12, '0'))::uuid for update) select c.state, c.code, c.fill_from, c.submit_from, c.submit_until, c.pool_grosze, c.min_grant_grosze, c.max_grant_grosze, c.applicant_types, c.applications_per_person, c.withdrawn_counts, c.suspended_at, c.counted_with, a.id, a.call_id, a.region, a.user_id, a.state, a.stage, a.round, a.version, a.number, a.title, a.amount_grosze, a.digest, a.created_at, a.saved_at, a.submitted_at, s.key, s.assessment, exists (select from call_stage n where n.call_id = a.call_id and n.position = a.stage + 1), a.form_version, a.applicant, a.answers, s.form from a join call c on c.id = a.call_id join call_stage s on s.call_id = a.call_id and s.position = a.stage and s.version = a.form_version;
\endpipeline
\startpipeline
select pg_advisory_xact_lock (person) from unnest (array[:place::int8, -(:place::int8)]) as person;
with full_person as (select from standing where call_id = :call_id::uuid and person = any ((select array[:place::int8, -(:place::int8)])::int8[]) group by person having count (*) >= 3), place as materialized (select call_serial_next (:call_id::uuid)::int4 as serial where not exists (select from full_person)), frozen as (insert into submission (application_id, stage, round, call_id, serial, submitted_at, content, digest, form_version) select ('00000000-0000-7000-8000-' || lpad (to_hex (:place::int), 12, '0'))::uuid, 0, 1, :call_id::uuid, serial, now (), :content::bytea, substring (:content::bytea for 32), 1 from place), stands as (insert into standing (call_id, person, application_id) select :call_id::uuid, person, ('00000000-0000-7000-8000-' || lpad (to_hex (:place::int), 12, '0'))::uuid from place, unnest ((select array[:place::int8, -(:place::int8)])) as person) update application set state = 2, version = version + 1, submitted_at = now (), digest = repeat ('d', 64), number = 'WIS-1/' || lpad (serial::text, greatest (4, length (serial::text)), '0') from place where id = ('00000000-0000-7000-8000-' || lpad (to_hex (:place::int), 12, '0'))::uuid returning number;
\endpipeline
\startpipeline
insert into runtime.outbox (region, type, aggregate, at, trace, payload) values ('30', 'intake.ApplicationSubmitted', '00000000-0000-7000-8000-000000000000', now (), repeat ('t', 55), :event::bytea);
insert into runtime.timers (kind, key, ready, due, payload) values ('likeness', '00000000-0000-7000-8000-' || lpad (to_hex (:place::int), 12, '0'), now () + interval '1 minute', now () + interval '1 minute', '') on conflict (kind, key) do update set id = default, ready = excluded.ready, due = excluded.due, payload = excluded.payload, attempts = 0, reason = '';
insert into runtime.commands (owner, key, method, digest, reply, at) values ('bench', (:place::int)::text, 'SubmitApplication', substring (:content::bytea for 32), substring (:content::bytea for 180), now ());
commit;
\endpipeline
