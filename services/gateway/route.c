#include "route.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct segment {
    char *text; /* a literal, or the name of the field that stands here */
    bool is_field;
} segment_t;

typedef struct binding {
    const wl_method_t *method;
    segment_t segments[TARGET_SEGMENTS_MAX];
    size_t segment_count;
} binding_t;

struct route_table {
    binding_t *bindings;
    size_t count;
};

static void
add_segment (binding_t *binding, const char *text, size_t length)
{
    segment_t *segment = &binding->segments[binding->segment_count];

    assert (binding->segment_count < TARGET_SEGMENTS_MAX);
    segment->is_field = length > 2 && text[0] == '{' && text[length - 1] == '}';
    segment->text = segment->is_field ? strndup (text + 1, length - 2) : strndup (text, length);
    if (!segment->text)
        abort ();
    binding->segment_count++;
}

static void
add_binding (route_table_t *self, const wl_method_t *method)
{
    binding_t *binding = &self->bindings[self->count++];

    binding->method = method;
    for (const char *at = method->path; *at == '/';) {
        size_t length = strcspn (++at, "/");

        add_segment (binding, at, length);
        at += length;
    }
}

route_table_t *
route_table_new (const wl_service_contract_t *const *contracts, uint32_t count)
{
    route_table_t *self = calloc (1, sizeof *self);
    size_t methods = 1;

    for (uint32_t i = 0; i < count; i++)
        methods += contracts[i]->method_count;
    if (!self || !(self->bindings = calloc (methods, sizeof *self->bindings)))
        abort ();
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t j = 0; j < contracts[i]->method_count; j++) {
            if (contracts[i]->methods[j].verb != WL_VERB_NONE)
                add_binding (self, &contracts[i]->methods[j]);
        }
    }
    return self;
}

void
route_table_destroy (route_table_t **self_p)
{
    route_table_t *self = *self_p;

    if (!self)
        return;
    for (size_t i = 0; i < self->count; i++) {
        for (size_t j = 0; j < self->bindings[i].segment_count; j++)
            free (self->bindings[i].segments[j].text);
    }
    free (self->bindings);
    free (self);
    *self_p = NULL;
}

static wl_verb_t
verb_of (const char *verb)
{
    static const struct {
        const char *name;
        wl_verb_t verb;
    } verbs[] = {
        { "GET", WL_VERB_GET }, { "HEAD", WL_VERB_GET },    { "POST", WL_VERB_POST },
        { "PUT", WL_VERB_PUT }, { "PATCH", WL_VERB_PATCH }, { "DELETE", WL_VERB_DELETE },
    };

    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (strcmp (verbs[i].name, verb) == 0)
            return verbs[i].verb;
    }
    return WL_VERB_NONE;
}

static bool
matches (const binding_t *binding, const target_t *target)
{
    if (binding->segment_count != target->segment_count)
        return false;
    for (size_t i = 0; i < binding->segment_count; i++) {
        const segment_t *segment = &binding->segments[i];

        if (segment->is_field ? target->segments[i][0] == '\0'
                              : strcmp (segment->text, target->segments[i]) != 0)
            return false;
    }
    return true;
}

/* Both match the same path: the one with the first literal where the other has a field. */
static bool
more_literal (const binding_t *a, const binding_t *b)
{
    for (size_t i = 0; i < a->segment_count; i++) {
        if (a->segments[i].is_field != b->segments[i].is_field)
            return b->segments[i].is_field;
    }
    return false;
}

static void
write_allow (unsigned verbs, char ret[ROUTE_ALLOW_TEXT])
{
    static const char *const names[] = { [WL_VERB_GET] = "GET, HEAD",
                                         [WL_VERB_POST] = "POST",
                                         [WL_VERB_PUT] = "PUT",
                                         [WL_VERB_PATCH] = "PATCH",
                                         [WL_VERB_DELETE] = "DELETE" };
    size_t used = 0;

    for (unsigned verb = WL_VERB_GET; verb <= WL_VERB_DELETE; verb++) {
        if (verbs & (1u << verb))
            used += (size_t) snprintf (ret + used, ROUTE_ALLOW_TEXT - used, "%s%s",
                                       used ? ", " : "", names[verb]);
    }
}

static void
fill (const binding_t *binding, const target_t *target, route_t *ret)
{
    ret->method = binding->method;
    for (size_t i = 0; i < binding->segment_count; i++) {
        if (binding->segments[i].is_field) {
            assert (ret->parameter_count < ROUTE_PARAMETERS_MAX);
            ret->parameters[ret->parameter_count++] =
                (target_parameter_t){ binding->segments[i].text, target->segments[i] };
        }
    }
}

route_outcome_t
route_find (const route_table_t *self, const char *verb, const target_t *target, route_t *ret)
{
    wl_verb_t wanted = verb_of (verb);
    const binding_t *best = NULL;
    unsigned verbs = 0;

    *ret = (route_t){ 0 };
    for (size_t i = 0; i < self->count; i++) {
        const binding_t *binding = &self->bindings[i];

        if (!matches (binding, target))
            continue;
        verbs |= 1u << binding->method->verb;
        if (binding->method->verb == wanted && (!best || more_literal (binding, best)))
            best = binding;
    }
    if (!best) {
        write_allow (verbs, ret->allow);
        return verbs ? ROUTE_OTHER_VERBS : ROUTE_UNKNOWN;
    }
    fill (best, target, ret);
    return ROUTE_FOUND;
}
