/* Header lines as libcurl takes them, of a letter or of a call. */
#pragma once

#include <curl/curl.h>

#include "base/arena.h"

/* The list with one more line; free it with curl_slist_free_all. */
struct curl_slist *
header_list_add (struct curl_slist *list, wl_arena_t *arena, const char *name, const char *value);
