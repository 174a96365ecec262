/* The decision of a stage without points, by a coordinator for a commission, or by a panel's vote.
 */
#pragma once

#include "store_dossiers.h"

/* Whether the application, which is locked, waits for the decision of this stage, all that it is
 * decided by being there: cards, their common text, the carer's opinion where the call wants one
 * and there is a carer. Tells the reader if not. */
WL_MUST_CHECK wl_status decision_check_due (wl_request_t *req, const store_dossier_t *dossier,
                                            const char *stage);
/* Records it and tells of it. Fills `ret`, which shares `reason`. */
void decision_make (wl_request_t *req, const store_dossier_t *dossier,
                    Evaluation__StageOutcome outcome, char *reason, Evaluation__StageDecision *ret);
