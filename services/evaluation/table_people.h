/* The names of people by their accounts, asked of the gateway once each. Lives in the arena that
 * the request had when it was made; learns by overwriting, so the arena may be rewound. */
#pragma once

#include "service/request.h"

typedef struct table_people table_people_t;

table_people_t *table_people_new (wl_request_t *req);
/* Asks for those that are not known yet; beyond 1,000 people the others stay unknown. A gateway
 * that does not answer names nobody. */
void table_people_learn (table_people_t *self, const char *const *user_ids, size_t count);
/* "" for who is not known. */
const char *table_people_name (const table_people_t *self, const char *user_id);
