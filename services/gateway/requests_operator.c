/* Who runs this site, and what people ask of him by the act on digital accessibility. */
#include <string.h>

#include "base/calendar.h"
#include "declaration_page.h"
#include "messages.h"
#include "requests.h"

/* Act of 4 April 2019 on digital accessibility, art. 18(3): at once, and within seven days. */
enum { ANSWER_DAYS = 7, NUMBER_TAIL = 8 };

wl_status
gateway_get_operator (wl_request_t *req, const Gateway__GetOperatorRequest *in,
                      Gateway__Operator *out)
{
    const operator_facts_t *facts = &requests_accounts (req)->run_by;
    wl_arena_t *arena = wl_arena (req);

    (void) in;
    out->name = wl_text_copy (arena, facts->name);
    out->email = wl_text_copy (arena, facts->email);
    out->phone = wl_text_copy (arena, facts->phone);
    out->address = wl_text_copy (arena, facts->address);
    out->published = wl_text_copy (arena, facts->published);
    out->reviewed = wl_text_copy (arena, facts->reviewed);
    out->site = wl_text_copy (arena, facts->site);
    return WL_OK;
}

wl_status
gateway_read_declaration (wl_request_t *req, const Gateway__GetOperatorRequest *in,
                          Wlacznik__Document *out)
{
    Gateway__Operator facts = GATEWAY__OPERATOR__INIT;
    wl_buffer_t page;

    WL_TRY (gateway_get_operator (req, in, &facts));
    wl_buffer_init (&page, wl_arena (req));
    declaration_page_write (&facts, wl_locale (req), &page);
    out->content = wl_message_bytes (&page);
    out->title = requests_say (req, "Deklaracja dostępności", "Accessibility declaration");
    out->description =
        requests_say (req, "Jak dostępna jest ta strona i jak zażądać zapewnienia dostępności.",
                      "How accessible this site is, and how to ask for what is not.");
    return WL_OK;
}

/* Nothing but the letter is kept: it is the register of whoever answers it. */
wl_status
gateway_ask_accessibility (wl_request_t *req, const Gateway__AskAccessibilityRequest *in,
                           Gateway__AccessibilityReceipt *out)
{
    const operator_facts_t *facts = &requests_accounts (req)->run_by;
    const char *id = requests_new_id (req);
    wl_time_t until = wl_term_end (wl_now (req), ANSWER_DAYS, WL_CALENDAR_DAYS);
    store_addressee_t to = {
        .user_id = "", .name = facts->name, .email = facts->email, .locale = "pl"
    };

    /* The end of a UUIDv7 is what differs between two of one moment. */
    out->number = wl_text_printf (wl_arena (req), "D-%s", id + strlen (id) - NUMBER_TAIL);
    out->answer_until = wl_timestamp (wl_arena (req), until);
    messages_send (req, id, &to, "accessibility-request",
                   (const char *const[]){
                       "number", out->number, "about", in->place, "problem", in->problem, "wish",
                       in->wish, "from", in->name, "contact", in->contact, "until-at",
                       wl_text_printf (wl_arena (req), "%lld", (long long) until - 1), NULL });
    return WL_OK;
}
