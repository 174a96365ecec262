-- Photographs of the log that were kept with the place and the device they were taken with (EXIF) are
-- cleaned one by one, as new ones are when they are checked.
insert into runtime.timers (kind, key, ready, due, payload)
select 'photo-clean', id::text, now (), now (), '' from attachment where purpose = 1 and state = 3;
