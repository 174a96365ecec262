#include "header_list.h"

#include <stdlib.h>

#include "base/text.h"

struct curl_slist *
header_list_add (struct curl_slist *list, wl_arena_t *arena, const char *name, const char *value)
{
    struct curl_slist *longer =
        curl_slist_append (list, wl_text_printf (arena, "%s: %s", name, value));

    if (longer == NULL)
        abort (); /* the system has no memory for a header line */
    return longer;
}
