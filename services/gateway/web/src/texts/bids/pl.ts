/* Bids: which applications an assessor would like to assess. */
import { polishForm } from "../../format/plural";

export const pl = {
  title: "Które zgłoszenia chcesz ocenić?",
  link: (call: string) => `Powiedz, co chcesz ocenić: ${call}`,
  lead: "To nie jest jeszcze przydział. Im lepiej wiemy, na czym się znasz i co Cię ciekawi, tym lepszy będzie przydział.",
  conflictHelp: "Jeśli znasz zgłaszającego albo masz z tym coś wspólnego, zaznacz konflikt: nigdy tego zgłoszenia nie dostaniesz.",
  untitled: "Zgłoszenie bez tytułu",
  bids: { BID_GLADLY: "chętnie", BID_IF_NEEDED: "może być", BID_RATHER_NOT: "raczej nie", BID_CONFLICT: "konflikt" } as Record<string, string>,
  topics: "Tematy",
  save: "Zapisz",
  saving: "Zapisuję…",
  saved: (count: number) => `Zapisano ${count} ${polishForm(count, { one: "odpowiedź", few: "odpowiedzi", many: "odpowiedzi" })}.`,
  unsaved: (count: number) => `${polishForm(count, { one: "1 zmiana czeka", few: `${count} zmiany czekają`, many: `${count} zmian czeka` })} na zapisanie.`,
  none: "Nie ma teraz zgłoszeń, o które pytamy.",
  back: "Moje karty",
};

export type Bids = typeof pl;
