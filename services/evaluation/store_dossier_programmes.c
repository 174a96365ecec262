#include "store_dossier_programmes.h"

WL_SQL (programme_of_call, "select programme_id from call where id = $1::uuid");
WL_SQL (programme_of_application,
        "select c.programme_id from dossier d join call c on c.id = d.call_id"
        " where d.application_id = $1::uuid limit 1");
WL_SQL (programme_of_card, "select c.programme_id from card k join call c on c.id = k.call_id"
                           " where k.id = $1::uuid");
WL_SQL (programme_of_meeting,
        "select c.programme_id from panel_meeting m join call c on c.id = m.call_id"
        " where m.id = $1::uuid");
WL_SQL (programme_of_assignment,
        "select c.programme_id from assignment a join call c on c.id = a.call_id"
        " where a.id = $1::uuid");
WL_SQL (programme_of_opinion,
        "select c.programme_id from second_opinion s join call c on c.id = s.call_id"
        " where s.id = $1::uuid");
WL_SQL (programme_of_offer,
        "select c.programme_id from second_opinion_offer o join second_opinion s"
        " on s.id = o.second_opinion_id join call c on c.id = s.call_id where o.id = $1::uuid");

const wl_programme_key_t evaluation_programmes[] = {
    { .field = "call_id", .select = &programme_of_call },
    { .field = "application_id", .select = &programme_of_application },
    { .field = "card_id", .select = &programme_of_card },
    { .field = "meeting_id", .select = &programme_of_meeting },
    { .field = "assignment_id", .select = &programme_of_assignment },
    { .field = "second_opinion_id", .select = &programme_of_opinion },
    { .field = "offer_id", .select = &programme_of_offer },
    { 0 },
};
