#include "support.h"

/* That the tables say what sample.proto says. */

static void
services_and_methods_are_in_the_order_of_the_proto (void **state)
{
    static const char *const names[] = { "CreateThing",   "UpdateThing",  "FindThings",
                                         "PrintThing",    "Harvest",      "HarvestByPost",
                                         "PutThingBytes", "GetThingFile", "FollowThings",
                                         "CountThings" };
    const wl_service_contract_t *service = wl_contract[0];

    (void) state;
    assert_int_equal (wl_contract_count, 1);
    assert_string_equal (service->name, "sample");
    assert_int_equal (service->method_count, COUNT (names));
    for (uint32_t i = 0; i < COUNT (names); i++) {
        assert_string_equal (service->methods[i].name, names[i]);
        assert_string_equal (service->methods[i].service, "sample");
        assert_int_equal (service->methods[i].index, i);
    }
}

static void
a_method_says_who_may_call_it_and_how (void **state)
{
    const wl_method_t *update = wl_contract_method ("sample", "UpdateThing");
    const wl_method_t *find = wl_contract_method ("sample", "FindThings");

    (void) state;
    assert_true (update->command);
    assert_int_equal (update->roles, WL_ROLE_BIT (WL_ROLE_SIGNED_IN));
    assert_string_equal (update->own, "thing");
    assert_string_equal (update->peers[0], "intake");
    assert_string_equal (update->peers[1], "gateway");
    assert_null (update->peers[2]);
    assert_int_equal (update->verb, WL_VERB_PUT);
    assert_string_equal (update->path, "/v1/things/{thing_id}");
    assert_int_equal (update->success, 200);
    assert_ptr_equal (update->input, &sample__update_thing_request__descriptor);
    assert_ptr_equal (update->output, &sample__thing__descriptor);

    assert_false (find->command);
    assert_int_equal (find->roles, WL_ROLE_BIT (WL_ROLE_PUBLIC));
    assert_null (find->own);
    assert_null (find->peers[0]);
    assert_int_equal (find->cache_seconds, 60);
    assert_int_equal (wl_contract_method ("sample", "CreateThing")->success, 201);
    assert_int_equal (wl_contract_method ("sample", "CreateThing")->roles,
                      WL_ROLE_BIT (WL_ROLE_COORDINATOR) | WL_ROLE_BIT (WL_ROLE_OWNER));
}

static void
a_document_says_its_types_and_a_form_its_field (void **state)
{
    const wl_method_t *print = wl_contract_method ("sample", "PrintThing");
    const wl_method_t *harvest = wl_contract_method ("sample", "Harvest");

    (void) state;
    assert_string_equal (print->produces[0], "image/png");
    assert_string_equal (print->produces[1], "text/csv; charset=utf-8");
    assert_null (print->produces[2]);
    assert_null (print->form);
    assert_string_equal (harvest->form, "arguments");
    assert_null (wl_contract_method ("sample", "FindThings")->produces);
}

static void
bytes_and_pieces_are_said (void **state)
{
    const wl_method_t *put = wl_contract_method ("sample", "PutThingBytes");
    const wl_method_t *file = wl_contract_method ("sample", "GetThingFile");

    (void) state;
    assert_string_equal (put->bytes, "content");
    assert_false (put->pieces);
    assert_true (file->pieces);
    assert_false (file->live);
    assert_true (wl_contract_method ("sample", "FollowThings")->live);
    assert_null (file->bytes);
}

static void
a_method_without_http_has_no_path (void **state)
{
    const wl_method_t *count = wl_contract_method ("sample", "CountThings");

    (void) state;
    assert_int_equal (count->verb, WL_VERB_NONE);
    assert_null (count->path);
    assert_int_equal (count->roles, 0);
}

static void
what_is_not_there_is_not_found (void **state)
{
    (void) state;
    assert_null (wl_contract_method ("sample", "Nope"));
    assert_null (wl_contract_method ("nope", "CreateThing"));
    assert_null (wl_contract_message ("sample.Nope"));
    assert_null (wl_contract_message (""));
    /* Google's types are read and written specially, by no rules of ours. */
    assert_null (wl_contract_message ("google.protobuf.Timestamp"));
}

static void
every_message_is_found_by_name_and_by_descriptor (void **state)
{
    static const ProtobufCMessageDescriptor *const types[] = {
        &sample__count__descriptor,
        &sample__crowd__descriptor,
        &sample__inner__descriptor,
        &sample__leaf__descriptor,
        &sample__nothing__descriptor,
        &sample__rules__descriptor,
        &sample__thing__descriptor,
        &sample__thing_happened__descriptor,
        &sample__things__descriptor,
        &sample__update_thing_request__descriptor,
        &sample__find_things_request__descriptor,
    };

    (void) state;
    for (size_t i = 0; i < COUNT (types); i++) {
        assert_ptr_equal (wl_contract_message (types[i]->name), types[i]);
        assert_ptr_equal (wl_contract_rules (types[i])->descriptor, types[i]);
    }
}

static void
a_type_of_the_same_name_is_not_ours (void **state)
{
    ProtobufCMessageDescriptor impostor = sample__thing__descriptor;

    (void) state;
    assert_null (wl_contract_rules (&impostor));
}

/* protobuf-c sorts fields by number; the rules must follow it, not the .proto. */
static void
rules_run_parallel_to_the_fields (void **state)
{
    const wl_message_rules_t *rules = wl_contract_rules (&sample__thing__descriptor);

    (void) state;
    for (unsigned i = 0; i < sample__thing__descriptor.n_fields; i++) {
        wl_arena_t *arena = wl_arena_new (BUDGET);

        assert_string_equal (rules->fields[i].json_name,
                             wl_text_lower_camel (arena, sample__thing__descriptor.fields[i].name));
        wl_arena_destroy (&arena);
    }
}

static const wl_field_rules_t *
rules_of (const char *name)
{
    const wl_message_rules_t *rules = wl_contract_rules (&sample__rules__descriptor);

    for (unsigned i = 0; i < sample__rules__descriptor.n_fields; i++)
        if (strcmp (sample__rules__descriptor.fields[i].name, name) == 0)
            return &rules->fields[i];
    fail_msg ("no field %s", name);
    return NULL;
}

static void
a_field_has_its_rules_and_the_defaults (void **state)
{
    (void) state;
    assert_true (rules_of ("needed")->required);
    assert_int_equal (rules_of ("needed")->max_length, 200);
    assert_int_equal (rules_of ("short_text")->min_length, 3);
    assert_int_equal (rules_of ("short_text")->max_length, 5);
    assert_true (rules_of ("password")->secret);
    assert_true (rules_of ("email")->personal);
    assert_int_equal (rules_of ("email")->format, WL_FORMAT_EMAIL);
    assert_int_equal (rules_of ("line")->format, WL_FORMAT_SINGLE_LINE);
    assert_int_equal (rules_of ("tags")->max_items, 3);
    assert_int_equal (rules_of ("scores")->max_items, 100);
    assert_true (rules_of ("large")->has_min && rules_of ("large")->min == INT64_MIN);
    assert_true (rules_of ("large")->has_max && rules_of ("large")->max == INT64_MAX);
    assert_true (rules_of ("version")->has_min && !rules_of ("version")->has_max);
}

static void
an_event_knows_its_aggregate (void **state)
{
    (void) state;
    assert_string_equal (wl_contract_rules (&sample__thing_happened__descriptor)->aggregate,
                         "thing");
    assert_null (wl_contract_rules (&sample__thing__descriptor)->aggregate);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (services_and_methods_are_in_the_order_of_the_proto),
        cmocka_unit_test (a_method_says_who_may_call_it_and_how),
        cmocka_unit_test (a_document_says_its_types_and_a_form_its_field),
        cmocka_unit_test (bytes_and_pieces_are_said),
        cmocka_unit_test (a_method_without_http_has_no_path),
        cmocka_unit_test (what_is_not_there_is_not_found),
        cmocka_unit_test (every_message_is_found_by_name_and_by_descriptor),
        cmocka_unit_test (a_type_of_the_same_name_is_not_ours),
        cmocka_unit_test (rules_run_parallel_to_the_fields),
        cmocka_unit_test (a_field_has_its_rules_and_the_defaults),
        cmocka_unit_test (an_event_knows_its_aggregate),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
