/* Who may see and work on a call: an owner every one, a coordinator those of programmes that work
 * in their region. What is not theirs is answered like what does not exist. */
#pragma once

#include "call_state.h"
#include "store_calls.h"

/* The stream of what concerns the programme as a whole and not one region. */
#define CALL_STREAM "pl"

bool call_is_staff (wl_request_t *req, Intake__Region *const *regions, size_t count);
/* "There is no such call", for staff and for everybody. */
wl_status call_not_found (wl_request_t *req);

/* The call, its row locked until commit, for its staff only. */
WL_MUST_CHECK wl_status call_lock_for_staff (wl_request_t *req, const char *call_id,
                                             Intake__Call *ret);
/* Whether the act has its place in the call's state; says why it has none. */
WL_MUST_CHECK wl_status call_check_act (wl_request_t *req, const Intake__Call *call,
                                        call_act_t act);
/* WL_ABORTED when the call is no longer what the caller saw. */
WL_MUST_CHECK wl_status call_check_version (wl_request_t *req, const Intake__Call *call,
                                            uint64_t version);
/* The call for anybody who may read it: a draft only its staff and other services. */
WL_MUST_CHECK wl_status call_read_visible (wl_request_t *req, const char *call_id,
                                           Intake__Call *ret);

submission_window_t call_window (const Intake__CallDefinition *definition);
/* Sets the phase by the moment of the act. */
void call_show_phase (wl_request_t *req, Intake__Call *call);
