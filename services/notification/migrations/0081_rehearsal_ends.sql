-- A rehearsal goes with its letters. All of them that were composed are in kept_letter, with their messages; those
-- that wait are due.
create function rehearsal_delete (rehearsal uuid) returns void language plpgsql as $$
declare
    letters uuid[];
begin
    if not rehearsed (rehearsal) then
        raise exception 'this call is no rehearsal';
    end if;
    letters := array (select id from kept_letter where call_id = rehearsal
        union select id from message where due is not null and call_id = rehearsal);
    delete from runtime.timers where left (key, 36) = rehearsal::text
        or position (convert_to (rehearsal::text, 'UTF8') in payload) > 0
        or left (key, 36) in (select application_id::text from kept_letter where call_id = rehearsal);
    delete from digest_item where message_id = any (letters);
    delete from mailing_recipient where mailing_id in (select id from mailing where call_id = rehearsal);
    delete from mailing where call_id = rehearsal;
    delete from dispatch where message_id = any (letters);
    delete from message where id = any (letters);
    delete from kept_letter where call_id = rehearsal;
    delete from template_text where scope_id = rehearsal;
    delete from delivery where call_id = rehearsal;
    delete from draft where call_id = rehearsal;
    delete from call_schedule where call_id = rehearsal;
end $$;
