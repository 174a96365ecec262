/* The web client's files, opened at start: what is not there then is never served, so a path can
 * reach nothing else. `name.br` and `name.gz` beside a file are its compressed forms.
 */
#pragma once

#include "http.h"

typedef struct web web_t;

/* Opens every file of a known type below `root`. `root` NULL or "": no client, only the page that
 * says where the API is. WL_NOT_FOUND when `root` is no directory or has no index.html,
 * WL_RESOURCE_EXHAUSTED past 64 MiB. */
WL_MUST_CHECK wl_status web_load (const char *root, web_t **ret, wl_error_t *error);
void web_destroy (web_t **self_p);

/* Answers GET and HEAD of a file. A path that is no file, from a browser that asks for a page, gets
 * index.html: the client's own router knows it. False: not ours, nothing was written. */
WL_MUST_CHECK bool
web_respond (const web_t *self, const http_request_t *request, http_response_t *response);

/* The client's page as text, for what is to stand in it (page_shell.h); NULL without a client. */
const char *web_shell (const web_t *self);

size_t web_file_count (const web_t *self);
