/* Letters that tell results, and what follows from them. */
#include "templates.h"

const template_text_t TEMPLATES_RESULTS[] = {
    { "recommended", "pl", "Zgłoszenie {{number}} rekomendowane do dofinansowania",
      "Dzień dobry, {{name}}!\n\nDobra wiadomość: zgłoszenie „{{title}}” ({{number}}) jest na "
      "liście rekomendowanych, na miejscu {{place}}.\n\nOcena: {{points}} pkt (próg: {{threshold}} "
      "pkt)\n{{criteria}}\n\nCo dalej? Zaloguj się i napisz specyfikację innowacji. Odezwie się do "
      "Ciebie opiekun.\n\n{{appeal}}\n\n→ Karta oceny z uzasadnieniem: "
      "{{url}}/applications/{{application}}/assessment" SIGNED_PL,
      false },
    { "recommended", "en", "Application {{number}} is recommended for a grant",
      "Hello {{name}},\n\nGood news: the application \"{{title}}\" ({{number}}) is on the "
      "recommended list, in place {{place}}.\n\nAssessment: {{points}} points (threshold: "
      "{{threshold}})\n{{criteria}}\n\nWhat next? Sign in and write the specification of the "
      "innovation. A carer will get in touch.\n\n{{appeal}}\n\n→ The assessment card with its "
      "reasons: {{url}}/applications/{{application}}/assessment" SIGNED_EN,
      false },
    { "on-reserve", "pl", "Zgłoszenie {{number}} na liście rezerwowej",
      "Dzień dobry, {{name}}!\n\nZgłoszenie „{{title}}” ({{number}}) zajęło na liście miejsce "
      "{{place}} i jest na liście rezerwowej jako {{reserve-place}}. w kolejce.\n\nOcena: "
      "{{points}} pkt (próg: {{threshold}} pkt)\n{{criteria}}\n\nCo dalej? Jeśli zwolni się "
      "miejsce w puli, napiszemy od razu. Teraz nie musisz nic robić.\n\n{{appeal}}\n\n→ Karta "
      "oceny z uzasadnieniem: {{url}}/applications/{{application}}/assessment" SIGNED_PL,
      false },
    { "on-reserve", "en", "Application {{number}} is on the reserve list",
      "Hello {{name}},\n\nThe application \"{{title}}\" ({{number}}) took place {{place}} and "
      "stands on the reserve list as number {{reserve-place}}.\n\nAssessment: {{points}} points "
      "(threshold: {{threshold}})\n{{criteria}}\n\nWhat next? If money becomes free, we write at "
      "once. There is nothing to do now.\n\n{{appeal}}\n\n→ The assessment card with its reasons: "
      "{{url}}/applications/{{application}}/assessment" SIGNED_EN,
      false },
    { "not-selected", "pl", "Wynik oceny zgłoszenia {{number}}",
      "Dzień dobry, {{name}}!\n\nZgłoszenie „{{title}}” ({{number}}) osiągnęło próg, ale na jego "
      "miejsce na liście ({{place}}) nie wystarczyło pieniędzy.\n\nOcena: {{points}} pkt (próg: "
      "{{threshold}} pkt)\n{{criteria}}\n\nCo dalej? Możesz zgłosić pomysł ponownie w kolejnym "
      "naborze.\n\n{{appeal}}\n\n→ Karta oceny z uzasadnieniem: "
      "{{url}}/applications/{{application}}/assessment" SIGNED_PL,
      false },
    { "not-selected", "en", "Result of application {{number}}",
      "Hello {{name}},\n\nThe application \"{{title}}\" ({{number}}) reached the threshold, but "
      "the money did not suffice for its place on the list ({{place}}).\n\nAssessment: {{points}} "
      "points (threshold: {{threshold}})\n{{criteria}}\n\nWhat next? You may submit the idea again "
      "in a later call.\n\n{{appeal}}\n\n→ The assessment card with its reasons: "
      "{{url}}/applications/{{application}}/assessment" SIGNED_EN,
      false },
    { "below-threshold", "pl", "Wynik oceny zgłoszenia {{number}}",
      "Dzień dobry, {{name}}!\n\nZgłoszenie „{{title}}” ({{number}}) nie osiągnęło progu "
      "punktowego, więc nie dostanie dofinansowania.\n\nOcena: {{points}} pkt (próg: {{threshold}} "
      "pkt)\n{{criteria}}\n\nCo dalej? Uwagi ekspertów pomogą poprawić pomysł przed kolejnym "
      "naborem.\n\n{{appeal}}\n\n→ Karta oceny z uzasadnieniem: "
      "{{url}}/applications/{{application}}/assessment" SIGNED_PL,
      false },
    { "below-threshold", "en", "Result of application {{number}}",
      "Hello {{name}},\n\nThe application \"{{title}}\" ({{number}}) did not reach the threshold, "
      "so it gets no grant.\n\nAssessment: {{points}} points (threshold: "
      "{{threshold}})\n{{criteria}}\n\nWhat next? The assessors' remarks help to improve the idea "
      "before the next call.\n\n{{appeal}}\n\n→ The assessment card with its reasons: "
      "{{url}}/applications/{{application}}/assessment" SIGNED_EN,
      false },
    { "stage-go-on", "pl", "Decyzja o zgłoszeniu {{number}}: idziemy dalej",
      "Dzień dobry, {{name}}!\n\n"
      "Komisja przyjęła kolejny dokument zgłoszenia „{{title}}” ({{number}}). Zaloguj się, żeby "
      "zobaczyć "
      "uzasadnienie i następny krok." TO_APPLICATION_PL,
      false },
    { "stage-go-on", "en", "Decision on application {{number}}: going on",
      "Hello {{name}},\n\n"
      "The commission accepted the next document of \"{{title}}\" ({{number}}). Sign in to see the "
      "reasons "
      "and the next step." TO_APPLICATION_EN,
      false },
    { "stage-return", "pl", "Zgłoszenie {{number}} wraca do poprawy",
      "Dzień dobry, {{name}}!\n\n"
      "Komisja prosi o poprawienie dokumentu zgłoszenia „{{title}}” ({{number}}). Zaloguj się, "
      "popraw go i "
      "wyślij ponownie." TO_APPLICATION_PL,
      false },
    { "stage-return", "en", "Application {{number}} comes back to you",
      "Hello {{name}},\n\n"
      "The commission asks you to change a document of \"{{title}}\" ({{number}}). Sign in, change "
      "it and "
      "submit it again." TO_APPLICATION_EN,
      false },
    { "stage-stop", "pl", "Decyzja o zgłoszeniu {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Komisja postanowiła nie prowadzić dalej zgłoszenia „{{title}}” ({{number}}). Uzasadnienie "
      "znajdziesz po zalogowaniu." TO_APPLICATION_PL,
      false },
    { "stage-stop", "en", "Decision on application {{number}}",
      "Hello {{name}},\n\n"
      "The commission decided not to take \"{{title}}\" ({{number}}) further. Sign in to read the "
      "reasons." TO_APPLICATION_EN,
      false },
    { "appeal-received", "pl", "Przyjęliśmy odwołanie w sprawie {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Twoje odwołanie dotyczące zgłoszenia „{{title}}” ({{number}}) jest u nas.\n\nCo dalej? "
      "Rozpatrzymy je i napiszemy o wyniku na ten adres. Teraz nie musisz nic "
      "robić." TO_APPLICATION_PL,
      false },
    { "appeal-received", "en", "We have your appeal about {{number}}",
      "Hello {{name}},\n\n"
      "Your appeal about the application \"{{title}}\" ({{number}}) has reached us.\n\nWhat next? "
      "We examine it and write to this address. There is nothing to do now." TO_APPLICATION_EN,
      false },
    { "appeal-upheld", "pl", "Odwołanie uwzględnione: {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Uwzględniliśmy Twoje odwołanie dotyczące zgłoszenia „{{title}}” ({{number}}).\n\nCo dalej? "
      "Zgłoszenie wraca do oceny. Uzasadnienie i następny krok zobaczysz po "
      "zalogowaniu." TO_APPLICATION_PL,
      false },
    { "appeal-upheld", "en", "Your appeal was upheld: {{number}}",
      "Hello {{name}},\n\n"
      "We upheld your appeal about the application \"{{title}}\" ({{number}}).\n\nWhat next? The "
      "application goes back to assessment. Sign in to see the reasons and the next "
      "step." TO_APPLICATION_EN,
      false },
    { "appeal-dismissed", "pl", "Wynik odwołania: {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Nie uwzględniliśmy odwołania dotyczącego zgłoszenia „{{title}}” ({{number}}).\n\nCo dalej? "
      "Uzasadnienie zobaczysz po zalogowaniu." TO_APPLICATION_PL,
      false },
    { "appeal-dismissed", "en", "Result of your appeal: {{number}}",
      "Hello {{name}},\n\n"
      "We dismissed the appeal about the application \"{{title}}\" ({{number}}).\n\nWhat next? "
      "Sign in to read the reasons." TO_APPLICATION_EN,
      false },
    { "reserve-moved-up", "pl", "Jest miejsce dla zgłoszenia {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Zwolniło się miejsce i zgłoszenie „{{title}}” ({{number}}) może dostać {{amount-grosze}}. "
      "Ostatnia chwila na odpowiedź: {{until-at}}. Potem miejsce dostanie następna osoba.\n\nCo "
      "dalej? Zaloguj się i przyjmij miejsce albo z niego zrezygnuj."
      "\n\n→ Odpowiedz na propozycję: {{url}}/applications/{{application}}/offer" SIGNED_PL,
      false },
    { "reserve-moved-up", "en", "There is a place for application {{number}}",
      "Hello {{name}},\n\n"
      "A place became free and the application \"{{title}}\" ({{number}}) may get "
      "{{amount-grosze}}. The last moment to answer: {{until-at}}. After it the place goes to the "
      "next.\n\nWhat next? Sign in and accept the place or give it up."
      "\n\n→ Answer the offer: {{url}}/applications/{{application}}/offer" SIGNED_EN,
      false },
    { "pitch-invitation", "pl", "Zapraszamy na prezentację: {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Panel chce poznać pomysł „{{title}}” ({{number}}) i porozmawiać z Wami. Termin prezentacji: "
      "{{pitch-at}}. Miejsce albo odnośnik i to, co będzie, gdy nikt nie przyjdzie, są przy "
      "zgłoszeniu.\n\nCo dalej? Zapisz termin i ustal, kto opowie o pomyśle. Jeśli potrzebujesz "
      "udogodnień, na przykład tłumaczenia na język migowy, odpisz nam.\n\n→ Zobacz zgłoszenie: "
      "{{url}}/applications/{{application}}" SIGNED_PL,
      false },
    { "pitch-invitation", "en", "You are invited to a pitch: {{number}}",
      "Hello {{name}},\n\n"
      "A panel would like to hear about the idea \"{{title}}\" ({{number}}) and talk with you. The "
      "pitch is on: {{pitch-at}}. Where it is, and what follows if nobody comes, stands with the "
      "application.\n\nWhat next? Note the date and agree who will speak. If you need anything to "
      "take part, such as a sign language interpreter, write to us.\n\n→ See the application: "
      "{{url}}/applications/{{application}}" SIGNED_EN,
      false },
    { "pitch-cancelled", "pl", "Prezentacja odwołana: {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Prezentacja pomysłu „{{title}}” ({{number}}) w terminie: {{pitch-at}} nie odbędzie "
      "się.\n\nCo dalej? Nie musisz nic robić. Jeśli będzie nowy termin, zaprosimy osobnym "
      "listem.\n\n→ Zobacz zgłoszenie: {{url}}/applications/{{application}}" SIGNED_PL,
      false },
    { "pitch-cancelled", "en", "The pitch is called off: {{number}}",
      "Hello {{name}},\n\n"
      "The pitch of the idea \"{{title}}\" ({{number}}) on {{pitch-at}} will not take "
      "place.\n\nWhat next? There is nothing to do. If there is another date, a letter of its own "
      "will invite you.\n\n→ See the application: {{url}}/applications/{{application}}" SIGNED_EN,
      false },
    { "offer-accepted", "pl", "Miejsce przyjęte: {{number}}",
      "Dzień dobry, {{name}}!\n\nDziękujemy za przyjęcie miejsca, które zwolniło się dla "
      "zgłoszenia „{{title}}” ({{number}}).\n\nCo dalej? Przygotujemy umowę i napiszemy, kiedy "
      "będzie do podpisania.\n\n→ Zobacz zgłoszenie: "
      "{{url}}/applications/{{application}}" SIGNED_PL,
      false },
    { "offer-accepted", "en", "The place is accepted: {{number}}",
      "Hello {{name}},\n\nThank you for accepting the place that became free for the application "
      "\"{{title}}\" ({{number}}).\n\nWhat next? We prepare the agreement and write when it is "
      "there to sign.\n\n→ See the application: {{url}}/applications/{{application}}" SIGNED_EN,
      false },
    { "offer-declined", "pl", "Rezygnacja z miejsca: {{number}}",
      "Dzień dobry, {{name}}!\n\nZapisaliśmy rezygnację z miejsca, które zwolniło się dla "
      "zgłoszenia „{{title}}” ({{number}}). Miejsce dostanie następna osoba z listy.\n\nNie musisz "
      "nic robić.\n\n→ Zobacz zgłoszenie: {{url}}/applications/{{application}}" SIGNED_PL,
      false },
    { "offer-declined", "en", "The place is given up: {{number}}",
      "Hello {{name}},\n\nWe noted that you give up the place that became free for the application "
      "\"{{title}}\" ({{number}}). It goes to the next on the list.\n\nThere is nothing to "
      "do.\n\n→ See the application: {{url}}/applications/{{application}}" SIGNED_EN,
      false },
    { "offer-lapsed", "pl", "Minął termin na przyjęcie miejsca: {{number}}",
      "Dzień dobry, {{name}}!\n\nNie dostaliśmy w terminie odpowiedzi, czy zgłoszenie „{{title}}” "
      "({{number}}) przyjmuje miejsce, które się zwolniło. Miejsce dostaje następna osoba z "
      "listy.\n\n→ Zobacz zgłoszenie: {{url}}/applications/{{application}}" SIGNED_PL,
      false },
    { "offer-lapsed", "en", "The term to accept the place is over: {{number}}",
      "Hello {{name}},\n\nWe did not hear in time whether the application \"{{title}}\" "
      "({{number}}) takes the place that became free. It goes to the next on the list.\n\n→ See "
      "the application: {{url}}/applications/{{application}}" SIGNED_EN,
      false },
    { 0 },
};
