/* Documents that are larger than one reply: asked for piece by piece while they are written, so
 * that the gateway never holds more than one piece of them (options.proto, `pieces`). */
#pragma once

#include "exchange.h"

/* Answers with the document that `in` asks for, or with the part of it that the Range header names.
 * When a later piece cannot be had, the connection is closed before its end: the client sees that
 * it has less than was announced, and goes on with a Range. */
WL_MUST_CHECK wl_status pieces_answer (exchange_t *exchange, ProtobufCMessage *in);
