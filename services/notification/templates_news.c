/* Letters to people without an account who asked for them. */
#include "templates.h"

#define LEAVE_PL                                                                                      \
    SIGNED_PL "\n\nDostajesz ten list, bo potwierdziłaś albo potwierdziłeś zapis. Wypisać się " \
              "możesz jednym kliknięciem:\n{{url}}/unsubscribe#token={{leave}}"
#define LEAVE_EN                                                                                \
    SIGNED_EN "\n\nYou get this letter because you confirmed that you want it. One click ends " \
              "them:\n{{url}}/unsubscribe#token={{leave}}"

const template_text_t TEMPLATES_NEWS[] = {
    { "subscription-confirm", "pl", "Potwierdź, że chcesz dostawać listy",
      "Dzień dobry!\n\n"
      "Ktoś — mamy nadzieję, że Ty — zapisał ten adres na listy o innowacjach społecznych, "
      "wydarzeniach i wiadomościach. Żeby przychodziły, potwierdź to:\n\n"
      "→ Potwierdzam: {{url}}/subscription#token={{token}}\n\n"
      "Odnośnik działa przez 48 godzin. Jeśli to nie Ty, nic nie rób: nic więcej nie wyślemy i "
      "zapomnimy ten adres." SIGNED_PL,
      true },
    { "subscription-confirm", "en", "Confirm that you want our letters",
      "Hello,\n\n"
      "Somebody, we hope you, asked for letters about social innovations, events and news to this "
      "address. For them to come, confirm it:\n\n"
      "→ I confirm: {{url}}/subscription#token={{token}}\n\n"
      "The link works for 48 hours. If it was not you, do nothing: we send nothing else and forget "
      "the address." SIGNED_EN,
      true },
    { "news-innovation", "pl", "Nowa innowacja: {{title}}",
      "Dzień dobry!\n\n"
      "W katalogu jest nowa, przetestowana innowacja społeczna:\n\n{{title}}\n\n{{summary}}\n\n"
      "→ Przeczytaj i pobierz zestaw wdrożeniowy: {{url}}/catalogue/{{slug}}" LEAVE_PL,
      false },
    { "news-innovation", "en", "A new innovation: {{title}}",
      "Hello,\n\n"
      "There is a new tested social innovation in the catalogue:\n\n{{title}}\n\n{{summary}}\n\n"
      "→ Read it and take its adoption kit: {{url}}/catalogue/{{slug}}" LEAVE_EN,
      false },
    { "news-call", "pl", "Nowy nabór: {{title}}",
      "Dzień dobry!\n\n"
      "Ogłosiliśmy nabór:\n\n{{title}}\n\n{{summary}}\n\nZgłoszenia przyjmujemy do: {{until-at}}."
      "\n\n→ Przeczytaj zasady i napisz zgłoszenie: {{url}}/calls/{{call-id}}" LEAVE_PL,
      false },
    { "news-call", "en", "A new call: {{title}}",
      "Hello,\n\n"
      "A call was announced:\n\n{{title}}\n\n{{summary}}\n\nApplications are taken until: "
      "{{until-at}}.\n\n→ Read the rules and write an application: "
      "{{url}}/calls/{{call-id}}" LEAVE_EN,
      false },
    { "news-event", "pl", "Wydarzenie: {{title}}",
      "Dzień dobry!\n\n{{title}}\n\nKiedy: {{starts-at}}\nGdzie: {{where}}\n\n{{text}}\n\n"
      "Więcej: {{more}}" LEAVE_PL,
      false },
    { "news-event", "en", "Event: {{title}}",
      "Hello,\n\n{{title}}\n\nWhen: {{starts-at}}\nWhere: {{where}}\n\n{{text}}\n\n"
      "More: {{more}}" LEAVE_EN,
      false },
    { "news", "pl", "{{title}}", "Dzień dobry!\n\n{{text}}\n\nWięcej: {{more}}" LEAVE_PL, false },
    { "news", "en", "{{title}}", "Hello,\n\n{{text}}\n\nMore: {{more}}" LEAVE_EN, false },
    { 0 },
};
