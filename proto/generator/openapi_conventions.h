/* What every operation has alike in openapi.json: the parameters and headers of versions, chosen
 * fields, preferences and rates, and the problems that anything may end in. The gateway carries
 * them out (services/gateway, README.md). */
#pragma once

#include <jansson.h>

#include "model.h"

/* Adds those that fit the method to the list of its parameters. */
void conventions_add_parameters (json_t *list, const model_method_t *method);
/* The headers of the answer of success; a new object. */
json_t *conventions_headers (const model_method_t *method);
/* Adds the failures that fit the method to its responses. */
void conventions_add_failures (json_t *responses, const model_method_t *method);

/* components/responses, /headers and /parameters; new objects. */
json_t *conventions_responses (void);
json_t *conventions_header_components (void);
json_t *conventions_parameter_components (void);
