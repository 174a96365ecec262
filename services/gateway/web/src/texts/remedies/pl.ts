/* What an applicant may do after a decision: appeal, or take a place that became free. */

export const pl = {
  appeal: {
    title: "Odwołanie",
    link: "Złóż odwołanie",
    until: (moment: string) => `Odwołać się można do: ${moment}`,
    lead: "Zaznacz, z czym się nie zgadzasz, i napisz dlaczego. Do zgłoszenia nie można w odwołaniu niczego dodać.",
    contestedItems: "Których warunków dotyczy odwołanie?",
    contestedCriteria: "Których kryteriów dotyczy odwołanie?",
    text: "Dlaczego się nie zgadzasz?",
    textHelp: "Od 20 do 8000 znaków.",
    submit: "Złóż odwołanie",
    chooseContested: "Zaznacz co najmniej jedno.",
    chooseText: "Napisz, dlaczego, co najmniej 20 znaków.",
    none: "Teraz nie można złożyć odwołania: nie ma rozstrzygnięcia, termin minął albo zasady naboru go nie przewidują.",
    filed: "Twoje odwołania",
    state: { APPEAL_PENDING: "Czeka na rozstrzygnięcie", APPEAL_UPHELD: "Uwzględnione", APPEAL_REJECTED: "Nieuwzględnione", APPEAL_STATE_UNSPECIFIED: "" } as Record<string, string>,
    kind: { FORMAL_APPEAL: "Od oceny formalnej", MERIT_APPEAL: "Od wyniku oceny", APPEAL_KIND_UNSPECIFIED: "" } as Record<string, string>,
    filedAt: "Złożone",
    answerUntil: "Odpowiedź najpóźniej",
    reasons: "Uzasadnienie rozstrzygnięcia",
    yours: "Treść odwołania",
    done: "Odwołanie jest złożone.",
  },
  offer: {
    title: "Masz propozycję grantu",
    link: "Odpowiedz na propozycję",
    waits: "Ktoś zrezygnował i to miejsce jest teraz Twoje, jeśli je przyjmiesz.",
    until: (moment: string) => `Odpowiedz do: ${moment}. Potem miejsce dostanie następny z listy.`,
    amount: "Kwota",
    accept: "Przyjmuję grant",
    decline: "Rezygnuję",
    declineTitle: "Na pewno rezygnujesz?",
    declineLead: "Miejsce dostanie następny z listy rezerwowej. Tego nie można cofnąć.",
    declineYes: "Tak, rezygnuję",
    declineNo: "Wróć",
    state: {
      OFFERED: "Czeka na Twoją odpowiedź",
      ACCEPTED: "Przyjęte. Wkrótce dostaniesz umowę.",
      DECLINED: "Rezygnacja jest zapisana.",
      LAPSED: "Termin na odpowiedź minął.",
      OFFER_STATE_UNSPECIFIED: "",
    } as Record<string, string>,
    none: "Nie ma propozycji dla tego zgłoszenia.",
  },
};

export type Remedies = typeof pl;
