-- The planner takes a word to hit one row in fifty, whatever it hits, and would read a whole index of dossiers
-- to join some two of them: 20,000 pages among 1,000,000. What is joined is few or a page, so it is looked up.
alter function found_dossiers (text, dossier_filter, int8, int8, uuid, int8) set enable_hashjoin = off;
alter function found_dossiers (text, dossier_filter, int8, int8, uuid, int8) set enable_mergejoin = off;
alter function count_dossiers (text, dossier_filter, int8) set enable_hashjoin = off;
alter function count_dossiers (text, dossier_filter, int8) set enable_mergejoin = off;
