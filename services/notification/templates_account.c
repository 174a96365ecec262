/* Letters about the account itself. */
#include "templates.h"

const template_text_t TEMPLATES_ACCOUNT[] = {
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
    { "accessibility-request", "pl", "Żądanie zapewnienia dostępności {{number}}",
      "Dzień dobry!\n\n"
      "Ktoś żąda zapewnienia dostępności cyfrowej (art. 18 ustawy z 4 kwietnia 2019 r.). Odpowiedz "
      "niezwłocznie, nie później niż:\n{{until-at}}\n\n"
      "Jeśli to niemożliwe, w tym samym czasie wyjaśnij dlaczego i podaj termin, nie dłuższy niż 2 "
      "miesiące, albo zaproponuj alternatywny sposób dostępu.\n\n"
      "Numer: {{number}}\nOd: {{from}}\nJak odpowiedzieć: {{contact}}\n\n"
      "Czego dotyczy:\n{{about}}\n\nCo jest niedostępne:\n{{problem}}\n\n"
      "W jaki sposób wolałby to dostać:\n{{wish}}" SIGNED_PL,
      false },
    { "accessibility-request", "en", "Request for accessibility {{number}}",
      "Hello,\n\n"
      "Somebody asks for digital accessibility (art. 18 of the act of 4 April 2019). Answer at "
      "once, "
      "and not later than:\n{{until-at}}\n\n"
      "If that is impossible, say why in the same time and name a term of two months at most, or "
      "offer another way to the information.\n\n"
      "Number: {{number}}\nFrom: {{from}}\nHow to answer: {{contact}}\n\n"
      "What it is about:\n{{about}}\n\nWhat is not accessible:\n{{problem}}\n\n"
      "In which way they would rather have it:\n{{wish}}" SIGNED_EN,
      false },
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
    { "identity-linked", "pl", "Nowy sposób logowania na Twoje konto",
      "Dzień dobry, {{name}}!\n\n"
      "Na Twoje konto można się teraz logować przez: {{provider}}.\n\n"
      "Jeśli to nie Ty, ustaw od razu nowe hasło i sprawdź swoje sposoby logowania:\n"
      "{{url}}/reset\n{{url}}/me/security" SIGNED_PL,
      false },
    { "identity-linked", "en", "A new way to sign in to your account",
      "Hello {{name}},\n\n"
      "Your account can now be opened by: {{provider}}.\n\n"
      "If it was not you, choose a new password at once and look at your ways to sign in:\n"
      "{{url}}/reset\n{{url}}/me/security" SIGNED_EN,
      false },
    { "passkey-added", "pl", "Nowy klucz dostępu do Twojego konta",
      "Dzień dobry, {{name}}!\n\n"
      "Do Twojego konta dodano klucz dostępu „{{passkey}}”.\n\n"
      "Jeśli to nie Ty, ustaw od razu nowe hasło i sprawdź swoje sposoby logowania:\n"
      "{{url}}/reset\n{{url}}/me/security" SIGNED_PL,
      false },
    { "passkey-added", "en", "A new passkey of your account",
      "Hello {{name}},\n\n"
      "A passkey was added to your account: \"{{passkey}}\".\n\n"
      "If it was not you, choose a new password at once and look at your ways to sign in:\n"
      "{{url}}/reset\n{{url}}/me/security" SIGNED_EN,
      false },
    { "passkey-removed", "pl", "Usunięto klucz dostępu do Twojego konta",
      "Dzień dobry, {{name}}!\n\n"
      "Z Twojego konta usunięto klucz dostępu. Tym kluczem nie można się już zalogować.\n\n"
      "Jeśli to nie Ty, ustaw od razu nowe hasło i sprawdź swoje sposoby logowania:\n"
      "{{url}}/reset\n{{url}}/me/security" SIGNED_PL,
      false },
    { "passkey-removed", "en", "A passkey of your account was removed",
      "Hello {{name}},\n\n"
      "A passkey of your account was removed. It does not sign in any more.\n\n"
      "If it was not you, choose a new password at once and look at your ways to sign in:\n"
      "{{url}}/reset\n{{url}}/me/security" SIGNED_EN,
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
    { "data-request-received", "pl", "Przyjęliśmy Twój wniosek dotyczący danych osobowych",
      "Dzień dobry, {{name}}!\n\nTwój wniosek dotyczący danych osobowych jest u nas. Odpowiemy "
      "najpóźniej: {{until-at}}.\n\nTeraz nie musisz nic robić.\n\n→ Twoje konto: "
      "{{url}}/me" SIGNED_PL,
      false },
    { "data-request-received", "en", "We have your request about personal data",
      "Hello {{name}},\n\nYour request about personal data has reached us. We answer at the "
      "latest: {{until-at}}.\n\nThere is nothing to do now.\n\n→ Your account: "
      "{{url}}/me" SIGNED_EN,
      false },
    { "data-request-done", "pl", "Wniosek dotyczący danych osobowych: wykonany",
      "Dzień dobry, {{name}}!\n\nWykonaliśmy Twój wniosek dotyczący danych osobowych. Odpowiedź "
      "jest na Twoim koncie.\n\n→ Twoje konto: {{url}}/me" SIGNED_PL,
      false },
    { "data-request-done", "en", "Your request about personal data: done",
      "Hello {{name}},\n\nWe did what you asked about your personal data. The answer stands in "
      "your account.\n\n→ Your account: {{url}}/me" SIGNED_EN,
      false },
    { "data-request-refused", "pl", "Wniosek dotyczący danych osobowych: odmowa",
      "Dzień dobry, {{name}}!\n\nNie możemy zrobić tego, o co prosisz w sprawie danych osobowych. "
      "Powód jest na Twoim koncie.\n\nMożesz złożyć skargę do Prezesa Urzędu Ochrony Danych "
      "Osobowych.\n\n→ Twoje konto: {{url}}/me" SIGNED_PL,
      false },
    { "data-request-refused", "en", "Your request about personal data: refused",
      "Hello {{name}},\n\nWe cannot do what you asked about your personal data. The reason stands "
      "in your account.\n\nYou may lodge a complaint with the President of the Personal Data "
      "Protection Office (UODO).\n\n→ Your account: {{url}}/me" SIGNED_EN,
      false },
    { "data-request-extended", "pl",
      "Wniosek dotyczący danych osobowych: potrzebujemy więcej czasu",
      "Dzień dobry, {{name}}!\n\nNa odpowiedź w sprawie danych osobowych potrzebujemy więcej "
      "czasu. Odpowiemy najpóźniej: {{until-at}}. Powód jest na Twoim koncie.\n\n→ Twoje konto: "
      "{{url}}/me" SIGNED_PL,
      false },
    { "data-request-extended", "en", "Your request about personal data: we need more time",
      "Hello {{name}},\n\nWe need more time to answer you about personal data. We answer at the "
      "latest: {{until-at}}. The reason stands in your account.\n\n→ Your account: "
      "{{url}}/me" SIGNED_EN,
      false },
    { "digest", "pl", "Nowe wiadomości we Włączniku: {{count}}",
      "Dzień dobry, {{name}}!\n\n"
      "Od poprzedniego listu zbiorczego przyszło do Ciebie:\n{{list}}\n\n"
      "Co dalej? Zaloguj się i przeczytaj je w skrzynce. Tam też zmienisz, co i jak często Ci "
      "wysyłamy."
      "\n\n→ Otwórz skrzynkę: {{url}}/me" SIGNED_PL,
      false },
    { "digest", "en", "New messages in Włącznik: {{count}}",
      "Hello {{name}},\n\n"
      "Since the last collected letter there came for you:\n{{list}}\n\n"
      "What next? Sign in and read them in your inbox. There you can also change what we send and "
      "how often."
      "\n\n→ Open the inbox: {{url}}/me" SIGNED_EN,
      false },
    { 0 },
};
