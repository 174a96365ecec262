/* What we accept of google.protobuf.Timestamp. Internal to common/message. */
#pragma once

#include <stdbool.h>

struct Google__Protobuf__Timestamp;

/* Within the years 1970..9999, with a proper fraction of a second. */
bool wl_timestamp_valid (const struct Google__Protobuf__Timestamp *timestamp);
