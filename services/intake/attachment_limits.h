/* What a field of a form says about its files. */
#pragma once

#include "attachment_rules.h"
#include "wlacznik/types.pb-c.h"

/* The limits of the field `key`; WL_NOT_FOUND: the form asks for no files there. */
WL_MUST_CHECK wl_status attachment_limits_of (const Wlacznik__Form *form, const char *key,
                                              attachment_limits_t *ret);
