/* The beginning of a stream: what the method answers, and then the connection goes to live.h. */
#pragma once

#include "exchange.h"

WL_MUST_CHECK wl_status live_answer (exchange_t *exchange, ProtobufCMessage *in);
