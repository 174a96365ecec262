/* "1 zgłoszenie, 2 zgłoszenia, 5 zgłoszeń": the rules are the browser's (CLDR). */

const polish = new Intl.PluralRules("pl-PL");

export interface PolishForms {
  one: string;
  few: string;
  many: string;
}

/** The form of a noun that goes with a whole number. */
export function polishForm(count: number, forms: PolishForms): string {
  const rule = polish.select(count);
  return rule === "one" || rule === "few" ? forms[rule] : forms.many;
}
