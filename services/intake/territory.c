#include "territory.h"

#include <stdlib.h>
#include <string.h>

#include "base/identifiers.h"

static int
compare_codes (const void *code, const void *unit)
{
    return strcmp (code, ((const territory_unit_t *) unit)->code);
}

const char *
territory_name (const char *code)
{
    const territory_unit_t *unit = bsearch (code, territory_units, territory_unit_count,
                                            sizeof *territory_units, compare_codes);

    return unit == NULL ? NULL : unit->name;
}

bool
territory_has (const char *code)
{
    char county[5] = "";

    if (!wl_teryt_valid (code))
        return false;
    memcpy (county, code, strnlen (code, sizeof county - 1));
    return territory_name (county) != NULL;
}
