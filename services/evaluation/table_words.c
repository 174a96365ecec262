#include "table_words.h"

#include <sodium.h>
#include <string.h>

const char *
table_say (const char *locale, table_label_t label)
{
    return wl_text_equal (locale, "en") ? label.en : label.pl;
}

/* Of enums that count from 0: what is past the end has no word. */
static const char *
word_of (const char *locale, const table_label_t *words, size_t count, size_t value)
{
    return value < count ? table_say (locale, words[value]) : "";
}
#define WORD_OF(locale, words, value) \
    word_of ((locale), (words), sizeof (words) / sizeof *(words), (size_t) (value))

const char *
table_yes_no (const char *locale, bool yes)
{
    return table_say (locale,
                      yes ? (table_label_t){ "tak", "yes" } : (table_label_t){ "nie", "no" });
}

const char *
table_group (const char *locale, Evaluation__ListGroup group)
{
    static const table_label_t words[] = {
        { "", "" },
        { "rekomendowane", "recommended" },
        { "lista rezerwowa", "on the reserve list" },
        { "niewybrane", "not selected" },
        { "poniżej progu", "below the threshold" },
        { "odrzucone formalnie", "rejected formally" },
        { "miejsce zwolnione", "place given up" },
    };

    return WORD_OF (locale, words, group);
}

const char *
table_tie_step (const char *locale, const char *step)
{
    static const struct {
        const char *step;
        table_label_t words;
    } steps[] = {
        { "criterion", { "punkty w kryterium", "points in a criterion" } },
        { "lower-amount", { "niższa kwota", "the lower amount" } },
        { "filed-earlier", { "chwila złożenia", "the moment of filing" } },
        { "topic-coverage", { "temat, którego nie ma wyżej", "a topic that nobody higher has" } },
        { "region-coverage",
          { "region, którego nie ma wyżej", "a region that nobody higher has" } },
        { "draw", { "losowanie", "a draw" } },
        { "number", { "numer zgłoszenia", "the application's number" } },
    };

    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (wl_text_equal (steps[i].step, step))
            return table_say (locale, steps[i].words);
    return "";
}

const char *
table_card_state (const char *locale, Evaluation__CardState state)
{
    static const table_label_t words[] = {
        { "", "" },
        { "czeka na oświadczenie", "waits for the declaration" },
        { "w ocenie", "being assessed" },
        { "zatwierdzona", "locked" },
        { "konflikt interesów", "conflict of interest" },
        { "nie liczy się", "void" },
    };

    return WORD_OF (locale, words, state);
}

const char *
table_answer (const char *locale, Evaluation__FormalAnswer answer)
{
    static const table_label_t words[] = {
        { "", "" }, { "tak", "yes" }, { "nie", "no" }, { "nie dotyczy", "not applicable" }
    };

    return WORD_OF (locale, words, answer);
}

const char *
table_appeal_kind (const char *locale, Evaluation__AppealKind kind)
{
    static const table_label_t words[] = {
        { "", "" },
        { "od oceny formalnej", "against the formal check" },
        { "od wyniku oceny", "against the result" },
    };

    return WORD_OF (locale, words, kind);
}

const char *
table_appeal_state (const char *locale, Evaluation__AppealState state)
{
    static const table_label_t words[] = {
        { "", "" },
        { "czeka", "pending" },
        { "uwzględnione", "upheld" },
        { "nieuwzględnione", "rejected" },
    };

    return WORD_OF (locale, words, state);
}

char *
table_code (wl_arena_t *arena, const char *locale, const char *call_id, const char *user_id)
{
    uint8_t digest[crypto_generichash_BYTES_MIN];
    char code[2 * sizeof digest + 1];
    const char *both = wl_text_printf (arena, "%s %s", call_id, user_id);

    crypto_generichash (digest, sizeof digest, (const uint8_t *) both, strlen (both), NULL, 0);
    wl_hex (digest, sizeof digest, code);
    return wl_text_printf (arena, "%s %.8s",
                           table_say (locale, (table_label_t){ "Ekspert", "Assessor" }), code);
}
