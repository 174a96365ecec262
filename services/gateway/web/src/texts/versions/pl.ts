/* Versions of a form, for those who write it and those who fill it in. */
export const pl = {
  title: "Wersje formularza",
  lead: "Kto zaczął zgłoszenie przed zmianą, pisze dalej według swojej wersji, dopóki sam nie przejdzie na nowszą.",
  version: (number: number) => `Wersja ${number}`,
  first: "Ogłoszona razem z naborem.",
  added: "Nowe pytania",
  retired: "Już nie pytamy",
  changed: "Inne zasady odpowiedzi",
  reworded: "Inaczej zapisane pytania",
  onlyOrder: "Pytania są te same; zmienił się ich układ albo opis części.",
  newer: "Formularz ma nowszą wersję",
  newerLead: "Możesz dokończyć zgłoszenie na swojej wersji albo przejść na nowszą. Odpowiedzi zostaną.",
  take: "Przechodzę na nowszą wersję",
  note: "Co się zmienia i dlaczego",
  noteHelp: "Przeczytają to wszyscy, którzy zaczęli zgłoszenie. Na przykład: Dodaliśmy pytanie o dostępność, bo dotyczyło go 20 telefonów.",
  noteMissing: "Napisz po polsku, co się zmienia i dlaczego.",
};

export type Versions = typeof pl;
