#include "message/timestamp.h"

#include <google/protobuf/timestamp.pb-c.h>

#include "message/message.h"

#define SECONDS_MAX INT64_C (253402300799) /* the end of the year 9999 */

bool
wl_timestamp_valid (const Google__Protobuf__Timestamp *timestamp)
{
    return timestamp->seconds >= 0 && timestamp->seconds <= SECONDS_MAX && timestamp->nanos >= 0 &&
           timestamp->nanos < 1000000000;
}

Google__Protobuf__Timestamp *
wl_timestamp (wl_arena_t *arena, wl_time_t time)
{
    Google__Protobuf__Timestamp *timestamp;
    wl_time_t fraction = time % WL_SECOND;

    if (time == 0)
        return NULL;
    if (fraction < 0) /* protobuf wants nanos to count forward, even before 1970 */
        fraction += WL_SECOND;
    timestamp = wl_arena_alloc (arena, sizeof *timestamp);
    google__protobuf__timestamp__init (timestamp);
    timestamp->seconds = (time - fraction) / WL_SECOND;
    timestamp->nanos = (int32_t) (fraction * 1000);
    return timestamp;
}

wl_time_t
wl_timestamp_time (const Google__Protobuf__Timestamp *timestamp)
{
    if (timestamp == NULL || !wl_timestamp_valid (timestamp))
        return 0;
    return timestamp->seconds * WL_SECOND + timestamp->nanos / 1000;
}
