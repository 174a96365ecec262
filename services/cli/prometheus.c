#include "prometheus.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Whether one of `labels` stands between `start` and `end`. */
static bool
has_label (const char *start, const char *end, const char *const *labels)
{
    if (labels == NULL)
        return true;
    for (; *labels != NULL; labels++)
        if (memmem (start, (size_t) (end - start), *labels, strlen (*labels)) != NULL)
            return true;
    return false;
}

double
prometheus_sum (const char *text, const char *name, const char *const *labels)
{
    size_t name_length = strlen (name);
    double sum = 0;

    for (const char *line = text, *end; *line != '\0'; line = *end == '\0' ? end : end + 1) {
        end = line + strcspn (line, "\n");
        const char *rest = line + name_length;
        if (strncmp (line, name, name_length) != 0 || (*rest != '{' && *rest != ' '))
            continue;
        /* The value is what follows the last space; a label's text may hold others. */
        const char *value = memrchr (rest, ' ', (size_t) (end - rest));
        if (value != NULL && has_label (rest, value, labels))
            sum += strtod (value, NULL);
    }
    return sum;
}
