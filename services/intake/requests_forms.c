/* What forms need beside themselves. */
#include "intake.handlers.h"
#include "territory.h"

wl_status
intake_list_places (wl_request_t *req, const Intake__ListPlacesRequest *in,
                    Intake__ListPlacesResponse *out)
{
    wl_arena_t *arena = wl_arena (req);
    Intake__Place *places = wl_arena_array (arena, territory_unit_count, sizeof *places);

    (void) in;
    out->version = wl_text_copy (arena, territory_version);
    out->n_places = territory_unit_count;
    out->places = wl_arena_array (arena, territory_unit_count, sizeof (Intake__Place *));
    for (size_t i = 0; i < territory_unit_count; i++) {
        intake__place__init (&places[i]);
        places[i].code = wl_text_copy (arena, territory_units[i].code);
        places[i].name = wl_text_copy (arena, territory_units[i].name);
        out->places[i] = &places[i];
    }
    return WL_OK;
}
