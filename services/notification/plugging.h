/* The job that hands letters and codes to plug-ins. */
#pragma once

#include "service/service.h"

wl_job_turn_t plugging_turn;
