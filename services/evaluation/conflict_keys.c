#include "conflict_keys.h"

#include <string.h>

#include "base/text.h"

#define KIND(name) EVALUATION__CONFLICT_KIND__SAME_##name

/* Mail that anybody can have: Poland's large providers and the world's. */
static bool
is_public_domain (const char *domain)
{
    static const char *const providers[] = {
        "gmail.com",      "googlemail.com", "wp.pl",        "onet.pl",      "onet.eu",
        "op.pl",          "poczta.onet.pl", "vp.pl",        "autograf.pl",  "buziaczek.pl",
        "poczta.onet.eu", "interia.pl",     "interia.eu",   "poczta.fm",    "intmail.pl",
        "o2.pl",          "tlen.pl",        "go2.pl",       "prokonto.pl",  "gazeta.pl",
        "poczta.pl",      "int.pl",         "outlook.com",  "hotmail.com",  "live.com",
        "msn.com",        "outlook.pl",     "yahoo.com",    "yahoo.pl",     "ymail.com",
        "icloud.com",     "me.com",         "mac.com",      "aol.com",      "proton.me",
        "protonmail.com", "pm.me",          "tutanota.com", "tuta.io",      "gmx.com",
        "gmx.net",        "gmx.de",         "web.de",       "mail.com",     "zoho.com",
        "yandex.com",     "yandex.ru",      "mail.ru",      "ukr.net",      "i.ua",
        "fastmail.com",   "hey.com",        "wp.eu",        "poczta.wp.pl", "spoko.pl",
    };

    for (size_t i = 0; i < sizeof providers / sizeof providers[0]; i++)
        if (strcmp (providers[i], domain) == 0)
            return true;
    return false;
}

static void
add_key (conflict_keys_t *keys, Evaluation__ConflictKind kind, char *value)
{
    if (*value != '\0')
        keys->list[keys->count++] = (conflict_key_t){ kind, value };
}

static char *
digits_of (wl_arena_t *arena, const char *text)
{
    char *ret = wl_text_copy (arena, text);
    char *to = ret;

    for (const char *from = ret; *from != '\0'; from++)
        if (*from >= '0' && *from <= '9')
            *to++ = *from;
    *to = '\0';
    return ret;
}

static char
lower (char c)
{
    return c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c;
}

/* The capital letters with tails, two bytes each in UTF-8, to their small ones. */
static char
lower_polish (char first, char second)
{
    unsigned char lead = (unsigned char) first, tail = (unsigned char) second;

    if (lead == 0xc3 && tail == 0x93) /* Ó */
        return (char) 0xb3;
    if (lead == 0xc4 && (tail == 0x84 || tail == 0x86 || tail == 0x98)) /* Ą Ć Ę */
        return (char) (tail + 1);
    if (lead == 0xc5 &&
        (tail == 0x81 || tail == 0x83 || tail == 0x9a || tail == 0xb9 || tail == 0xbb))
        return (char) (tail + 1); /* Ł Ń Ś Ź Ż */
    return second;
}

/* What is kept of a name at this byte; 0 for a sign. „ ” “ are signs of three bytes. */
static char
letter_at (const char *text, size_t at)
{
    unsigned char c = (unsigned char) text[at];
    char small = lower (text[at]);

    if (c >= 0x80)
        return lower_polish (at > 0 ? text[at - 1] : ' ', text[at]);
    return (c >= '0' && c <= '9') || (small >= 'a' && small <= 'z') ? small : '\0';
}

/* Signs become one space; there is none at the ends. */
static char *
plain_name (wl_arena_t *arena, const char *name)
{
    size_t length = strlen (name);
    char *ret = wl_arena_alloc (arena, length + 1);
    size_t to = 0;

    for (size_t at = 0; at < length; at++) {
        bool quotation = strncmp (&name[at], "„", 3) == 0 || strncmp (&name[at], "”", 3) == 0 ||
                         strncmp (&name[at], "“", 3) == 0;
        char letter = quotation ? '\0' : letter_at (name, at);
        if (letter != '\0')
            ret[to++] = letter;
        else if (to > 0 && ret[to - 1] != ' ')
            ret[to++] = ' ';
        at += quotation ? 2 : 0;
    }
    if (to > 0 && ret[to - 1] == ' ')
        to--;
    ret[to] = '\0';
    return ret;
}

static void
add_mail (wl_arena_t *arena, conflict_keys_t *keys, const char *email)
{
    char *address = wl_text_copy (arena, email);
    const char *at;

    for (char *c = address; *c != '\0'; c++)
        *c = lower (*c);
    add_key (keys, KIND (PERSON), address);
    at = strrchr (address, '@');
    if (at != NULL && !is_public_domain (at + 1))
        add_key (keys, KIND (EMAIL_DOMAIN), wl_text_copy (arena, at + 1));
}

conflict_keys_t
conflict_keys_of_applicant (wl_arena_t *arena, const Wlacznik__Applicant *applicant)
{
    conflict_keys_t ret = { 0 };

    if (applicant == NULL)
        return ret;
    ret.list = wl_arena_array (arena, 3 + 2 * applicant->n_members, sizeof *ret.list);
    add_key (&ret, KIND (NIP), digits_of (arena, applicant->nip));
    add_key (&ret, KIND (KRS), digits_of (arena, applicant->krs));
    add_key (&ret, KIND (ORGANISATION), plain_name (arena, applicant->organisation));
    for (size_t i = 0; i < applicant->n_members; i++)
        add_mail (arena, &ret, applicant->members[i]->email);
    return ret;
}

conflict_keys_t
conflict_keys_of_affiliation (wl_arena_t *arena, const Evaluation__Affiliation *affiliation)
{
    conflict_keys_t ret = { 0 };

    if (affiliation == NULL)
        return ret;
    ret.list = wl_arena_array (
        arena, 2 + affiliation->n_nips + affiliation->n_krs + affiliation->n_organisations,
        sizeof *ret.list);
    for (size_t i = 0; i < affiliation->n_nips; i++)
        add_key (&ret, KIND (NIP), digits_of (arena, affiliation->nips[i]));
    for (size_t i = 0; i < affiliation->n_krs; i++)
        add_key (&ret, KIND (KRS), digits_of (arena, affiliation->krs[i]));
    for (size_t i = 0; i < affiliation->n_organisations; i++)
        add_key (&ret, KIND (ORGANISATION), plain_name (arena, affiliation->organisations[i]));
    if (*affiliation->email != '\0')
        add_mail (arena, &ret, affiliation->email);
    return ret;
}
