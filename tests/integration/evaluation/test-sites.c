/* Partner regions with sites of their own. */
#include "sites.h"

evaluation_world_t world;
played_site_t played;

char *
copy (const char *text)
{
    return wl_text_copy (world.world.arena, text);
}

wl_time_t
moment (const char *text)
{
    wl_time_t time = 0;

    assert_true (wl_time_parse (text, &time));
    return time;
}

int64_t
state_of (int application)
{
    return world_number (
        wl_text_printf (world.world.arena,
                        "select state from dossier where application_id = '%s' and stage = 'idea'",
                        application_id (&world, application)));
}

int
main (void)
{
    static int (*const chapters[]) (void) = {
        sites_joining, sites_reports, sites_opinions, sites_lists, sites_appeals, sites_node,
    };
    int failed = 0;

    evaluation_world_published ("2026-03-10T12:00:00Z");
    evaluation_world_appeals ();
    evaluation_world_migrate ();
    evaluation_world_init (&world);
    played_site_init (&played, &world, "32", SITE_KEY);
    for (size_t i = 0; i < COUNT (chapters); i++)
        failed += chapters[i]();
    evaluation_world_done (&world);
    return failed == 0 ? 0 : 1;
}
