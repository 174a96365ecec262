/* What stands beside everything that is written with autosave: forms and assessment cards. */
import { polishForm } from "../../format/plural";

const signs = { one: "znak", few: "znaki", many: "znaków" };
const left = { one: "Został", few: "Zostały", many: "Zostało" };

export const pl = {
  saved: "Zapisane",
  savedAt: (clock: string) => `Zapisane o ${clock}`,
  changed: "Są niezapisane zmiany",
  changedExcept: "Zapisane, oprócz zaznaczonych pól",
  saving: "Zapisuję…",
  waiting: "Nie ma połączenia. Pisz dalej: tekst jest bezpieczny w tej przeglądarce, a my próbujemy go zapisać.",
  waitingServer: "Serwer chwilowo nie odpowiada. Pisz dalej: tekst jest bezpieczny w tej przeglądarce, a my próbujemy go zapisać.",
  waitingShort: "Niezapisane: czekamy na połączenie",
  refusedShort: "Nie można zapisać",
  signedOutShort: "Niezapisane: zaloguj się",
  conflictShort: "Niezapisane: wybierz wersję",
  tryNow: "Zapisz teraz",
  recovered: "Przywróciliśmy tekst, którego poprzednio nie udało się zapisać.",

  signInTitle: "Sesja wygasła",
  signInLead: "Nic nie przepadło: Twój tekst jest nadal na tej stronie. Zaloguj się, a zapiszemy go i pójdziesz dalej.",
  signInSubmit: "Zaloguj się i zapisz",
  signInLater: "Później",
  signInElsewhere: "Logujesz się odnośnikiem z wiadomości? Zrób to w nowym oknie i wróć tutaj:",
  signInDone: "Sesja już jest, zapisz",
  signInOther: "To inne konto niż to, na którym powstał ten tekst. Zaloguj się tym samym.",

  conflictTitle: "Dwie wersje tego samego",
  conflictLead: "W tym czasie ktoś zapisał inną wersję, na przykład w drugim oknie. Niczego nie nadpisaliśmy. "
    + "Wybierz, co ma zostać.",
  mine: "Moja wersja, z tej strony",
  theirs: "Wersja zapisana gdzie indziej",
  both: "Obie, jedna pod drugą",
  nothing: "(puste)",
  conflictSubmit: "Zapisz wybrane",

  left: (count: number) => `${polishForm(count, left)} ${count} ${polishForm(count, signs)}`,
  over: (count: number) => `Za dużo o ${count} ${polishForm(count, { one: "znak", few: "znaki", many: "znaków" })}`,
};

export type Writing = typeof pl;
