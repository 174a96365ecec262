/* Letters from the decision to the test, about grants, and about what became of an innovation. */
#include "templates.h"

const template_text_t TEMPLATES_GRANTS[] = {
    { "draft-shown", "pl", "Nowa wersja do przeczytania: {{number}}",
      "Dzień dobry, {{name}}!\n\nInnowacja, której towarzyszysz: „{{title}}” ({{number}}). Jej "
      "autorzy pokazują Ci wersję nr {{position}} tego, co teraz piszą.\n\nCo dalej? Przeczytaj, "
      "co się zmieniło, i skomentuj pola.\n\n→ Przeczytaj wersję: "
      "{{url}}/applications/{{application}}/versions" SIGNED_PL,
      false },
    { "draft-shown", "en", "A new version to read: {{number}}",
      "Hello {{name}},\n\nThe authors of an innovation that you accompany, \"{{title}}\" "
      "({{number}}), show you version {{position}} of what they write now.\n\nWhat next? Read what "
      "changed, and comment on the fields.\n\n→ Read the version: "
      "{{url}}/applications/{{application}}/versions" SIGNED_EN,
      false },
    { "carer-commented", "pl", "Komentarz opiekuna: {{number}}",
      "Dzień dobry, {{name}}!\n\nOsoba, która opiekuje się innowacją „{{title}}” ({{number}}), "
      "skomentowała to, co piszesz.\n\nCo dalej? Przeczytaj komentarze i odpowiedz na nie, a gdy "
      "coś poprawisz, pokaż nową wersję.\n\n→ Przeczytaj komentarze: "
      "{{url}}/applications/{{application}}/versions" SIGNED_PL,
      false },
    { "carer-commented", "en", "Your carer commented: {{number}}",
      "Hello {{name}},\n\nThe carer of the innovation \"{{title}}\" ({{number}}) commented on what "
      "you write.\n\nWhat next? Read the comments and answer them, and show a new version once you "
      "changed something.\n\n→ Read the comments: "
      "{{url}}/applications/{{application}}/versions" SIGNED_EN,
      false },
    { "cooperation-prepared", "pl", "Porozumienie o współpracy do uzupełnienia: {{number}}",
      "Dzień dobry, {{name}}!\n\nPorozumienie o współpracy dla „{{title}}” ({{number}}) jest "
      "przygotowane. Brakuje w nim danych osób, które je podpiszą z Twojej strony.\n\nCo dalej? "
      "Przeczytaj porozumienie i wpisz te dane.\n\n→ Otwórz porozumienie: "
      "{{url}}/applications/{{application}}/cooperation" SIGNED_PL,
      false },
    { "cooperation-prepared", "en", "An agreement to work together to complete: {{number}}",
      "Hello {{name}},\n\nThe agreement to work together on \"{{title}}\" ({{number}}) is "
      "prepared. "
      "It lacks the data of those who sign it on your side.\n\nWhat next? Read the agreement and "
      "write these data.\n\n→ Open the agreement: "
      "{{url}}/applications/{{application}}/cooperation" SIGNED_EN,
      false },
    { "cooperation-signed", "pl", "Porozumienie o współpracy podpisane: {{number}}",
      "Dzień dobry, {{name}}!\n\nPorozumienie o współpracy dla „{{title}}” ({{number}}) jest "
      "podpisane. Podpisany plik i jego suma kontrolna są przy zgłoszeniu. Teraz nie musisz nic "
      "robić.\n\n→ Zobacz porozumienie: "
      "{{url}}/applications/{{application}}/cooperation" SIGNED_PL,
      false },
    { "cooperation-signed", "en", "The agreement to work together is signed: {{number}}",
      "Hello {{name}},\n\nThe agreement to work together on \"{{title}}\" ({{number}}) is signed. "
      "The signed file and its checksum stand with the application. There is nothing to do "
      "now.\n\n→ See the agreement: "
      "{{url}}/applications/{{application}}/cooperation" SIGNED_EN,
      false },
    { "grant-offered", "pl", "Umowa do podpisania: {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Dla zgłoszenia „{{title}}” ({{number}}) czeka umowa na {{amount-grosze}}. Ostatnia chwila "
      "na podpisanie: {{until-at}}.\n\nCo dalej? Zaloguj się, przeczytaj umowę i ją podpisz albo z "
      "niej zrezygnuj." TO_APPLICATION_PL,
      false },
    { "grant-offered", "en", "An agreement to sign: {{number}}",
      "Hello {{name}},\n\n"
      "An agreement for {{amount-grosze}} waits for the application \"{{title}}\" ({{number}}). "
      "The last moment to sign: {{until-at}}.\n\nWhat next? Sign in, read the agreement and sign "
      "it or refuse it." TO_APPLICATION_EN,
      false },
    { "grant-signed", "pl", "Umowa podpisana: {{number}}",
      "Dzień dobry, {{name}}!\n\nUmowa na {{amount-grosze}} dla „{{title}}” ({{number}}) jest "
      "podpisana.\n\nCo dalej? Pierwszą transzę wypłacimy według harmonogramu z umowy i o tym "
      "napiszemy.\n\n→ Zobacz zgłoszenie: {{url}}/applications/{{application}}" SIGNED_PL,
      false },
    { "grant-signed", "en", "The agreement is signed: {{number}}",
      "Hello {{name}},\n\nThe agreement for {{amount-grosze}} for \"{{title}}\" ({{number}}) is "
      "signed.\n\nWhat next? The first tranche is paid by the schedule of the agreement; we will "
      "write.\n\n→ See the application: {{url}}/applications/{{application}}" SIGNED_EN,
      false },
    { "grant-refused", "pl", "Rezygnacja z dofinansowania: {{number}}",
      "Dzień dobry, {{name}}!\n\nUmowa na {{amount-grosze}} dla „{{title}}” ({{number}}) nie "
      "dojdzie do skutku, bo zapisaliśmy rezygnację. Pieniądze dostanie następne zgłoszenie z "
      "listy.\n\n→ Zobacz zgłoszenie: {{url}}/applications/{{application}}" SIGNED_PL,
      false },
    { "grant-refused", "en", "The grant is given up: {{number}}",
      "Hello {{name}},\n\nThe agreement for {{amount-grosze}} for \"{{title}}\" ({{number}}) will "
      "not be made, because the grant was given up. The money goes to the next on the list.\n\n→ "
      "See the application: {{url}}/applications/{{application}}" SIGNED_EN,
      false },
    { "grant-lapsed", "pl", "Minął termin na podpisanie umowy: {{number}}",
      "Dzień dobry, {{name}}!\n\nUmowa na {{amount-grosze}} dla „{{title}}” ({{number}}) nie "
      "została podpisana w terminie, więc pieniądze dostanie następne zgłoszenie z listy.\n\n→ "
      "Zobacz zgłoszenie: {{url}}/applications/{{application}}" SIGNED_PL,
      false },
    { "grant-lapsed", "en", "The term to sign is over: {{number}}",
      "Hello {{name}},\n\nThe agreement for {{amount-grosze}} for \"{{title}}\" ({{number}}) was "
      "not signed in time, so the money goes to the next on the list.\n\n→ See the application: "
      "{{url}}/applications/{{application}}" SIGNED_EN,
      false },
    { "tranche-paid", "pl", "Wypłaciliśmy transzę: {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Wypłaciliśmy transzę nr {{position}} dla „{{title}}” ({{number}}): {{amount-grosze}}.\n\nCo "
      "dalej? Zachowaj dowody wydatków: będą potrzebne do sprawozdania. Teraz nie musisz nic "
      "robić." TO_APPLICATION_PL,
      false },
    { "tranche-paid", "en", "A tranche was paid: {{number}}",
      "Hello {{name}},\n\n"
      "We paid tranche {{position}} for \"{{title}}\" ({{number}}): {{amount-grosze}}.\n\nWhat "
      "next? Keep the proofs of what you spend: the report needs them. There is nothing to do "
      "now." TO_APPLICATION_EN,
      false },
    { "report-accepted", "pl", "Sprawozdanie przyjęte: {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Przyjęliśmy sprawozdanie nr {{position}} dla „{{title}}” ({{number}}).\n\nCo dalej? "
      "Następny krok zobaczysz po zalogowaniu." TO_APPLICATION_PL,
      false },
    { "report-accepted", "en", "Your report was accepted: {{number}}",
      "Hello {{name}},\n\n"
      "We accepted report {{position}} for \"{{title}}\" ({{number}}).\n\nWhat next? Sign in to "
      "see the next step." TO_APPLICATION_EN,
      false },
    { "report-return", "pl", "Sprawozdanie do poprawy: {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Sprawozdanie nr {{position}} dla „{{title}}” ({{number}}) trzeba poprawić. Ostatnia chwila: "
      "{{until-at}}.\n\nCo dalej? Zaloguj się, zobacz uwagi, popraw sprawozdanie i wyślij je "
      "ponownie." TO_APPLICATION_PL,
      false },
    { "report-return", "en", "A report to be changed: {{number}}",
      "Hello {{name}},\n\n"
      "Report {{position}} for \"{{title}}\" ({{number}}) has to be changed. The last moment: "
      "{{until-at}}.\n\nWhat next? Sign in, read the remarks, change the report and submit it "
      "again." TO_APPLICATION_EN,
      false },
    { "report-due", "pl", "Zbliża się termin sprawozdania: {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Czekamy na sprawozdanie nr {{position}} dla „{{title}}” ({{number}}). Ostatnia chwila: "
      "{{until-at}}.\n\nCo dalej? Zbierz dowody wydatków, napisz, co się udało, i wyślij "
      "sprawozdanie.\n\n→ Napisz sprawozdanie: {{url}}/applications/{{application}}" SIGNED_PL,
      false },
    { "report-due", "en", "Your report is due soon: {{number}}",
      "Hello {{name}},\n\n"
      "We wait for report {{position}} for \"{{title}}\" ({{number}}). The last moment: "
      "{{until-at}}.\n\nWhat next? Gather the proofs of what you spent, write what came of it, and "
      "submit the report.\n\n→ Write the report: {{url}}/applications/{{application}}" SIGNED_EN,
      false },
    { "report-overdue", "pl", "Sprawozdanie jest spóźnione: {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Nie mamy sprawozdania nr {{position}} dla „{{title}}” ({{number}}), a jego termin "
      "minął.\n\nCo dalej? Wyślij je jak najszybciej. Jeśli coś stoi na przeszkodzie, odpisz na "
      "ten list." TO_APPLICATION_PL,
      false },
    { "report-overdue", "en", "Your report is late: {{number}}",
      "Hello {{name}},\n\n"
      "We do not have report {{position}} for \"{{title}}\" ({{number}}), and its term is "
      "over.\n\nWhat next? Submit it as soon as you can. If something is in the way, answer this "
      "letter." TO_APPLICATION_EN,
      false },
    { "grant-closed", "pl", "Rozliczenie zakończone: {{number}}",
      "Dzień dobry, {{name}}!\n\nGrant dla „{{title}}” ({{number}}) jest rozliczony.\nuznane "
      "wydatki: {{accepted-grosze}}\nzwrócono: {{returned-grosze}}\n\nDokumenty przechowuj tak "
      "długo, jak mówi umowa. Nie musisz nic więcej robić.\n\n→ Zobacz zgłoszenie: "
      "{{url}}/applications/{{application}}" SIGNED_PL,
      false },
    { "grant-closed", "en", "The grant is settled: {{number}}",
      "Hello {{name}},\n\nThe grant for \"{{title}}\" ({{number}}) is settled.\naccepted costs: "
      "{{accepted-grosze}}\npaid back: {{returned-grosze}}\n\nKeep the documents for as long as "
      "the agreement says. There is nothing else to do.\n\n→ See the application: "
      "{{url}}/applications/{{application}}" SIGNED_EN,
      false },
    { "entry-published", "pl", "Twoja innowacja jest w katalogu",
      "Dzień dobry, {{name}}!\n\nInnowacja „{{title}}” ({{number}}) jest od dziś w publicznym "
      "katalogu. Inne gminy i organizacje mogą ją teraz poznać i przejąć.\n\nCo dalej? Przeczytaj "
      "wpis. Jeśli coś się w nim nie zgadza, odpisz na ten list.\n\n→ Zobacz w katalogu: "
      "{{url}}/catalogue/{{slug}}" SIGNED_PL,
      false },
    { "entry-published", "en", "Your innovation is in the catalogue",
      "Hello {{name}},\n\nThe innovation \"{{title}}\" ({{number}}) is in the public catalogue "
      "from today. Other towns and organisations can learn of it and adopt it.\n\nWhat next? Read "
      "the entry. If something in it is wrong, answer this letter.\n\n→ See it in the catalogue: "
      "{{url}}/catalogue/{{slug}}" SIGNED_EN,
      false },
    { "adoption-interested", "pl", "Ktoś chce wdrożyć Twoją innowację",
      "Dzień dobry, {{name}}!\n\nInstytucja jest zainteresowana wdrożeniem innowacji „{{title}}” "
      "({{number}}).\n\nCo dalej? Zespół programu pomoże w rozmowie. Teraz nie musisz nic "
      "robić.\n\n→ Zobacz w katalogu: {{url}}/catalogue/{{slug}}" SIGNED_PL,
      false },
    { "adoption-interested", "en", "Somebody wants to adopt your innovation",
      "Hello {{name}},\n\nAn institution is interested in adopting the innovation \"{{title}}\" "
      "({{number}}).\n\nWhat next? The programme's team helps you to talk. There is nothing to do "
      "now.\n\n→ See it in the catalogue: {{url}}/catalogue/{{slug}}" SIGNED_EN,
      false },
    { "adoption-started", "pl", "Twoja innowacja jest wdrażana",
      "Dzień dobry, {{name}}!\n\nRuszyło wdrożenie innowacji „{{title}}” ({{number}}) w innym "
      "miejscu. To zasługa Twojego pomysłu.\n\n→ Zobacz w katalogu: "
      "{{url}}/catalogue/{{slug}}" SIGNED_PL,
      false },
    { "adoption-started", "en", "Your innovation is being adopted",
      "Hello {{name}},\n\nThe innovation \"{{title}}\" ({{number}}) is being put to work in "
      "another place. Your idea made this happen.\n\n→ See it in the catalogue: "
      "{{url}}/catalogue/{{slug}}" SIGNED_EN,
      false },
    { "adoption-continuing", "pl", "Wdrożenie Twojej innowacji trwa dalej",
      "Dzień dobry, {{name}}!\n\nInstytucja, która wdrożyła innowację „{{title}}” ({{number}}), "
      "zostaje przy niej na stałe.\n\n→ Zobacz w katalogu: {{url}}/catalogue/{{slug}}" SIGNED_PL,
      false },
    { "adoption-continuing", "en", "The adoption of your innovation goes on",
      "Hello {{name}},\n\nThe institution that adopted the innovation \"{{title}}\" ({{number}}) "
      "keeps it for good.\n\n→ See it in the catalogue: {{url}}/catalogue/{{slug}}" SIGNED_EN,
      false },
    { "adoption-stopped", "pl", "Wdrożenie Twojej innowacji się zakończyło",
      "Dzień dobry, {{name}}!\n\nJedno z wdrożeń innowacji „{{title}}” ({{number}}) się "
      "zakończyło. Innowacja nadal jest w katalogu i można ją wdrażać gdzie indziej.\n\n→ Zobacz w "
      "katalogu: {{url}}/catalogue/{{slug}}" SIGNED_PL,
      false },
    { "adoption-stopped", "en", "An adoption of your innovation ended",
      "Hello {{name}},\n\nOne of the adoptions of the innovation \"{{title}}\" ({{number}}) ended. "
      "The innovation stays in the catalogue and others may adopt it.\n\n→ See it in the "
      "catalogue: {{url}}/catalogue/{{slug}}" SIGNED_EN,
      false },
    { "adoption-reported", "pl", "Nowe sprawozdanie z wdrożenia Twojej innowacji",
      "Dzień dobry, {{name}}!\n\nInstytucja, która wdraża innowację „{{title}}” ({{number}}), "
      "opisała, jak jej idzie.\n\n→ Zobacz w katalogu: {{url}}/catalogue/{{slug}}" SIGNED_PL,
      false },
    { "adoption-reported", "en", "A new report on your innovation's adoption",
      "Hello {{name}},\n\nAn institution that adopted the innovation \"{{title}}\" ({{number}}) "
      "told how it goes.\n\n→ See it in the catalogue: {{url}}/catalogue/{{slug}}" SIGNED_EN,
      false },
    { "policy-proposed", "pl", "Twoja innowacja w politykach publicznych",
      "Dzień dobry, {{name}}!\n\nInnowację „{{title}}” ({{number}}) zaproponowano do dokumentu "
      "polityki publicznej.\n\n→ Zobacz w katalogu: {{url}}/catalogue/{{slug}}" SIGNED_PL,
      false },
    { "policy-proposed", "en", "Your innovation in public policy",
      "Hello {{name}},\n\nThe innovation \"{{title}}\" ({{number}}) was proposed for a document of "
      "public policy.\n\n→ See it in the catalogue: {{url}}/catalogue/{{slug}}" SIGNED_EN,
      false },
    { "policy-consulted", "pl", "Twoja innowacja w politykach publicznych",
      "Dzień dobry, {{name}}!\n\nZapis o innowacji „{{title}}” ({{number}}) w dokumencie polityki "
      "publicznej jest w konsultacjach.\n\n→ Zobacz w katalogu: "
      "{{url}}/catalogue/{{slug}}" SIGNED_PL,
      false },
    { "policy-consulted", "en", "Your innovation in public policy",
      "Hello {{name}},\n\nWhat a document of public policy says of the innovation \"{{title}}\" "
      "({{number}}) is being consulted on.\n\n→ See it in the catalogue: "
      "{{url}}/catalogue/{{slug}}" SIGNED_EN,
      false },
    { "policy-adopted", "pl", "Twoja innowacja w politykach publicznych",
      "Dzień dobry, {{name}}!\n\nDokument polityki publicznej z innowacją „{{title}}” ({{number}}) "
      "został przyjęty.\n\n→ Zobacz w katalogu: {{url}}/catalogue/{{slug}}" SIGNED_PL,
      false },
    { "policy-adopted", "en", "Your innovation in public policy",
      "Hello {{name}},\n\nA document of public policy with the innovation \"{{title}}\" "
      "({{number}}) was adopted.\n\n→ See it in the catalogue: "
      "{{url}}/catalogue/{{slug}}" SIGNED_EN,
      false },
    { "policy-in-force", "pl", "Twoja innowacja w politykach publicznych",
      "Dzień dobry, {{name}}!\n\nDokument polityki publicznej z innowacją „{{title}}” ({{number}}) "
      "już obowiązuje.\n\n→ Zobacz w katalogu: {{url}}/catalogue/{{slug}}" SIGNED_PL,
      false },
    { "policy-in-force", "en", "Your innovation in public policy",
      "Hello {{name}},\n\nA document of public policy with the innovation \"{{title}}\" "
      "({{number}}) is in force.\n\n→ See it in the catalogue: "
      "{{url}}/catalogue/{{slug}}" SIGNED_EN,
      false },
    { "policy-rejected", "pl", "Twoja innowacja w politykach publicznych",
      "Dzień dobry, {{name}}!\n\nPropozycji, by wpisać innowację „{{title}}” ({{number}}) do "
      "dokumentu polityki publicznej, nie przyjęto. Innowacja nadal jest w katalogu.\n\n→ Zobacz w "
      "katalogu: {{url}}/catalogue/{{slug}}" SIGNED_PL,
      false },
    { "policy-rejected", "en", "Your innovation in public policy",
      "Hello {{name}},\n\nThe proposal to write the innovation \"{{title}}\" ({{number}}) into a "
      "document of public policy was not accepted. It stays in the catalogue.\n\n→ See it in the "
      "catalogue: {{url}}/catalogue/{{slug}}" SIGNED_EN,
      false },
    { "policy-expired", "pl", "Twoja innowacja w politykach publicznych",
      "Dzień dobry, {{name}}!\n\nDokument polityki publicznej z innowacją „{{title}}” ({{number}}) "
      "przestał obowiązywać. Innowacja nadal jest w katalogu.\n\n→ Zobacz w katalogu: "
      "{{url}}/catalogue/{{slug}}" SIGNED_PL,
      false },
    { "policy-expired", "en", "Your innovation in public policy",
      "Hello {{name}},\n\nA document of public policy with the innovation \"{{title}}\" "
      "({{number}}) is no longer in force. The innovation stays in the catalogue.\n\n→ See it in "
      "the catalogue: {{url}}/catalogue/{{slug}}" SIGNED_EN,
      false },
    { "saved-search-matched", "pl", "W katalogu jest coś dla Ciebie",
      "Dzień dobry, {{name}}!\n\nW katalogu pojawiła się innowacja, która pasuje do Twojego "
      "zapisanego wyszukiwania.\n\n→ Zobacz w katalogu: {{url}}/catalogue/{{slug}}" SIGNED_PL,
      false },
    { "saved-search-matched", "en", "There is something for you in the catalogue",
      "Hello {{name}},\n\nAn innovation that fits a search that you keep was published in the "
      "catalogue.\n\n→ See it in the catalogue: {{url}}/catalogue/{{slug}}" SIGNED_EN,
      false },
    { 0 },
};
