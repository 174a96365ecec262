/* The stages of an entry's text, and who may move it on. Pure.
 *
 * Whether readers see an entry is another question: they see its last published version from the
 * first publication until it is withdrawn, whatever editors do to the next one.
 */
#pragma once

#include "base/status.h"
#include "wlacznik/dissemination.pb-c.h"

typedef enum entry_action {
    ENTRY_EDIT,
    ENTRY_SUBMIT,
    ENTRY_PUBLISH,
    ENTRY_WITHDRAW,
} entry_action_t;

/* Moves the entry to the state after `action`; false, and the entry stays as it is, when its state
 * does not allow that. */
WL_MUST_CHECK bool entry_act (Dissemination__Entry *entry, entry_action_t action);
/* Whether readers see it. */
bool entry_is_public (const Dissemination__Entry *entry);
