#include "appeal_rules.h"

#include <string.h>

#include "call_rules.h"

enum { DAYS_UNTIL_RECEIVED = 14 };

const Wlacznik__AppealRules *
appeal_rules (const Wlacznik__Stage *stage, Evaluation__AppealKind kind)
{
    const Wlacznik__AppealRules *rules =
        kind == EVALUATION__APPEAL_KIND__FORMAL_APPEAL ? stage->formal_appeal : stage->merit_appeal;

    return rules == NULL || rules->days == 0 ? NULL : rules;
}

wl_time_t
appeal_until (const Wlacznik__AppealRules *rules, wl_time_t sent, wl_time_t received)
{
    wl_time_t start = sent;

    if (rules->from_receipt)
        start = received != 0 ? received : sent + DAYS_UNTIL_RECEIVED * WL_DAY;
    return call_term_end (start, rules->days, rules->kind);
}

static bool
is_criterion (const Wlacznik__Stage *stage, const char *key)
{
    for (size_t i = 0; stage->merit_card != NULL && i < stage->merit_card->n_criteria; i++)
        if (strcmp (stage->merit_card->criteria[i]->key, key) == 0)
            return true;
    return false;
}

static bool
is_failed_item (const Evaluation__FormalCheck *check, const char *key)
{
    for (size_t i = 0; i < check->n_items; i++)
        if (check->items[i]->answer == EVALUATION__FORMAL_ANSWER__NO &&
            strcmp (check->items[i]->item, key) == 0)
            return true;
    return false;
}

wl_status
appeal_check_contested (const Wlacznik__Stage *stage, const Evaluation__FormalCheck *check,
                        char *const *contested, size_t count, const wl_problems_t *problems)
{
    size_t before = wl_problem_count (problems);

    for (size_t i = 0; i < count; i++) {
        const char *path = wl_text_printf (problems->error->arena, "contested[%zu]", i);
        if (check != NULL && !is_failed_item (check, contested[i]))
            wl_problem_add (problems, path, "unknown",
                            "To nie jest warunek formalny, którego wniosek nie spełnił.",
                            "This is not a formal item that the application failed.");
        if (check == NULL && !is_criterion (stage, contested[i]))
            wl_problem_add (problems, path, "unknown", "Karta nie ma takiego kryterium.",
                            "The card has no such criterion.");
        for (size_t j = 0; j < i; j++)
            if (strcmp (contested[i], contested[j]) == 0) {
                wl_problem_add (problems, path, "duplicate", "To już jest wskazane.",
                                "This is named already.");
                break;
            }
    }
    return wl_problem_count (problems) > before ? WL_INVALID_ARGUMENT : WL_OK;
}
