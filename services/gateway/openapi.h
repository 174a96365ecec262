/* openapi.json as the generator wrote it, embedded when this program was built. */
#pragma once

#include <stddef.h>

extern const char openapi_json[];
size_t openapi_json_length (void);
