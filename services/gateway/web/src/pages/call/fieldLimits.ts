import type { CallDefinition, FormField } from "../../api/shapes";
import { formatCount, formatMoney } from "../../format/numbers";
import type { Language } from "../../language/languages";
import type { Texts } from "../../texts/pl";

/* What the contract says of a text without its own limit. */
const SHORT_DEFAULT = 200;
const LONG_DEFAULT = 4000;

function range(least: bigint, most: bigint, texts: Texts, format: (limit: bigint) => string): string {
  const { from, to } = texts.call.kind;

  return [least > 0n && ` ${from(format(least))}`, most > 0n && ` ${to(format(most))}`].filter(Boolean).join("");
}

/* The grant asked for has the limits of the call. */
function moneyRange(field: FormField, definition: CallDefinition, texts: Texts, language: Language): string {
  const isGrant = field.meaning === "AMOUNT";
  const least = BigInt(isGrant ? definition.minGrantGrosze : field.min);
  const most = BigInt(isGrant ? definition.maxGrantGrosze : field.max);

  return range(least, most, texts, (limit) => formatMoney(limit, language));
}

/** How many characters a text may have. */
export function textLimit(field: FormField): number {
  return field.maxLength || (field.kind === "LONG_TEXT" ? LONG_DEFAULT : SHORT_DEFAULT);
}

/** What may be written into a field: "tekst, do 2000 znaków". */
export function fieldLimits(field: FormField, definition: CallDefinition, texts: Texts,
  language: Language): string {
  const kind = texts.call.kind;
  const number = (limit: bigint) => formatCount(limit, language);

  switch (field.kind) {
    case "SHORT_TEXT": return kind.short(textLimit(field));
    case "LONG_TEXT": return kind.long(textLimit(field));
    case "NUMBER": return kind.number + range(BigInt(field.min), BigInt(field.max), texts, number);
    case "MONEY": return kind.money + moneyRange(field, definition, texts, language);
    case "SINGLE_CHOICE": return kind.one;
    case "MULTI_CHOICE": return kind.several;
    case "CALENDAR_DATE": return kind.date;
    case "PLACE": return kind.place;
    case "LINK": return kind.link;
    case "DECLARATION": return kind.declaration;
    case "TABLE": return kind.table;
    case "BUDGET": return kind.budget;
    case "PERSON_LIST": return kind.people;
    case "CONSENT": return kind.consent;
    case "FILE": return kind.file;
    case "FIELD_KIND_UNSPECIFIED": return "";
  }
}
