/* What this process uses, under the names that every Prometheus client library has. Read from
 * /proc when somebody looks. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "service/internal.h"

/* Of /proc/self/stat (proc(5)), counted from 1; the name in field 2 may hold spaces and brackets.
 */
enum { STAT_USER_TICKS = 14, STAT_SYSTEM_TICKS = 15, STAT_RESIDENT_PAGES = 24, STAT_TEXT = 1024 };

static double
stat_field (int field)
{
    char text[STAT_TEXT];
    FILE *file = fopen ("/proc/self/stat", "re");
    size_t length = file == NULL ? 0 : fread (text, 1, sizeof text - 1, file);
    char *at;

    if (file != NULL)
        fclose (file);
    text[length] = '\0';
    at = strrchr (text, ')');
    for (int i = 2; at != NULL && i < field; i++)
        at = strchr (at + 1, ' ');
    return at == NULL ? 0 : strtod (at, NULL);
}

static double
read_cpu_seconds (void *context)
{
    (void) context;
    return (stat_field (STAT_USER_TICKS) + stat_field (STAT_SYSTEM_TICKS)) /
           (double) sysconf (_SC_CLK_TCK);
}

static double
read_resident_bytes (void *context)
{
    (void) context;
    return stat_field (STAT_RESIDENT_PAGES) * (double) sysconf (_SC_PAGESIZE);
}

static double
read_open_files (void *context)
{
    DIR *folder = opendir ("/proc/self/fd");
    int count = -3; /* ".", ".." and the folder itself */

    (void) context;
    if (folder == NULL)
        return 0;
    while (readdir (folder) != NULL)
        count++;
    closedir (folder);
    return count;
}

void
wl_process_metrics (wl_metrics_t *metrics)
{
    wl_gauge_t *start =
        wl_metrics_gauge (metrics, "process_start_time_seconds", "When it began, Unix time", "");

    wl_gauge_set (start, (double) wl_clock_now (&wl_clock_system) / (double) WL_SECOND);
    wl_metrics_on_read (metrics, "process_cpu_seconds_total", "counter",
                        "Processor time, user and system", "", read_cpu_seconds, NULL);
    wl_metrics_on_read (metrics, "process_resident_memory_bytes", "gauge", "Memory held", "",
                        read_resident_bytes, NULL);
    wl_metrics_on_read (metrics, "process_open_fds", "gauge", "Open file descriptors", "",
                        read_open_files, NULL);
}
