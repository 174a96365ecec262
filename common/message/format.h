/* The formats of text fields (options.proto). Internal to common/message. */
#pragma once

#include "message/contract.h"

#include "base/status.h"

/* `text` is well-formed UTF-8. */
WL_MUST_CHECK bool wl_format_valid (wl_format_t format, const char *text);
