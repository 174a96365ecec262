/* What evaluation does when intake speaks. Each may come twice before it is committed; each leaves
 * the same rows then. */
#pragma once

#include "service/service.h"

/* Keeps the rules of the call. */
wl_status on_call_published (wl_request_t *req, const wl_event_t *event);
/* Keeps them anew: a form has a newer version. */
wl_status on_form_revised (wl_request_t *req, const wl_event_t *event);
/* Moves its end. */
wl_status on_call_extended (wl_request_t *req, const wl_event_t *event);
/* Opens a dossier for the stage and keeps a copy of what was submitted. */
wl_status on_application_submitted (wl_request_t *req, const wl_event_t *event);
/* Somebody writes or reads the application with its applicant, and may not assess it. */
wl_status on_coauthor_joined (wl_request_t *req, const wl_event_t *event);
/* Another account leads the application from now on. */
wl_status on_ownership_transferred (wl_request_t *req, const wl_event_t *event);
/* Ends the dossier; cards that were not locked are void. */
wl_status on_application_withdrawn (wl_request_t *req, const wl_event_t *event);

/* At a partner region's site, of the centre: where an application of ours stands on the list. */
wl_status on_centre_ranked (wl_request_t *req, const wl_event_t *event);
/* And an appeal against what was decided here. */
wl_status on_centre_appeal_filed (wl_request_t *req, const wl_event_t *event);

/* A timer: the term for accepting an offered place has ended. Its key is the application. */
wl_status on_offer_due (wl_request_t *req, const wl_timer_t *timer, const void *payload);
