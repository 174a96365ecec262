/* Letters to assessors and coordinators. */
#include "templates.h"

const template_text_t TEMPLATES_STAFF[] = {
    { "card-assigned", "pl", "Nowe zgłoszenie do oceny: {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Prosimy o ocenę zgłoszenia {{number}}. Najpierw złóż oświadczenie o braku konfliktu "
      "interesów — "
      "treść pokażemy po nim. Potem wypełnij kartę oceny." TO_CARDS_PL,
      false },
    { "card-assigned", "en", "A new application to assess: {{number}}",
      "Hello {{name}},\n\n"
      "Please assess application {{number}}. First declare that you have no conflict of interest; "
      "the "
      "content is shown after that. Then fill in the card." TO_CARDS_EN,
      false },
    { "card-assigned-until", "pl", "Nowe zgłoszenie do oceny: {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Prosimy o ocenę zgłoszenia {{number}}. Ostatni dzień na kartę oceny: {{until-at}}.\n\n"
      "Co dalej? Najpierw złóż oświadczenie o braku konfliktu interesów — treść pokażemy po nim. "
      "Potem wypełnij i zatwierdź kartę oceny." TO_CARDS_PL,
      false },
    { "card-assigned-until", "en", "A new application to assess: {{number}}",
      "Hello {{name}},\n\n"
      "Please assess application {{number}}. The last day for the card: {{until-at}}.\n\n"
      "What next? First declare that you have no conflict of interest; the content is shown after "
      "that. Then fill in the card and lock it." TO_CARDS_EN,
      false },
    { "card-reminder", "pl", "Przypomnienie: ocena zgłoszenia {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Karta oceny zgłoszenia {{number}} nie jest jeszcze zatwierdzona. Ostatni dzień: "
      "{{until-at}}.\n\n"
      "Co dalej? Zaloguj się, dokończ kartę i ją zatwierdź. Jeśli nie zdążysz, napisz do "
      "koordynatora już dziś, żeby ktoś mógł Cię zastąpić." TO_CARDS_PL,
      false },
    { "card-reminder", "en", "A reminder: assessment of application {{number}}",
      "Hello {{name}},\n\n"
      "The card of application {{number}} is not locked yet. The last day: {{until-at}}.\n\n"
      "What next? Sign in, finish the card and lock it. If you cannot make it, write to the "
      "coordinator today, so that somebody can step in." TO_CARDS_EN,
      false },
    { "card-overdue", "pl", "Termin minął: ocena zgłoszenia {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Termin oceny zgłoszenia {{number}} minął: {{until-at}}. Koordynator regionu też o tym wie."
      "\n\n"
      "Co dalej? Dokończ kartę i zatwierdź ją jak najszybciej albo napisz do koordynatora, że "
      "oddajesz ocenę." TO_CARDS_PL,
      false },
    { "card-overdue", "en", "The term is over: assessment of application {{number}}",
      "Hello {{name}},\n\n"
      "The term for the card of application {{number}} is over: {{until-at}}. The region's "
      "coordinator knows, too.\n\n"
      "What next? Finish the card and lock it as soon as you can, or write to the coordinator that "
      "you give it back." TO_CARDS_EN,
      false },
    { "desk-opened", "pl", "Uzgodnijcie wspólny tekst: zgłoszenie {{number}}",
      "Dzień dobry, {{name}}!\n\nOceny zgłoszenia {{number}} się różnią. Prosimy, żeby oceniający "
      "wspólnie napisali, co z tych różnic wynika. Punktów to nie zmienia.\n\nCo dalej? Otwórz "
      "swoją kartę, przeczytaj pozostałe, dopisz się do tekstu i go podpisz.\n\n→ Twoje karty: "
      "{{url}}/cards" SIGNED_PL,
      false },
    { "desk-opened", "en", "Write a common text: application {{number}}",
      "Hello {{name}},\n\nThe assessments of application {{number}} differ. The assessors are "
      "asked to write together what they make of it. Points are not touched.\n\nWhat next? Open "
      "your card, read the others, write your part of the text and sign it.\n\n→ Your cards: "
      "{{url}}/cards" SIGNED_EN,
      false },
    { "desk-closed", "pl", "Wspólny tekst jest gotowy: {{number}}",
      "Dzień dobry, {{name}}!\n\nOceniający zgłoszenia „{{title}}” ({{number}}) podpisali wspólny "
      "tekst.\n\nCo dalej? Zgłoszenie może wejść na listę rankingową.\n\n→ Otwórz zgłoszenie: "
      "{{url}}/office/dossiers/{{application}}" SIGNED_PL,
      false },
    { "desk-closed", "en", "The common text is ready: {{number}}",
      "Hello {{name}},\n\nThe assessors of the application \"{{title}}\" ({{number}}) signed their "
      "common text.\n\nWhat next? The application may go on the ranking list.\n\n→ Open the "
      "application: {{url}}/office/dossiers/{{application}}" SIGNED_EN,
      false },
    { "assessment-overdue", "pl", "Spóźniona ocena zgłoszenia {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Karta oceny zgłoszenia „{{title}}” ({{number}}) nie została zatwierdzona w terminie: "
      "{{until-at}}. Ekspert dostał przypomnienie.\n\n"
      "Co dalej? Zaloguj się i zdecyduj: poczekać czy przydzielić ocenę komuś "
      "innemu." TO_DOSSIER_PL,
      false },
    { "assessment-overdue", "en", "A late assessment of application {{number}}",
      "Hello {{name}},\n\n"
      "A card of \"{{title}}\" ({{number}}) was not locked within its term: {{until-at}}. The "
      "assessor was reminded.\n\n"
      "What next? Sign in and decide: wait, or assign the assessment to somebody "
      "else." TO_DOSSIER_EN,
      false },
    { "third-assessor-needed", "pl", "Potrzebna trzecia ocena zgłoszenia {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Dwie oceny zgłoszenia „{{title}}” ({{number}}) zbyt się różnią, więc potrzebna jest "
      "trzecia.\n\n"
      "Co dalej? Zaloguj się i przydziel trzecią kartę." TO_DOSSIER_PL,
      false },
    { "third-assessor-needed", "en", "A third assessment of application {{number}} is needed",
      "Hello {{name}},\n\n"
      "Two assessments of \"{{title}}\" ({{number}}) differ too much, so a third is needed.\n\n"
      "What next? Sign in and assign the third card." TO_DOSSIER_EN,
      false },
    { "appeal-to-decide", "pl", "Odwołanie do rozpatrzenia: {{number}}",
      "Dzień dobry, {{name}}!\n\nWpłynęło odwołanie dotyczące zgłoszenia „{{title}}” "
      "({{number}}).\n\nCo dalej? Przeczytaj je i zdecyduj. Nie może tego zrobić osoba, która "
      "oceniała zgłoszenie.\n\n→ Otwórz zgłoszenie: "
      "{{url}}/office/dossiers/{{application}}" SIGNED_PL,
      false },
    { "appeal-to-decide", "en", "An appeal to decide: {{number}}",
      "Hello {{name}},\n\nAn appeal about the application \"{{title}}\" ({{number}}) was "
      "filed.\n\nWhat next? Read it and decide. Whoever assessed the application may not decide "
      "it.\n\n→ Open the application: {{url}}/office/dossiers/{{application}}" SIGNED_EN,
      false },
    { "report-to-check", "pl", "Sprawozdanie do sprawdzenia: {{number}}",
      "Dzień dobry, {{name}}!\n\nWpłynęło sprawozdanie nr {{position}} dla „{{title}}” "
      "({{number}}).\n\nCo dalej? Sprawdź je i przyjmij albo odeślij do poprawy.\n\n→ Otwórz "
      "zgłoszenie: {{url}}/office/dossiers/{{application}}" SIGNED_PL,
      false },
    { "report-to-check", "en", "A report to check: {{number}}",
      "Hello {{name}},\n\nReport {{position}} for \"{{title}}\" ({{number}}) came in.\n\nWhat "
      "next? Check it and accept it, or send it back.\n\n→ Open the application: "
      "{{url}}/office/dossiers/{{application}}" SIGNED_EN,
      false },
    { 0 },
};
