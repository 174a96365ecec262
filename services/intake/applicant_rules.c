#include "applicant_rules.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define TYPE(name) WLACZNIK__APPLICANT_TYPE__##name

enum { GROUP_MEMBERS_MIN = 2, KEY_TEXT_MAX = 1300 };

uint32_t
applicant_types_mask (const Wlacznik__ApplicantType *types, size_t count)
{
    uint32_t mask = 0;

    for (size_t i = 0; i < count; i++)
        mask |= 1u << (unsigned) types[i];
    return mask;
}

static bool
is_organisation (const Wlacznik__Applicant *applicant)
{
    return applicant->type != TYPE (PERSON) && applicant->type != TYPE (INFORMAL_GROUP);
}

/* ---- the check ---- */

static void
check_type (const Wlacznik__Applicant *applicant, const applicant_limits_t *limits,
            const wl_problems_t *problems)
{
    if ((limits->types & (1u << (unsigned) applicant->type)) == 0)
        wl_problem_add (
            problems, "applicant.type", "not-allowed",
            "W tym naborze nie może startować taki wnioskodawca. Sprawdź w ogłoszeniu, "
            "kto może.",
            "This kind of applicant cannot apply in this call. The announcement says who "
            "can.");
}

static void
check_organisation (const Wlacznik__Applicant *applicant, applicant_completeness_t completeness,
                    const wl_problems_t *problems)
{
    if (is_organisation (applicant)) {
        if (completeness == APPLICANT_COMPLETE && wl_text_empty (applicant->organisation))
            wl_problem_add (problems, "applicant.organisation", "required",
                            "Podaj nazwę organizacji.", "Give the name of the organisation.");
        return;
    }
    if (!wl_text_empty (applicant->organisation))
        wl_problem_add (
            problems, "applicant.organisation", "not-for-type",
            "Osoba i grupa nieformalna nie podają nazwy organizacji. Usuń ją albo zmień "
            "rodzaj wnioskodawcy.",
            "A person or an informal group has no organisation. Remove the name or change "
            "the kind of applicant.");
    if (!wl_text_empty (applicant->krs))
        wl_problem_add (
            problems, "applicant.krs", "not-for-type",
            "Numer KRS podają tylko organizacje. Usuń go albo zmień rodzaj wnioskodawcy.",
            "Only organisations have a KRS number. Remove it or change the kind of "
            "applicant.");
}

static void
check_member_count (const Wlacznik__Applicant *applicant, applicant_completeness_t completeness,
                    const wl_problems_t *problems)
{
    if (applicant->type == TYPE (PERSON) && applicant->n_members > 1)
        wl_problem_add (problems, "applicant.members", "too-many",
                        "Osoba startuje sama. Usuń pozostałe osoby albo wybierz grupę nieformalną.",
                        "A person applies alone. Remove the others or choose an informal group.");
    if (completeness == APPLICANT_DRAFT)
        return;
    if (applicant->type == TYPE (INFORMAL_GROUP) && applicant->n_members < GROUP_MEMBERS_MIN)
        wl_problem_add (problems, "applicant.members", "too-few",
                        "Grupa nieformalna to co najmniej dwie osoby. Dodaj drugą.",
                        "An informal group has at least two people. Add the second one.");
    else if (applicant->n_members == 0)
        wl_problem_add (problems, "applicant.members", "required",
                        "Podaj osobę, z którą możemy się skontaktować.",
                        "Give a person whom we can contact.");
}

static void
check_duplicates (const Wlacznik__Applicant *applicant, const wl_problems_t *problems)
{
    for (size_t i = 1; i < applicant->n_members; i++)
        for (size_t j = 0; j < i; j++) {
            if (strcasecmp (applicant->members[i]->email, applicant->members[j]->email) != 0)
                continue;
            wl_problem_add (
                problems,
                wl_text_printf (problems->error->arena, "applicant.members[%zu].email", i),
                "duplicate", "Ten adres e-mail ma już inna osoba na liście. Każda podaje własny.",
                "Another person on the list has this e-mail address. Each gives their own.");
            break;
        }
}

wl_status
applicant_check (const Wlacznik__Applicant *applicant, const applicant_limits_t *limits,
                 applicant_completeness_t completeness, const wl_problems_t *problems)
{
    size_t before = wl_problem_count (problems);

    check_type (applicant, limits, problems);
    check_organisation (applicant, completeness, problems);
    check_member_count (applicant, completeness, problems);
    check_duplicates (applicant, problems);
    return wl_problem_count (problems) == before ? WL_OK : WL_INVALID_ARGUMENT;
}

/* ---- the persons behind it ---- */

/* The small letter of a large Polish one that starts at `text`, NULL for anything else. */
static const char *
small_polish_letter (const char *text)
{
    static const char *const pairs[][2] = { { "Ą", "ą" }, { "Ć", "ć" }, { "Ę", "ę" },
                                            { "Ł", "ł" }, { "Ń", "ń" }, { "Ó", "ó" },
                                            { "Ś", "ś" }, { "Ź", "ź" }, { "Ż", "ż" } };

    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        if (strncmp (text, pairs[i][0], 2) == 0)
            return pairs[i][1];
    return NULL;
}

/* Small letters, and each run of spaces as one: people spell their own organisation in many ways.
 * What is longer than any name that the contract allows is cut. */
static void
fold (const char *text, char ret[KEY_TEXT_MAX])
{
    size_t length = 0;

    for (const char *c = text; *c != '\0' && length + 2 < KEY_TEXT_MAX; c++) {
        const char *polish = small_polish_letter (c);
        if (*c == ' ' && (length == 0 || ret[length - 1] == ' '))
            continue;
        ret[length++] = polish != NULL           ? polish[0]
                        : *c >= 'A' && *c <= 'Z' ? (char) (*c | 0x20)
                                                 : *c;
        if (polish != NULL) { /* two bytes each in UTF-8 */
            ret[length++] = polish[1];
            c++;
        }
    }
    if (length > 0 && ret[length - 1] == ' ')
        length--;
    ret[length] = '\0';
}

static int64_t
person_key (const char *call_id, const char *kind, const char *value)
{
    char folded[KEY_TEXT_MAX];
    const char *const parts[] = { call_id, kind, folded };
    uint8_t digest[crypto_generichash_BYTES_MIN];
    crypto_generichash_state state;
    int64_t key;

    fold (value, folded);
    crypto_generichash_init (&state, NULL, 0, sizeof digest);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) /* with the NUL that parts them */
        crypto_generichash_update (&state, (const uint8_t *) parts[i], strlen (parts[i]) + 1);
    crypto_generichash_final (&state, digest, sizeof digest);
    memcpy (&key, digest, sizeof key);
    return key;
}

static int
compare_keys (const void *a, const void *b)
{
    int64_t x = *(const int64_t *) a, y = *(const int64_t *) b;

    return (x > y) - (x < y);
}

static size_t
sort_unique (int64_t *keys, size_t count)
{
    size_t kept = 0;

    qsort (keys, count, sizeof *keys, compare_keys);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || keys[kept - 1] != keys[i])
            keys[kept++] = keys[i];
    return kept;
}

size_t
applicant_persons (const char *call_id, const char *user_id, const Wlacznik__Applicant *applicant,
                   int64_t ret[APPLICANT_PERSONS_MAX])
{
    size_t count = 0;

    if (is_organisation (applicant)) {
        if (!wl_text_empty (applicant->nip))
            ret[count++] = person_key (call_id, "nip", applicant->nip);
        else if (!wl_text_empty (applicant->krs))
            ret[count++] = person_key (call_id, "krs", applicant->krs);
        else
            ret[count++] = person_key (call_id, "organisation", applicant->organisation);
        return count;
    }
    ret[count++] = person_key (call_id, "account", user_id);
    for (size_t i = 0; i < applicant->n_members && count < APPLICANT_PERSONS_MAX; i++)
        ret[count++] = person_key (call_id, "email", applicant->members[i]->email);
    return sort_unique (ret, count);
}

size_t
applicant_counted (const char *call_id, const char *user_id, const Wlacznik__Applicant *applicant,
                   const applicant_coauthor_t *coauthors, size_t coauthor_count,
                   int64_t ret[APPLICANT_COUNTED_MAX])
{
    size_t count = applicant_persons (call_id, user_id, applicant, ret);

    if (is_organisation (applicant))
        return count;
    for (size_t i = 0; i < coauthor_count && i < APPLICANT_COAUTHORS_MAX; i++) {
        ret[count++] = person_key (call_id, "account", coauthors[i].user_id);
        if (!wl_text_empty (coauthors[i].email))
            ret[count++] = person_key (call_id, "email", coauthors[i].email);
    }
    return sort_unique (ret, count);
}
