#include "support.h"

#include "sample.handlers.h"

/* The generated half of a service with handlers that tell who was called, and the generated calls
 * with a bus that tells who was asked. No request is needed for either. */
static const char *called;

wl_status
sample_create_thing (wl_request_t *req, const Sample__Thing *in, Sample__Thing *out)
{
    (void) req;
    called = "create";
    out->an_int32 = in->an_int32 + 1;
    return WL_OK;
}

wl_status
sample_update_thing (wl_request_t *req, const Sample__UpdateThingRequest *in, Sample__Thing *out)
{
    (void) req;
    (void) in;
    (void) out;
    called = "update";
    return WL_NOT_FOUND;
}

wl_status
sample_find_things (wl_request_t *req, const Sample__FindThingsRequest *in, Sample__Things *out)
{
    (void) req;
    (void) in;
    (void) out;
    called = "find";
    return WL_OK;
}

wl_status
sample_print_thing (wl_request_t *req, const Sample__PrintThingRequest *in, Wlacznik__Document *out)
{
    (void) req;
    (void) in;
    (void) out;
    called = "print";
    return WL_OK;
}

wl_status
sample_harvest (wl_request_t *req, const Sample__HarvestRequest *in, Wlacznik__Document *out)
{
    (void) req;
    (void) in;
    (void) out;
    called = "harvest";
    return WL_OK;
}

wl_status
sample_harvest_by_post (wl_request_t *req, const Sample__HarvestRequest *in,
                        Wlacznik__Document *out)
{
    (void) req;
    (void) in;
    (void) out;
    called = "harvest by post";
    return WL_OK;
}

wl_status
sample_put_thing_bytes (wl_request_t *req, const Sample__PutThingBytesRequest *in,
                        Sample__Thing *out)
{
    (void) req;
    (void) in;
    (void) out;
    called = "put bytes";
    return WL_OK;
}

wl_status
sample_get_thing_file (wl_request_t *req, const Sample__GetThingFileRequest *in,
                       Wlacznik__Document *out)
{
    (void) req;
    (void) in;
    (void) out;
    called = "get file";
    return WL_OK;
}

wl_status
sample_follow_things (wl_request_t *req, const Sample__FollowThingsRequest *in,
                      Wlacznik__Document *out)
{
    (void) req;
    (void) in;
    (void) out;
    called = "follow";
    return WL_OK;
}

wl_status
sample_count_things (wl_request_t *req, const Sample__Nothing *in, Sample__Count *out)
{
    (void) req;
    (void) in;
    out->count = 42;
    called = "count";
    return WL_OK;
}

wl_status
wl_call (wl_request_t *req, const wl_method_t *method, const ProtobufCMessage *in,
         ProtobufCMessage **ret)
{
    fixture_t *self = (fixture_t *) (void *) req;

    *ret = wl_message_new (self->arena, method->output);
    return sample_handlers.handlers[method->index](req, in, *ret);
}

static void
each_method_has_its_handler (void **state)
{
    static const char *const names[] = { "create",    "update",   "find",
                                         "print",     "harvest",  "harvest by post",
                                         "put bytes", "get file", "follow",
                                         "count" };
    fixture_t *self = *state;
    const wl_service_contract_t *contract = sample_handlers.contract;

    assert_ptr_equal (contract, wl_contract[0]);
    for (uint32_t i = 0; i < contract->method_count; i++) {
        const wl_method_t *method = &contract->methods[i];
        wl_status status =
            sample_handlers.handlers[i](NULL, wl_message_new (self->arena, method->input),
                                        wl_message_new (self->arena, method->output));

        assert_string_equal (called, names[i]);
        assert_int_equal (status, i == 1 ? WL_NOT_FOUND : WL_OK);
    }
}

static void
a_typed_call_asks_for_its_method (void **state)
{
    wl_request_t *req = *state; /* as good as any, here */
    Sample__Nothing nothing = SAMPLE__NOTHING__INIT;
    Sample__UpdateThingRequest update = SAMPLE__UPDATE_THING_REQUEST__INIT;
    Sample__Count *count;
    Sample__Thing *thing;

    assert_int_equal (sample_call_count_things (req, &nothing, &count), WL_OK);
    assert_string_equal (called, "count");
    assert_int_equal (count->count, 42);
    assert_int_equal (sample_call_update_thing (req, &update, &thing), WL_NOT_FOUND);
    assert_string_equal (called, "update");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        TEST (each_method_has_its_handler),
        TEST (a_typed_call_asks_for_its_method),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
