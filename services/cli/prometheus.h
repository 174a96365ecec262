/* Reading what an admin port tells at /metrics (Prometheus text format 0.0.4). Pure. */
#pragma once

/* The sum of the series called `name` whose labels contain each of `labels` (texts such as
 * `status="INTERNAL"`; NULL-terminated, any one suffices; NULL: every series). 0 when there is
 * none. Lines that are no sample are passed over. */
double prometheus_sum (const char *text, const char *name, const char *const *labels);
