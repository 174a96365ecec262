#include "table_people.h"

#include <stdio.h>
#include <string.h>

#include "gateway.contract.h"

enum { PEOPLE_MAX = 1000, ASK_MAX = 500, NAME_TEXT = 804 /* 200 characters */ };

typedef struct person {
    char id[WL_UUID_TEXT];
    char name[NAME_TEXT];
} person_t;

struct table_people {
    wl_request_t *req;
    person_t *list; /* PEOPLE_MAX */
    size_t count;
};

table_people_t *
table_people_new (wl_request_t *req)
{
    table_people_t *self = wl_arena_alloc (wl_arena (req), sizeof *self);

    self->req = req;
    self->list = wl_arena_array (wl_arena (req), PEOPLE_MAX, sizeof *self->list);
    return self;
}

static person_t *
find (const table_people_t *self, const char *user_id)
{
    for (size_t i = 0; i < self->count; i++)
        if (strcmp (self->list[i].id, user_id) == 0)
            return &self->list[i];
    return NULL;
}

static void
ask (table_people_t *self, char **ids, size_t count)
{
    Gateway__GetContactsRequest in = GATEWAY__GET_CONTACTS_REQUEST__INIT;
    Gateway__GetContactsResponse *out;

    in.user_ids = ids;
    in.n_user_ids = count;
    if (count == 0)
        return;
    if (gateway_call_get_contacts (self->req, &in, &out) != WL_OK) {
        wl_error_init (wl_request_error (self->req), wl_arena (self->req));
        return;
    }
    for (size_t i = 0; i < out->n_contacts; i++) {
        person_t *person = find (self, out->contacts[i]->user_id);
        if (person != NULL && strlen (out->contacts[i]->name) < NAME_TEXT)
            snprintf (person->name, sizeof person->name, "%s", out->contacts[i]->name);
    }
}

void
table_people_learn (table_people_t *self, const char *const *user_ids, size_t count)
{
    char **unknown = wl_arena_array (wl_arena (self->req), ASK_MAX, sizeof *unknown);
    size_t unknown_count = 0;

    for (size_t i = 0; i < count && self->count < PEOPLE_MAX; i++) {
        if (wl_text_empty (user_ids[i]) || find (self, user_ids[i]) != NULL)
            continue;
        person_t *person = &self->list[self->count++];
        snprintf (person->id, sizeof person->id, "%s", user_ids[i]);
        unknown[unknown_count++] = person->id;
        if (unknown_count == ASK_MAX) {
            ask (self, unknown, unknown_count);
            unknown_count = 0;
        }
    }
    ask (self, unknown, unknown_count);
}

const char *
table_people_name (const table_people_t *self, const char *user_id)
{
    const person_t *person = find (self, user_id);

    return person == NULL ? "" : person->name;
}
