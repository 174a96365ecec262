/* A dossier as lists show it, for the statements of store_*.c: columns by the names of the
 * message's fields, over d (dossier) joined with DOSSIER_JOINS. */
#pragma once

#include "store.h"

#define CARD_COUNT(states)                                                    \
    "(select count (*) from card k where k.application_id = d.application_id" \
    " and k.stage = d.stage and k.state in " states ")"
#define DOSSIER_COLUMNS                                                                     \
    "d.application_id, d.call_id, d.region, d.number, d.stage, d.state, d.applicant_type, " \
    "c.title,"                                                                              \
    " d.amount_grosze, d.submitted_at, f.formal_check, d.points,"                           \
    " (select p.decided_by from formal_draft p where p.application_id = d.application_id"   \
    "  and p.stage = d.stage and p.returned_at is null) as unconfirmed_by,"                 \
    " " CARD_COUNT ("(" SQL_CARD_LOCKED ")") " as cards_locked,"                            \
                                             " " CARD_COUNT (SQL_CARD_OPEN) " as cards_open"
#define DOSSIER_JOINS                                                                   \
    " left join content c on c.application_id = d.application_id and c.stage = d.stage" \
    " left join formal_check f on f.application_id = d.application_id and f.stage = d.stage"
