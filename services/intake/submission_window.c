#include "submission_window.h"

submission_phase_t
submission_window_phase (const submission_window_t *window, wl_time_t now)
{
    if (now >= window->submit_until)
        return WINDOW_OVER;
    if (now >= window->submit_from)
        return WINDOW_OPEN;
    return now >= window->fill_from ? WINDOW_WRITING : WINDOW_NOT_YET;
}

bool
submission_window_writable (const submission_window_t *window, wl_time_t now)
{
    return now >= window->fill_from && now < window->submit_until;
}

submission_extension_t
submission_window_extension (const submission_window_t *window, wl_time_t until, wl_time_t now)
{
    if (now >= window->submit_until)
        return EXTENSION_TOO_LATE;
    return until > window->submit_until ? EXTENSION_ALLOWED : EXTENSION_NOT_LATER;
}
