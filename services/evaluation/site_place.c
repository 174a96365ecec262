#include "site_place.h"

#include "base/text.h"

site_place_t
site_place_at_centre (wl_time_t published, wl_time_t joined, wl_time_t revoked)
{
    if (joined == 0 || published == 0 || published < joined)
        return SITE_HERE;
    return revoked != 0 && revoked <= published ? SITE_HERE : SITE_AT_REGION;
}

site_place_t
site_place_at_site (const char *own, wl_time_t since, const char *region, wl_time_t published)
{
    bool ours = wl_text_equal (own, region) && published != 0 && published >= since;

    return ours ? SITE_HERE : SITE_ELSEWHERE;
}
