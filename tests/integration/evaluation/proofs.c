#include "proofs.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "world.h"

void
proofs_sequence (void)
{
    world_t world = world_new ();
    bool leads = false;
    int count = 1;

    assert_ok (world.db, wl_sequencer_lead (world.db, &leads));
    assert_true (leads);
    while (count > 0)
        assert_ok (world.db, wl_sequencer_step (world.db, "evaluation", 500, &count));
    world_destroy (&world);
}

int
proofs_run (const char *arguments)
{
    char command[600];

    (void) snprintf (command, sizeof command,
                     "WLACZNIK_EVALUATION_DATABASE_URL=\"$WLACZNIK_TEST_DB\" %s %s",
                     WLACZNIK_PROGRAM, arguments);
    int status = system (command); /* NOLINT(cert-env33-c): the program under test */
    return WIFEXITED (status) ? WEXITSTATUS (status) : -1;
}
