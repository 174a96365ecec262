/* Grants over a real database. */
#include "grants.h"

intake_world_t world;
char *call;

int
main (void)
{
    int failed;

    intake_world_migrate ();
    intake_world_init (&world);
    intake_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    call = intake_world_open (
        &world, intake_world_definition (&world, intake_world_programme (&world), "GR-1", 2));
    failed = grants_money () + grants_papers () + grants_list ();
    intake_world_done (&world);
    return failed == 0 ? 0 : 1;
}
