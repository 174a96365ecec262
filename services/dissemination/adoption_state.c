#include "adoption_state.h"

enum {
    INTERESTED = DISSEMINATION__ADOPTION_STATE__INTERESTED,
    IN_TALKS = DISSEMINATION__ADOPTION_STATE__IN_TALKS,
    STARTED = DISSEMINATION__ADOPTION_STATE__STARTED,
    CONTINUING = DISSEMINATION__ADOPTION_STATE__CONTINUING,
    STOPPED = DISSEMINATION__ADOPTION_STATE__STOPPED,
};

#define TO(state) (1u << (state))

/* Talks may be skipped: the licence lets anybody start. */
static const unsigned ways[] = {
    [INTERESTED] = TO (IN_TALKS) | TO (STARTED) | TO (STOPPED),
    [IN_TALKS] = TO (STARTED) | TO (STOPPED),
    [STARTED] = TO (CONTINUING) | TO (STOPPED),
    [CONTINUING] = TO (STOPPED),
    [STOPPED] = TO (IN_TALKS) | TO (STARTED),
};

bool
adoption_may_move (Dissemination__AdoptionState from, Dissemination__AdoptionState to)
{
    return (size_t) from < sizeof ways / sizeof ways[0] && (unsigned) to < 32 &&
           (ways[from] & TO (to)) != 0;
}

bool
adoption_has_started (Dissemination__AdoptionState state, bool started_before)
{
    return state == DISSEMINATION__ADOPTION_STATE__STARTED ||
           state == DISSEMINATION__ADOPTION_STATE__CONTINUING || started_before;
}
