/* Which rpc a verb and a path mean: the HTTP bindings of the contract as a table. Pure; nothing in
 * it knows any method by name.
 */
#pragma once

#include "message/contract.h"
#include "target.h"

typedef struct route_table route_table_t;

enum { ROUTE_ALLOW_TEXT = 64, ROUTE_PARAMETERS_MAX = 8 };

/* Every method of `contracts` that has a path. The contracts outlive the table. */
route_table_t *route_table_new (const wl_service_contract_t *const *contracts, uint32_t count);
void route_table_destroy (route_table_t **self_p);

typedef struct route {
    const wl_method_t *method;
    /* The fields that the path names, with their values in this request. */
    target_parameter_t parameters[ROUTE_PARAMETERS_MAX];
    size_t parameter_count;
    /* For the Allow header of a 405: "GET, HEAD, POST". */
    char allow[ROUTE_ALLOW_TEXT];
} route_t;

typedef enum route_outcome {
    ROUTE_FOUND,
    ROUTE_UNKNOWN,     /* no rpc has such a path */
    ROUTE_OTHER_VERBS, /* the path is there under the verbs of `allow` */
} route_outcome_t;

/* `verb` as HTTP writes it; HEAD finds what GET finds. A literal segment wins over a parameter, so
 * that "/v1/calls/mine" is not the call "mine". Texts of `ret` are the target's. */
route_outcome_t
route_find (const route_table_t *self, const char *verb, const target_t *target, route_t *ret);
