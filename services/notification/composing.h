/* The job that composes what is due: into the inbox, and on its ways to the person. */
#pragma once

#include "service/service.h"

wl_job_turn_t composing_turn;
