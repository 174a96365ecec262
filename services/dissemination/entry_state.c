#include "entry_state.h"

typedef Dissemination__EntryState state_t;

static const state_t NONE = DISSEMINATION__ENTRY_STATE__ENTRY_STATE_UNSPECIFIED;
static const state_t DRAFT = DISSEMINATION__ENTRY_STATE__ENTRY_DRAFT;
static const state_t IN_REVIEW = DISSEMINATION__ENTRY_STATE__ENTRY_IN_REVIEW;
static const state_t PUBLISHED = DISSEMINATION__ENTRY_STATE__ENTRY_PUBLISHED;
static const state_t REVISED = DISSEMINATION__ENTRY_STATE__ENTRY_REVISED;
static const state_t WITHDRAWN = DISSEMINATION__ENTRY_STATE__ENTRY_WITHDRAWN;

bool
entry_is_public (const Dissemination__Entry *entry)
{
    return entry->published_version > 0 && entry->state != WITHDRAWN;
}

/* The state after `action`, or NONE. What waits for its reader goes back to its writer when it is
 * edited. */
static state_t
after (const Dissemination__Entry *entry, entry_action_t action)
{
    state_t from = entry->state;

    switch (action) {
    case ENTRY_EDIT:
        return from == WITHDRAWN ? WITHDRAWN : entry_is_public (entry) ? REVISED : DRAFT;
    case ENTRY_SUBMIT:
        return from == DRAFT || from == REVISED ? IN_REVIEW : NONE;
    case ENTRY_PUBLISH:
        return from != PUBLISHED ? PUBLISHED : NONE;
    case ENTRY_WITHDRAW:
        return entry_is_public (entry) ? WITHDRAWN : NONE;
    default:
        return NONE;
    }
}

bool
entry_act (Dissemination__Entry *entry, entry_action_t action)
{
    state_t state = after (entry, action);

    if (state == NONE)
        return false;
    entry->state = state;
    return true;
}
