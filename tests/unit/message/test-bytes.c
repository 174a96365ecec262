#include "support.h"

/* A message with something of everything, packed. */
static void
pack_sample (fixture_t *self, uint8_t **ret_bytes, size_t *ret_length)
{
    static const char json[] =
        "{\"aString\":\"zażółć\",\"someBytes\":\"AAEC\",\"aBool\":true,\"anInt32\":-1,"
        "\"aFixed64\":\"9\",\"aFloat\":0.5,\"aDouble\":0.25,\"aColour\":\"RED\","
        "\"anInner\":{\"name\":\"x\",\"leaves\":[{\"text\":\"a\",\"numbers\":[1,2,300]}]},"
        "\"aTime\":\"2026-11-23T22:59:59.999Z\",\"strings\":[\"a\",\"bb\"],\"bools\":[true],"
        "\"ints\":[1,-1],\"doubles\":[1,2],\"inners\":[{},{\"name\":\"y\"}],\"chosenText\":\"c\"}";
    Sample__Thing *thing = new_thing (self);

    assert_int_equal (read_json (self, json, &thing->base), WL_OK);
    wl_message_pack (self->arena, &thing->base, ret_bytes, ret_length);
}

/* Whatever unpacks must also be fit for everything that comes after. */
static void
use (fixture_t *self, const ProtobufCMessage *message)
{
    if (wl_message_validate (message, "pl", &self->error) != WL_OK)
        assert_true (self->error.field_count > 0);
    assert_non_null (to_json (self, message));
    (void) wl_message_copy (self->arena, message);
}

static void
every_truncation_is_refused_or_harmless (void **state)
{
    fixture_t *self = *state;
    uint8_t *bytes;
    size_t length, refused = 0;

    pack_sample (self, &bytes, &length);
    for (size_t i = 0; i < length; i++) {
        /* A copy of exactly this size, so that the sanitizer sees a read past its end. */
        uint8_t *cut = malloc (i + 1);
        wl_arena_t *arena = wl_arena_new (BUDGET);
        fixture_t inner = { .arena = arena };
        ProtobufCMessage *message;
        wl_status status;

        memcpy (cut, bytes, i);
        wl_error_init (&inner.error, arena);
        status = wl_message_unpack (arena, &sample__thing__descriptor, cut, i, &message);
        if (status == WL_OK)
            use (&inner, message);
        else
            assert_int_equal (status, WL_INVALID_ARGUMENT);
        refused += status != WL_OK;
        wl_arena_destroy (&arena);
        free (cut);
    }
    assert_true (refused > length / 2);
}

/* Flips, cuts and doubles bytes of a good message, and makes some up. */
static size_t
mutate (uint64_t *seed, uint8_t *bytes, size_t length, size_t room)
{
    size_t changes = 1 + check_random (seed) % 8;

    for (size_t i = 0; i < changes && length > 0; i++) {
        size_t at = check_random (seed) % length;

        switch (check_random (seed) % 4) {
        case 0:
            bytes[at] ^= (uint8_t) (1u << check_random (seed) % 8);
            break;
        case 1:
            bytes[at] = (uint8_t) check_random (seed);
            break;
        case 2:
            length = at;
            break;
        default:
            if (length < room) {
                memmove (bytes + at + 1, bytes + at, length - at);
                length++;
            }
            break;
        }
    }
    return length;
}

static void
random_bytes_do_no_harm (void **state)
{
    fixture_t *self = *state;
    uint64_t seed = check_seed ("random_bytes_do_no_harm");
    uint8_t *good, bytes[1024];
    size_t good_length, length;
    wl_arena_t *arena = wl_arena_new (BUDGET);

    pack_sample (self, &good, &good_length);
    assert_true (good_length < sizeof bytes);
    for (size_t i = 0; i < 20000; i++) {
        fixture_t inner = { .arena = arena };
        ProtobufCMessage *message;

        wl_arena_reset (arena);
        wl_error_init (&inner.error, arena);
        memcpy (bytes, good, good_length);
        length = mutate (&seed, bytes, good_length, sizeof bytes);
        if (wl_message_unpack (arena, &sample__thing__descriptor, bytes, length, &message) == WL_OK)
            use (&inner, message);
    }
    wl_arena_destroy (&arena);
}

/* One megabyte of empty submessages is 49 MB of heap without a budget (engineering.md 0.5). */
static void
amplification_ends_at_the_budget (void **state)
{
    enum { SIZE = 1000000 };
    fixture_t *self = *state;
    uint8_t *bytes = malloc (SIZE);
    ProtobufCMessage *message;

    assert_non_null (bytes);
    for (size_t i = 0; i < SIZE; i += 2) {
        bytes[i] = 1 << 3 | PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED; /* nothings = 1 */
        bytes[i + 1] = 0;
    }
    assert_int_equal (
        wl_message_unpack (self->arena, &sample__crowd__descriptor, bytes, SIZE, &message),
        WL_RESOURCE_EXHAUSTED);
    assert_true (wl_arena_used (self->arena) <= wl_arena_budget (self->arena));
    free (bytes);
}

/* At every budget the answer is one of three, and nothing is lost or written past its end. */
static void
any_budget_gives_a_clean_answer (void **state)
{
    fixture_t *self = *state;
    uint8_t *bytes;
    size_t length;
    bool fitted = false;

    pack_sample (self, &bytes, &length);
    for (size_t budget = 0; budget < 8192; budget += 16) {
        wl_arena_t *arena = wl_arena_new (budget);
        ProtobufCMessage *message;
        wl_status status =
            wl_message_unpack (arena, &sample__thing__descriptor, bytes, length, &message);

        assert_true (status == WL_OK || status == WL_RESOURCE_EXHAUSTED);
        assert_false (fitted && status != WL_OK);
        fitted = status == WL_OK;
        wl_arena_destroy (&arena);
    }
    assert_true (fitted);
}

static void
unknown_fields_are_dropped_everywhere (void **state)
{
    /* an_inner { name: "x", field 15: 1, leaves { field 15: 1 } }, field 100: 1, inners { 15: 1 }
     */
    static const uint8_t bytes[] = { 0x8a, 1, 9,    0x0a, 1, 'x',  0x78, 1, 0x12, 2,
                                     0x78, 1, 0xa0, 6,    1, 0xd2, 1,    2, 0x78, 1 };
    fixture_t *self = *state;
    ProtobufCMessage *message;
    uint8_t *packed;
    size_t length;
    Sample__Thing *thing;

    assert_int_equal (
        wl_message_unpack (self->arena, &sample__thing__descriptor, bytes, sizeof bytes, &message),
        WL_OK);
    thing = (Sample__Thing *) message;
    assert_string_equal (thing->an_inner->name, "x");
    assert_int_equal (thing->an_inner->n_leaves, 1);
    wl_message_pack (self->arena, message, &packed, &length);
    assert_int_equal (length, sizeof bytes - 9);
}

static void
no_bytes_are_an_empty_message (void **state)
{
    fixture_t *self = *state;
    ProtobufCMessage *message;
    uint8_t *packed;
    size_t length;

    assert_int_equal (
        wl_message_unpack (self->arena, &sample__thing__descriptor, NULL, 0, &message), WL_OK);
    wl_message_pack (self->arena, message, &packed, &length);
    assert_int_equal (length, 0);
    assert_non_null (packed);
}

static void
a_copy_shares_nothing (void **state)
{
    fixture_t *self = *state;
    wl_arena_t *other = wl_arena_new (BUDGET);
    Sample__Thing *thing = new_thing (self), *copy;

    assert_int_equal (
        read_json (self, "{\"aString\":\"x\",\"inners\":[{\"name\":\"y\"}]}", &thing->base), WL_OK);
    copy = (Sample__Thing *) wl_message_copy (other, &thing->base);
    thing->a_string[0] = '?';
    thing->inners[0]->name[0] = '?';
    fresh (self);
    assert_string_equal (copy->a_string, "x");
    assert_string_equal (copy->inners[0]->name, "y");
    wl_arena_destroy (&other);
}

static void
a_copy_past_the_budget_raises (void **state)
{
    fixture_t *self = *state;
    wl_arena_t *tight = wl_arena_new (2048);
    Sample__Thing *thing = new_thing (self);
    jmp_buf jump;

    thing->a_string = wl_arena_alloc (self->arena, 1201);
    memset (thing->a_string, 'a', 1200);
    if (setjmp (jump) == 0) {
        wl_arena_guard (tight, &jump);
        (void) wl_message_copy (tight, &thing->base);
        fail_msg ("the budget was not enforced");
    }
    wl_arena_destroy (&tight);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        TEST (every_truncation_is_refused_or_harmless),
        TEST (random_bytes_do_no_harm),
        TEST (amplification_ends_at_the_budget),
        TEST (any_budget_gives_a_clean_answer),
        TEST (unknown_fields_are_dropped_everywhere),
        TEST (no_bytes_are_an_empty_message),
        TEST (a_copy_shares_nothing),
        TEST (a_copy_past_the_budget_raises),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
