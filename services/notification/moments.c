#include "moments.h"

#include <string.h>

#include "base/text.h"

#define NOW NOTIFICATION__FREQUENCY__IMMEDIATELY

static const moment_t MOMENTS[] = {
    { "confirm-account", "Potwierdzenie konta", "Confirmation of the account", .standard = NOW,
      .mandatory = true, .account = true, .facts = "name token url" },
    { "account-exists", "Konto już istnieje", "The account exists", .standard = NOW,
      .mandatory = true, .account = true, .facts = "url" },
    { "password-reset", "Nowe hasło", "A new password", .standard = NOW, .mandatory = true,
      .account = true, .facts = "name token url" },
    { "password-changed", "Zmiana hasła", "A changed password", .standard = NOW, .mandatory = true,
      .account = true, .facts = "name url" },
    { "confirm-email", "Potwierdzenie adresu", "Confirmation of an address", .standard = NOW,
      .mandatory = true, .account = true, .facts = "name token url" },
    { "email-changed", "Zmiana adresu", "A changed address", .standard = NOW, .mandatory = true,
      .account = true, .facts = "name url" },
    { "second-factor-on", "Kody jednorazowe", "One-time codes", .standard = NOW, .mandatory = true,
      .account = true, .facts = "name url" },
    { "second-factor-off", "Kody jednorazowe", "One-time codes", .standard = NOW, .mandatory = true,
      .account = true, .facts = "name url" },
    { "new-device", "Logowanie na nowym urządzeniu", "Sign-in on a new device", .standard = NOW,
      .mandatory = true, .account = true, .facts = "device name url" },
    { "token-made", "Nowy token", "A new token", .standard = NOW, .mandatory = true,
      .account = true, .facts = "name token-name url" },
    { "identity-linked", "Nowy sposób logowania", "A new way to sign in", .standard = NOW,
      .mandatory = true, .account = true, .facts = "name provider url" },
    { "passkey-added", "Nowy klucz dostępu", "A new passkey", .standard = NOW, .mandatory = true,
      .account = true, .facts = "name passkey url" },
    { "passkey-removed", "Usunięty klucz dostępu", "A removed passkey", .standard = NOW,
      .mandatory = true, .account = true, .facts = "name url" },
    { "sign-in-link", "Link do logowania", "Sign-in link", .standard = NOW, .mandatory = true,
      .account = true, .facts = "name token url" },
    { "invitation", "Zaproszenie", "Invitation", .standard = NOW, .mandatory = true,
      .account = true, .facts = "name token url" },
    { "coauthor-invitation", "Zaproszenie do wspólnego pisania", "Invitation to write together",
      .standard = NOW, .mandatory = true, .account = true, .facts = "name title token url" },
    { "account-assumed", "Konto obejrzane przez administratora",
      "The account was looked at by an administrator", .standard = NOW, .mandatory = true,
      .account = true, .facts = "name reason url" },
    { "accessibility-request", "Żądanie zapewnienia dostępności", "Request for accessibility",
      .standard = NOW, .mandatory = true, .account = true,
      .facts = "about contact from name number problem until-at url wish" },
    { "receipt", "Przyjęcie zgłoszenia", "Receipt of an application", .standard = NOW,
      .mandatory = true, .facts = "application digest name number submitted-at title url" },
    { "withdrawn", "Wycofanie zgłoszenia", "Withdrawal of an application", .standard = NOW,
      .mandatory = true, .facts = "application name number title url" },
    { "formally-rejected", "Wynik oceny formalnej", "Result of the formal check", .standard = NOW,
      .mandatory = true, .facts = "appeal application name number reasons title url" },
    { "recommended", "Wynik: rekomendowane", "Result: recommended", .standard = NOW,
      .mandatory = true,
      .facts = "appeal application criteria name number place points reserve-place threshold title "
               "url" },
    { "on-reserve", "Wynik: lista rezerwowa", "Result: reserve list", .standard = NOW,
      .mandatory = true,
      .facts = "appeal application criteria name number place points reserve-place threshold title "
               "url" },
    { "not-selected", "Wynik: poza pulą", "Result: beyond the money", .standard = NOW,
      .mandatory = true,
      .facts = "appeal application criteria name number place points reserve-place threshold title "
               "url" },
    { "below-threshold", "Wynik: poniżej progu", "Result: below the threshold", .standard = NOW,
      .mandatory = true,
      .facts = "appeal application criteria name number place points reserve-place threshold title "
               "url" },
    { "stage-go-on", "Decyzja: dalej", "Decision: going on", .standard = NOW, .mandatory = true,
      .facts = "application name number title url" },
    { "stage-return", "Decyzja: do poprawy", "Decision: to be changed", .standard = NOW,
      .mandatory = true, .facts = "application name number title url" },
    { "stage-stop", "Decyzja: koniec", "Decision: not taken further", .standard = NOW,
      .mandatory = true, .facts = "application name number title url" },
    { "appeal-received", "Odwołanie przyjęte", "An appeal was received", .standard = NOW,
      .mandatory = true, .facts = "application name number title url" },
    { "appeal-upheld", "Odwołanie uwzględnione", "An appeal was upheld", .standard = NOW,
      .mandatory = true, .facts = "application name number title url" },
    { "appeal-dismissed", "Odwołanie nieuwzględnione", "An appeal was dismissed", .standard = NOW,
      .mandatory = true, .facts = "application name number title url" },
    { "reserve-moved-up", "Miejsce z listy rezerwowej", "A place from the reserve list",
      .standard = NOW, .mandatory = true,
      .facts = "amount-grosze application name number title until-at url" },
    { "pitch-invitation", "Zaproszenie na prezentację", "Invitation to a pitch", .standard = NOW,
      .mandatory = true, .facts = "application name number pitch-at title url" },
    { "pitch-cancelled", "Odwołana prezentacja", "A pitch is called off", .standard = NOW,
      .mandatory = true, .facts = "application name number pitch-at title url" },
    { "grant-offered", "Umowa do podpisania", "An agreement to sign", .standard = NOW,
      .mandatory = true, .facts = "amount-grosze application name number title until-at url" },
    { "tranche-paid", "Wypłacona transza", "A tranche was paid", .standard = NOW, .mandatory = true,
      .facts = "amount-grosze application name number position title url" },
    { "report-accepted", "Sprawozdanie przyjęte", "A report was accepted", .standard = NOW,
      .mandatory = true, .facts = "application name number position title url" },
    { "report-return", "Sprawozdanie do poprawy", "A report to be changed", .standard = NOW,
      .mandatory = true, .facts = "application name number position title until-at url" },
    { "report-due", "Przypomnienie o sprawozdaniu", "Reminder of a report", .standard = NOW,
      .collected = true, .facts = "application name number position title until-at url" },
    { "report-overdue", "Spóźnione sprawozdanie", "A late report", .standard = NOW,
      .mandatory = true, .facts = "application name number position title url" },
    { "card-assigned", "Nowe zgłoszenie do oceny", "A new application to assess", .standard = NOW,
      .collected = true, .facts = "name number url" },
    { "card-assigned-until", "Nowe zgłoszenie do oceny, z terminem",
      "A new application to assess, with a term", .standard = NOW, .collected = true,
      .facts = "name number until-at url" },
    { "card-reminder", "Przypomnienie o terminie oceny", "Reminder of an assessment's term",
      .standard = NOW, .collected = true, .facts = "name number until-at url" },
    { "card-overdue", "Termin oceny minął", "The term of an assessment is over", .standard = NOW,
      .collected = true, .facts = "name number until-at url" },
    { "assessment-overdue", "Spóźniona ocena w regionie", "A late assessment in the region",
      .standard = NOW, .collected = true, .facts = "application name number title until-at url" },
    { "third-assessor-needed", "Potrzebna trzecia ocena", "A third assessment is needed",
      .standard = NOW, .collected = true, .facts = "application name number title url" },
    { "draft-unfinished", "Niedokończone zgłoszenie", "An unfinished application", .standard = NOW,
      .collected = true, .facts = "application call name until-at url" },
    { "coauthor-joined", "Nowy współautor zgłoszenia", "A new co-author of an application",
      .standard = NOW, .collected = true, .facts = "application name url" },
    { "ownership-offered", "Prośba o przejęcie zgłoszenia", "A request to take an application over",
      .standard = NOW, .mandatory = true, .facts = "application name url" },
    { "ownership-transferred", "Zgłoszenie przejęte", "An application was taken over",
      .standard = NOW, .mandatory = true, .facts = "application name url" },
    { "draft-shown", "Nowa wersja do przeczytania", "A new version to read", .standard = NOW,
      .collected = true, .facts = "application name number position title url" },
    { "carer-commented", "Komentarze opiekuna innowacji", "Comments of an innovation's carer",
      .standard = NOW, .collected = true, .facts = "application name number title url" },
    { "cooperation-prepared", "Porozumienie o współpracy do uzupełnienia",
      "An agreement to work together to complete", .standard = NOW, .mandatory = true,
      .facts = "application name number title url" },
    { "cooperation-signed", "Porozumienie o współpracy podpisane",
      "An agreement to work together is signed", .standard = NOW, .mandatory = true,
      .facts = "application name number title url" },
    { "correction-requested", "Wezwanie do poprawek", "A call for corrections", .standard = NOW,
      .mandatory = true, .facts = "application name number title until-at url" },
    { "correction-reminder", "Przypomnienie o poprawkach", "A reminder of corrections",
      .standard = NOW, .mandatory = true, .facts = "application name number title until-at url" },
    { "not-considered", "Pozostawienie bez rozpatrzenia", "Left without consideration",
      .standard = NOW, .mandatory = true, .facts = "application name number title url" },
    { "call-extended", "Przedłużenie naboru", "A call is extended", .standard = NOW,
      .mandatory = true, .facts = "application name until-at url" },
    { "call-suspended", "Zawieszenie naboru", "A call is suspended", .standard = NOW,
      .mandatory = true, .facts = "application name url" },
    { "call-resumed", "Wznowienie naboru", "A call goes on", .standard = NOW, .mandatory = true,
      .facts = "application name until-at url" },
    { "call-annulled", "Unieważnienie naboru", "A call is annulled", .standard = NOW,
      .mandatory = true, .facts = "application name url" },
    { "formally-passed", "Ocena formalna: pozytywna", "Formal check: passed", .standard = NOW,
      .collected = true, .facts = "application name number title url" },
    { "correction-received", "Poprawki przyjęte", "Corrections were received", .standard = NOW,
      .mandatory = true, .facts = "application digest name number title url" },
    { "appeal-to-decide", "Odwołanie do rozpatrzenia", "An appeal to decide", .standard = NOW,
      .collected = true, .facts = "application name number title url" },
    { "offer-accepted", "Miejsce przyjęte", "A place is accepted", .standard = NOW,
      .mandatory = true, .facts = "application name number title url" },
    { "offer-declined", "Rezygnacja z miejsca", "A place is given up", .standard = NOW,
      .mandatory = true, .facts = "application name number title url" },
    { "offer-lapsed", "Minął termin przyjęcia miejsca", "The term to accept a place is over",
      .standard = NOW, .mandatory = true, .facts = "application name number title url" },
    { "grant-signed", "Umowa podpisana", "An agreement is signed", .standard = NOW,
      .mandatory = true, .facts = "amount-grosze application name number title url" },
    { "grant-refused", "Rezygnacja z dofinansowania", "A grant is given up", .standard = NOW,
      .mandatory = true, .facts = "amount-grosze application name number title url" },
    { "grant-lapsed", "Minął termin podpisania umowy", "The term to sign is over", .standard = NOW,
      .mandatory = true, .facts = "amount-grosze application name number title url" },
    { "grant-closed", "Rozliczenie zakończone", "A grant is settled", .standard = NOW,
      .mandatory = true,
      .facts = "accepted-grosze application name number returned-grosze title url" },
    { "report-to-check", "Sprawozdanie do sprawdzenia", "A report to check", .standard = NOW,
      .collected = true, .facts = "application name number position title url" },
    { "entry-published", "Innowacja w katalogu", "An innovation is in the catalogue",
      .standard = NOW, .collected = true, .facts = "application name number slug title url" },
    { "adoption-interested", "Wdrożenie innowacji: zainteresowanie",
      "Adoption of an innovation: interest", .standard = NOW, .collected = true,
      .facts = "application name number slug title url" },
    { "adoption-started", "Wdrożenie innowacji: start", "Adoption of an innovation: start",
      .standard = NOW, .collected = true, .facts = "application name number slug title url" },
    { "adoption-continuing", "Wdrożenie innowacji: dalszy ciąg",
      "Adoption of an innovation: goes on", .standard = NOW, .collected = true,
      .facts = "application name number slug title url" },
    { "adoption-stopped", "Wdrożenie innowacji: koniec", "Adoption of an innovation: end",
      .standard = NOW, .collected = true, .facts = "application name number slug title url" },
    { "adoption-reported", "Wdrożenie innowacji: sprawozdanie", "Adoption of an innovation: report",
      .standard = NOW, .collected = true, .facts = "application name number slug title url" },
    { "policy-proposed", "Innowacja w polityce publicznej: propozycja",
      "An innovation in public policy: proposed", .standard = NOW, .collected = true,
      .facts = "application name number slug title url" },
    { "policy-consulted", "Innowacja w polityce publicznej: konsultacje",
      "An innovation in public policy: consulted", .standard = NOW, .collected = true,
      .facts = "application name number slug title url" },
    { "policy-adopted", "Innowacja w polityce publicznej: przyjęcie",
      "An innovation in public policy: adopted", .standard = NOW, .collected = true,
      .facts = "application name number slug title url" },
    { "policy-in-force", "Innowacja w polityce publicznej: obowiązuje",
      "An innovation in public policy: in force", .standard = NOW, .collected = true,
      .facts = "application name number slug title url" },
    { "policy-rejected", "Innowacja w polityce publicznej: odrzucenie",
      "An innovation in public policy: rejected", .standard = NOW, .collected = true,
      .facts = "application name number slug title url" },
    { "policy-expired", "Innowacja w polityce publicznej: koniec",
      "An innovation in public policy: expired", .standard = NOW, .collected = true,
      .facts = "application name number slug title url" },
    { "subscription-confirm", "Potwierdzenie zapisu na listy", "Confirmation of a subscription",
      .standard = NOW, .mandatory = true, .account = true, .facts = "leave token url" },
    { "news-innovation", "Nowa innowacja w katalogu", "A new innovation in the catalogue",
      .standard = NOW, .account = true, .facts = "leave slug summary title url" },
    { "news-event", "Zapowiedź wydarzenia", "An event is announced", .standard = NOW,
      .account = true, .facts = "leave more starts-at text title url where" },
    { "news-call", "Nowy nabór", "A new call", .standard = NOW, .account = true,
      .facts = "call-id leave summary title until-at url" },
    { "news", "Wiadomość od programu", "News from the programme", .standard = NOW, .account = true,
      .facts = "leave more text title url" },
    { "saved-search-matched", "Zapisane wyszukiwanie", "A saved search", .standard = NOW,
      .collected = true, .facts = "name slug url" },
    { "desk-opened", "Wspólny tekst do napisania", "A common text to write", .standard = NOW,
      .collected = true, .facts = "name number url" },
    { "desk-closed", "Wspólny tekst gotowy", "A common text is ready", .standard = NOW,
      .collected = true, .facts = "application name number title url" },
    { "announcement", "Wiadomość o naborze", "A message about a call", .standard = NOW,
      .collected = true, .facts = "application call name number subject text title url" },
    { "announcement-official", "Wiadomość urzędowa o naborze", "An official message about a call",
      .standard = NOW, .mandatory = true,
      .facts = "application call name number subject text title url" },
    { "data-request-received", "Dane osobowe: wniosek przyjęty", "Personal data: received",
      .standard = NOW, .mandatory = true, .facts = "name until-at url" },
    { "data-request-done", "Dane osobowe: wykonany", "Personal data: done", .standard = NOW,
      .mandatory = true, .facts = "name url" },
    { "data-request-refused", "Dane osobowe: odmowa", "Personal data: refused", .standard = NOW,
      .mandatory = true, .facts = "name url" },
    { "data-request-extended", "Dane osobowe: więcej czasu", "Personal data: more time",
      .standard = NOW, .mandatory = true, .facts = "name until-at url" },
    { "digest", "Zbiorczy list", "The collected letter", .standard = NOW,
      .facts = "count list name url" },
};

const moment_t *
moment_all (size_t *ret_count)
{
    *ret_count = sizeof MOMENTS / sizeof MOMENTS[0];
    return MOMENTS;
}

const moment_t *
moment_find (const char *name)
{
    for (size_t i = 0; i < sizeof MOMENTS / sizeof MOMENTS[0]; i++)
        if (wl_text_equal (MOMENTS[i].name, name))
            return &MOMENTS[i];
    return NULL;
}

bool
moment_has_fact (const moment_t *moment, const char *fact)
{
    return moment_facts_have (moment->facts, fact);
}

bool
moment_is_urgent (const char *name)
{
    const moment_t *moment = moment_find (name);

    return moment == NULL || (moment->account && moment->mandatory);
}

bool
moment_facts_have (const char *facts, const char *fact)
{
    size_t length = strlen (fact);

    for (const char *at = facts; *at != '\0'; at += strspn (at, " ")) {
        size_t word = strcspn (at, " ");
        if (word == length && memcmp (at, fact, length) == 0)
            return true;
        at += word;
    }
    return false;
}
