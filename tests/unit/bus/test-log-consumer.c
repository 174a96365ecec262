#include "bus/log_consumer.h"

#include "../base/check.h"

static char pl[] = "pl", thirty[] = "30", bad[] = "Not A Region";

static log_consumer_t *
subscribed (void)
{
    log_consumer_t *consumer = wl_log_consumer_new (0, "12345", 5, "");
    Bus__StreamPosition position = BUS__STREAM_POSITION__INIT;
    Bus__Subscribe subscribe = BUS__SUBSCRIBE__INIT;

    assert_non_null (consumer);
    position.region = thirty;
    position.sequence = 7;
    subscribe.positions = (Bus__StreamPosition *[]){ &position };
    subscribe.n_positions = 1;
    subscribe.credit = 100;
    subscribe.generation = 5;
    assert_true (wl_log_consumer_subscribe (consumer, &subscribe));
    return consumer;
}

static void
it_starts_where_it_said (void **state)
{
    log_consumer_t *consumer = subscribed ();

    (void) state;
    assert_int_equal (wl_log_consumer_position (consumer, "30"), 7);
    assert_int_equal (wl_log_consumer_position (consumer, "pl"), 0);
    assert_true (wl_log_consumer_wants (consumer, "any"));
    wl_log_consumer_destroy (&consumer);
    assert_null (consumer);
}

static void
sending_moves_it_on_and_costs_credit (void **state)
{
    log_consumer_t *consumer = subscribed ();

    (void) state;
    assert_true (wl_log_consumer_advance (consumer, "30", 17, 10));
    assert_true (wl_log_consumer_advance (consumer, "pl", 40, 40));
    assert_int_equal (wl_log_consumer_position (consumer, "30"), 17);
    assert_int_equal (wl_log_consumer_position (consumer, "pl"), 40);
    assert_int_equal (consumer->credit, 50);
    wl_log_consumer_destroy (&consumer);
}

static void
credit_adds_up_to_its_limit (void **state)
{
    log_consumer_t *consumer = subscribed ();
    Bus__Credit credit = BUS__CREDIT__INIT;

    (void) state;
    credit.generation = 5;
    credit.credit = 900;
    wl_log_consumer_credit (consumer, &credit);
    assert_int_equal (consumer->credit, 1000);
    credit.credit = UINT32_MAX;
    wl_log_consumer_credit (consumer, &credit);
    assert_int_equal (consumer->credit, WL_LOG_CREDIT_MAX);
    wl_log_consumer_destroy (&consumer);
}

static void
credit_of_another_subscription_is_worth_nothing (void **state)
{
    log_consumer_t *consumer = subscribed ();
    Bus__Credit credit = BUS__CREDIT__INIT;

    (void) state;
    credit.generation = 4;
    credit.credit = 900;
    wl_log_consumer_credit (consumer, &credit);
    assert_int_equal (consumer->credit, 100);
    wl_log_consumer_destroy (&consumer);
}

static void
a_new_subscription_starts_over (void **state)
{
    log_consumer_t *consumer = subscribed ();
    Bus__Subscribe subscribe = BUS__SUBSCRIBE__INIT;

    (void) state;
    subscribe.regions = (char *[]){ pl };
    subscribe.n_regions = 1;
    subscribe.generation = 6;
    assert_true (wl_log_consumer_subscribe (consumer, &subscribe));
    assert_int_equal (wl_log_consumer_position (consumer, "30"), 0);
    assert_int_equal (consumer->credit, 0);
    assert_true (wl_log_consumer_wants (consumer, "pl"));
    assert_false (wl_log_consumer_wants (consumer, "30"));
    wl_log_consumer_destroy (&consumer);
}

static void
a_bad_subscription_changes_nothing (void **state)
{
    log_consumer_t *consumer = subscribed ();
    Bus__StreamPosition position = BUS__STREAM_POSITION__INIT;
    Bus__Subscribe subscribe = BUS__SUBSCRIBE__INIT;

    (void) state;
    subscribe.regions = (char *[]){ bad };
    subscribe.n_regions = 1;
    assert_false (wl_log_consumer_subscribe (consumer, &subscribe));
    subscribe.n_regions = 0;
    position.region = bad;
    subscribe.positions = (Bus__StreamPosition *[]){ &position };
    subscribe.n_positions = 1;
    assert_false (wl_log_consumer_subscribe (consumer, &subscribe));
    assert_int_equal (wl_log_consumer_position (consumer, "30"), 7);
    assert_int_equal (consumer->generation, 5);
    wl_log_consumer_destroy (&consumer);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (it_starts_where_it_said),
        cmocka_unit_test (sending_moves_it_on_and_costs_credit),
        cmocka_unit_test (credit_adds_up_to_its_limit),
        cmocka_unit_test (credit_of_another_subscription_is_worth_nothing),
        cmocka_unit_test (a_new_subscription_starts_over),
        cmocka_unit_test (a_bad_subscription_changes_nothing),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
