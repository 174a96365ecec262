/* Letters to who applies, until the results. */
#include "templates.h"

const template_text_t TEMPLATES_APPLICATION[] = {
    { "receipt", "pl", "Przyjęliśmy zgłoszenie {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Twoje zgłoszenie „{{title}}” jest u nas. Zapisz te dane:\n"
      "numer: {{number}}\nzłożone: {{submitted-at}}\nsuma kontrolna: {{digest}}\n\n"
      "Co dalej? Najpierw sprawdzimy zgłoszenie formalnie. O wyniku napiszemy na ten adres. Teraz "
      "nie "
      "musisz nic robić."
      "\n\n→ Zobacz potwierdzenie: {{url}}/applications/{{application}}/receipt" SIGNED_PL,
      false },
    { "receipt", "en", "We have your application {{number}}",
      "Hello {{name}},\n\n"
      "Your application \"{{title}}\" has reached us. Keep these details:\n"
      "number: {{number}}\nsubmitted: {{submitted-at}}\nchecksum: {{digest}}\n\n"
      "What next? First we check it formally. We will write to this address. There is nothing to "
      "do "
      "now."
      "\n\n→ See the receipt: {{url}}/applications/{{application}}/receipt" SIGNED_EN,
      false },
    { "withdrawn", "pl", "Wycofano zgłoszenie {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Zgłoszenie „{{title}}” ({{number}}) zostało wycofane. Jeśli to pomyłka, odpisz jak "
      "najszybciej." TO_APPLICATION_PL,
      false },
    { "withdrawn", "en", "Application {{number}} was withdrawn",
      "Hello {{name}},\n\n"
      "The application \"{{title}}\" ({{number}}) was withdrawn. If this is a mistake, write back "
      "as soon "
      "as you can." TO_APPLICATION_EN,
      false },
    { "draft-unfinished", "pl", "Twoje zgłoszenie czeka na dokończenie",
      "Dzień dobry, {{name}}!\n\n"
      "Masz niedokończone zgłoszenie w naborze „{{call}}”. Nabór trwa do: {{until-at}}. Po tej "
      "chwili zgłoszenia nie przyjmiemy.\n\n"
      "Co dalej? Dokończ je i wyślij.\n\n→ Dokończ zgłoszenie: "
      "{{url}}/applications/{{application}}\n\n"
      "Jeśli rezygnujesz, nic nie rób: szkicu nikt poza Tobą nie czyta." SIGNED_PL,
      false },
    { "draft-unfinished", "en", "Your application waits to be finished",
      "Hello {{name}},\n\n"
      "You have an unfinished application in the call \"{{call}}\". The call is open until: "
      "{{until-at}}. After that moment it cannot be taken.\n\n"
      "What next? Finish it and submit it.\n\n→ Finish the application: "
      "{{url}}/applications/{{application}}\n\n"
      "If you gave it up, there is nothing to do: nobody but you reads a draft." SIGNED_EN,
      false },
    { "correction-requested", "pl", "Popraw zgłoszenie {{number}} do: {{until-at}}",
      "Dzień dobry, {{name}}!\n\n"
      "W zgłoszeniu „{{title}}” ({{number}}) są braki formalne. Lista pól i opis braków są w "
      "zgłoszeniu. Termin na poprawki: {{until-at}}.\n\nPo tej chwili zgłoszenie pozostanie bez "
      "rozpatrzenia. Zmienić można tylko wskazane pola.\n\n→ Popraw zgłoszenie: "
      "{{url}}/applications/{{application}}" SIGNED_PL,
      false },
    { "correction-requested", "en", "Correct application {{number}} before {{until-at}}",
      "Hello {{name}},\n\n"
      "The application \"{{title}}\" ({{number}}) has formal defects. The fields and what is wrong "
      "with them stand in the application. The term for corrections ends: {{until-at}}.\n\nAfter "
      "that moment the application is left without consideration. Only the fields named can be "
      "changed.\n\n→ Correct the application: {{url}}/applications/{{application}}" SIGNED_EN,
      false },
    { "correction-reminder", "pl", "Przypominamy o poprawkach w zgłoszeniu {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Zgłoszenie „{{title}}” ({{number}}) wciąż czeka na poprawki. Termin mija: {{until-at}}. Po "
      "tej chwili zgłoszenie pozostanie bez rozpatrzenia.\n\n→ Popraw zgłoszenie: "
      "{{url}}/applications/{{application}}" SIGNED_PL,
      false },
    { "correction-reminder", "en", "A reminder: application {{number}} waits for corrections",
      "Hello {{name}},\n\n"
      "The application \"{{title}}\" ({{number}}) still waits for corrections. Their term ends: "
      "{{until-at}}. After that moment the application is left without consideration.\n\n→ Correct "
      "the application: {{url}}/applications/{{application}}" SIGNED_EN,
      false },
    { "correction-received", "pl", "Przyjęliśmy poprawki w zgłoszeniu {{number}}",
      "Dzień dobry, {{name}}!\n\nPoprawki w zgłoszeniu „{{title}}” ({{number}}) są u nas. Zapisz "
      "te dane:\nnumer: {{number}}\nsuma kontrolna: {{digest}}\n\nCo dalej? Sprawdzimy zgłoszenie "
      "jeszcze raz i napiszemy o wyniku. Teraz nie musisz nic robić.\n\n→ Zobacz zgłoszenie: "
      "{{url}}/applications/{{application}}" SIGNED_PL,
      false },
    { "correction-received", "en", "We have the corrections of application {{number}}",
      "Hello {{name}},\n\nThe corrections of the application \"{{title}}\" ({{number}}) have "
      "reached us. Keep these details:\nnumber: {{number}}\nchecksum: {{digest}}\n\nWhat next? We "
      "check the application again and write to you. There is nothing to do now.\n\n→ See the "
      "application: {{url}}/applications/{{application}}" SIGNED_EN,
      false },
    { "not-considered", "pl", "Zgłoszenie {{number}} pozostało bez rozpatrzenia",
      "Dzień dobry, {{name}}!\n\n"
      "Termin na poprawki w zgłoszeniu „{{title}}” ({{number}}) minął, a poprawki nie przyszły. "
      "Zgłoszenie pozostaje bez rozpatrzenia.\n\nTreść zgłoszenia możesz czytać i wykorzystać w "
      "kolejnym naborze." TO_APPLICATION_PL,
      false },
    { "not-considered", "en", "Application {{number}} is left without consideration",
      "Hello {{name}},\n\n"
      "The term for corrections of the application \"{{title}}\" ({{number}}) is over, and they "
      "did not come. The application is left without consideration.\n\nYou can read its text and "
      "use it in a later call." TO_APPLICATION_EN,
      false },
    { "formally-passed", "pl", "Zgłoszenie {{number}} przeszło ocenę formalną",
      "Dzień dobry, {{name}}!\n\nZgłoszenie „{{title}}” ({{number}}) przeszło ocenę "
      "formalną.\n\nCo dalej? Teraz ocenią je eksperci. O wyniku napiszemy na ten adres. Nie "
      "musisz nic robić.\n\n→ Zobacz zgłoszenie: {{url}}/applications/{{application}}" SIGNED_PL,
      false },
    { "formally-passed", "en", "Application {{number}} passed the formal check",
      "Hello {{name}},\n\nThe application \"{{title}}\" ({{number}}) passed the formal "
      "check.\n\nWhat next? Now assessors read it. We will write to this address. There is nothing "
      "to do.\n\n→ See the application: {{url}}/applications/{{application}}" SIGNED_EN,
      false },
    { "formally-rejected", "pl", "Wynik oceny formalnej zgłoszenia {{number}}",
      "Dzień dobry, {{name}}!\n\nZgłoszenie „{{title}}” ({{number}}) nie przeszło oceny formalnej. "
      "Nie spełnia tych wymagań:\n{{reasons}}\n\nZgłoszenie nie przechodzi do oceny merytorycznej. "
      "Możesz zgłosić pomysł ponownie w kolejnym naborze.\n\n{{appeal}}\n\n→ Zobacz zgłoszenie: "
      "{{url}}/applications/{{application}}" SIGNED_PL,
      false },
    { "formally-rejected", "en", "Formal check of application {{number}}",
      "Hello {{name}},\n\nThe application \"{{title}}\" ({{number}}) did not pass the formal "
      "check. It does not meet these requirements:\n\n{{reasons}}\n\nIt does not go on to "
      "assessment. You may submit the idea again in a later call.\n\n{{appeal}}\n\n→ See the "
      "application: {{url}}/applications/{{application}}" SIGNED_EN,
      false },
    { "call-extended", "pl", "Nabór jest przedłużony",
      "Dzień dobry, {{name}}!\n\n"
      "Nabór, w którym masz szkic zgłoszenia, jest przedłużony. Zgłoszenia przyjmujemy do: "
      "{{until-at}}.\n\n→ Dokończ zgłoszenie: {{url}}/applications/{{application}}" SIGNED_PL,
      false },
    { "call-extended", "en", "The call is extended",
      "Hello {{name}},\n\n"
      "The call in which you have a draft is extended. Applications are taken until: "
      "{{until-at}}.\n\n→ Finish the application: {{url}}/applications/{{application}}" SIGNED_EN,
      false },
    { "call-suspended", "pl", "Nabór jest zawieszony",
      "Dzień dobry, {{name}}!\n\n"
      "Nabór, w którym masz zgłoszenie, jest zawieszony. Powód jest na stronie naboru. Szkice są "
      "bezpieczne i można je zapisywać; po wznowieniu termin przesunie się o czas zawieszenia. Nie "
      "musisz nic robić.\n\n→ Twoje zgłoszenie: {{url}}/applications/{{application}}" SIGNED_PL,
      false },
    { "call-suspended", "en", "The call is suspended",
      "Hello {{name}},\n\n"
      "The call in which you have an application is suspended. The reason stands on the call's "
      "page. Drafts are safe and can be saved; when the call goes on, its last moment moves by as "
      "long as it stood still. There is nothing that you must do.\n\n→ Your application: "
      "{{url}}/applications/{{application}}" SIGNED_EN,
      false },
    { "call-resumed", "pl", "Nabór jest wznowiony",
      "Dzień dobry, {{name}}!\n\n"
      "Nabór, w którym masz zgłoszenie, jest wznowiony. Termin składania: {{until-at}}.\n\n→ Twoje "
      "zgłoszenie: {{url}}/applications/{{application}}" SIGNED_PL,
      false },
    { "call-resumed", "en", "The call goes on",
      "Hello {{name}},\n\n"
      "The call in which you have an application goes on. Its last moment: {{until-at}}.\n\n→ Your "
      "application: {{url}}/applications/{{application}}" SIGNED_EN,
      false },
    { "call-annulled", "pl", "Nabór jest unieważniony",
      "Dzień dobry, {{name}}!\n\n"
      "Nabór, w którym masz zgłoszenie, jest unieważniony. Powód jest na stronie naboru. Treść "
      "zgłoszenia możesz nadal czytać i wykorzystać w innym naborze.\n\n→ Twoje zgłoszenie: "
      "{{url}}/applications/{{application}}" SIGNED_PL,
      false },
    { "call-annulled", "en", "The call is annulled",
      "Hello {{name}},\n\n"
      "The call in which you have an application is annulled. The reason stands on the call's "
      "page. You can still read your application and use its text in another call.\n\n→ Your "
      "application: {{url}}/applications/{{application}}" SIGNED_EN,
      false },
    { "announcement", "pl", "{{subject}}",
      "Dzień dobry, {{name}}!\n\n{{text}}\n\nPiszemy w sprawie naboru „{{call}}”. Listy o tym "
      "naborze możesz wyciszyć na swoim koncie." SIGNED_PL,
      false },
    { "announcement", "en", "{{subject}}",
      "Hello {{name}},\n\n{{text}}\n\nThis is about the call \"{{call}}\". You can mute letters "
      "about this call in your account." SIGNED_EN,
      false },
    { "announcement-official", "pl", "{{subject}}",
      "Dzień dobry, {{name}}!\n\n{{text}}\n\nPiszemy w sprawie naboru „{{call}}”. To wiadomość "
      "urzędowa: wysyłamy ją zawsze, bez względu na ustawienia powiadomień." SIGNED_PL,
      false },
    { "announcement-official", "en", "{{subject}}",
      "Hello {{name}},\n\n{{text}}\n\nThis is about the call \"{{call}}\". It is an official "
      "message: it is sent whatever you chose about notifications." SIGNED_EN,
      false },
    { "coauthor-invitation", "pl", "Zaproszenie do wspólnego pisania zgłoszenia",
      "Dzień dobry, {{name}}!\n\n"
      "Ktoś zaprasza Cię do wspólnej pracy nad zgłoszeniem „{{title}}”. Zaproszenie przyjmiesz "
      "tutaj, po zalogowaniu albo założeniu konta:\n{{url}}/co-author#token={{token}}\n\n"
      "Odnośnik działa przez 14 dni i tylko raz. Jeśli nie wiesz, o co chodzi, nic nie "
      "rób." SIGNED_PL,
      true },
    { "coauthor-invitation", "en", "An invitation to write an application together",
      "Hello {{name}},\n\n"
      "Somebody invites you to work on the application \"{{title}}\". Accept here, once you have "
      "signed in or opened an account:\n{{url}}/co-author#token={{token}}\n\n"
      "The link works for 14 days and only once. If you do not know what this is about, do "
      "nothing." SIGNED_EN,
      true },
    { "coauthor-joined", "pl", "Ktoś dołączył do Twojego zgłoszenia",
      "Dzień dobry, {{name}}!\n\nOsoba, którą zaprosiłaś albo zaprosiłeś, pracuje już z Tobą nad "
      "zgłoszeniem. Złożyć je możesz nadal tylko Ty.\n\n"
      "→ Zobacz zgłoszenie: {{url}}/applications/{{application}}" SIGNED_PL,
      false },
    { "coauthor-joined", "en", "Somebody joined your application",
      "Hello {{name}},\n\nA person whom you invited now works on the application with you. Only "
      "you "
      "can submit it, as before.\n\n"
      "→ See the application: {{url}}/applications/{{application}}" SIGNED_EN,
      false },
    { "ownership-offered", "pl", "Czy przejmiesz prowadzenie zgłoszenia?",
      "Dzień dobry, {{name}}!\n\nOsoba, która prowadzi zgłoszenie, prosi, by dalej prowadzić je "
      "mogła Twoja osoba: składać je, zapraszać innych i dostawać pisma. Bez Twojej zgody nic się "
      "nie zmieni.\n\n"
      "→ Przeczytaj i zdecyduj: {{url}}/applications/{{application}}" SIGNED_PL,
      false },
    { "ownership-offered", "en", "Will you take an application over?",
      "Hello {{name}},\n\nThe person who leads an application asks you to lead it from now on: to "
      "submit it, to invite others, to get the letters. Nothing changes unless you agree.\n\n"
      "→ Read it and decide: {{url}}/applications/{{application}}" SIGNED_EN,
      false },
    { "ownership-transferred", "pl", "Zgłoszenie ma nową osobę prowadzącą",
      "Dzień dobry, {{name}}!\n\nZgłoszenie, które prowadziła Twoja osoba, przejął współautor. "
      "Możesz je dalej pisać; składa je teraz kto inny.\n\n"
      "→ Zobacz zgłoszenie: {{url}}/applications/{{application}}" SIGNED_PL,
      false },
    { "ownership-transferred", "en", "Your application has a new leader",
      "Hello {{name}},\n\nA co-author has taken over the application that you led. You can go on "
      "writing it; somebody else submits it now.\n\n"
      "→ See the application: {{url}}/applications/{{application}}" SIGNED_EN,
      false },
    { 0 },
};
