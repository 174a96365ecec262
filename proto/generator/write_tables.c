#include "write_tables.h"

#include <inttypes.h>

#include "names.h"
#include "output.h"

/* ---- rules of messages ---- */

/* options.proto and contract.h give the formats the same names and numbers. */
static const char *
format_name (Wlacznik__Format format)
{
    return protobuf_c_enum_descriptor_get_value (&wlacznik__format__descriptor, (int) format)->name;
}

static void
write_limit (wl_buffer_t *out, const char *name, uint32_t limit)
{
    if (limit != 0)
        wl_buffer_printf (out, ", .%s = %u", name, limit);
}

/* INT64_MIN has no literal of its own in C. */
static void
write_bound (wl_buffer_t *out, const char *name, int64_t value)
{
    if (value == INT64_MIN)
        wl_buffer_printf (out, ", .has_%s = true, .%s = INT64_MIN", name, name);
    else
        wl_buffer_printf (out, ", .has_%s = true, .%s = INT64_C (%" PRId64 ")", name, name, value);
}

static void
write_field (const model_field_t *field, wl_buffer_t *out)
{
    const Wlacznik__FieldRules *rules = field->rules;

    wl_buffer_text (out, "    { .json_name = ");
    output_c_string (out, field->json_name);
    if (rules->required)
        wl_buffer_text (out, ", .required = true");
    if (rules->secret)
        wl_buffer_text (out, ", .secret = true");
    if (rules->personal)
        wl_buffer_text (out, ", .personal = true");
    if (rules->has_min)
        write_bound (out, "min", rules->min);
    if (rules->has_max)
        write_bound (out, "max", rules->max);
    if (rules->has_format)
        wl_buffer_printf (out, ", .format = WL_FORMAT_%s", format_name (rules->format));
    write_limit (out, "min_length", rules->min_length);
    write_limit (out, "max_length", model_max_length (field));
    write_limit (out, "max_items", model_max_items (field));
    wl_buffer_text (out, " },\n");
}

static void
write_fields (wl_arena_t *arena, const model_message_t *message, wl_buffer_t *out)
{
    if (message->field_count == 0)
        return;
    wl_buffer_printf (out, "static const wl_field_rules_t %s__rules[] = {\n",
                      name_c_symbol (arena, message->full_name));
    for (size_t i = 0; i < message->field_count; i++)
        write_field (&message->fields[i], out);
    wl_buffer_text (out, "};\n\n");
}

static void
write_messages (wl_arena_t *arena, const model_t *model, wl_buffer_t *out)
{
    uint32_t count = 0;

    wl_buffer_text (out, "const wl_message_rules_t wl_contract_messages[] = {\n");
    for (size_t i = 0; i < model->message_count; i++) {
        const model_message_t *message = model->messages[i];
        const char *symbol = name_c_symbol (arena, message->full_name);

        if (message->is_timestamp)
            continue;
        wl_buffer_printf (out, "    { &%s__descriptor, ", symbol);
        if (message->field_count > 0)
            wl_buffer_printf (out, "%s__rules, ", symbol);
        else
            wl_buffer_text (out, "NULL, ");
        output_c_string (out, message->aggregate);
        wl_buffer_text (out, " },\n");
        count++;
    }
    wl_buffer_printf (out,
                      "    { NULL, NULL, NULL },\n};\n"
                      "const uint32_t wl_contract_message_count = %u;\n\n",
                      count);
}

/* ---- services ---- */

static void
write_peers (const model_service_t *service, const model_method_t *method, wl_buffer_t *out)
{
    wl_buffer_printf (out, "static const char *const %s_%s_peers[] = { ", service->package,
                      method->snake);
    for (size_t i = 0; i < method->access->n_peers; i++) {
        output_c_string (out, method->access->peers[i]);
        wl_buffer_text (out, ", ");
    }
    wl_buffer_text (out, "NULL };\n");
}

static void
write_produces (const model_service_t *service, const model_method_t *method, wl_buffer_t *out)
{
    if (method->produces_count == 0)
        return;
    wl_buffer_printf (out, "static const char *const %s_%s_produces[] = { ", service->package,
                      method->snake);
    for (size_t i = 0; i < method->produces_count; i++) {
        output_c_string (out, method->produces[i]);
        wl_buffer_text (out, ", ");
    }
    wl_buffer_text (out, "NULL };\n");
}

static const char *const verbs[] = {
    [WL_VERB_NONE] = "WL_VERB_NONE",   [WL_VERB_GET] = "WL_VERB_GET",
    [WL_VERB_POST] = "WL_VERB_POST",   [WL_VERB_PUT] = "WL_VERB_PUT",
    [WL_VERB_PATCH] = "WL_VERB_PATCH", [WL_VERB_DELETE] = "WL_VERB_DELETE",
};

static void
write_method (wl_arena_t *arena, const model_service_t *service, size_t index, wl_buffer_t *out)
{
    const model_method_t *method = &service->methods[index];

    wl_buffer_printf (out, "    { .service = \"%s\",\n      .name = \"%s\",\n", service->package,
                      method->name);
    wl_buffer_printf (out, "      .index = %zu,\n      .command = %s,\n      .roles = 0x%x,\n",
                      index, method->command ? "true" : "false", method->roles);
    wl_buffer_text (out, "      .own = ");
    output_c_string (out, method->access->own);
    wl_buffer_printf (out, ",\n      .peers = %s_%s_peers,\n      .verb = %s,\n      .path = ",
                      service->package, method->snake, verbs[method->verb]);
    output_c_string (out, method->path);
    wl_buffer_printf (out, ",\n      .success = %u,\n      .cache_seconds = %u,\n", method->success,
                      method->cache_seconds);
    if (method->produces_count > 0)
        wl_buffer_printf (out, "      .produces = %s_%s_produces,\n", service->package,
                          method->snake);
    if (method->access->sites)
        wl_buffer_text (out, "      .sites = true,\n");
    if (method->access->across)
        wl_buffer_text (out, "      .across = true,\n");
    if (method->form != NULL)
        wl_buffer_printf (out, "      .form = \"%s\",\n", method->form);
    if (method->bytes != NULL)
        wl_buffer_printf (out, "      .bytes = \"%s\",\n", method->bytes);
    if (method->pieces)
        wl_buffer_text (out, "      .pieces = true,\n");
    if (method->live)
        wl_buffer_text (out, "      .live = true,\n");
    if (method->target != NULL)
        wl_buffer_printf (out, "      .target = \"%s\",\n", method->target);
    wl_buffer_printf (out, "      .input = &%s__descriptor,\n      .output = &%s__descriptor },\n",
                      name_c_symbol (arena, method->input->full_name),
                      name_c_symbol (arena, method->output->full_name));
}

static void
write_service (wl_arena_t *arena, const model_service_t *service, wl_buffer_t *out)
{
    for (size_t i = 0; i < service->method_count; i++) {
        write_peers (service, &service->methods[i], out);
        write_produces (service, &service->methods[i], out);
    }
    wl_buffer_printf (out, "\nstatic const wl_method_t %s_methods[] = {\n", service->package);
    for (size_t i = 0; i < service->method_count; i++)
        write_method (arena, service, i, out);
    wl_buffer_printf (out,
                      "};\n\n"
                      "extern const wl_service_contract_t %s_contract;\n"
                      "const wl_service_contract_t %s_contract = { \"%s\", %s_methods, %zu };\n\n",
                      service->package, service->package, service->package, service->package,
                      service->method_count);
}

static void
write_services (const model_t *model, wl_buffer_t *out)
{
    wl_buffer_text (out, "const wl_service_contract_t *const wl_contract[] = {\n");
    for (size_t i = 0; i < model->service_count; i++)
        wl_buffer_printf (out, "    &%s_contract,\n", model->services[i]->package);
    wl_buffer_printf (out, "    NULL,\n};\nconst uint32_t wl_contract_count = %zu;\n",
                      model->service_count);
}

/* ---- the file ---- */

static void
write_includes (const model_t *model, wl_buffer_t *out)
{
    wl_buffer_text (out, "/* Generated by wl-contract from proto/. Do not edit. */\n"
                         "#include \"message/contract.h\"\n"
                         "#include \"message/tables.h\"\n\n");
    for (size_t i = 0; i < model->file_count; i++)
        wl_buffer_printf (out, "#include \"%s\"\n", model->files[i]->header);
    wl_buffer_char (out, '\n');
}

void
write_tables (wl_arena_t *arena, const model_t *model, wl_buffer_t *out)
{
    write_includes (model, out);
    for (size_t i = 0; i < model->message_count; i++)
        if (!model->messages[i]->is_timestamp)
            write_fields (arena, model->messages[i], out);
    write_messages (arena, model, out);
    for (size_t i = 0; i < model->service_count; i++)
        write_service (arena, model->services[i], out);
    write_services (model, out);
}
