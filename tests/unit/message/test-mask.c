#include "message/mask.h"
#include "sample.pb-c.h"
#include "support.h"

/* The things in JSON of those fields that `list` names. */
static const char *
chosen (wl_arena_t *arena, const ProtobufCMessage *message, const char *list)
{
    wl_error_t error;
    wl_mask_t *mask;
    wl_buffer_t out;

    wl_error_init (&error, arena);
    assert_int_equal (wl_mask_parse (arena, message->descriptor, list, "en", &mask, &error), WL_OK);
    wl_buffer_init (&out, arena);
    wl_message_to_json_chosen (message, mask, &out);
    return out.data;
}

static void
writes_what_was_chosen (void **context)
{
    wl_arena_t *arena = wl_arena_new (1 << 16);
    Sample__Leaf leaf = SAMPLE__LEAF__INIT, *leaves[] = { &leaf, &leaf };
    Sample__Inner inner = SAMPLE__INNER__INIT;

    (void) context;
    leaf.text = wl_text_copy (arena, "x");
    inner.name = wl_text_copy (arena, "n");
    inner.leaves = leaves;
    inner.n_leaves = 2;
    assert_string_equal (chosen (arena, &inner.base, "name"), "{\"name\":\"n\"}");
    assert_string_equal (chosen (arena, &inner.base, "leaves.text"),
                         "{\"leaves\":[{\"text\":\"x\"},{\"text\":\"x\"}]}");
    assert_string_equal (chosen (arena, &inner.base, "leaves.text,leaves,name"),
                         "{\"name\":\"n\",\"leaves\":[{\"text\":\"x\",\"numbers\":[]},"
                         "{\"text\":\"x\",\"numbers\":[]}]}");
    wl_arena_destroy (&arena);
}

static void
names_every_field_that_there_is_not (void **context)
{
    static const struct {
        const char *list;
        size_t wrong;
    } cases[] = { { "", 1 },      { "nothing", 1 },      { "name,", 1 },        { "name.x", 1 },
                  { "a,b,c", 3 }, { "leaves.no", 1 },    { "leaves..text", 1 }, { ".name", 1 },
                  { "name ", 1 }, { "leaves.text.x", 1 } };
    wl_arena_t *arena = wl_arena_new (1 << 20);

    (void) context;
    for (size_t i = 0; i < COUNT (cases); i++) {
        wl_error_t error;
        wl_mask_t *mask;

        wl_error_init (&error, arena);
        assert_int_equal (
            wl_mask_parse (arena, &sample__inner__descriptor, cases[i].list, "pl", &mask, &error),
            WL_INVALID_ARGUMENT);
        assert_int_equal (error.field_count, cases[i].wrong);
        assert_non_null (strstr (error.fields[0].field, "fields["));
    }
    wl_arena_destroy (&arena);
}

static void
reads_a_hundred_names_and_no_more (void **context)
{
    wl_arena_t *arena = wl_arena_new (1 << 20);
    wl_buffer_t list;
    wl_error_t error;
    wl_mask_t *mask;

    (void) context;
    wl_buffer_init (&list, arena);
    for (int i = 0; i < WL_MASK_NAMES_MAX; i++)
        wl_buffer_text (&list, i ? ",name" : "name");
    wl_error_init (&error, arena);
    assert_int_equal (
        wl_mask_parse (arena, &sample__inner__descriptor, list.data, "pl", &mask, &error), WL_OK);
    wl_buffer_text (&list, ",name,name,name");
    assert_int_equal (
        wl_mask_parse (arena, &sample__inner__descriptor, list.data, "pl", &mask, &error),
        WL_INVALID_ARGUMENT);
    assert_int_equal (error.field_count, 1);
    wl_arena_destroy (&arena);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (writes_what_was_chosen),
        cmocka_unit_test (names_every_field_that_there_is_not),
        cmocka_unit_test (reads_a_hundred_names_and_no_more),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
