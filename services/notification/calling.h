/* The job that calls people's webhooks. */
#pragma once

#include "service/service.h"

wl_job_turn_t calling_turn;
