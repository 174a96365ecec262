#include "moments.h"

#include "base/text.h"

#define NOW NOTIFICATION__FREQUENCY__IMMEDIATELY

static const moment_t MOMENTS[] = {
    { "confirm-account", "Potwierdzenie konta", "Confirmation of the account", .standard = NOW,
      .mandatory = true, .account = true },
    { "account-exists", "Konto już istnieje", "The account exists", .standard = NOW,
      .mandatory = true, .account = true },
    { "password-reset", "Nowe hasło", "A new password", .standard = NOW, .mandatory = true,
      .account = true },
    { "password-changed", "Zmiana hasła", "A changed password", .standard = NOW, .mandatory = true,
      .account = true },
    { "confirm-email", "Potwierdzenie adresu", "Confirmation of an address", .standard = NOW,
      .mandatory = true, .account = true },
    { "email-changed", "Zmiana adresu", "A changed address", .standard = NOW, .mandatory = true,
      .account = true },
    { "second-factor-on", "Kody jednorazowe", "One-time codes", .standard = NOW, .mandatory = true,
      .account = true },
    { "second-factor-off", "Kody jednorazowe", "One-time codes", .standard = NOW, .mandatory = true,
      .account = true },
    { "receipt", "Przyjęcie zgłoszenia", "Receipt of an application", .standard = NOW,
      .mandatory = true },
    { "withdrawn", "Wycofanie zgłoszenia", "Withdrawal of an application", .standard = NOW,
      .mandatory = true },
    { "formally-rejected", "Wynik oceny formalnej", "Result of the formal check", .standard = NOW,
      .mandatory = true },
    { "recommended", "Wynik: rekomendowane", "Result: recommended", .standard = NOW,
      .mandatory = true },
    { "on-reserve", "Wynik: lista rezerwowa", "Result: reserve list", .standard = NOW,
      .mandatory = true },
    { "not-selected", "Wynik: poza pulą", "Result: beyond the money", .standard = NOW,
      .mandatory = true },
    { "below-threshold", "Wynik: poniżej progu", "Result: below the threshold", .standard = NOW,
      .mandatory = true },
    { "stage-go-on", "Decyzja: dalej", "Decision: going on", .standard = NOW, .mandatory = true },
    { "stage-return", "Decyzja: do poprawy", "Decision: to be changed", .standard = NOW,
      .mandatory = true },
    { "stage-stop", "Decyzja: koniec", "Decision: not taken further", .standard = NOW,
      .mandatory = true },
    { "card-assigned", "Nowe zgłoszenie do oceny", "A new application to assess", .standard = NOW,
      .collected = true },
    { "card-assigned-until", "Nowe zgłoszenie do oceny, z terminem",
      "A new application to assess, with a term", .standard = NOW, .collected = true },
    { "card-reminder", "Przypomnienie o terminie oceny", "Reminder of an assessment's term",
      .standard = NOW, .collected = true },
    { "card-overdue", "Termin oceny minął", "The term of an assessment is over", .standard = NOW,
      .collected = true },
    { "assessment-overdue", "Spóźniona ocena w regionie", "A late assessment in the region",
      .standard = NOW, .collected = true },
    { "third-assessor-needed", "Potrzebna trzecia ocena", "A third assessment is needed",
      .standard = NOW, .collected = true },
    { "draft-unfinished", "Niedokończone zgłoszenie", "An unfinished application", .standard = NOW,
      .collected = true },
    { "digest", "Zbiorczy list", "The collected letter", .standard = NOW },
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
