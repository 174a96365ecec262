/* Every word of the interface in Polish. en.ts must have the same keys or does not compile. */
import { polishForm, type PolishForms } from "../format/plural";

const applications: PolishForms = { one: "zgłoszenie", few: "zgłoszenia", many: "zgłoszeń" };
const days: PolishForms = { one: "dzień", few: "dni", many: "dni" };
const entries: PolishForms = { one: "innowacja", few: "innowacje", many: "innowacji" };
const signs: PolishForms = { one: "znak", few: "znaki", many: "znaków" };
const questions: PolishForms = { one: "pytanie", few: "pytania", many: "pytań" };

function counted(count: number, forms: PolishForms): string {
  return `${count} ${polishForm(count, forms)}`;
}

function leftDays(count: number): string {
  return polishForm(count, { one: "został", few: "zostały", many: "zostało" });
}

export const pl = {
  name: "Włącznik",
  languageName: "Polski",
  skip: "Przejdź do treści",
  mainMenu: "Menu główne",
  chooseLanguage: "Język strony",
  loading: "Wczytuję…",
  tryAgain: "Spróbuj jeszcze raz",
  or: "albo",
  region: (name: string) => `Region: ${name}`,
  onThisPage: "Na tej stronie",
  more: "Pokaż więcej",

  menu: {
    start: "Nabory",
    catalogue: "Katalog",
    cards: "Oceny",
    accounts: "Konta",
    outbox: "Poczta",
    office: "Biuro naboru",
    mine: "Moje sprawy",
    signIn: "Zaloguj się",
  },

  footer: {
    accessibility: "Deklaracja dostępności",
    about: "Włącznik prowadzi innowacje społeczne od pomysłu do wdrożenia.",
    api: "API dla programów",
    licences: "Licencje",
    time: "Wszystkie terminy podajemy w czasie polskim.",
  },

  front: {
    title: "Pomysły, które włączają ludzi",
    lead: "Włącznik pomaga sprawdzić w praktyce nowe rozwiązania problemów społecznych. "
      + "Zgłaszasz pomysł, eksperci go oceniają, testujesz go z ludźmi, a to, co działa, "
      + "trafia do katalogu, z którego mogą korzystać inni.",
    open: "Nabory otwarte i zapowiedziane",
    noOpen: "Teraz nie ma otwartego naboru. Następny ogłosimy na tej stronie.",
    recent: "Ostatnie nabory",
    newest: "Nowe w katalogu",
    noEntries: "Katalog jest jeszcze pusty. Pojawią się w nim innowacje, które przeszły test.",
    allEntries: "Cały katalog innowacji",
    steps: "Od pomysłu do wdrożenia",
    step: [
      ["Pomysł", "Opisujesz problem i rozwiązanie w krótkim formularzu."],
      ["Ocena", "Każde zgłoszenie dostaje punkty z uzasadnieniem."],
      ["Test", "Z grantem i opiekunem sprawdzasz pomysł z ludźmi."],
      ["Decyzja", "Komisja ocenia, co test pokazał."],
      ["Katalog", "Instytucje wdrażają sprawdzone rozwiązanie u siebie."],
    ] as [string, string][],
  },

  call: {
    loadingTitle: "Nabór",
    mute: "Wycisz ten nabór",
    unmute: "Włącz powiadomienia o tym naborze",
    isMuted: "Piszemy tylko o tym, od czego biegną terminy.",
    state: {
      soon: "wkrótce", open: "otwarty", assessment: "w ocenie", decided: "rozstrzygnięty",
      suspended: "zawieszony", annulled: "unieważniony",
    },
    left: (count: number) => count === 0 ? "kończy się dziś lub jutro"
      : `${leftDays(count)} ${counted(count, days)}`,
    pool: "Pula na granty",
    dates: "Terminy i zasady",
    code: "Oznaczenie",
    submitFrom: "Składanie od",
    fillFrom: "Formularz można wypełniać od",
    lastMoment: "Ostatnia chwila na złożenie",
    lastMomentHelp: "Czas polski (Europe/Warsaw). O sekundę później zgłoszenia nie da się złożyć.",
    ends: "Do",
    began: "Od",
    ended: "Zakończony",
    grant: "Kwota grantu",
    grantFrom: (least: string) => `od ${least}`,
    grantTo: (most: string) => `do ${most}`,
    who: "Kto może zgłosić pomysł",
    applicant: {
      APPLICANT_TYPE_UNSPECIFIED: "",
      PERSON: "osoba fizyczna",
      INFORMAL_GROUP: "grupa nieformalna (co najmniej 2 osoby)",
      NGO: "organizacja pozarządowa",
      FIRM: "firma",
      PUBLIC_BODY: "instytucja publiczna",
    },
    limit: "Ile zgłoszeń",
    limitOf: (count: number) => `Jedna osoba może stać za najwyżej ${
      count === 1 ? "jednym zgłoszeniem" : `${count} zgłoszeniami`}, `
      + "licząc jej własne i te, w których jest w grupie.",
    withdrawnCounts: "Wycofane zgłoszenie też się liczy.",
    regions: "Regiony",
    apply: "Zgłoś pomysł",
    applyHelp: "Szkic zapisuje się sam i możesz go dokończyć później.",
    results: "Zobacz listę wyników",
    resultsHelp: "Lista rankingowa jest opublikowana.",
    asked: "O co pytamy",
    askedLead: "Cały formularz możesz przeczytać bez zakładania konta.",
    printForm: "Formularz do druku i pisania na brudno",
    suspendedHelp: "Ten nabór jest zawieszony. Szkice są bezpieczne i można je zapisywać; termin się przesunie.",
    annulledHelp: "Ten nabór jest unieważniony.",
    laterStage: (title: string, count: number) =>
      `Później, po rekomendacji: ${title} (${counted(count, questions)})`,
    required: "wymagane",
    optional: "nieobowiązkowe",
    hidden: "ekspert tego nie widzi",
    choices: "Do wyboru:",
    kind: {
      short: (limit: number) => `krótki tekst, do ${counted(limit, { ...signs, one: "znaku", few: "znaków" })}`,
      long: (limit: number) => `tekst, do ${counted(limit, { ...signs, one: "znaku", few: "znaków" })}`,
      number: "liczba",
      money: "kwota",
      one: "jedna odpowiedź z listy",
      several: "jedna lub kilka odpowiedzi z listy",
      date: "data",
      place: "miejscowość lub gmina",
      link: "adres strony internetowej",
      declaration: "oświadczenie",
      table: "tabela",
      budget: "budżet",
      people: "lista osób",
      consent: "zgoda, dobrowolna",
      file: "plik",
      from: (least: string) => `od ${least}`,
      to: (most: string) => `do ${most}`,
    },
    assessed: "Jak oceniamy",
    formal: "Ocena formalna",
    formalLead: "Sprawdzamy, czy zgłoszenie spełnia każdy z warunków. Jeśli któregoś nie spełnia, "
      + "podajemy powód i zgłoszenie nie przechodzi dalej.",
    merit: "Ocena merytoryczna",
    assessors: (count: number) => `Każde zgłoszenie ${polishForm(count, {
      one: "ocenia 1 ekspert",
      few: `oceniają niezależnie ${count} eksperci`,
      many: `ocenia niezależnie ${count} ekspertów`,
    })}. ` + (count > 1
      ? "Nie widzą nawzajem swoich ocen, dopóki wszystkie nie są zamknięte. Wynik to średnia ocen. " : "")
      + "Zanim ktoś zobaczy zgłoszenie, oświadcza, że nie jest z nim związany.",
    reasons: (limit: number) => `Każdą liczbę punktów ekspert uzasadnia (co najmniej ${
      counted(limit, { ...signs, one: "znak" })}).`,
    threshold: (points: string, total: string) => `Próg to ${points} pkt z ${total}. `
      + "Zgłoszenie, które ma dokładnie tyle, przechodzi.",
    noThreshold: "W tym naborze nie ma progu punktowego.",
    thirdGap: (points: string) => `oceny różnią się o co najmniej ${points} pkt`,
    thirdSplit: "jedna ocena sięga progu, a druga nie",
    third: (when: string) => `Trzecia ocena jest potrzebna, gdy ${when}. Wtedy wynik to średnia `
      + "trzeciej oceny i tej z dwóch pierwszych, która jest jej bliższa.",
    equidistantHigher: "Gdy obie są równie bliskie, liczy się wyższa z nich.",
    equidistantAll: "Gdy obie są równie bliskie, wynik to średnia wszystkich trzech.",
    criteria: "Kryteria oceny merytorycznej",
    criterion: "Kryterium",
    maxPoints: "Najwięcej punktów",
    minPoints: "Najmniej, żeby przejść",
    noMinimum: "bez minimum",
    premium: "Punkty dodatkowe: liczą się do kolejności, nie do progu.",
    sum: "Razem",
    decision: "Ten etap ocenia komisja: bez punktów, z pisemnym uzasadnieniem.",
    ranking: "Kolejność na liście",
    rankingLead: "O kolejności decyduje liczba punktów. Przy równej liczbie kolejno:",
    rankingPlain: "O kolejności decyduje liczba punktów.",
    tie: {
      criterion: (title: string) => `więcej punktów w kryterium „${title}”`,
      lowerAmount: "niższa kwota grantu",
      filedEarlier: "wcześniejsza chwila złożenia",
      topicCoverage: "temat, którego nie ma żaden projekt wyżej na liście",
      regionCoverage: "region, z którego nie ma żadnego projektu wyżej na liście",
      draw: (source: string) => `publiczne losowanie (${source})`,
    },
    stopsAtMoney: "Granty dostają kolejne projekty z listy, dopóki starcza pieniędzy.",
    skipsTooLarge: "Granty dostają kolejne projekty z listy. Projekt, który nie mieści się w puli, "
      + "jest pomijany, a mniejsze za nim mogą się jeszcze zmieścić.",
    partFunding: (percent: number) => percent > 0
      ? `Ostatni projekt może dostać część kwoty, nie mniej niż ${percent}%.`
      : "Ostatni projekt może dostać część kwoty.",
    regionalPools: "Część pieniędzy jest zarezerwowana dla regionów.",
    carryOver: "To, co w nich zostanie, trafia do następnych projektów z całej listy.",
    reserve: (count: number) => `Na liście rezerwowej jest najwyżej ${
      polishForm(count, { one: "1 projekt", few: `${count} projekty`, many: `${count} projektów` })}.`,
  },

  funnel: {
    title: "Droga zgłoszeń",
    picture: "Wykres: ile zgłoszeń doszło do kolejnych etapów. Te same liczby są w tabeli obok.",
    table: "Ile zgłoszeń doszło do kolejnych etapów",
    step: "Etap",
    count: "Liczba",
    share: "Część złożonych",
    submitted: "złożone",
    toMerit: "po ocenie formalnej",
    assessed: "ocenione merytorycznie",
    aboveThreshold: "co najmniej próg punktów",
    recommended: "rekomendowane do grantu",
    completed: "po teście, w katalogu",
    also: "W tym naborze także",
    rejected: "odrzucone formalnie",
    thirds: "trzecie oceny",
    cards: "zamknięte karty ocen",
    reserve: "na liście rezerwowej",
    withdrawn: "wycofane",
    regions: "Zgłoszenia w regionach",
    region: "Region",
    empty: "Nie ma jeszcze złożonych zgłoszeń.",
  },

  results: {
    loadingTitle: "Wyniki naboru",
    title: (call: string) => `Wyniki: ${call}`,
    back: "Opis naboru",
    notYet: "Lista wyników nie jest jeszcze opublikowana. Kiedy będzie, każdy zgłaszający dostanie wiadomość.",
    published: "Opublikowano",
    pool: "Pula",
    granted: "Rekomendowane granty razem",
    left: "Zostało w puli",
    download: "Pobierz listę (CSV)",
    downloadHelp: "Plik tekstowy dla arkusza kalkulacyjnego.",
    file: (code: string) => `wyniki-${code}.csv`,
    group: {
      LIST_GROUP_UNSPECIFIED: "",
      RECOMMENDED: "Rekomendowane do grantu",
      ON_RESERVE: "Lista rezerwowa",
      NOT_SELECTED: "Pozytywnie ocenione, niewybrane",
      BELOW_THRESHOLD: "Poniżej progu punktów",
      GAVE_UP: "Miejsce zwolnione",
      REJECTED_FORMALLY: "Odrzucone formalnie",
    },
    help: {
      LIST_GROUP_UNSPECIFIED: "",
      RECOMMENDED: "Te projekty mieszczą się w puli naboru.",
      ON_RESERVE: "Ocena jest pozytywna. Wejdą w tej kolejności, jeśli ktoś zrezygnuje.",
      NOT_SELECTED: "Ocena jest pozytywna, ale pieniędzy nie wystarczyło.",
      BELOW_THRESHOLD: "Zgłoszenia nie sięgnęły progu punktów albo minimum w kryterium.",
      GAVE_UP: "Zgłaszający zrezygnowali albo nie przyjęli miejsca w terminie.",
      REJECTED_FORMALLY: "Przy każdym zgłoszeniu jest warunek formalny, którego nie spełnia.",
    },
    caption: (group: string, count: number) => `${group}: ${counted(count, applications)}`,
    place: "Miejsce",
    number: "Numer",
    innovation: "Innowacja",
    applicant: "Zgłaszający",
    unnamed: "osoba lub grupa, bez nazwiska",
    region: "Region",
    points: "Punkty",
    amount: "Kwota",
    unmet: "Niespełniony warunek",
    sum: "Razem",
    decidedBy: "O miejscu przy równej liczbie punktów rozstrzygnęło:",
    tie: {
      "criterion": "punkty w kryterium",
      "lower-amount": "niższa kwota",
      "filed-earlier": "chwila złożenia",
      "topic-coverage": "temat, którego nie ma żaden projekt wyżej",
      "region-coverage": "region, z którego nie ma żadnego projektu wyżej",
      "draw": "publiczne losowanie",
      "number": "numer zgłoszenia",
    } as Record<string, string>,
    proof: "Suma kontrolna danych, z których powstała lista",
    proofHelp: "Te same dane i zasady zawsze dają tę samą listę.",
    groupColumn: "Grupa",
  },

  catalogue: {
    title: "Katalog innowacji",
    lead: "Rozwiązania sprawdzone w praktyce. Każde możesz wdrożyć u siebie.",
    search: "Szukaj w katalogu",
    searchHelp: "Na przykład: dom seniora. Odmiana, polskie litery i literówki nie mają znaczenia.",
    submit: "Szukaj",
    clear: "Pokaż wszystkie",
    found: (count: number, more: boolean) => more ? `Pierwsze ${counted(count, { ...entries, one: "innowacja" })}`
      : counted(count, entries),
    foundFor: (count: number, query: string, more: boolean) => count === 0
      ? `Nic nie znaleźliśmy dla „${query}”. Spróbuj innego słowa albo zobacz cały katalog.`
      : `${more ? "Pierwsze wyniki" : "Wyniki"} dla „${query}”: ${counted(count, entries)}`,
    empty: "Katalog jest jeszcze pusty. Pojawią się w nim innowacje, które przeszły test.",
    published: "W katalogu od",
  },

  entry: {
    loadingTitle: "Innowacja",
    back: "Katalog innowacji",
    problem: "Jaki problem rozwiązuje",
    solution: "Na czym polega",
    recipients: "Dla kogo",
    evidence: "Co pokazał test",
    steps: "Jak to wdrożyć u siebie",
    authors: "Autorzy",
    region: "Region",
    cost: "Koszt testu",
    licence: "Licencja",
    published: "W katalogu od",
    call: "Z naboru",
    callLink: "Zobacz nabór",
    facts: "W skrócie",
  },

  forms: {
    errorTitle: "Trzeba coś poprawić",
    errorPrefix: "Błąd: ",
    email: "Adres e-mail",
    password: "Hasło",
    show: "Pokaż",
    hide: "Ukryj",
    showLong: "Pokaż hasło",
    hideLong: "Ukryj hasło",
    shown: "Hasło jest widoczne.",
    hiddenNow: "Hasło jest ukryte.",
    sending: "Wysyłam…",
    field: {
      "email.required": "Wpisz adres e-mail.",
      "email.bad-email": "Wpisz adres e-mail w postaci nazwa@domena.pl.",
      "password.required": "Wpisz hasło.",
      "password.too-short": "Hasło musi mieć co najmniej 12 znaków.",
      "name.required": "Wpisz imię i nazwisko.",
    } as Record<string, string>,
  },

  signIn: {
    title: "Zaloguj się",
    submit: "Zaloguj się",
    none: "Nie masz konta?",
    register: "Załóż konto",
    again: "Sesja wygasła albo nikt nie jest zalogowany. Zaloguj się, żeby zobaczyć tę stronę.",
    forgotten: "Nie pamiętam hasła",
    code: "Kod z aplikacji",
    codeHelp: "Sześć cyfr z aplikacji w telefonie. Nie masz telefonu? Wpisz jeden z kodów odzyskiwania.",
  },

  register: {
    title: "Załóż konto",
    lead: "Konto jest potrzebne, żeby złożyć zgłoszenie i śledzić, co się z nim dzieje. "
      + "Nabory, wyniki i katalog możesz czytać bez konta.",
    name: "Imię i nazwisko",
    emailHelp: "Wyślemy na niego odnośnik, żeby potwierdzić adres.",
    passwordHelp: "Co najmniej 12 znaków. Może to być kilka zwykłych słów, na przykład z odstępami.",
    submit: "Załóż konto",
    have: "Masz już konto?",
    doneTitle: "Sprawdź pocztę",
    done: (email: string) => `Na adres ${email} wysłaliśmy wiadomość z odnośnikiem. `
      + "Otwórz go w ciągu 48 godzin, żeby potwierdzić adres i móc się zalogować.",
    doneHelp: "Nie ma wiadomości? Poczekaj kilka minut i zajrzyj do folderu ze spamem.",
  },

  confirm: {
    title: "Potwierdź adres e-mail",
    lead: "Jeszcze jeden krok i konto będzie gotowe.",
    submit: "Potwierdzam adres",
    noToken: "W adresie tej strony brakuje kodu. Otwórz odnośnik z wiadomości jeszcze raz, w całości.",
    doneTitle: "Adres jest potwierdzony",
    done: "Konto jest gotowe. Możesz się zalogować.",
    emailDone: "Od teraz to jest adres Twojego konta.",
  },

  invitation: {
    title: "Przyjmij zaproszenie",
    lead: "Jeśli masz już konto na ten adres, hasło zostaw puste. Bez konta wybierz hasło; ekspert może go nie "
      + "mieć i logować się linkiem z poczty.",
    password: "Hasło do nowego konta",
    submit: "Przyjmuję",
    doneTitle: "Zaproszenie jest przyjęte",
    done: "Rola działa od razu. Zaloguj się.",
  },

  reset: {
    title: "Nowe hasło",
    lead: "Podaj adres, na który masz konto. Wyślemy na niego link do ustawienia nowego hasła.",
    ask: "Wyślij link",
    sentTitle: "Zajrzyj do poczty",
    sent: "Jeśli ten adres ma u nas konto, jest już na nim wiadomość z linkiem. Link działa przez godzinę.",
    chooseTitle: "Ustaw nowe hasło",
    password: "Nowe hasło",
    submit: "Zapisz hasło",
    doneTitle: "Hasło jest zmienione",
    done: "Na wszystkich urządzeniach nastąpiło wylogowanie. Zaloguj się nowym hasłem.",
  },

  me: {
    title: "Moje sprawy",
    hello: (name: string) => `Dzień dobry, ${name}!`,
    signOut: "Wyloguj się",
    next: "Co teraz",
    nothing: "Teraz nie musisz nic robić. Kiedy coś się zmieni, napiszemy.",
    drafts: (count: number) => polishForm(count, {
      one: "1 zgłoszenie czeka na dokończenie", few: `${count} zgłoszenia czekają na dokończenie`,
      many: `${count} zgłoszeń czeka na dokończenie` }),
    cards: (count: number) => polishForm(count, {
      one: "1 karta czeka na Twoją ocenę", few: `${count} karty czekają na Twoją ocenę`,
      many: `${count} kart czeka na Twoją ocenę` }),
    unread: (count: number) => polishForm(count, {
      one: "1 nowa wiadomość do przeczytania", few: `${count} nowe wiadomości do przeczytania`,
      many: `${count} nowych wiadomości do przeczytania` }),
    notices: "Wybierz, o czym piszemy i kiedy",
    arrived: (subject: string) => `Nowa wiadomość: ${subject}`,
    applications: "Moje zgłoszenia",
    noApplications: "Nie masz jeszcze żadnego zgłoszenia.",
    untitled: "Zgłoszenie bez tytułu",
    state: {
      APPLICATION_STATE_UNSPECIFIED: "",
      DRAFT: "To szkic. Zgłoszenie nie jest jeszcze złożone.",
      SUBMITTED: "Zgłoszenie jest złożone. Sprawdzamy je formalnie.",
      IN_ASSESSMENT: "Zgłoszenie przeszło ocenę formalną. Teraz oceniają je eksperci.",
      FORMALLY_REJECTED: "Zgłoszenie nie przeszło oceny formalnej. Powód jest w wiadomości od nas.",
      BELOW_THRESHOLD: "Zgłoszenie nie sięgnęło progu punktów.",
      NOT_SELECTED: "Ocena jest pozytywna, ale pieniędzy nie wystarczyło.",
      RESERVE: "Zgłoszenie jest na liście rezerwowej. Napiszemy, jeśli zwolni się miejsce.",
      RECOMMENDED: "Zgłoszenie jest rekomendowane do grantu. Gratulujemy!",
      IN_INCUBATION: "Innowacja jest w inkubacji. Otwarty jest kolejny etap.",
      COMPLETED: "Innowacja przeszła całą drogę i trafia do upowszechnienia.",
      ENDED: "Na tym etapie droga tej innowacji się skończyła. Uzasadnienie jest w wiadomości od nas.",
      WITHDRAWN: "Zgłoszenie jest wycofane.",
      IN_CORRECTION: "Zgłoszenie czeka na poprawki. Termin i lista braków są w zgłoszeniu.",
      NOT_CONSIDERED: "Zgłoszenie zostało bez rozpatrzenia, bo poprawki nie przyszły w terminie.",
    },
    submittedAt: "Złożone",
    savedAt: "Zapisane",
    callLink: "Zobacz nabór",
    allCards: "Wszystkie karty i praca bez internetu",
    cardsTitle: "Moje karty ocen",
    noCards: "Nie masz teraz żadnej karty.",
    card: {
      CARD_STATE_UNSPECIFIED: "",
      DECLARATION_DUE: "Złóż oświadczenie o braku konfliktu interesów. Potem zobaczysz zgłoszenie.",
      OPEN: "Karta czeka na Twoją ocenę.",
      LOCKED: "Ocena jest zamknięta. Dziękujemy.",
      CONFLICT: "Konflikt interesów jest zgłoszony. Tę kartę ma ktoś inny.",
      VOID: "Zgłoszenie wycofano. Karta jest nieważna.",
    },
    third: "trzecia ocena",
    messages: "Wiadomości",
    noMessages: "Nie masz jeszcze wiadomości.",
    isNew: "nowa",
    readFailed: "Nie udało się zaznaczyć wiadomości jako przeczytanej.",
  },

  problem: {
    title: "Nie udało się wczytać strony",
    noAnswer: "Nie ma połączenia z serwerem. Sprawdź internet i spróbuj jeszcze raz.",
    unknown: "Coś poszło nie tak po naszej stronie. Spróbuj jeszcze raz za chwilę.",
    trace: "Jeśli to się powtarza, podaj nam ten numer:",
  },

  notFound: {
    title: "Nie ma takiej strony",
    lead: "Adres może być wpisany z błędem albo strona została przeniesiona.",
    back: "Przejdź do naborów",
  },
};

export type Texts = typeof pl;
