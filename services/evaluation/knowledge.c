#include "knowledge.h"

#include "card_rules.h"

static const Wlacznik__Answer *
find_answer (const Wlacznik__Answers *answers, const char *field)
{
    if (wl_text_empty (field))
        return NULL;
    for (size_t i = 0; i < answers->n_list; i++)
        if (wl_text_equal (answers->list[i]->field, field))
            return answers->list[i];
    return NULL;
}

static char *
join_choices (wl_arena_t *arena, const Wlacznik__Answer *answer)
{
    wl_buffer_t ret;

    wl_buffer_init (&ret, arena);
    wl_buffer_text (&ret, "");
    for (size_t i = 0; answer != NULL && i < answer->n_choices; i++) {
        if (i > 0)
            wl_buffer_char (&ret, ' ');
        wl_buffer_text (&ret, answer->choices[i]);
    }
    return ret.data == NULL ? wl_text_copy (arena, "") : ret.data;
}

/* Only what assessors see, so that a reason never tells what the card hides. */
static text_words_t
words_of (wl_arena_t *arena, const Wlacznik__Form *form, const Wlacznik__Answers *answers)
{
    const Wlacznik__Answers *open =
        card_blind_answers (arena, card_blind_form (arena, form), answers);
    const char **texts = wl_arena_array (arena, open->n_list, sizeof *texts);

    for (size_t i = 0; i < open->n_list; i++)
        texts[i] = open->list[i]->text;
    return text_signature (arena, texts, open->n_list);
}

knowledge_t
knowledge_of (wl_arena_t *arena, const Wlacznik__Stage *rules, const Wlacznik__Answers *answers)
{
    const Wlacznik__AssignmentRules *assignment =
        rules->merit_card == NULL ? NULL : rules->merit_card->assignment;
    knowledge_t ret = { .topics = join_choices (arena, NULL),
                        .language = join_choices (arena, NULL) };
    const Wlacznik__Answer *language;

    if (answers == NULL || rules->form == NULL)
        return ret;
    ret.words = words_of (arena, rules->form, answers);
    if (assignment == NULL)
        return ret;
    ret.topics = join_choices (arena, find_answer (answers, assignment->topics_field));
    language = find_answer (answers, assignment->language_field);
    if (language != NULL && language->n_choices > 0)
        ret.language = wl_text_copy (arena, language->choices[0]);
    return ret;
}
