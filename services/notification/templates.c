/* Every letter, in plain language: what happened, what it means, what to do next, one link. */
#include "template.h"

#define SIGNED_PL "\n\nZespół programu\n{{url}}"
#define SIGNED_EN "\n\nThe programme's team\n{{url}}"

static const template_text_t TEMPLATES[] = {
    { "confirm-account", "pl", "Potwierdź swój adres e-mail",
      "Dzień dobry, {{name}}!\n\n"
      "Ktoś — mamy nadzieję, że Ty — założył konto we Włączniku na ten adres. Żeby z niego "
      "korzystać, "
      "potwierdź adres:\n{{url}}/confirm#token={{token}}\n\n"
      "Odnośnik działa przez 48 godzin. Jeśli to nie Ty, nic nie rób: bez potwierdzenia konto nie "
      "zadziała." SIGNED_PL,
      true },
    { "confirm-account", "en", "Confirm your e-mail address",
      "Hello {{name}},\n\n"
      "Somebody, we hope you, opened a Włącznik account with this address. To use it, confirm the "
      "address:\n{{url}}/confirm#token={{token}}\n\n"
      "The link works for 48 hours. If it was not you, do nothing: without confirmation the "
      "account "
      "does not work." SIGNED_EN,
      true },
    { "account-exists", "pl", "Masz już konto we Włączniku",
      "Dzień dobry!\n\n"
      "Ktoś próbował założyć konto na ten adres, a konto już istnieje. Jeśli to Ty, po prostu się "
      "zaloguj:\n{{url}}/sign-in\n\nJeśli to nie Ty, nic nie musisz robić." SIGNED_PL,
      false },
    { "account-exists", "en", "You already have a Włącznik account",
      "Hello,\n\n"
      "Somebody tried to open an account with this address, and there is one already. If it was "
      "you, "
      "just sign in:\n{{url}}/sign-in\n\nIf it was not you, there is nothing to do." SIGNED_EN,
      false },
    { "password-reset", "pl", "Nowe hasło do Włącznika",
      "Dzień dobry, {{name}}!\n\n"
      "Ktoś — mamy nadzieję, że Ty — prosi o nowe hasło do Twojego konta. Ustawisz je "
      "tutaj:\n{{url}}/reset#token={{token}}\n\n"
      "Odnośnik działa przez godzinę i tylko raz. Jeśli to nie Ty, nic nie rób: hasło się nie "
      "zmieni." SIGNED_PL,
      true },
    { "password-reset", "en", "A new password for Włącznik",
      "Hello {{name}},\n\n"
      "Somebody, we hope you, asks for a new password for your account. Choose it "
      "here:\n{{url}}/reset#token={{token}}\n\n"
      "The link works for an hour, and once. If it was not you, do nothing: the password stays as "
      "it is." SIGNED_EN,
      true },
    { "password-changed", "pl", "Hasło zostało zmienione",
      "Dzień dobry, {{name}}!\n\n"
      "Hasło do Twojego konta właśnie zmieniono, a na innych urządzeniach nastąpiło "
      "wylogowanie.\n\n"
      "Jeśli to nie Ty, od razu ustaw nowe hasło:\n{{url}}/reset" SIGNED_PL,
      false },
    { "password-changed", "en", "Your password was changed",
      "Hello {{name}},\n\n"
      "The password of your account was changed just now, and other devices were signed "
      "out.\n\n"
      "If it was not you, choose a new password at once:\n{{url}}/reset" SIGNED_EN,
      false },
    { "confirm-email", "pl", "Potwierdź nowy adres e-mail",
      "Dzień dobry, {{name}}!\n\n"
      "Ten adres ma zostać adresem Twojego konta we Włączniku. Potwierdź "
      "to:\n{{url}}/confirm-email#token={{token}}\n\n"
      "Odnośnik działa przez 48 godzin. Jeśli to nie Ty, nic nie rób." SIGNED_PL,
      true },
    { "confirm-email", "en", "Confirm your new e-mail address",
      "Hello {{name}},\n\n"
      "This is to be the address of your Włącznik account. Confirm "
      "it:\n{{url}}/confirm-email#token={{token}}\n\n"
      "The link works for 48 hours. If it was not you, do nothing." SIGNED_EN,
      true },
    { "email-changed", "pl", "Adres konta został zmieniony",
      "Dzień dobry, {{name}}!\n\n"
      "Twoje konto we Włączniku ma od teraz inny adres e-mail. Na ten nie będziemy już pisać.\n\n"
      "Jeśli to nie Ty, odpowiedz na tę wiadomość: ktoś mógł przejąć konto." SIGNED_PL,
      false },
    { "email-changed", "en", "The address of your account was changed",
      "Hello {{name}},\n\n"
      "Your Włącznik account has another e-mail address from now on. We will not write to this "
      "one any more.\n\n"
      "If it was not you, answer this message: somebody may have taken the account." SIGNED_EN,
      false },
    { "second-factor-on", "pl", "Kody jednorazowe są włączone",
      "Dzień dobry, {{name}}!\n\n"
      "Od teraz logowanie wymaga hasła i kodu z aplikacji. Kody odzyskiwania trzymaj tam, gdzie "
      "nie ma telefonu.\n\n"
      "Jeśli to nie Ty, od razu ustaw nowe hasło:\n{{url}}/reset" SIGNED_PL,
      false },
    { "second-factor-on", "en", "One-time codes are on",
      "Hello {{name}},\n\n"
      "From now on signing in takes the password and a code of your app. Keep the recovery codes "
      "where the phone is not.\n\n"
      "If it was not you, choose a new password at once:\n{{url}}/reset" SIGNED_EN,
      false },
    { "second-factor-off", "pl", "Kody jednorazowe są wyłączone",
      "Dzień dobry, {{name}}!\n\n"
      "Od teraz do logowania wystarcza samo hasło.\n\n"
      "Jeśli to nie Ty, od razu ustaw nowe hasło i włącz kody ponownie:\n{{url}}/reset" SIGNED_PL,
      false },
    { "second-factor-off", "en", "One-time codes are off",
      "Hello {{name}},\n\n"
      "From now on the password alone signs in.\n\n"
      "If it was not you, choose a new password at once and turn the codes on "
      "again:\n{{url}}/reset" SIGNED_EN,
      false },
    { "new-device", "pl", "Logowanie na nowym urządzeniu",
      "Dzień dobry, {{name}}!\n\n"
      "Na Twoje konto zalogowano się właśnie na urządzeniu, którego dotąd nie było: "
      "{{device}}.\n\n"
      "Jeśli to Ty, nic nie musisz robić. Jeśli nie, od razu ustaw nowe "
      "hasło:\n{{url}}/reset" SIGNED_PL,
      false },
    { "new-device", "en", "A sign-in on a new device",
      "Hello {{name}},\n\n"
      "Your account was opened just now on a device that was not used before: {{device}}.\n\n"
      "If it was you, there is nothing to do. If not, choose a new password at "
      "once:\n{{url}}/reset" SIGNED_EN,
      false },
    { "token-made", "pl", "Nowy token do Twojego konta",
      "Dzień dobry, {{name}}!\n\n"
      "Na Twoim koncie powstał właśnie token dla programu: „{{token-name}}”.\n\n"
      "Jeśli to nie Ty, unieważnij go na swoim koncie i ustaw nowe hasło:\n{{url}}/reset" SIGNED_PL,
      false },
    { "token-made", "en", "A new token of your account",
      "Hello {{name}},\n\n"
      "A token for a program was made on your account just now: \"{{token-name}}\".\n\n"
      "If it was not you, end it in your account and choose a new "
      "password:\n{{url}}/reset" SIGNED_EN,
      false },
    { "sign-in-link", "pl", "Link do logowania",
      "Dzień dobry, {{name}}!\n\n"
      "Zalogujesz się tutaj, bez hasła:\n{{url}}/sign-in-link#token={{token}}\n\n"
      "Odnośnik działa przez 15 minut i tylko raz. Nikomu go nie przekazuj. Jeśli to nie Ty o "
      "niego prosisz, nic nie rób." SIGNED_PL,
      true },
    { "sign-in-link", "en", "Your link to sign in",
      "Hello {{name}},\n\n"
      "Sign in here, without a password:\n{{url}}/sign-in-link#token={{token}}\n\n"
      "The link works for 15 minutes, and once. Pass it on to nobody. If you did not ask for it, "
      "do "
      "nothing." SIGNED_EN,
      true },
    { "invitation", "pl", "Zaproszenie do Włącznika",
      "Dzień dobry, {{name}}!\n\n"
      "Zapraszamy Cię do współpracy przy naborze innowacji społecznych. Zaproszenie przyjmiesz "
      "tutaj:\n{{url}}/invitation#token={{token}}\n\n"
      "Odnośnik działa przez 14 dni. Jeśli zaproszenie trafiło do Ciebie przez pomyłkę, nic nie "
      "rób." SIGNED_PL,
      true },
    { "invitation", "en", "An invitation to Włącznik",
      "Hello {{name}},\n\n"
      "We invite you to take part in a call for social innovations. Accept the invitation "
      "here:\n{{url}}/invitation#token={{token}}\n\n"
      "The link works for 14 days. If the invitation reached you by mistake, do nothing." SIGNED_EN,
      true },
    { "account-assumed", "pl", "Administrator obejrzał Twoje konto",
      "Dzień dobry, {{name}}!\n\n"
      "Administrator ogląda właśnie system tak, jak Ty go widzisz. Nie może niczego zmienić, a po "
      "pół godzinie traci ten wgląd. Podany powód: {{reason}}\n\n"
      "Jeśli o to nie prosisz, odpowiedz na tę wiadomość." SIGNED_PL,
      false },
    { "account-assumed", "en", "An administrator looked at your account",
      "Hello {{name}},\n\n"
      "An administrator is looking at the system as you see it. They cannot change anything, and "
      "after half an hour they can see it no more. The reason given: {{reason}}\n\n"
      "If you did not ask for this, answer this message." SIGNED_EN,
      false },
    { "receipt", "pl", "Przyjęliśmy zgłoszenie {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Twoje zgłoszenie „{{title}}” jest u nas. Zapisz te dane:\n"
      "numer: {{number}}\nzłożone: {{submitted-at}}\nsuma kontrolna: {{digest}}\n\n"
      "Co dalej? Najpierw sprawdzimy zgłoszenie formalnie. O wyniku napiszemy na ten adres. Teraz "
      "nie "
      "musisz nic robić." SIGNED_PL,
      false },
    { "receipt", "en", "We have your application {{number}}",
      "Hello {{name}},\n\n"
      "Your application \"{{title}}\" has reached us. Keep these details:\n"
      "number: {{number}}\nsubmitted: {{submitted-at}}\nchecksum: {{digest}}\n\n"
      "What next? First we check it formally. We will write to this address. There is nothing to "
      "do "
      "now." SIGNED_EN,
      false },
    { "formally-rejected", "pl", "Wynik oceny formalnej zgłoszenia {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Zgłoszenie „{{title}}” ({{number}}) nie przeszło oceny formalnej. Nie spełnia tych "
      "wymagań:\n"
      "{{reasons}}\n\n"
      "Zgłoszenie nie przechodzi do oceny merytorycznej. Możesz zgłosić pomysł ponownie w kolejnym "
      "naborze." SIGNED_PL,
      false },
    { "formally-rejected", "en", "Formal check of application {{number}}",
      "Hello {{name}},\n\n"
      "The application \"{{title}}\" ({{number}}) did not pass the formal check. It does not meet "
      "these "
      "requirements:\n\n{{reasons}}\n\n"
      "It does not go on to assessment. You may submit the idea again in a later call." SIGNED_EN,
      false },
    { "recommended", "pl", "Zgłoszenie {{number}} rekomendowane do dofinansowania",
      "Dzień dobry, {{name}}!\n\n"
      "Dobra wiadomość: zgłoszenie „{{title}}” ({{number}}) jest na liście rekomendowanych, na "
      "miejscu "
      "{{place}}.\n\nOcena: {{points}} pkt (próg: {{threshold}} pkt)\n{{criteria}}\n\n"
      "Co dalej? Zaloguj się i napisz specyfikację innowacji. Odezwie się do Ciebie "
      "opiekun." SIGNED_PL,
      false },
    { "recommended", "en", "Application {{number}} is recommended for a grant",
      "Hello {{name}},\n\n"
      "Good news: the application \"{{title}}\" ({{number}}) is on the recommended list, in place "
      "{{place}}.\n\nPoints: {{points}} (threshold: {{threshold}})\n{{criteria}}\n\n"
      "What next? Sign in and write the specification of the innovation. Your carer will be in "
      "touch." SIGNED_EN,
      false },
    { "on-reserve", "pl", "Zgłoszenie {{number}} na liście rezerwowej",
      "Dzień dobry, {{name}}!\n\n"
      "Zgłoszenie „{{title}}” ({{number}}) ma ocenę pozytywną, ale dla niego zabrakło pieniędzy. "
      "Jest na "
      "liście rezerwowej, na miejscu {{place}}.\n\n"
      "Ocena: {{points}} pkt (próg: {{threshold}} pkt)\n{{criteria}}\n\n"
      "Co dalej? Jeśli ktoś przed Tobą zrezygnuje, napiszemy. Teraz nie musisz nic "
      "robić." SIGNED_PL,
      false },
    { "on-reserve", "en", "Application {{number}} is on the reserve list",
      "Hello {{name}},\n\n"
      "The application \"{{title}}\" ({{number}}) was assessed positively, but the money ended "
      "before it. "
      "It is on the reserve list, in place {{place}}.\n\n"
      "Points: {{points}} (threshold: {{threshold}})\n{{criteria}}\n\n"
      "What next? If somebody before you gives up, we will write. There is nothing to do "
      "now." SIGNED_EN,
      false },
    { "not-selected", "pl", "Wynik oceny zgłoszenia {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Zgłoszenie „{{title}}” ({{number}}) przekroczyło próg punktowy, ale pieniędzy w tym naborze "
      "nie "
      "wystarczyło. Miejsce na liście: {{place}}.\n\n"
      "Ocena: {{points}} pkt (próg: {{threshold}} pkt)\n{{criteria}}\n\n"
      "Możesz zgłosić pomysł ponownie w kolejnym naborze." SIGNED_PL,
      false },
    { "not-selected", "en", "Result of application {{number}}",
      "Hello {{name}},\n\n"
      "The application \"{{title}}\" ({{number}}) passed the threshold, but the money of this call "
      "did not "
      "reach it. Its place on the list: {{place}}.\n\n"
      "Points: {{points}} (threshold: {{threshold}})\n{{criteria}}\n\n"
      "You may submit the idea again in a later call." SIGNED_EN,
      false },
    { "below-threshold", "pl", "Wynik oceny zgłoszenia {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Zgłoszenie „{{title}}” ({{number}}) nie osiągnęło progu punktowego.\n\n"
      "Ocena: {{points}} pkt (próg: {{threshold}} pkt)\n{{criteria}}\n\n"
      "Uzasadnienia ocen znajdziesz po zalogowaniu. Możesz zgłosić poprawiony pomysł w kolejnym "
      "naborze." SIGNED_PL,
      false },
    { "below-threshold", "en", "Result of application {{number}}",
      "Hello {{name}},\n\n"
      "The application \"{{title}}\" ({{number}}) did not reach the threshold.\n\n"
      "Points: {{points}} (threshold: {{threshold}})\n{{criteria}}\n\n"
      "Sign in to read the reasons. You may submit an improved idea in a later call." SIGNED_EN,
      false },
    { "stage-go-on", "pl", "Decyzja o zgłoszeniu {{number}}: idziemy dalej",
      "Dzień dobry, {{name}}!\n\n"
      "Komisja przyjęła kolejny dokument zgłoszenia „{{title}}” ({{number}}). Zaloguj się, żeby "
      "zobaczyć "
      "uzasadnienie i następny krok." SIGNED_PL,
      false },
    { "stage-go-on", "en", "Decision on application {{number}}: going on",
      "Hello {{name}},\n\n"
      "The commission accepted the next document of \"{{title}}\" ({{number}}). Sign in to see the "
      "reasons "
      "and the next step." SIGNED_EN,
      false },
    { "stage-return", "pl", "Zgłoszenie {{number}} wraca do poprawy",
      "Dzień dobry, {{name}}!\n\n"
      "Komisja prosi o poprawienie dokumentu zgłoszenia „{{title}}” ({{number}}). Zaloguj się, "
      "popraw go i "
      "wyślij ponownie." SIGNED_PL,
      false },
    { "stage-return", "en", "Application {{number}} comes back to you",
      "Hello {{name}},\n\n"
      "The commission asks you to change a document of \"{{title}}\" ({{number}}). Sign in, change "
      "it and "
      "submit it again." SIGNED_EN,
      false },
    { "stage-stop", "pl", "Decyzja o zgłoszeniu {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Komisja postanowiła nie prowadzić dalej zgłoszenia „{{title}}” ({{number}}). Uzasadnienie "
      "znajdziesz po zalogowaniu." SIGNED_PL,
      false },
    { "stage-stop", "en", "Decision on application {{number}}",
      "Hello {{name}},\n\n"
      "The commission decided not to take \"{{title}}\" ({{number}}) further. Sign in to read the "
      "reasons." SIGNED_EN,
      false },
    { "card-assigned", "pl", "Nowe zgłoszenie do oceny: {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Prosimy o ocenę zgłoszenia {{number}}. Najpierw złóż oświadczenie o braku konfliktu "
      "interesów — "
      "treść pokażemy po nim. Potem wypełnij kartę oceny." SIGNED_PL,
      false },
    { "card-assigned", "en", "A new application to assess: {{number}}",
      "Hello {{name}},\n\n"
      "Please assess application {{number}}. First declare that you have no conflict of interest; "
      "the "
      "content is shown after that. Then fill in the card." SIGNED_EN,
      false },
    { "withdrawn", "pl", "Wycofano zgłoszenie {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Zgłoszenie „{{title}}” ({{number}}) zostało wycofane. Jeśli to pomyłka, odpisz jak "
      "najszybciej." SIGNED_PL,
      false },
    { "withdrawn", "en", "Application {{number}} was withdrawn",
      "Hello {{name}},\n\n"
      "The application \"{{title}}\" ({{number}}) was withdrawn. If this is a mistake, write back "
      "as soon "
      "as you can." SIGNED_EN,
      false },
    { "card-assigned-until", "pl", "Nowe zgłoszenie do oceny: {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Prosimy o ocenę zgłoszenia {{number}}. Ostatni dzień na kartę oceny: {{until-at}}.\n\n"
      "Co dalej? Najpierw złóż oświadczenie o braku konfliktu interesów — treść pokażemy po nim. "
      "Potem wypełnij i zatwierdź kartę oceny." SIGNED_PL,
      false },
    { "card-assigned-until", "en", "A new application to assess: {{number}}",
      "Hello {{name}},\n\n"
      "Please assess application {{number}}. The last day for the card: {{until-at}}.\n\n"
      "What next? First declare that you have no conflict of interest; the content is shown after "
      "that. Then fill in the card and lock it." SIGNED_EN,
      false },
    { "card-reminder", "pl", "Przypomnienie: ocena zgłoszenia {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Karta oceny zgłoszenia {{number}} nie jest jeszcze zatwierdzona. Ostatni dzień: "
      "{{until-at}}.\n\n"
      "Co dalej? Zaloguj się, dokończ kartę i ją zatwierdź. Jeśli nie zdążysz, napisz do "
      "koordynatora już dziś, żeby ktoś mógł Cię zastąpić." SIGNED_PL,
      false },
    { "card-reminder", "en", "A reminder: assessment of application {{number}}",
      "Hello {{name}},\n\n"
      "The card of application {{number}} is not locked yet. The last day: {{until-at}}.\n\n"
      "What next? Sign in, finish the card and lock it. If you cannot make it, write to the "
      "coordinator today, so that somebody can step in." SIGNED_EN,
      false },
    { "card-overdue", "pl", "Termin minął: ocena zgłoszenia {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Termin oceny zgłoszenia {{number}} minął: {{until-at}}. Koordynator regionu też o tym wie."
      "\n\n"
      "Co dalej? Dokończ kartę i zatwierdź ją jak najszybciej albo napisz do koordynatora, że "
      "oddajesz ocenę." SIGNED_PL,
      false },
    { "card-overdue", "en", "The term is over: assessment of application {{number}}",
      "Hello {{name}},\n\n"
      "The term for the card of application {{number}} is over: {{until-at}}. The region's "
      "coordinator knows, too.\n\n"
      "What next? Finish the card and lock it as soon as you can, or write to the coordinator that "
      "you give it back." SIGNED_EN,
      false },
    { "assessment-overdue", "pl", "Spóźniona ocena zgłoszenia {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Karta oceny zgłoszenia „{{title}}” ({{number}}) nie została zatwierdzona w terminie: "
      "{{until-at}}. Ekspert dostał przypomnienie.\n\n"
      "Co dalej? Zaloguj się i zdecyduj: poczekać czy przydzielić ocenę komuś innemu." SIGNED_PL,
      false },
    { "assessment-overdue", "en", "A late assessment of application {{number}}",
      "Hello {{name}},\n\n"
      "A card of \"{{title}}\" ({{number}}) was not locked within its term: {{until-at}}. The "
      "assessor was reminded.\n\n"
      "What next? Sign in and decide: wait, or assign the assessment to somebody else." SIGNED_EN,
      false },
    { "third-assessor-needed", "pl", "Potrzebna trzecia ocena zgłoszenia {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Dwie oceny zgłoszenia „{{title}}” ({{number}}) zbyt się różnią, więc potrzebna jest "
      "trzecia.\n\n"
      "Co dalej? Zaloguj się i przydziel trzecią kartę." SIGNED_PL,
      false },
    { "third-assessor-needed", "en", "A third assessment of application {{number}} is needed",
      "Hello {{name}},\n\n"
      "Two assessments of \"{{title}}\" ({{number}}) differ too much, so a third is needed.\n\n"
      "What next? Sign in and assign the third card." SIGNED_EN,
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
    { "not-considered", "pl", "Zgłoszenie {{number}} pozostało bez rozpatrzenia",
      "Dzień dobry, {{name}}!\n\n"
      "Termin na poprawki w zgłoszeniu „{{title}}” ({{number}}) minął, a poprawki nie przyszły. "
      "Zgłoszenie pozostaje bez rozpatrzenia.\n\nTreść zgłoszenia możesz czytać i wykorzystać w "
      "kolejnym naborze." SIGNED_PL,
      false },
    { "not-considered", "en", "Application {{number}} is left without consideration",
      "Hello {{name}},\n\n"
      "The term for corrections of the application \"{{title}}\" ({{number}}) is over, and they "
      "did not come. The application is left without consideration.\n\nYou can read its text and "
      "use it in a later call." SIGNED_EN,
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
    { "appeal-received", "pl", "Przyjęliśmy odwołanie w sprawie {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Twoje odwołanie dotyczące zgłoszenia „{{title}}” ({{number}}) jest u nas.\n\nCo dalej? "
      "Rozpatrzymy je i napiszemy o wyniku na ten adres. Teraz nie musisz nic robić." SIGNED_PL,
      false },
    { "appeal-received", "en", "We have your appeal about {{number}}",
      "Hello {{name}},\n\n"
      "Your appeal about the application \"{{title}}\" ({{number}}) has reached us.\n\nWhat next? "
      "We examine it and write to this address. There is nothing to do now." SIGNED_EN,
      false },
    { "appeal-upheld", "pl", "Odwołanie uwzględnione: {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Uwzględniliśmy Twoje odwołanie dotyczące zgłoszenia „{{title}}” ({{number}}).\n\nCo dalej? "
      "Zgłoszenie wraca do oceny. Uzasadnienie i następny krok zobaczysz po zalogowaniu." SIGNED_PL,
      false },
    { "appeal-upheld", "en", "Your appeal was upheld: {{number}}",
      "Hello {{name}},\n\n"
      "We upheld your appeal about the application \"{{title}}\" ({{number}}).\n\nWhat next? The "
      "application goes back to assessment. Sign in to see the reasons and the next "
      "step." SIGNED_EN,
      false },
    { "appeal-dismissed", "pl", "Wynik odwołania: {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Nie uwzględniliśmy odwołania dotyczącego zgłoszenia „{{title}}” ({{number}}).\n\nCo dalej? "
      "Uzasadnienie zobaczysz po zalogowaniu." SIGNED_PL,
      false },
    { "appeal-dismissed", "en", "Result of your appeal: {{number}}",
      "Hello {{name}},\n\n"
      "We dismissed the appeal about the application \"{{title}}\" ({{number}}).\n\nWhat next? "
      "Sign in to read the reasons." SIGNED_EN,
      false },
    { "reserve-moved-up", "pl", "Jest miejsce dla zgłoszenia {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Zwolniło się miejsce i zgłoszenie „{{title}}” ({{number}}) może dostać {{amount-grosze}}. "
      "Ostatnia chwila na odpowiedź: {{until-at}}. Potem miejsce dostanie następna osoba.\n\nCo "
      "dalej? Zaloguj się i przyjmij miejsce albo z niego zrezygnuj." SIGNED_PL,
      false },
    { "reserve-moved-up", "en", "There is a place for application {{number}}",
      "Hello {{name}},\n\n"
      "A place became free and the application \"{{title}}\" ({{number}}) may get "
      "{{amount-grosze}}. The last moment to answer: {{until-at}}. After it the place goes to the "
      "next.\n\nWhat next? Sign in and accept the place or give it up." SIGNED_EN,
      false },
    { "grant-offered", "pl", "Umowa do podpisania: {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Dla zgłoszenia „{{title}}” ({{number}}) czeka umowa na {{amount-grosze}}. Ostatnia chwila "
      "na podpisanie: {{until-at}}.\n\nCo dalej? Zaloguj się, przeczytaj umowę i ją podpisz albo z "
      "niej zrezygnuj." SIGNED_PL,
      false },
    { "grant-offered", "en", "An agreement to sign: {{number}}",
      "Hello {{name}},\n\n"
      "An agreement for {{amount-grosze}} waits for the application \"{{title}}\" ({{number}}). "
      "The last moment to sign: {{until-at}}.\n\nWhat next? Sign in, read the agreement and sign "
      "it or refuse it." SIGNED_EN,
      false },
    { "tranche-paid", "pl", "Wypłaciliśmy transzę: {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Wypłaciliśmy transzę nr {{position}} dla „{{title}}” ({{number}}): {{amount-grosze}}.\n\nCo "
      "dalej? Zachowaj dowody wydatków: będą potrzebne do sprawozdania. Teraz nie musisz nic "
      "robić." SIGNED_PL,
      false },
    { "tranche-paid", "en", "A tranche was paid: {{number}}",
      "Hello {{name}},\n\n"
      "We paid tranche {{position}} for \"{{title}}\" ({{number}}): {{amount-grosze}}.\n\nWhat "
      "next? Keep the proofs of what you spend: the report needs them. There is nothing to do "
      "now." SIGNED_EN,
      false },
    { "report-accepted", "pl", "Sprawozdanie przyjęte: {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Przyjęliśmy sprawozdanie nr {{position}} dla „{{title}}” ({{number}}).\n\nCo dalej? "
      "Następny krok zobaczysz po zalogowaniu." SIGNED_PL,
      false },
    { "report-accepted", "en", "Your report was accepted: {{number}}",
      "Hello {{name}},\n\n"
      "We accepted report {{position}} for \"{{title}}\" ({{number}}).\n\nWhat next? Sign in to "
      "see the next step." SIGNED_EN,
      false },
    { "report-return", "pl", "Sprawozdanie do poprawy: {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Sprawozdanie nr {{position}} dla „{{title}}” ({{number}}) trzeba poprawić. Ostatnia chwila: "
      "{{until-at}}.\n\nCo dalej? Zaloguj się, zobacz uwagi, popraw sprawozdanie i wyślij je "
      "ponownie." SIGNED_PL,
      false },
    { "report-return", "en", "A report to be changed: {{number}}",
      "Hello {{name}},\n\n"
      "Report {{position}} for \"{{title}}\" ({{number}}) has to be changed. The last moment: "
      "{{until-at}}.\n\nWhat next? Sign in, read the remarks, change the report and submit it "
      "again." SIGNED_EN,
      false },
    { "report-overdue", "pl", "Sprawozdanie jest spóźnione: {{number}}",
      "Dzień dobry, {{name}}!\n\n"
      "Nie mamy sprawozdania nr {{position}} dla „{{title}}” ({{number}}), a jego termin "
      "minął.\n\nCo dalej? Wyślij je jak najszybciej. Jeśli coś stoi na przeszkodzie, odpisz na "
      "ten list." SIGNED_PL,
      false },
    { "report-overdue", "en", "Your report is late: {{number}}",
      "Hello {{name}},\n\n"
      "We do not have report {{position}} for \"{{title}}\" ({{number}}), and its term is "
      "over.\n\nWhat next? Submit it as soon as you can. If something is in the way, answer this "
      "letter." SIGNED_EN,
      false },
    { "digest", "pl", "Nowe wiadomości we Włączniku: {{count}}",
      "Dzień dobry, {{name}}!\n\n"
      "Od poprzedniego listu zbiorczego przyszło do Ciebie:\n{{list}}\n\n"
      "Co dalej? Zaloguj się i przeczytaj je w skrzynce. Tam też zmienisz, co i jak często Ci "
      "wysyłamy." SIGNED_PL,
      false },
    { "digest", "en", "New messages in Włącznik: {{count}}",
      "Hello {{name}},\n\n"
      "Since the last collected letter there came for you:\n{{list}}\n\n"
      "What next? Sign in and read them in your inbox. There you can also change what we send and "
      "how often." SIGNED_EN,
      false },
};

const template_text_t *
template_all (size_t *ret_count)
{
    *ret_count = sizeof TEMPLATES / sizeof TEMPLATES[0];
    return TEMPLATES;
}

const template_text_t *
template_find (const char *name, const char *locale)
{
    const template_text_t *found = NULL;

    for (size_t i = 0; i < sizeof TEMPLATES / sizeof TEMPLATES[0]; i++) {
        if (!wl_text_equal (TEMPLATES[i].name, name))
            continue;
        if (wl_text_equal (TEMPLATES[i].locale, locale))
            return &TEMPLATES[i];
        if (wl_text_equal (TEMPLATES[i].locale, "pl"))
            found = &TEMPLATES[i];
    }
    return found;
}
