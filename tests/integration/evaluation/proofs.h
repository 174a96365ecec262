/* What an auditor does with the records of evaluation: its events stand in the log, and the
 * operators' tool proves what they say. */
#pragma once

/* Puts all events that wait into the log. */
void proofs_sequence (void);

/* Runs `wlacznik` on the test's database ("ranking verify <call>"); its exit status, -1 if it was
 * killed. */
int proofs_run (const char *arguments);
