/* The tests of grants: what people do with one, step by step, over one database. */
#pragma once

#include "intake_world.h"

extern intake_world_t world;
extern char *call;

/* A copy that lives as long as the world. */
char *text (const char *words);
/* The number that `sql` gives; its only parameter is the id. */
int64_t count (const char *sql, const char *id);

/* An application that a ranking chose, and the account of who sent it. */
typedef struct chosen {
    char *id;
    char user[WL_UUID_TEXT];
} chosen_t;

/* A new one, in region 30; afterwards it is 2026-05-10. */
chosen_t chosen (void);
/* How many events of this type ("GrantClosed") tell of it. */
int64_t events (const char *type, const chosen_t *chosen);

/* Who asks from now on. */
void as_grantee (const chosen_t *chosen);
void as_staff (const char *region);

/* One request each; `ret` (may be NULL) gets the grant as it is then. Positions of tranches, their
 * reports and of amendments count from 1. */
wl_status offer (const chosen_t *chosen, const char *number, int64_t first, int64_t second,
                 Intake__Grant **ret);
wl_status sign (const chosen_t *chosen, Intake__Grant **ret);
wl_status pay (const chosen_t *chosen, uint32_t position, Intake__Grant **ret);
wl_status report (const chosen_t *chosen, uint32_t position, int64_t spent, Intake__Grant **ret);
/* `mend_on`: it goes back to be mended until then; NULL: `accepted` grosze of it are accepted. */
wl_status decide (const chosen_t *chosen, uint32_t position, int64_t accepted, const char *mend_on,
                  Intake__Grant **ret);
wl_status give_back (const chosen_t *chosen, int64_t amount, Intake__Grant **ret);
wl_status ask_change (const chosen_t *chosen, int64_t change, Intake__Grant **ret);
wl_status
answer_change (const chosen_t *chosen, uint32_t position, bool agree, Intake__Grant **ret);

/* Each gives how many of its tests failed. */
int grants_money (void);
int grants_papers (void);
int grants_list (void);
