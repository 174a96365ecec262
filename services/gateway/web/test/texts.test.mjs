// Every word is there in both languages. A missing key does not compile; what the compiler does not see is
// an empty text, a Polish one left in English, and a form that a count does not fit.
import assert from "node:assert/strict";
import { test } from "node:test";
import { accessibility } from "../src/texts/accessibility";
import { admin } from "../src/texts/admin";
import { after } from "../src/texts/after";
import { apply } from "../src/texts/apply";
import { bids } from "../src/texts/bids";
import { cards } from "../src/texts/cards";
import { curation } from "../src/texts/curation";
import { editor } from "../src/texts/editor";
import { en } from "../src/texts/en";
import { formal } from "../src/texts/formal";
import { grant } from "../src/texts/grant";
import { library } from "../src/texts/library";
import { notices } from "../src/texts/notices";
import { certificates } from "../src/texts/certificates";
import { innovations } from "../src/texts/innovations";
import { office } from "../src/texts/office";
import { panel } from "../src/texts/panel";
import { pl } from "../src/texts/pl";
import { plan } from "../src/texts/plan";
import { remedies } from "../src/texts/remedies";
import { security } from "../src/texts/security";
import { words } from "../src/texts/words";
import { together } from "../src/texts/together";
import { writing } from "../src/texts/writing";

const all = {
  main: { pl, en },
  accessibility,
  admin,
  after,
  apply,
  bids,
  cards,
  certificates,
  curation,
  editor,
  formal,
  grant,
  innovations,
  library,
  notices,
  office,
  panel,
  plan,
  remedies,
  security,
  words,
  together,
  writing,
};
/* Said the same in both languages, or no words at all. */
const same = new Set(["Włącznik", "Test", "administrator", "NIP", "KRS", "Region", "T", "N", "D", "Ctrl+Enter", "PDF", "JPEG", "PNG", "TXT", "CSV", "MP", "DOCX", "XLSX", "JSON", "PPTX", "ODT", "ODS", "ODP"]);
const polish = /[ąćęłńóśźżĄĆĘŁŃÓŚŹŻ]/;

function* textsOf(value, path = "") {
  if (typeof value === "string") yield [path, value];
  else if (typeof value === "function") yield [path, String(value(2, 5, "", ""))];
  else for (const [key, each] of Object.entries(value)) yield* textsOf(each, `${path}.${key}`);
}

const keysOf = (value) => [...textsOf(value)].map(([path]) => path).sort();

for (const [name, { pl: polishTexts, en: englishTexts }] of Object.entries(all))
  test(`the texts of ${name} are whole`, () => {
    assert.deepEqual(keysOf(englishTexts), keysOf(polishTexts));
    const english = new Map(textsOf(englishTexts));
    for (const [path, text] of textsOf(polishTexts)) {
      if (path.endsWith("_UNSPECIFIED")) continue;
      const other = english.get(path);
      assert.ok(text.trim() && other.trim(), `${path} is empty`);
      const translated = text !== other || same.has(text.replaceAll(/[\d:]/g, "").trim()) || !/\p{L}{3}/u.test(text) || path.includes(".field.");
      assert.ok(translated, `${path} says the same in both languages: ${text}`);
      assert.ok(!polish.test(other.replaceAll("Włącznik", "").replaceAll("Poznań", "")), `${path} is Polish in English: ${other}`);
    }
  });

test("counts take the Polish form that fits them", () => {
  const form = (count) => office.pl.board.formal(count);
  assert.deepEqual([1, 2, 5, 12, 22, 25].map(form).map((text) => text.split(" ")[1]),
    ["zgłoszenie", "zgłoszenia", "zgłoszeń", "zgłoszeń", "zgłoszenia", "zgłoszeń"]);
  assert.deepEqual([0, 1, 3, 112].map((count) => writing.pl.left(count)),
    ["Zostało 0 znaków", "Został 1 znak", "Zostały 3 znaki", "Zostało 112 znaków"]);
});
