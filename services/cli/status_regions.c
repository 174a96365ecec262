#include "status_regions.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "prometheus.h"

static const char CONTACT[] = "wlacznik_site_contact_timestamp_seconds";
static const double SILENT = 60;

static status_region_t *
find (status_region_t *list, size_t count, const char *region)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp (list[i].region, region) == 0)
            return &list[i];
    return NULL;
}

static double
value_of (const char *page, const char *name, const char *region)
{
    char label[STATUS_REGION_TEXT + 12];
    const char *const labels[] = { label, NULL };

    (void) snprintf (label, sizeof label, "region=\"%s\"", region);
    return prometheus_sum (page, name, labels);
}

static size_t
take (const char *page, const char *region, status_region_t *list, size_t count)
{
    status_region_t *one = find (list, count, region);
    double contact = value_of (page, CONTACT, region);

    if (one == NULL && count == STATUS_REGIONS_MAX)
        return count;
    if (one == NULL) {
        one = &list[count++];
        *one = (status_region_t){ 0 };
        memcpy (one->region, region, strlen (region) + 1);
    }
    if (contact <= one->contact)
        return count;
    one->contact = contact;
    one->untold = value_of (page, "wlacznik_site_untold_events", region);
    one->clock = value_of (page, "wlacznik_site_clock_difference_seconds", region);
    return count;
}

size_t
status_regions_add (const char *page, status_region_t *list, size_t count)
{
    static const char label[] = "{region=\"";

    for (const char *line = page; line != NULL; line = strchr (line, '\n')) {
        char region[STATUS_REGION_TEXT];
        size_t length;

        line += *line == '\n';
        if (strncmp (line, CONTACT, sizeof CONTACT - 1) != 0 ||
            strncmp (line + sizeof CONTACT - 1, label, sizeof label - 1) != 0)
            continue;
        const char *name = line + sizeof CONTACT + sizeof label - 2;
        length = strcspn (name, "\"\n");
        if (length == 0 || length >= sizeof region)
            continue;
        memcpy (region, name, length);
        region[length] = '\0';
        count = take (page, region, list, count);
    }
    return count;
}

bool
status_regions_print (const status_region_t *list, size_t count, time_t now)
{
    bool well = true;

    if (count > 0)
        printf ("\n%-14s %12s %12s %12s\n", "REGION'S SITE", "LAST HEARD", "UNTOLD", "CLOCK");
    for (size_t i = 0; i < count; i++) {
        double silence = (double) now - list[i].contact;
        printf ("%-14s %10.0f s %12.0f %+10.1f s%s\n", list[i].region, silence < 0 ? 0 : silence,
                list[i].untold, list[i].clock, silence > SILENT ? "  SILENT" : "");
        well &= silence <= SILENT;
    }
    return well;
}
