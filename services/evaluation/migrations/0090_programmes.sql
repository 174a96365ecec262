-- The programme of a call, for roles that are held in one programme: intake.CallDefinition's first field, a
-- text of 36 letters, stands at the beginning of what was packed. Made here and not written by the program, so
-- that it is right for every call whichever release wrote it.
alter table call add column programme_id uuid generated always as (
    case when substr (definition, 1, 2) = '\x0a24'::bytea
         then encode (substr (definition, 3, 36), 'escape')::uuid end) stored;
