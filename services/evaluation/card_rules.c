#include "card_rules.h"

#include <string.h>

#include "base/amount.h"
#include "message/message.h"

#define NO_RECOMMENDATION EVALUATION__STAGE_OUTCOME__STAGE_OUTCOME_UNSPECIFIED

static const Wlacznik__Criterion *
find_criterion (const Wlacznik__MeritCard *rules, const char *key)
{
    for (size_t i = 0; i < rules->n_criteria; i++)
        if (strcmp (rules->criteria[i]->key, key) == 0)
            return rules->criteria[i];
    return NULL;
}

/* The first `count` of the list that speak of `criterion`. */
static const Evaluation__CriterionScore *
find_score (const Evaluation__Scores *scores, size_t count, const char *criterion)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp (scores->list[i]->criterion, criterion) == 0)
            return scores->list[i];
    return NULL;
}

/* ---- points ---- */

static bool
fits_scale (const Wlacznik__Criterion *criterion, int32_t points)
{
    if (points < 0 || points > criterion->max_points)
        return false;
    switch (criterion->scale) {
    case WLACZNIK__SCALE__SCALE_YES_NO:
        return points == 0 || points == criterion->max_points;
    case WLACZNIK__SCALE__SCALE_WORDS:
        return points == 0;
    default:
        return criterion->step == 0 || points % criterion->step == 0;
    }
}

static void
tell_points (const Wlacznik__Criterion *criterion, const char *path, const wl_problems_t *problems)
{
    wl_arena_t *arena = problems->error->arena;
    char step[WL_AMOUNT_TEXT], max[WL_AMOUNT_TEXT];

    wl_points_format (criterion->step == 0 ? 1 : criterion->step, problems->locale, step);
    wl_points_format (criterion->max_points, problems->locale, max);
    switch (criterion->scale) {
    case WLACZNIK__SCALE__SCALE_YES_NO:
        wl_problem_add (
            problems, path, "out-of-range",
            wl_text_printf (arena, "To kryterium ma tylko „tak” (%s pkt) i „nie” (0).", max),
            wl_text_printf (arena, "This criterion has only yes (%s points) and no (0).", max));
        return;
    case WLACZNIK__SCALE__SCALE_WORDS:
        wl_problem_add (problems, path, "out-of-range",
                        "To kryterium ocenia się opisem, bez punktów.",
                        "This criterion is assessed in words, without points.");
        return;
    default:
        wl_problem_add (
            problems, path, "out-of-range",
            wl_text_printf (arena, "W tym kryterium można dać od 0 do %s pkt, co %s.", max, step),
            wl_text_printf (arena, "This criterion takes 0 to %s points in steps of %s.", max,
                            step));
    }
}

/* Characters without the white space around them, because spaces are no reason. */
static size_t
length_of_reason (const char *text)
{
    static const char space[] = " \t\r\n";
    size_t characters = 0;

    text += strspn (text, space);
    size_t length = strlen (text);
    while (length > 0 && strchr (space, text[length - 1]) != NULL)
        length--;
    return wl_utf8_valid (text, length, &characters) ? characters : 0;
}

static void
check_reason_fits (const Wlacznik__Criterion *criterion, const char *reason, const char *path,
                   const wl_problems_t *problems)
{
    wl_arena_t *arena = problems->error->arena;
    uint32_t limit = criterion->reason_max_length;

    if (limit == 0 || length_of_reason (reason) <= limit)
        return;
    wl_problem_add (problems, path, "too-long",
                    wl_text_printf (arena, "Uzasadnienie może mieć najwyżej %u znaków.", limit),
                    wl_text_printf (arena, "The reason may have at most %u characters.", limit));
}

static void
check_score (const Wlacznik__MeritCard *rules, const Evaluation__Scores *scores, size_t index,
             const wl_problems_t *problems)
{
    const Evaluation__CriterionScore *score = scores->list[index];
    const Wlacznik__Criterion *criterion = find_criterion (rules, score->criterion);
    wl_arena_t *arena = problems->error->arena;

    if (criterion == NULL)
        wl_problem_add (problems, wl_text_printf (arena, "scores.list[%zu].criterion", index),
                        "unknown", "Karta nie ma takiego kryterium.",
                        "The card has no such criterion.");
    else if (!fits_scale (criterion, score->points))
        tell_points (criterion, wl_text_printf (arena, "scores.list[%zu].points", index), problems);
    if (criterion != NULL)
        check_reason_fits (criterion, score->reason,
                           wl_text_printf (arena, "scores.list[%zu].reason", index), problems);
    if (find_score (scores, index, score->criterion) != NULL)
        wl_problem_add (problems, wl_text_printf (arena, "scores.list[%zu].criterion", index),
                        "duplicate", "To kryterium ma już ocenę. Zostaw jedną.",
                        "This criterion already has a score. Leave one.");
}

wl_status
card_check_draft (const Wlacznik__MeritCard *rules, const Evaluation__Scores *scores,
                  const wl_problems_t *problems)
{
    size_t before = wl_problem_count (problems);

    for (size_t i = 0; scores != NULL && i < scores->n_list; i++)
        check_score (rules, scores, i, problems);
    if (scores != NULL && !rules->recommendations && scores->recommendation != NO_RECOMMENDATION)
        wl_problem_add (problems, "scores.recommendation", "not-asked",
                        "Ta karta nie pyta o rekomendację.",
                        "This card asks for no recommendation.");
    return wl_problem_count (problems) > before ? WL_INVALID_ARGUMENT : WL_OK;
}

/* An opinion without points is its reason, so it has one. */
static uint32_t
least_reason (const Wlacznik__MeritCard *rules, const Wlacznik__Criterion *criterion)
{
    if (criterion->reason_optional)
        return 0;
    if (criterion->reason_min_length > 0)
        return criterion->reason_min_length;
    if (criterion->scale == WLACZNIK__SCALE__SCALE_WORDS && rules->reason_min_length == 0)
        return 1;
    return rules->reason_min_length;
}

static void
check_scored (const Wlacznik__MeritCard *rules, const Wlacznik__Criterion *criterion,
              const Evaluation__CriterionScore *score, const wl_problems_t *problems)
{
    wl_arena_t *arena = problems->error->arena;
    uint32_t least = least_reason (rules, criterion);

    if (score == NULL) {
        wl_problem_add (problems, wl_text_printf (arena, "scores.%s", criterion->key), "required",
                        "To kryterium nie ma jeszcze oceny.", "This criterion has no score yet.");
        return;
    }
    if (length_of_reason (score->reason) >= least)
        return;
    wl_problem_add (
        problems, wl_text_printf (arena, "scores.%s.reason", criterion->key), "too-short",
        wl_text_printf (arena, "Uzasadnienie musi mieć co najmniej tyle znaków: %u.", least),
        wl_text_printf (arena, "The reason needs at least %u characters.", least));
}

wl_status
card_check_complete (const Wlacznik__MeritCard *rules, const Evaluation__Scores *scores,
                     const wl_problems_t *problems)
{
    static const Evaluation__Scores empty = EVALUATION__SCORES__INIT;
    const Evaluation__Scores *given = scores == NULL ? &empty : scores;
    size_t before = wl_problem_count (problems);

    WL_TRY (card_check_draft (rules, given, problems));
    for (size_t i = 0; i < rules->n_criteria; i++) {
        const Wlacznik__Criterion *criterion = rules->criteria[i];
        check_scored (rules, criterion, find_score (given, given->n_list, criterion->key),
                      problems);
    }
    if (rules->recommendations && given->recommendation == NO_RECOMMENDATION)
        wl_problem_add (problems, "scores.recommendation", "required",
                        "Napisz, co rekomendujesz: dalej, do poprawy czy nie.",
                        "Say what you recommend: go on, write it again, or stop.");
    return wl_problem_count (problems) > before ? WL_INVALID_ARGUMENT : WL_OK;
}

/* ---- what an assessor sees ---- */

bool
card_shows_content (const Evaluation__Card *card)
{
    return card->state == EVALUATION__CARD_STATE__OPEN ||
           card->state == EVALUATION__CARD_STATE__LOCKED;
}

static void
drop_hidden_fields (Wlacznik__FormSection *section)
{
    size_t kept = 0;

    for (size_t i = 0; i < section->n_fields; i++)
        if (!section->fields[i]->hidden_from_assessors)
            section->fields[kept++] = section->fields[i];
    section->n_fields = kept;
}

Wlacznik__Form *
card_blind_form (wl_arena_t *arena, const Wlacznik__Form *form)
{
    Wlacznik__Form *blind = (Wlacznik__Form *) wl_message_copy (arena, &form->base);
    size_t kept = 0;

    for (size_t i = 0; i < blind->n_sections; i++) {
        drop_hidden_fields (blind->sections[i]);
        if (blind->sections[i]->n_fields > 0)
            blind->sections[kept++] = blind->sections[i];
    }
    blind->n_sections = kept;
    return blind;
}

static bool
has_field (const Wlacznik__Form *form, const char *key)
{
    for (size_t i = 0; i < form->n_sections; i++)
        for (size_t j = 0; j < form->sections[i]->n_fields; j++)
            if (strcmp (form->sections[i]->fields[j]->key, key) == 0)
                return true;
    return false;
}

Wlacznik__Answers *
card_blind_answers (wl_arena_t *arena, const Wlacznik__Form *blind_form,
                    const Wlacznik__Answers *answers)
{
    Wlacznik__Answers *blind =
        (Wlacznik__Answers *) wl_message_new (arena, &wlacznik__answers__descriptor);

    if (answers == NULL)
        return blind;
    blind->list = wl_arena_array (arena, answers->n_list, sizeof *blind->list);
    for (size_t i = 0; i < answers->n_list; i++)
        if (has_field (blind_form, answers->list[i]->field))
            blind->list[blind->n_list++] = answers->list[i];
    return blind;
}
