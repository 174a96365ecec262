#include "store_invitation_programmes.h"

WL_SQL (PROGRAMME_OF_INVITATION, "SELECT programme_id FROM invitation WHERE id = $1::uuid");

const wl_programme_key_t gateway_programmes[] = {
    { .field = "programme_id" },
    { .field = "invitation_id", .select = &PROGRAMME_OF_INVITATION },
    { 0 },
};
