-- The timer looks again by itself from now on; where everything had its words it had ended.
insert into runtime.timers (ready, due, kind, key, payload) values (now (), now (), 'search-words', '', '')
    on conflict do nothing;
