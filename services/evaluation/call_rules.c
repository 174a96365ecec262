#include "call_rules.h"

#include <string.h>

#include "base/calendar.h"

const Wlacznik__Stage *
call_find_stage (const Intake__CallDefinition *definition, const char *key)
{
    for (size_t i = 0; i < definition->n_stages; i++)
        if (strcmp (definition->stages[i]->key, key) == 0)
            return definition->stages[i];
    return NULL;
}

Evaluation__DossierState
call_state_after_formal (const Wlacznik__Stage *stage)
{
    return stage->merit_card != NULL ? EVALUATION__DOSSIER_STATE__MERIT_REVIEW
                                     : EVALUATION__DOSSIER_STATE__DECISION_DUE;
}

Evaluation__DossierState
call_state_after_cards (const Wlacznik__Stage *stage)
{
    return stage->assessment == WLACZNIK__ASSESSMENT_KIND__POINTS
               ? EVALUATION__DOSSIER_STATE__ASSESSED
               : EVALUATION__DOSSIER_STATE__DECISION_DUE;
}

Evaluation__DossierState
call_first_state (const Wlacznik__Stage *stage)
{
    return stage->n_formal_items > 0 ? EVALUATION__DOSSIER_STATE__FORMAL_REVIEW
                                     : call_state_after_formal (stage);
}

static bool
section_hides_title (const Wlacznik__FormSection *section)
{
    for (size_t i = 0; i < section->n_fields; i++)
        if (section->fields[i]->meaning == WLACZNIK__FIELD_MEANING__TITLE &&
            section->fields[i]->hidden_from_assessors)
            return true;
    return false;
}

bool
call_hides_title (const Intake__CallDefinition *definition)
{
    for (size_t i = 0; i < definition->n_stages; i++) {
        const Wlacznik__Form *form = definition->stages[i]->form;
        for (size_t j = 0; form != NULL && j < form->n_sections; j++)
            if (section_hides_title (form->sections[j]))
                return true;
    }
    return false;
}

/* No weights at all where all are the same, because then points are what they were. */
static bool
weighs_criteria (const Wlacznik__MeritCard *card)
{
    for (size_t i = 0; i < card->n_criteria; i++)
        if (card->criteria[i]->weight_percent != 0 && card->criteria[i]->weight_percent != 100)
            return true;
    return false;
}

void
call_ranking_inputs (wl_arena_t *arena, const Intake__CallDefinition *definition,
                     const Wlacznik__Stage *stage, Evaluation__RankingInputs *ret)
{
    const Wlacznik__MeritCard *card = stage->merit_card;

    evaluation__ranking_inputs__init (ret);
    ret->rules = definition->ranking;
    ret->pool_grosze = definition->pool_grosze;
    ret->min_grant_grosze = definition->min_grant_grosze;
    ret->n_criteria = card->n_criteria;
    ret->criteria = wl_arena_array (arena, card->n_criteria, sizeof *ret->criteria);
    for (size_t i = 0; i < card->n_criteria; i++)
        ret->criteria[i] = card->criteria[i]->key;
    if (!weighs_criteria (card))
        return;
    ret->n_weights_percent = card->n_criteria;
    ret->weights_percent = wl_arena_array (arena, card->n_criteria, sizeof *ret->weights_percent);
    for (size_t i = 0; i < card->n_criteria; i++) {
        uint32_t weight = card->criteria[i]->weight_percent;
        ret->weights_percent[i] = weight == 0 ? 100 : weight;
    }
}

wl_time_t
call_term_end (wl_time_t event, uint32_t days, Wlacznik__TermKind kind)
{
    return wl_term_end (event, (int) days,
                        kind == WLACZNIK__TERM_KIND__TERM_CALENDAR ? WL_CALENDAR_DAYS
                                                                   : WL_WORKING_DAYS);
}

char *
call_topic (wl_arena_t *arena, const char *topic_field, const Wlacznik__Answers *answers)
{
    for (size_t i = 0; answers != NULL && i < answers->n_list; i++)
        if (wl_text_equal (answers->list[i]->field, topic_field) &&
            answers->list[i]->n_choices == 1)
            return wl_text_copy (arena, answers->list[i]->choices[0]);
    return wl_text_copy (arena, "");
}

static char *
join_names (wl_arena_t *arena, const Wlacznik__Applicant *applicant)
{
    wl_buffer_t names;

    wl_buffer_init (&names, arena);
    for (size_t i = 0; i < applicant->n_members; i++) {
        if (i > 0)
            wl_buffer_text (&names, ", ");
        wl_buffer_text (&names, applicant->members[i]->name);
    }
    return names.length == 0 ? wl_text_copy (arena, "") : names.data;
}

char *
call_public_name (wl_arena_t *arena, bool names_persons, const Wlacznik__Applicant *applicant)
{
    if (applicant == NULL)
        return wl_text_copy (arena, "");
    switch (applicant->type) {
    case WLACZNIK__APPLICANT_TYPE__NGO:
    case WLACZNIK__APPLICANT_TYPE__FIRM:
    case WLACZNIK__APPLICANT_TYPE__PUBLIC_BODY:
        return wl_text_copy (arena, applicant->organisation);
    default:
        break;
    }
    if (!names_persons)
        return wl_text_copy (arena, "");
    return wl_text_empty (applicant->organisation) ? join_names (arena, applicant)
                                                   : wl_text_copy (arena, applicant->organisation);
}
