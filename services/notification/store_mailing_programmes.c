#include "store_mailing_programmes.h"

const wl_statement_t PROGRAMME_OF_CALL = {
    "PROGRAMME_OF_CALL", "SELECT programme_id FROM call_schedule WHERE call_id = $1::uuid"
};
/* A scope is a call's id or a programme's own. */
const wl_statement_t PROGRAMME_OF_SCOPE = {
    "PROGRAMME_OF_SCOPE",
    "SELECT coalesce ((SELECT programme_id FROM call_schedule WHERE call_id = $1::uuid), $1::uuid)"
};
const wl_statement_t PROGRAMME_OF_MAILING = {
    "PROGRAMME_OF_MAILING", "SELECT s.programme_id FROM mailing AS m JOIN call_schedule AS s"
                            " ON s.call_id = m.call_id WHERE m.id = $1::uuid"
};
