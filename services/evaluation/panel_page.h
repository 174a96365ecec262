/* The protocol of a panel's meeting as a page to print and sign (domain.md 4.2 state 4): who was
 * there and when, who left which item and why, what was voted on and how, and minority views. Pure.
 */
#pragma once

#include "store_panels.h"

typedef struct panel_page {
    const Evaluation__PanelMeeting *meeting;
    Wlacznik__LocalText *call_title;
    store_presence_t *presence;
    size_t presence_count;
    bool english;
} panel_page_t;

/* One HTML page without script and without anything from elsewhere. */
void panel_page_write (const panel_page_t *self, wl_buffer_t *out);
