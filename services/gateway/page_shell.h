/* The web client's page with something to read in it: what a service wrote as HTML stands where the
 * client will be, so that it is there without JavaScript, for search engines and on social cards.
 * The client's page marks the places itself: "<!--head-->" to "<!--/head-->" and "<!--page-->".
 * Pure.
 */
#pragma once

#include "base/text.h"

typedef struct shell_page {
    const char *title, *description;
    const char *language; /* "pl" */
    const char *site;     /* our public address, without a slash at its end */
    const char *path;     /* of this page, as it came: "/calls/0189..." */
    const char *content;  /* the main part: HTML, whole and escaped by who wrote it */
    size_t content_length;
} shell_page_t;

/* False when `shell` lacks the places; `out` then holds nothing of use. */
WL_MUST_CHECK bool page_shell_fill (const char *shell, const shell_page_t *page, wl_buffer_t *out);
