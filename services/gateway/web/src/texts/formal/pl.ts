/* The formal check beyond the card itself: what the house found, the second pair of eyes, corrections. */
import { polishForm } from "../../format/plural";

const checks = { one: "ocena", few: "oceny", many: "ocen" };

export const pl = {
  seen: (what: string) => `System zauważył: ${what}`,
  prefilled: "Odpowiedzi, które system umiał sprawdzić, są już zaznaczone. Ty decydujesz o każdej.",
  note: "Uwaga",
  noteHelp: "Nieobowiązkowa.",
  returned: "Ta ocena wróciła do Ciebie",
  returnedWhy: (reason: string) => `Powód: ${reason}`,
  waits: "Zapisano. Ocena zacznie się liczyć, kiedy potwierdzi ją druga osoba.",

  correction: {
    link: "Wezwij do uzupełnienia braków",
    title: "Wezwanie do uzupełnienia braków",
    lead: "Zaznacz pola, które zgłaszający ma poprawić, i napisz przy każdym, co jest nie tak. Reszty zgłoszenia nie da się zmienić.",
    term: (days: number, working: boolean) => `Na poprawki będzie ${days} ${working
      ? polishForm(days, { one: "dzień roboczy", few: "dni robocze", many: "dni roboczych" })
      : polishForm(days, { one: "dzień kalendarzowy", few: "dni kalendarzowe", many: "dni kalendarzowych" })}.`,
    field: (label: string) => `Co poprawić: ${label}`,
    submit: "Wyślij wezwanie",
    none: "Zaznacz co najmniej jedno pole.",
    missing: (label: string) => `Napisz, co poprawić: ${label}`,
    done: "Wezwanie jest wysłane. Zgłoszenie wróci do oceny, kiedy zostanie poprawione.",
    off: "W tym naborze braków się nie uzupełnia.",
    earlier: "Wcześniejsze wezwania",
    outcome: {
      CORRECTION_OUTCOME_UNSPECIFIED: "czeka na poprawki",
      CORRECTED: "poprawione",
      LAPSED: "nie poprawiono w terminie",
      OVERTAKEN: "nieaktualne",
    } as Record<string, string>,
    due: (moment: string) => `termin: ${moment}`,
  },

  confirm: {
    title: "Druga para oczu",
    link: (count: number) => `${count} ${polishForm(count, checks)} formalnych do potwierdzenia`,
    lead: "Ktoś inny ocenił te zgłoszenia. Sprawdź i potwierdź albo odeślij z powodem.",
    of: (index: number, all: number) => `${index} z ${all} do potwierdzenia`,
    empty: "Nic nie czeka na potwierdzenie",
    emptyLead: "Oceny, które są Twoje, potwierdzi ktoś inny.",
    answers: "Ocena do potwierdzenia",
    condition: "Warunek",
    answer: "Odpowiedź",
    reason: "Powód",
    passed: "Wynik: pozytywny. Po potwierdzeniu zgłoszenie pójdzie dalej.",
    failed: "Wynik: negatywny. Po potwierdzeniu zgłaszający dostanie list z powodami.",
    confirm: "Potwierdzam ocenę",
    sendBack: "Odsyłam",
    back: "Odeślij do poprawy",
    why: "Co poprawić",
    whyHelp: "Przeczyta to osoba, która oceniała.",
    whyMissing: "Napisz, co poprawić.",
    skip: "Następna",
    done: (count: number) => `W tym podejściu: ${count} ${polishForm(count, checks)}.`,
    keys: "Enter na przycisku potwierdza i pokazuje następną ocenę.",
  },

  appealUntil: (moment: string) => `Odwołanie można złożyć do: ${moment}`,
  checkedBy: "Kartę zatwierdziły dwie osoby.",
};

export type Formal = typeof pl;
