/* The open data: tables, and what describes them. Pure. */
#pragma once

#include "base/clock.h"
#include "base/text.h"
#include "wlacznik/dissemination.pb-c.h"

/* Fewer people than this could be known by who they are (domain.md 5.6). */
enum { OPEN_DATA_PEOPLE_LEAST = 5 };

/* An adoption as the table has it: nothing of it is hidden any more. */
typedef struct open_adoption {
    const char *id, *slug, *institution, *place, *started_on;
    Dissemination__AdoptionState state;
    long long people; /* all reports together */
} open_adoption_t;

void open_data_write_catalogue (const char *site, Dissemination__Entry *const *entries,
                                size_t count, wl_buffer_t *out);
void open_data_write_adoptions (const open_adoption_t *adoptions, size_t count, wl_buffer_t *out);
/* Values as decimal numbers of their unit, shares in per cent. */
void open_data_write_indicators (Dissemination__Indicator *const *indicators, size_t count,
                                 wl_buffer_t *out);
/* DCAT-AP 2.1 as JSON-LD. `changed` is when the catalogue last changed. */
void open_data_write_description (const char *site, const char *email, wl_time_t changed,
                                  wl_buffer_t *out);
