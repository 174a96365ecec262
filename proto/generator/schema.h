/* JSON Schema (2020-12, as OpenAPI 3.1 uses it) of messages, enums and fields. */
#pragma once

#include <jansson.h>

#include "model.h"

/* Every message and enum that an operation takes or gives, by full name, and Problem. New. */
json_t *schema_components (wl_arena_t *arena, const model_t *model);
/* {"$ref": ...} to a component. New. */
json_t *schema_reference (const char *full_name);
/* A field with its rules; what it refers to stands as a reference. New. */
json_t *schema_of_field (const model_field_t *field);
/* The request without the fields that its path holds. New. */
json_t *schema_of_body (const model_method_t *method);
/* Adds a description unless it is empty. */
void schema_describe (json_t *object, const char *comment);
