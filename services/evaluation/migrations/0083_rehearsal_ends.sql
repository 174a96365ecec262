-- What a rehearsal does as a whole. test-rehearsed.c looks through the catalogue for columns and tables that these
-- functions forget.

-- So much time has passed in it: every moment is earlier by as much. `of_region` is whose applications, or "pl":
-- what is about the call as a whole. The call's definition and formal checks are packed and the handler's; what a
-- closed meeting wrote down stays as it is.
create function rehearsal_move (rehearsal uuid, of_region text, span interval) returns void language plpgsql as $$
declare
    every uuid[];
begin
    if of_region = 'pl' then
        update call set halted_at = halted_at - span where id = rehearsal;
        update ranking set built_at = built_at - span, published_at = published_at - span where call_id = rehearsal;
        update assignment set at = at - span where call_id = rehearsal;
        update draw set recorded_at = recorded_at - span where call_id = rehearsal;
        update incompatible set declared_at = declared_at - span where call_id = rehearsal;
        update region_list set closed_at = closed_at - span where call_id = rehearsal;
        update panel_meeting set starts_at = starts_at - span, opened_at = opened_at - span, closed_at = closed_at - span
            where call_id = rehearsal and region = '';
        return;
    end if;
    every := array (select distinct application_id from dossier where call_id = rehearsal and region = of_region);
    update dossier set submitted_at = submitted_at - span where application_id = any (every);
    update decision set decided_at = decided_at - span where application_id = any (every);
    update card set assigned_at = assigned_at - span, declared_at = declared_at - span, locked_at = locked_at - span
        where application_id = any (every);
    update card_version set sealed_at = sealed_at - span
        where card_id in (select id from card where application_id = any (every));
    update formal_draft set returned_at = returned_at - span where application_id = any (every);
    update given_up set recorded_at = recorded_at - span where application_id = any (every);
    update offer set offered_at = offered_at - span, accept_until = accept_until - span,
        answered_at = answered_at - span where application_id = any (every);
    update appeal set filed_at = filed_at - span, answer_until = answer_until - span, decided_at = decided_at - span
        where application_id = any (every);
    update receipt set received_at = received_at - span where application_id = any (every);
    update desk set opened_at = opened_at - span, closed_at = closed_at - span where application_id = any (every);
    update consensus set written_at = written_at - span where application_id = any (every);
    update consensus_signature set signed_at = signed_at - span where application_id = any (every);
    update decision_sent set sent_at = sent_at - span where application_id = any (every);
    update carer set appointed_at = appointed_at - span, ended_at = ended_at - span where application_id = any (every);
    update carer_opinion set written_at = written_at - span where application_id = any (every);
    update panel_meeting set starts_at = starts_at - span, opened_at = opened_at - span, closed_at = closed_at - span
        where call_id = rehearsal and region = of_region;
    update panel_item set pitch_at = pitch_at - span, invited_at = invited_at - span, called_at = called_at - span
        where application_id = any (every)
        and meeting_id in (select id from panel_meeting where call_id = rehearsal and state not in (3, 4));
end $$;

create function rehearsal_delete (rehearsal uuid) returns void language plpgsql as $$
declare
    every uuid[] := array (select distinct application_id from dossier where call_id = rehearsal);
    meetings uuid[] := array (select id from panel_meeting where call_id = rehearsal);
begin
    if not rehearsed (rehearsal) then
        raise exception 'this call is no rehearsal';
    end if;
    delete from runtime.timers where left (key, 36) = any (every::text[]);
    delete from panel_motion where meeting_id = any (meetings);
    delete from panel_conflict where meeting_id = any (meetings);
    delete from panel_item where meeting_id = any (meetings);
    delete from panel_presence where meeting_id = any (meetings);
    delete from panel_member_key where meeting_id = any (meetings);
    delete from panel_member where meeting_id = any (meetings);
    delete from panel_meeting where call_id = rehearsal;
    delete from card_version where card_id in (select id from card where call_id = rehearsal);
    delete from card where call_id = rehearsal;
    delete from consensus_signature where application_id = any (every);
    delete from consensus where application_id = any (every);
    delete from desk where application_id = any (every);
    delete from appeal where application_id = any (every);
    delete from receipt where application_id = any (every);
    delete from offer where application_id = any (every);
    delete from given_up where application_id = any (every);
    delete from decision_sent where application_id = any (every);
    delete from decision where application_id = any (every);
    delete from formal_draft where application_id = any (every);
    delete from formal_check where application_id = any (every);
    delete from carer_opinion where application_id = any (every);
    delete from carer where application_id = any (every);
    delete from site_assessment where application_id = any (every);
    delete from incompatible where call_id = rehearsal;
    delete from draw where call_id = rehearsal;
    delete from ranking_entry where call_id = rehearsal;
    delete from ranking where call_id = rehearsal;
    delete from region_list where call_id = rehearsal;
    delete from bid where call_id = rehearsal;
    delete from application_key where application_id = any (every);
    delete from content where application_id = any (every);
    delete from dossier where call_id = rehearsal;
    delete from assignment where call_id = rehearsal;
    delete from assessor_key where call_id = rehearsal;
    delete from assessor where call_id = rehearsal;
    delete from stage where call_id = rehearsal;
    delete from call where id = rehearsal;
end $$;
