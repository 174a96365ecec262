/* What the programme tells in public as pages to read: its numbers, policy records, news. As
 * read_page.h. Pure.
 */
#pragma once

#include "base/text.h"
#include "wlacznik/dissemination.pb-c.h"
#include "wlacznik/dissemination_news.pb-c.h"

/* The funnel, the targets of programmes, policy and the months of `impact`, with what can be
 * downloaded. Places are left to the map of the client, which knows their names. */
void read_programme_write_impact (const Dissemination__Impact *impact,
                                  const Dissemination__ListIndicatorsResponse *indicators,
                                  const char *locale, wl_buffer_t *out);
void read_programme_write_policies (const Dissemination__ListPoliciesResponse *found,
                                    const char *locale, wl_buffer_t *out);
/* Events that are not over, the next one first; and news, the latest first. */
void read_programme_write_news (const Dissemination__ListAnnouncementsResponse *events,
                                const Dissemination__ListAnnouncementsResponse *news,
                                const char *locale, wl_buffer_t *out);
