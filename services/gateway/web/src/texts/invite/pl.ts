/* Inviting assessors, many at once. */
import { polishForm } from "../../format/plural";

const people = { one: "osoba", few: "osoby", many: "osób" };

export const pl = {
  link: "Zaproś ekspertów",
  title: "Zaproś ekspertów",
  lead: "Wklej listę: po jednej osobie w wierszu. Każda dostanie list z odnośnikiem, ważnym 14 dni; kto nie ma konta, założy je, otwierając odnośnik.",
  list: "Osoby",
  listHelp: "Imię i nazwisko, przecinek, adres e-mail. Najwyżej 50 naraz. Na przykład: Anna Nowak, anna@example.org",
  region: "Region, w którym będą oceniać",
  submit: "Wyślij zaproszenia",
  empty: "Wpisz co najmniej jedną osobę.",
  unreadable: (lines: string) => `W tych wierszach brakuje nazwiska albo poprawnego adresu: ${lines}.`,
  tooMany: (count: number) => `Na liście jest ${count} ${polishForm(count, people)}. Zaproś najwyżej 50 naraz.`,
  chooseRegion: "Wybierz region.",
  sent: (count: number) => count === 0 ? "Żadne zaproszenie nie wyszło." : `Zaproszono: ${count} ${polishForm(count, people)}.`,
  left: "Te osoby zostały na liście, popraw je i wyślij jeszcze raz:",
  waiting: "Zaproszenia, które czekają",
  none: "Żadne zaproszenie nie czeka.",
  name: "Osoba",
  email: "Adres",
  until: "Ważne do",
  act: "Co zrobić",
  takeBack: "Wycofaj",
  takenBack: "Zaproszenie jest wycofane.",
};

export type Invite = typeof pl;
