/* Who evaluation's handlers ask, as the tests play them: intake, the gateway, the centre of a site.
 * What a test chooses about their answers stands in evaluation_world.h. */
#pragma once

#include "evaluation_world.h"

/* SQL that makes the tables that intake answers from. */
extern const char played_intake_tables[];

/* From now on intake answers for this application. */
void played_intake_knows (const evaluation_application_t *application);
