/* The moments at which people are told something (domain.md 4.6), each once: a row here and a
 * template of the same name in each language are all that a new one needs. Pure.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "wlacznik/notification.pb-c.h"

typedef struct moment {
    const char *name;    /* of its template, too */
    const char *pl, *en; /* what people read where they choose */
    bool mandatory; /* terms run from it, or it guards the account: never held back, never off */
    bool account;   /* about the account itself: not shown where people choose */
    bool collected; /* may wait for a digest */
    Notification__Frequency standard; /* by e-mail, unless the person says otherwise */
    const char *facts;                /* what a template of it may show: names, divided by spaces */
} moment_t;

/* Whether `fact` is one of these names, divided by spaces. */
bool moment_facts_have (const char *facts, const char *fact);
/* Whether a template of the moment may show {{fact}}. */
bool moment_has_fact (const moment_t *moment, const char *fact);
/* Whether somebody waits for it in front of the screen. */
bool moment_is_urgent (const char *name);
/* NULL for an unknown name. */
const moment_t *moment_find (const char *name);
const moment_t *moment_all (size_t *ret_count);
