#include "invention_words.h"

#include <string.h>

#define COUNT(list) (sizeof (list) / sizeof (list)[0])

/* ---- chance ---- */

static uint64_t
next (chance_t *self)
{
    uint64_t z = self->state += UINT64_C (0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C (0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C (0x94d049bb133111eb);
    return z ^ (z >> 31);
}

chance_t
chance_of (uint64_t seed, uint32_t position, const char *field)
{
    chance_t chance = { seed ^ ((uint64_t) position << 32) };

    for (; *field != '\0'; field++)
        chance.state = next (&chance) ^ (unsigned char) *field;
    return chance;
}

uint64_t
chance_below (chance_t *self, uint64_t below)
{
    return below == 0 ? 0 : next (self) % below;
}

int64_t
chance_between (chance_t *self, int64_t low, int64_t high)
{
    if (high <= low)
        return low;
    return low + (int64_t) chance_below (self, (uint64_t) high - (uint64_t) low + 1);
}

/* ---- words ---- */

static const char *const things[] = {
    "Ławka",     "Kuchnia", "Walizka",  "Szafa",         "Mapa",   "Poczta",
    "Pracownia", "Ścieżka", "Skrzynka", "Czytelnia",     "Altana", "Przystań",
    "Spiżarnia", "Sala",    "Kasa",     "Wypożyczalnia",
};
static const char *const of_what[] = {
    "rozmów",         "wspomnień",         "sąsiadów",          "pierwszych kroków",
    "spokojnego snu", "dobrych pytań",     "opiekunów",         "małych napraw",
    "cichych godzin", "wspólnych obiadów", "pewnych dłoni",     "dwóch pokoleń",
    "prostych słów",  "wolnych popołudni", "bezpiecznych dróg", "nowych początków",
};
static const char *const people[] = {
    "Sąsiedzi",
    "Wolontariusze",
    "Opiekunowie rodzinni",
    "Uczniowie technikum",
    "Bibliotekarki",
    "Seniorki",
    "Listonosze",
    "Studenci",
    "Rodzice",
    "Asystentki",
    "Kierowcy",
    "Animatorki",
    "Pielęgniarki",
    "Sołtysi",
    "Rzemieślnicy",
    "Harcerze",
};
static const char *const verbs[] = {
    "prowadzą",     "sprawdzają", "wspólnie budują", "wypożyczają",  "naprawiają", "opisują",
    "przygotowują", "zbierają",   "planują",         "omawiają",     "testują",    "rozwijają",
    "uzupełniają",  "porządkują", "tworzą",          "udostępniają",
};
static const char *const objects[] = {
    "proste mapy",         "dzienniki opieki",    "karty obrazkowe",  "ogródki balkonowe",
    "dyżury telefoniczne", "kursy wieczorowe",    "listy pytań",      "scenariusze spotkań",
    "zestawy narzędzi",    "nagrania lektorskie", "spacery badawcze", "warsztaty cyfrowe",
    "kąciki zabaw",        "wspólne posiłki",     "grupy wsparcia",   "tablice ogłoszeń",
};
static const char *const places[] = {
    "w bibliotekach", "na podwórkach",   "w przychodniach", "w świetlicach",
    "w sołectwach",   "na osiedlach",    "w szkołach",      "na targowiskach",
    "w remizach",     "w parafiach",     "na dworcach",     "w klubach",
    "w domach",       "na przystankach", "w urzędach",      "przy sklepach",
};
static const char *const times[] = {
    "co tydzień",    "przez kwartał", "po południu", "w soboty",    "dwa miesiące", "od jesieni",
    "każdego ranka", "po pracy",      "w ferie",     "przed zimą",  "raz dziennie", "od marca",
    "w weekendy",    "w przerwach",   "wieczorami",  "całą wiosnę",
};
static const char *const ends[] = {
    "i liczą efekty",    "bez opłat",         "dla osób samotnych", "z pomocą gminy",
    "i notują wnioski",  "dla opiekunów",     "razem z młodzieżą",  "bez kolejek",
    "i pytają o zdanie", "dla przyjezdnych",  "pod okiem mentora",  "na próbę",
    "i poprawiają opis", "dla całych rodzin", "z lokalnym radiem",  "krok po kroku",
};

#define ONE_OF(chance, list) ((list)[chance_below ((chance), COUNT (list))])

char *
invention_title (wl_arena_t *arena, chance_t *chance)
{
    const char *thing = ONE_OF (chance, things);

    return wl_text_printf (arena, "%s %s", thing, ONE_OF (chance, of_what));
}

static char *
sentence (wl_arena_t *arena, chance_t *chance)
{
    const char *who = ONE_OF (chance, people), *does = ONE_OF (chance, verbs);
    const char *what = ONE_OF (chance, objects), *where = ONE_OF (chance, places);
    const char *when = ONE_OF (chance, times);

    return wl_text_printf (arena, "%s %s %s %s %s %s.", who, does, what, where, when,
                           ONE_OF (chance, ends));
}

static size_t
characters (const char *text)
{
    size_t count = 0;

    for (; *text != '\0'; text++)
        count += ((unsigned char) *text & 0xc0) != 0x80;
    return count;
}

char *
invention_cut (wl_arena_t *arena, const char *text, size_t most)
{
    size_t length = 0, count = 0;

    while (text[length] != '\0') {
        bool begins = ((unsigned char) text[length] & 0xc0) != 0x80;
        if (begins && count++ == most)
            break;
        length++;
    }
    return wl_text_copy_length (arena, text, length);
}

char *
invention_prose (wl_arena_t *arena, chance_t *chance, size_t least, size_t most)
{
    char *text = invention_cut (arena, sentence (arena, chance), most);

    while (characters (text) < least) {
        char *longer = wl_text_printf (arena, "%s %s", text, sentence (arena, chance));
        if (characters (longer) > most)
            break;
        text = longer;
    }
    return text;
}
