/* What a carer of innovations reads. */
export const pl = {
  title: "Innowacje pod opieką",
  lead: "Tu są innowacje, którym towarzyszysz. Gdy komisja ma zdecydować o etapie, napisz, co o nim myślisz.",
  none: "Nie towarzyszysz teraz żadnej innowacji. Opiekunów wyznacza koordynator.",
  due: "Decyzja czeka na Twoją opinię",
  closed: "Ten etap nie czeka na opinię.",
  written: (day: string) => `Opinia z dnia ${day}`,
  recommendation: "Co rekomendujesz?",
  recommendations: { GO_ON: "Iść dalej", RETURN: "Wrócić do poprawy", STOP: "Nie iść dalej" },
  opinion: "Opinia",
  opinionHelp: "Co najmniej 20 znaków: jak przebiegał test, co umie zespół, co będzie dalej. Po decyzji przeczyta ją innowator.",
  save: "Zapisz opinię",
  saved: "Opinia jest zapisana. Możesz ją zmieniać do decyzji.",
  chooseRecommendation: "Zaznacz, co rekomendujesz.",
  writeOpinion: "Napisz opinię, co najmniej 20 znaków.",
  change: "Zmień opinię",
  write: "Napisz opinię",
  versions: "Wersje do przeczytania i komentarze",
  diary: "Dziennik testu",
};

export type Innovations = typeof pl;
