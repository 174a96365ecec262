/* A partner region's evaluation, played: what its node reports to the centre, event after event. */
#pragma once

#include "evaluation_world.h"

typedef struct played_site {
    evaluation_world_t *world; /* the centre that it reports to */
    const char *region;        /* that it speaks for */
    wl_peer_t peer;            /* as the bus knows it */
    /* Where its stream is: the last event that it told. */
    uint64_t sequence;
    uint8_t hash[WL_EVENT_HASH];
} played_site_t;

/* A node that may speak for this region; its stream is empty. A copy is a node that was told the
 * same. */
void played_site_init (played_site_t *self, evaluation_world_t *world, const char *region,
                       const char *public_key);

/* The next event of the stream, as the site's sequencer makes it. It lives as long as the world's
 * arena. */
Evaluation__SiteEvent *
played_site_tells (played_site_t *self, const char *aggregate, const ProtobufCMessage *body);
/* The same of a formal check of application `number`, with its number and account forged: the
 * centre knows better. */
Evaluation__SiteEvent *played_site_tells_formal (played_site_t *self, int number, bool passed);

/* TakeSiteReport, with the events that follow `after`. `ret_taken` (may be NULL) gets how far the
 * centre says that it is. */
wl_status played_site_report (played_site_t *self, uint64_t after, Evaluation__SiteEvent **events,
                              size_t count, uint64_t *ret_taken);
/* Reports the last event that it told. */
wl_status played_site_report_last (played_site_t *self, Evaluation__SiteEvent *event);
/* The same of one that has to be refused: the stream goes back to where the centre has it. */
wl_status played_site_report_refused (played_site_t *self, Evaluation__SiteEvent *event);
