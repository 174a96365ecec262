#include "formal_probe.h"

#include "base/amount.h"
#include "base/identifiers.h"
#include "base/text.h"
#include "message/message.h"

#define ANSWER(name) EVALUATION__FORMAL_ANSWER__##name
#define KIND(name)   WLACZNIK__FIELD_KIND__##name

typedef struct probe {
    wl_arena_t *arena;
    const Wlacznik__Stage *stage;
    const formal_facts_t *facts;
    const char *locale;
} probe_t;

static char *
say (const probe_t *self, const char *pl, const char *en, const char *what)
{
    return wl_text_printf (self->arena, "%s%s", wl_text_equal (self->locale, "en") ? en : pl, what);
}

/* ---- one probe each: gives the answer and what was seen; UNSPECIFIED when it cannot tell ---- */

static Evaluation__FormalAnswer
look_at_window (const probe_t *self, char **ret)
{
    wl_time_t from = wl_timestamp_time (self->facts->call->submit_from);
    char at[64];

    if (!self->facts->first_stage)
        return ANSWER (FORMAL_ANSWER_UNSPECIFIED);
    wl_time_format_people (self->facts->submitted_at, self->locale, at);
    *ret = say (self, "Złożono: ", "Submitted: ", at);
    return self->facts->submitted_at >= from &&
                   self->facts->submitted_at < self->facts->submit_until
               ? ANSWER (YES)
               : ANSWER (NO);
}

static Evaluation__FormalAnswer
look_at_amount (const probe_t *self, char **ret)
{
    const Intake__CallDefinition *call = self->facts->call;
    int64_t most = call->max_grant_grosze != 0 ? call->max_grant_grosze : call->pool_grosze;
    char amount[WL_AMOUNT_TEXT];

    if (!self->facts->first_stage)
        return ANSWER (FORMAL_ANSWER_UNSPECIFIED);
    wl_money_format (self->facts->amount_grosze, self->locale, amount);
    *ret = say (self, "Kwota: ", "Amount: ", amount);
    return self->facts->amount_grosze >= call->min_grant_grosze &&
                   self->facts->amount_grosze <= most
               ? ANSWER (YES)
               : ANSWER (NO);
}

static Evaluation__FormalAnswer
look_at_identifiers (const probe_t *self, char **ret)
{
    const Wlacznik__Applicant *applicant = self->facts->applicant;

    if (applicant == NULL ||
        applicant->type == WLACZNIK__APPLICANT_TYPE__APPLICANT_TYPE_UNSPECIFIED)
        return ANSWER (FORMAL_ANSWER_UNSPECIFIED);
    if (applicant->type == WLACZNIK__APPLICANT_TYPE__PERSON ||
        applicant->type == WLACZNIK__APPLICANT_TYPE__INFORMAL_GROUP) {
        *ret = say (self, "Wnioskodawca nie jest organizacją.", "The applicant is no organisation.",
                    "");
        return ANSWER (NOT_APPLICABLE);
    }
    if (wl_nip_valid (applicant->nip) || wl_krs_valid (applicant->krs)) {
        *ret = wl_nip_valid (applicant->nip) ? say (self, "NIP: ", "NIP: ", applicant->nip)
                                             : say (self, "KRS: ", "KRS: ", applicant->krs);
        return ANSWER (YES);
    }
    *ret = say (self, "Nie podano poprawnego numeru NIP ani KRS.",
                "No valid NIP or KRS number was given.", "");
    return ANSWER (NO);
}

static Evaluation__FormalAnswer
look_for_twins (const probe_t *self, char **ret)
{
    wl_buffer_t numbers;

    if (self->facts->answers == NULL)
        return ANSWER (FORMAL_ANSWER_UNSPECIFIED);
    if (self->facts->twin_count == 0) {
        *ret = say (self, "Żaden inny wniosek naboru nie ma takiego tytułu ani treści.",
                    "No other application of the call has this title or content.", "");
        return ANSWER (YES);
    }
    wl_buffer_init (&numbers, self->arena);
    for (size_t i = 0; i < self->facts->twin_count; i++)
        wl_buffer_printf (&numbers, "%s%s", i == 0 ? "" : ", ", self->facts->twins[i]);
    *ret = say (self, "Porównaj z: ", "Compare with: ", numbers.data);
    return ANSWER (NO);
}

/* ---- completeness ---- */

static const Wlacznik__Answer *
find_answer (const Wlacznik__Answers *answers, const char *field)
{
    for (size_t i = 0; i < answers->n_list; i++)
        if (wl_text_equal (answers->list[i]->field, field))
            return answers->list[i];
    return NULL;
}

/* Of the kinds whose emptiness plainly shows; a field that depends on others is left to people. */
static bool
is_missing (const Wlacznik__FormField *field, const Wlacznik__Answers *answers)
{
    const Wlacznik__Answer *answer = find_answer (answers, field->key);

    if (!field->required || field->visible_if != NULL)
        return false;
    switch (field->kind) {
    case KIND (SHORT_TEXT):
    case KIND (LONG_TEXT):
    case KIND (CALENDAR_DATE):
    case KIND (PLACE):
    case KIND (LINK):
        return answer == NULL || wl_text_empty (answer->text);
    case KIND (SINGLE_CHOICE):
    case KIND (MULTI_CHOICE):
    case KIND (DECLARATION):
        return answer == NULL || answer->n_choices == 0;
    default:
        return false;
    }
}

static Evaluation__FormalAnswer
look_for_gaps (const probe_t *self, char **ret)
{
    const Wlacznik__Form *form = self->stage->form;

    if (self->facts->answers == NULL || form == NULL)
        return ANSWER (FORMAL_ANSWER_UNSPECIFIED);
    for (size_t i = 0; i < form->n_sections; i++)
        for (size_t j = 0; j < form->sections[i]->n_fields; j++) {
            const Wlacznik__FormField *field = form->sections[i]->fields[j];
            if (!is_missing (field, self->facts->answers))
                continue;
            *ret = say (
                self, "Puste pole: ", "Empty field: ", wl_local_text (field->label, self->locale));
            return ANSWER (NO);
        }
    *ret = say (self, "Wszystkie wymagane teksty i wybory są wypełnione.",
                "All required texts and choices are filled in.", "");
    return ANSWER (YES);
}

/* ---- the proposal ---- */

static Evaluation__FormalAnswer
look (const probe_t *self, Wlacznik__FormalProbe probe, char **ret)
{
    switch (probe) {
    case WLACZNIK__FORMAL_PROBE__PROBE_IN_WINDOW:
        return look_at_window (self, ret);
    case WLACZNIK__FORMAL_PROBE__PROBE_COMPLETE:
        return look_for_gaps (self, ret);
    case WLACZNIK__FORMAL_PROBE__PROBE_AMOUNT:
        return look_at_amount (self, ret);
    case WLACZNIK__FORMAL_PROBE__PROBE_IDENTIFIERS:
        return look_at_identifiers (self, ret);
    case WLACZNIK__FORMAL_PROBE__PROBE_NO_TWIN:
        return look_for_twins (self, ret);
    default:
        return ANSWER (FORMAL_ANSWER_UNSPECIFIED);
    }
}

size_t
formal_propose (wl_arena_t *arena, const Wlacznik__Stage *stage, const formal_facts_t *facts,
                const char *locale, Evaluation__FormalItemAnswer **ret)
{
    probe_t self = { arena, stage, facts, locale };
    size_t count = 0;

    for (size_t i = 0; i < stage->n_formal_items; i++) {
        char *seen = NULL;
        Evaluation__FormalAnswer found = look (&self, stage->formal_items[i]->probe, &seen);
        if (found == ANSWER (FORMAL_ANSWER_UNSPECIFIED))
            continue;
        ret[count] = wl_arena_alloc (arena, sizeof *ret[count]);
        evaluation__formal_item_answer__init (ret[count]);
        ret[count]->item = stage->formal_items[i]->key;
        ret[count]->answer = found;
        ret[count++]->reason = seen;
    }
    return count;
}

bool
formal_needs_confirmation (const Wlacznik__Stage *stage, bool passed)
{
    return stage->formal_four_eyes == WLACZNIK__FOUR_EYES__FOUR_EYES_ALL ||
           (stage->formal_four_eyes == WLACZNIK__FOUR_EYES__FOUR_EYES_REJECTIONS && !passed);
}
