#include "formal_check.h"

#include <string.h>

static const Wlacznik__FormalItem *
find_item (const Wlacznik__Stage *stage, const char *key)
{
    for (size_t i = 0; i < stage->n_formal_items; i++)
        if (strcmp (stage->formal_items[i]->key, key) == 0)
            return stage->formal_items[i];
    return NULL;
}

static bool
is_answered (Evaluation__FormalItemAnswer *const *answers, size_t count, const char *item)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp (answers[i]->item, item) == 0)
            return true;
    return false;
}

static bool
is_blank (const char *text)
{
    return text[strspn (text, " \t\r\n")] == '\0';
}

static void
check_answer (const Wlacznik__Stage *stage, Evaluation__FormalItemAnswer *const *answers,
              size_t index, const wl_problems_t *problems)
{
    const Evaluation__FormalItemAnswer *answer = answers[index];
    wl_arena_t *arena = problems->error->arena;

    if (find_item (stage, answer->item) == NULL)
        wl_problem_add (problems, wl_text_printf (arena, "items[%zu].item", index), "unknown",
                        "Karta formalna tego etapu nie ma takiego punktu.",
                        "The formal card of this stage has no such item.");
    else if (is_answered (answers, index, answer->item))
        wl_problem_add (problems, wl_text_printf (arena, "items[%zu].item", index), "duplicate",
                        "Ten punkt ma już odpowiedź. Zostaw jedną.",
                        "This item already has an answer. Leave one.");
    if (answer->answer == EVALUATION__FORMAL_ANSWER__NO && is_blank (answer->reason))
        wl_problem_add (problems, wl_text_printf (arena, "items[%zu].reason", index), "required",
                        "Napisz, dlaczego „nie”: dostanie to osoba, która złożyła wniosek.",
                        "Write why it is a no: the applicant will read it.");
}

static void
check_all_answered (const Wlacznik__Stage *stage, Evaluation__FormalItemAnswer *const *answers,
                    size_t count, const wl_problems_t *problems)
{
    wl_arena_t *arena = problems->error->arena;

    for (size_t i = 0; i < stage->n_formal_items; i++) {
        const char *key = stage->formal_items[i]->key;
        if (!is_answered (answers, count, key))
            wl_problem_add (problems, wl_text_printf (arena, "items.%s", key), "required",
                            "Ten punkt nie ma jeszcze odpowiedzi.", "This item has no answer yet.");
    }
}

wl_status
formal_check_judge (const Wlacznik__Stage *stage, Evaluation__FormalItemAnswer *const *answers,
                    size_t count, const wl_problems_t *problems, bool *ret_passed)
{
    size_t before = wl_problem_count (problems);
    bool passed = true;

    for (size_t i = 0; i < count; i++) {
        check_answer (stage, answers, i, problems);
        if (answers[i]->answer == EVALUATION__FORMAL_ANSWER__NO)
            passed = false;
    }
    check_all_answered (stage, answers, count, problems);
    if (wl_problem_count (problems) > before)
        return WL_INVALID_ARGUMENT;
    *ret_passed = passed;
    return WL_OK;
}

char *
formal_check_public_reason (wl_arena_t *arena, const Wlacznik__Stage *stage,
                            Evaluation__FormalItemAnswer *const *answers, size_t count)
{
    wl_buffer_t text;

    wl_buffer_init (&text, arena);
    for (size_t i = 0; i < count; i++) {
        const Wlacznik__FormalItem *item = find_item (stage, answers[i]->item);
        if (answers[i]->answer != EVALUATION__FORMAL_ANSWER__NO || item == NULL)
            continue;
        if (text.length > 0)
            wl_buffer_text (&text, "; ");
        wl_buffer_text (&text, item->text->pl);
    }
    return text.length == 0 ? wl_text_copy (arena, "") : text.data;
}
