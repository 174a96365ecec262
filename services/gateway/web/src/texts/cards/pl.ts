/* What an assessor reads: the list, the declaration, the card. */
import { polishForm } from "../../format/plural";

const signs = { one: "znaku", few: "znaków", many: "znaków" };
const cards = { one: "karta", few: "karty", many: "kart" };

export const pl = {
  list: {
    title: "Oceny",
    next: "Co teraz",
    lead: (count: number) => count === 0 ? "Teraz nic na Ciebie nie czeka. Napiszemy, kiedy dostaniesz następną kartę."
      : `${polishForm(count, { one: "Czeka 1 karta", few: `Czekają ${count} karty`, many: `Czeka ${count} kart` })}. Zacznij od góry.`,
    done: "Zrobione",
    declare: "Złóż oświadczenie",
    assess: "Oceń",
    see: "Zobacz",
    untitled: "Zgłoszenie przed oświadczeniem",
    third: "trzecia ocena",
    unsynced: "niewysłane zmiany",
    conflict: "dwie wersje: otwórz i wybierz",
    since: (day: string) => `od ${day}`,
    offline: "Pracujesz bez połączenia",
    offlineHelp: "Otwarte karty możesz czytać i oceniać. Zmiany są zaszyfrowane w tej przeglądarce i wyślemy je, kiedy wróci internet. "
      + "Oświadczenia i zatwierdzanie kart wymagają połączenia.",
    ready: (count: number) => `Do pracy bez internetu: ${count} ${polishForm(count, { one: "otwarta karta jest", few: "otwarte karty są", many: "otwartych kart jest" })} `
      + "w tej przeglądarce, zaszyfrowane. Znikną po wylogowaniu albo najpóźniej dobę po wygaśnięciu sesji.",
    notReady: "Ta przeglądarka nie pozwala pracować bez internetu. Zmiany zapisują się od razu na serwerze.",
    count: (count: number) => `${count} ${polishForm(count, cards)}`,
  },

  declaration: {
    title: "Oświadczenie o bezstronności",
    lead: (number: string) => `Zanim zobaczysz zgłoszenie ${number}, powiedz, czy możesz je ocenić bezstronnie.`,
    when: "Konflikt interesów masz na przykład wtedy, gdy:",
    reasons: [
      "znasz osobę albo organizację, która mogła je złożyć, bo razem pracujecie lub pracowaliście w ostatnich trzech latach,",
      "to ktoś z Twojej rodziny albo ktoś, z kim łączą Cię pieniądze lub spór,",
      "bierzesz udział w przygotowaniu tego lub konkurencyjnego pomysłu.",
    ],
    question: "Czy masz konflikt interesów?",
    none: "Nie. Ocenię to zgłoszenie bezstronnie.",
    conflict: "Tak. Proszę dać tę kartę komuś innemu.",
    reason: "Na czym polega? (nieobowiązkowe)",
    reasonHelp: "Czyta to tylko koordynator.",
    choose: "Zaznacz odpowiedź.",
    submit: "Składam oświadczenie",
    done: "Dziękujemy. Tę kartę dostanie ktoś inny.",
    later: "Mam jednak konflikt interesów",
    laterLead: "Do zatwierdzenia karty możesz zgłosić konflikt, na przykład gdy z treści wynika, że znasz autora. Kartę dostanie wtedy ktoś inny, a Twoje oceny się nie liczą.",
    laterSubmit: "Zgłaszam konflikt interesów",
    needsConnection: "Oświadczenie wymaga połączenia z internetem.",
  },

  card: {
    loadingTitle: "Karta oceny",
    back: "Wszystkie karty",
    application: "Zgłoszenie",
    scores: "Karta oceny",
    toScores: "Przejdź do karty oceny",
    points: "Punkty",
    of: (max: string) => `z ${max}`,
    pointsName: (title: string) => `Punkty: ${title}`,
    reason: "Uzasadnienie",
    reasonMore: (count: number) => `Jeszcze co najmniej ${count} ${polishForm(count, signs)}.`,
    reasonEnough: "Długość wystarczy.",
    pointsFirst: "Podaj punkty. Uzasadnienie zapiszemy razem z nimi.",
    notPoints: "Wpisz liczbę, na przykład 12 albo 12,5.",
    premium: "punkty dodatkowe, liczą się do kolejności, nie do progu",
    total: "Razem",
    totalOf: (points: string, max: string) => `${points} z ${max} pkt`,
    threshold: (points: string) => `Próg: ${points} pkt`,
    above: "powyżej progu",
    atThreshold: "dokładnie próg, przechodzi",
    below: "poniżej progu",
    lock: "Zatwierdź kartę",
    lockTitle: "Zatwierdzić kartę?",
    lockLead: (points: string) => `Dajesz razem ${points} pkt. Po zatwierdzeniu ocen nie można zmienić.`,
    lockYes: "Zatwierdzam",
    lockNo: "Wracam do karty",
    locking: "Zatwierdzam…",
    lockErrors: "Zanim zatwierdzisz",
    lockUnsaved: "Nie wszystko jest zapisane. Poczekaj na zapis albo popraw zaznaczone miejsca.",
    lockOffline: "Zatwierdzić można po powrocie połączenia. Oceny są bezpieczne w tej przeglądarce.",
    locked: "Karta jest zatwierdzona",
    lockedLead: "Dziękujemy. Ocen nie można już zmienić.",
    lockedAt: "Zatwierdzona",
    next: "Następna karta",
    toList: "Wróć do listy",
    missing: (title: string) => `Podaj punkty: ${title}`,
    short: (title: string) => `Dopisz uzasadnienie: ${title}`,
    value: (points: string, reason: string) => `${points} pkt\n${reason}`,
    void: "Ta karta już się nie liczy.",
    copy: "Pokazujemy kopię z tej przeglądarki: nie ma połączenia.",
    noCopy: "Nie ma połączenia, a tej karty nie ma w przeglądarce. Otwórz ją, kiedy wróci internet.",
  },
};

export type Cards = typeof pl;
