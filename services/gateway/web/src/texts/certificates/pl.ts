/* Certificates of work, for those who have one and those who check one. */
import { polishForm } from "../../format/plural";

export const pl = {
  mine: {
    title: "Moje zaświadczenia",
    lead: "Zaświadczenie mówi, ile kart i kiedy zatwierdzono w naborze. Nie mówi, które zgłoszenia to były. Każdy, komu podasz kod, może je sprawdzić.",
    issue: (code: string) => `Wystaw zaświadczenie: ${code}`,
    issued: (code: string) => `Wystawione. Kod: ${code}`,
    none: "Nie masz jeszcze zatwierdzonej karty, więc nie ma czego poświadczyć.",
    calls: "Nabory, w których oceniasz",
    list: "Wystawione zaświadczenia",
    call: "Nabór",
    cards: "Karty",
    counted: (count: number) => `${count} ${polishForm(count, { one: "zatwierdzona karta", few: "zatwierdzone karty", many: "zatwierdzonych kart" })}`,
    code: "Kod",
    issuedAt: "Wystawione",
    acts: "Co z nim zrobić",
    print: "Drukuj",
    withdraw: "Wycofaj",
    withdrawTitle: "Wycofać zaświadczenie?",
    withdrawLead: "Nikt już nie sprawdzi go po tym kodzie. Tego nie można cofnąć.",
    withdrawYes: "Wycofuję",
    withdrawNo: "Zostaje",
  },

  check: {
    title: "Sprawdź zaświadczenie",
    lead: "Wpisz kod z zaświadczenia o ocenianiu wniosków. Pokażemy, co poświadczyliśmy.",
    code: "Kod",
    codeHelp: "20 znaków, na przykład 7F3KQ-9XW2M-4HTRC-D0J5V. Wielkość liter i kreski nie mają znaczenia.",
    submit: "Sprawdź",
    wrong: "Nie ma zaświadczenia o takim kodzie. Sprawdź, czy kod jest przepisany w całości; zaświadczenie mogło też zostać wycofane.",
    again: "Sprawdź inny kod",
  },

  one: {
    title: "Zaświadczenie jest prawdziwe",
    lead: "Podpis się zgadza. Poświadczyliśmy to:",
    name: "Osoba",
    call: "Nabór",
    cards: "Zatwierdzone karty oceny",
    from: "Pierwsza karta",
    to: "Ostatnia karta",
    issuedAt: "Wystawione",
    code: "Kod",
    print: "Wersja do druku",
    proof: "Dla dociekliwych: podpis",
    proofLead: "Ten tekst, z ostatnim końcem wiersza, jest podpisany algorytmem Ed25519 (RFC 8032). Możesz to sprawdzić bez nas.",
    statement: "Podpisany tekst",
    signature: "Podpis",
    publicKey: "Klucz publiczny",
  },
};

export type Certificates = typeof pl;
