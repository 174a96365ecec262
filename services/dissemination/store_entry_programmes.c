#include "store_entry_programmes.h"

WL_SQL (PROGRAMME_OF_CALL, "SELECT programme_id FROM call_programme WHERE call_id = $1::uuid");
WL_SQL (PROGRAMME_OF_ENTRY, "SELECT p.programme_id FROM entry AS e"
                            " JOIN call_programme AS p USING (call_id) WHERE e.id = $1::uuid");
WL_SQL (PROGRAMME_OF_SLUG, "SELECT p.programme_id FROM entry AS e"
                           " JOIN call_programme AS p USING (call_id) WHERE e.slug = $1");
WL_SQL (PROGRAMME_OF_ADOPTION,
        "SELECT p.programme_id FROM adoption AS a JOIN entry AS e ON e.id = a.entry_id"
        " JOIN call_programme AS p USING (call_id) WHERE a.id = $1::uuid");
WL_SQL (PROGRAMME_OF_POLICY,
        "SELECT p.programme_id FROM policy AS o JOIN entry AS e ON e.id = o.entry_id"
        " JOIN call_programme AS p USING (call_id) WHERE o.id = $1::uuid");

WL_SQL (PROGRAMME_OF_INDICATOR, "SELECT programme_id FROM indicator WHERE id = $1::uuid");

const wl_programme_key_t dissemination_programmes[] = {
    { .field = "programme_id" },
    { .field = "call_id", .select = &PROGRAMME_OF_CALL },
    { .field = "entry_id", .select = &PROGRAMME_OF_ENTRY },
    { .field = "slug", .select = &PROGRAMME_OF_SLUG },
    { .field = "adoption_id", .select = &PROGRAMME_OF_ADOPTION },
    { .field = "policy_id", .select = &PROGRAMME_OF_POLICY },
    { .field = "indicator_id", .select = &PROGRAMME_OF_INDICATOR },
    { 0 },
};
