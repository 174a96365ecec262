/* How the gateway's requests name what belongs to a programme. */
#pragma once

#include "service/service.h"

extern const wl_programme_key_t gateway_programmes[];
