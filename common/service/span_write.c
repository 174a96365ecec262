#include "service/span_write.h"

#include <stdio.h>
#include <string.h>

enum { STATUS_ERROR = 2, NANOSECONDS = 1000 };

static bool
is_id (const char *text, size_t length)
{
    return strspn (text, "0123456789abcdef") >= length && strspn (text, "0") < length;
}

bool
wl_traceparent_valid (const char *traceparent)
{
    return traceparent != NULL && strlen (traceparent) == WL_TRACEPARENT - 1 &&
           strncmp (traceparent, "00-", 3) == 0 && is_id (traceparent + 3, 32) &&
           traceparent[35] == '-' && is_id (traceparent + 36, 16) && traceparent[52] == '-' &&
           strspn (traceparent + 53, "0123456789abcdef") == 2;
}

static void
write_string (const char *text, wl_buffer_t *ret)
{
    wl_buffer_json_string (ret, text, strlen (text));
}

/* Attributes follow each other; the first has no comma before it. */
static void
begin_attribute (const char *key, wl_buffer_t *ret)
{
    if (ret->data[ret->length - 1] == '}')
        wl_buffer_char (ret, ',');
    wl_buffer_printf (ret, "{\"key\":\"%s\",\"value\":", key);
}

static void
write_text (const char *key, const char *value, wl_buffer_t *ret)
{
    if (wl_text_empty (value))
        return;
    begin_attribute (key, ret);
    wl_buffer_text (ret, "{\"stringValue\":");
    write_string (value, ret);
    wl_buffer_text (ret, "}}");
}

/* 64-bit numbers are strings in proto3's JSON. */
static void
write_number (const char *key, int64_t value, wl_buffer_t *ret)
{
    if (value == 0)
        return;
    begin_attribute (key, ret);
    wl_buffer_printf (ret, "{\"intValue\":\"%lld\"}}", (long long) value);
}

static void
write_attributes (const wl_span_record_t *record, wl_buffer_t *ret)
{
    const wl_span_facts_t *facts = &record->facts;

    wl_buffer_text (ret, "\"attributes\":[");
    write_text ("wlacznik.system", facts->system, ret);
    write_text ("wlacznik.service", facts->service, ret);
    write_text ("wlacznik.region", record->region, ret);
    write_number ("wlacznik.sequence", (int64_t) facts->sequence, ret);
    write_number ("wlacznik.waited_us", facts->waited, ret);
    write_text ("wlacznik.status", facts->status, ret);
    write_number ("http.response.status_code", facts->http_status, ret);
    wl_buffer_text (ret, "]");
}

static void
write_name (const wl_span_facts_t *facts, wl_buffer_t *ret)
{
    char name[160];

    if (wl_text_empty (facts->service))
        snprintf (name, sizeof name, "%s", facts->name);
    else
        snprintf (name, sizeof name, "%s.%s", facts->service, facts->name);
    write_string (name, ret);
}

static void
write_span (const wl_span_record_t *record, wl_buffer_t *ret)
{
    const wl_span_facts_t *facts = &record->facts;

    wl_buffer_printf (ret, "{\"traceId\":\"%s\",\"spanId\":\"%s\",", record->trace, record->id);
    if (record->parent[0] != '\0')
        wl_buffer_printf (ret, "\"parentSpanId\":\"%s\",", record->parent);
    wl_buffer_text (ret, "\"name\":");
    write_name (facts, ret);
    wl_buffer_printf (ret,
                      ",\"kind\":%d,\"startTimeUnixNano\":\"%lld\",\"endTimeUnixNano\":\"%lld\",",
                      (int) facts->kind, (long long) record->began * NANOSECONDS,
                      (long long) (record->began + record->took) * NANOSECONDS);
    write_attributes (record, ret);
    if (facts->status != NULL || facts->http_status >= 500)
        wl_buffer_printf (ret, ",\"status\":{\"code\":%d}", STATUS_ERROR);
    wl_buffer_char (ret, '}');
}

void
wl_span_write (const char *service, const char *instance, const wl_span_record_t *records,
               size_t count, wl_buffer_t *ret)
{
    wl_buffer_text (ret, "{\"resourceSpans\":[{\"resource\":{\"attributes\":[");
    write_text ("service.namespace", "wlacznik", ret);
    write_text ("service.name", service, ret);
    write_text ("service.instance.id", instance, ret);
    wl_buffer_text (ret, "]},\"scopeSpans\":[{\"scope\":{\"name\":\"wlacznik\"},\"spans\":[");
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            wl_buffer_char (ret, ',');
        write_span (&records[i], ret);
    }
    wl_buffer_text (ret, "]}]}]}");
}
