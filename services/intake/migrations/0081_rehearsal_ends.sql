-- What a rehearsal does as a whole. test-rehearsals.c looks through the catalogue for columns and tables that these
-- functions forget.

-- So much time has passed in it: every moment is earlier by as much. The call's own dates stand in its definition,
-- too, so the handler writes them. (In plpgsql, so that it may name columns of files with higher numbers.) What was frozen by a submission keeps its bytes, and so the moment in them.
create function rehearsal_move (rehearsal uuid, span interval) returns void language plpgsql as $$
begin
    update call set suspended_at = suspended_at - $2 where id = $1;
    update call_stage set announced_at = announced_at - $2 where call_id = $1;
    update application set created_at = created_at - $2, saved_at = saved_at - $2, submitted_at = submitted_at - $2
        where call_id = $1;
    update submission set submitted_at = submitted_at - $2 where call_id = $1;
    update correction set requested_at = requested_at - $2, due = due - $2, ended_at = ended_at - $2
        where application_id in (select id from application where call_id = $1);
    update withdrawal set withdrawn_at = withdrawn_at - $2
        where application_id in (select id from application where call_id = $1);
    update likeness set found_at = found_at - $2, judged_at = judged_at - $2 where call_id = $1;
    update attachment set created_at = created_at - $2
        where application_id in (select id from application where call_id = $1);
    update application_dispute set since = since - $2
        where application_id in (select id from application where call_id = $1);
    update grant_agreement set accept_until = accept_until - $2, created_at = created_at - $2,
        starts_on = (starts_on - $2)::date, ends_on = (ends_on - $2)::date, signed_on = (signed_on - $2)::date
        where call_id = $1;
    update grant_tranche set paid_at = paid_at - $2, due_until = due_until - $2, submitted_at = submitted_at - $2,
        protocol_signed_on = (protocol_signed_on - $2)::date
        where application_id in (select id from application where call_id = $1);
    update grant_amendment set ends_on = (ends_on - $2)::date
        where application_id in (select id from application where call_id = $1);
    update cooperation set starts_on = (starts_on - $2)::date, ends_on = (ends_on - $2)::date,
        signed_on = (signed_on - $2)::date where application_id in (select id from application where call_id = $1);
    update draft_version set shown_at = shown_at - $2
        where application_id in (select id from application where call_id = $1);
    update diary_entry set happened_on = (happened_on - $2)::date, written_at = written_at - $2
        where application_id in (select id from application where call_id = $1);
    update field_comment set written_at = written_at - $2, resolved_at = resolved_at - $2
        where application_id in (select id from application where call_id = $1);
    update runtime.timers set due = due - $2, ready = ready - $2 where kind <> 'rehearsal-over'
        and (left (key, 36) = $1::text
             or left (key, 36) in (select id::text from application where call_id = $1));
end $$;

-- A ledger is only ever appended to, unless it is one of a rehearsal that goes as a whole.
create or replace function grant_ledger_stays () returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and rehearsed (old.application_id) then
        return old;
    end if;
    raise exception 'a ledger is only ever appended to'
        using errcode = 'check_violation', constraint = 'grant_ledger_stays';
end $$;

-- Takes it away. Files go with their last attachment.
create function rehearsal_delete (rehearsal uuid) returns void language plpgsql as $$
declare
    every uuid[] := array (select id from application where call_id = rehearsal);
    files uuid[];
begin
    if not rehearsed (rehearsal) then
        raise exception 'this call is no rehearsal';
    end if;
    delete from runtime.timers where left (key, 36) = rehearsal::text or left (key, 36) = any (every::text[]);
    delete from likeness_band where sketch in (select id from likeness_sketch where application_id = any (every));
    delete from likeness_sketch where application_id = any (every);
    delete from likeness where call_id = rehearsal;
    delete from grant_ledger where application_id = any (every);
    delete from grant_amendment where application_id = any (every);
    delete from grant_tranche where application_id = any (every);
    delete from grant_agreement where call_id = rehearsal;
    delete from cooperation_party where application_id = any (every);
    delete from cooperation where application_id = any (every);
    delete from draft_version where application_id = any (every);
    delete from diary_entry where application_id = any (every);
    delete from field_comment where application_id = any (every);
    delete from application_carer where application_id = any (every);
    delete from application_dispute where application_id = any (every);
    delete from withdrawal where application_id = any (every);
    delete from correction where application_id = any (every);
    delete from standing where call_id = rehearsal;
    files := array (select file_id from attachment where application_id = any (every) and file_id is not null);
    delete from file_part where file_id in (select id from attachment where application_id = any (every));
    delete from attachment where application_id = any (every);
    delete from file_part where file_id = any (files)
        and not exists (select from attachment a where a.file_id = file_part.file_id);
    delete from file where id = any (files) and not exists (select from attachment a where a.file_id = file.id);
    delete from submission where call_id = rehearsal;
    delete from invented_application where call_id = rehearsal;
    delete from application where call_id = rehearsal;
    delete from rehearsal r where r.call_id = rehearsal;
    delete from call_stage where call_id = rehearsal;
    delete from call where id = rehearsal;
    execute format ('drop sequence if exists %I', 'call_serial_' || replace (rehearsal::text, '-', ''));
end $$;
