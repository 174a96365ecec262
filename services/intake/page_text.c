#include "page_text.h"

void
page_write_local (wl_buffer_t *out, const Wlacznik__LocalText *text, bool english)
{
    bool polish = english && text != NULL && wl_text_empty (text->en);

    if (text == NULL)
        return;
    wl_buffer_text (out, polish ? "<span lang=\"pl\">" : "");
    wl_buffer_html (out, english && !polish ? text->en : text->pl);
    wl_buffer_text (out, polish ? "</span>" : "");
}

const char *
page_applicant (Wlacznik__ApplicantType type, bool english)
{
    switch (type) {
    case WLACZNIK__APPLICANT_TYPE__PERSON:
        return english ? "a person" : "osoba fizyczna";
    case WLACZNIK__APPLICANT_TYPE__INFORMAL_GROUP:
        return english ? "an informal group" : "grupa nieformalna";
    case WLACZNIK__APPLICANT_TYPE__NGO:
        return english ? "a non-governmental organisation" : "organizacja pozarządowa";
    case WLACZNIK__APPLICANT_TYPE__FIRM:
        return english ? "a firm" : "firma";
    case WLACZNIK__APPLICANT_TYPE__PUBLIC_BODY:
        return english ? "a public body" : "instytucja publiczna";
    default:
        return "";
    }
}
