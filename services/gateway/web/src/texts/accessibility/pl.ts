/* Around the accessibility declaration, whose own text the gateway has. */
export const pl = {
  title: "Deklaracja dostępności",
  ask: {
    title: "Zażądaj zapewnienia dostępności",
    place: "Czego dotyczy żądanie?",
    placeHelp: "Adres strony, nazwa dokumentu albo jego część.",
    problem: "Co jest niedostępne?",
    wish: "W jaki sposób wolisz to dostać? (nieobowiązkowe)",
    wishHelp: "Na przykład: odczytanie przez telefon, większy druk, tekst zamiast filmu.",
    name: "Imię i nazwisko",
    contact: "Jak mamy odpowiedzieć?",
    contactHelp: "Adres e-mail, numer telefonu albo adres pocztowy.",
    submit: "Wyślij żądanie",
    sent: (number: string) => `Żądanie jest wysłane. Jego numer: ${number}.`,
    until: (when: string) => `Operator odpowie najpóźniej: ${when}.`,
    missing: {
      place: "Napisz, czego dotyczy żądanie.",
      problem: "Napisz, co jest niedostępne.",
      name: "Podaj imię i nazwisko.",
      contact: "Napisz, jak mamy odpowiedzieć.",
    },
  },
};

export type Accessibility = typeof pl;
