#include "store_application_programmes.h"

WL_SQL (programme_of_call, "select programme_id from call where id = $1::uuid");
WL_SQL (programme_of_application,
        "select c.programme_id from application a join call c on c.id = a.call_id"
        " where a.id = $1::uuid");
WL_SQL (programme_of_attachment,
        "select c.programme_id from attachment f join application a on a.id = f.application_id"
        " join call c on c.id = a.call_id where f.id = $1::uuid");

const wl_programme_key_t intake_programmes[] = {
    { .field = "programme_id" },
    { .field = "definition.programme_id" },
    { .field = "call_id", .select = &programme_of_call },
    { .field = "application_id", .select = &programme_of_application },
    { .field = "other_application_id", .select = &programme_of_application },
    { .field = "attachment_id", .select = &programme_of_attachment },
    { 0 },
};
