// Every word is there in both languages. A missing key does not compile; what the compiler does not see is
// an empty text, a Polish one left in English, and a form that a count does not fit.
import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
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
import { invite } from "../src/texts/invite";
import { library } from "../src/texts/library";
import { mailings } from "../src/texts/mailings";
import { notices } from "../src/texts/notices";
import { certificates } from "../src/texts/certificates";
import { innovations } from "../src/texts/innovations";
import { office } from "../src/texts/office";
import { opinions } from "../src/texts/opinions";
import { panel } from "../src/texts/panel";
import { pl } from "../src/texts/pl";
import { plan } from "../src/texts/plan";
import { rehearsal } from "../src/texts/rehearsal";
import { remedies } from "../src/texts/remedies";
import { targets } from "../src/texts/targets";
import { security } from "../src/texts/security";
import { versions } from "../src/texts/versions";
import { words } from "../src/texts/words";
import { together } from "../src/texts/together";
import { data } from "../src/texts/data";
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
  data,
  editor,
  formal,
  grant,
  innovations,
  invite,
  library,
  mailings,
  notices,
  office,
  opinions,
  panel,
  plan,
  rehearsal,
  remedies,
  security,
  targets,
  versions,
  words,
  together,
  writing,
};
/* Said the same in both languages, or no words at all. */
const same = new Set(["Włącznik", "e-mail", "Test", "administrator", "NIP", "KRS", "Region", "T", "N", "D", "Ctrl+Enter", "PDF", "JPEG", "PNG", "TXT", "CSV", "MP", "DOCX", "XLSX", "JSON", "PPTX", "ODT", "ODS", "ODP"]);
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
      if (path.endsWith("_UNSPECIFIED") || path === ".one.lineStates.") continue;
      const other = english.get(path);
      assert.ok(text.trim() && other.trim(), `${path} is empty`);
      const translated = text !== other || same.has(text.replaceAll(/[\d:]/g, "").trim()) || !/\p{L}{3}/u.test(text) || path.includes(".field.");
      assert.ok(translated, `${path} says the same in both languages: ${text}`);
      assert.ok(!polish.test(other.replaceAll("Włącznik", "").replaceAll("Poznań", "")), `${path} is Polish in English: ${other}`);
    }
  });

/* Nouns that stand behind a number: 1, 2 to 4, 5 and more; and what they are behind "z", "do", "o" and the like
 * (1, and more). A text with a noun that is not here fails, so that somebody looks at its forms. */
const nouns = [
  ["dzień", "dni", "dni", "dnia", "dni"], ["zgłoszenie", "zgłoszenia", "zgłoszeń", "zgłoszenia", "zgłoszeń"],
  ["pytanie", "pytania", "pytań"], ["znak", "znaki", "znaków", "znaku", "znaków"], ["ekspert", "eksperci", "ekspertów"],
  ["projekt", "projekty", "projektów"], ["innowacja", "innowacje", "innowacji", "innowacji", "innowacji"], ["karta", "karty", "kart"],
  ["kartę", "karty", "kart"], ["nowa wiadomość", "nowe wiadomości", "nowych wiadomości"], ["wiadomość", "wiadomości", "wiadomości"],
  ["konto", "konta", "kont"], ["odwołanie", "odwołania", "odwołań"], ["odpowiedź", "odpowiedzi", "odpowiedzi"],
  ["osoba", "osoby", "osób"], ["część", "części", "części", "części", "części"], ["załącznik", "załączniki", "załączników"],
  ["podpowiedź", "podpowiedzi", "podpowiedzi"], ["plik", "pliki", "plików"], ["zmiana", "zmiany", "zmian"],
  ["otwarta karta", "otwarte karty", "otwartych kart"], ["zatwierdzona karta", "zatwierdzone karty", "zatwierdzonych kart"],
  ["warunek", "warunki", "warunków"], ["kryterium", "kryteria", "kryteriów"], ["rzecz", "rzeczy", "rzeczy"],
  ["ocena", "oceny", "ocen"], ["sprawozdanie", "sprawozdania", "sprawozdań"], ["prośba", "prośby", "próśb"], ["list", "listy", "listów"],
  ["miejsce", "miejsca", "miejsc"], ["zaproszenie", "zaproszenia", "zaproszeń"], ["wniosek", "wnioski", "wniosków", "wniosku", "wniosków"],
  ["głosu", "głosów", "głosów"], ["zdarzenie", "zdarzenia", "zdarzeń"], ["para", "pary", "par", "pary", "par"], ["rok", "lata", "lat"], ["minuta", "minuty", "minut", "minuty", "minut"],
];
/* Behind these a number takes no form of its own, or what follows is no noun of it. */
const formless = new Set(["pkt", "godz", "z", "do", "od", "za", "w", "po", "przeciw", "wstrzymało", "można", "zgłoszeniami", "wysłaliśmy", "x", "i"]);
const genitive = new Set(["z", "do", "od", "około", "Brakuje"]);
const counts = [1, 2, 5, 12, 22, 25, 112];

const formOf = (count) => ({ one: 0, few: 1, many: 2 })[new Intl.PluralRules("pl-PL").select(count)];

function* functionsOf(value, path) {
  if (typeof value === "function") yield [path, value];
  else if (typeof value === "object") for (const [key, each] of Object.entries(value)) yield* functionsOf(each, `${path}.${key}`);
}

/** [word before, noun] of each number in the text; a number of one "." behind it is an ordinal. */
function countedIn(text, count) {
  const found = new RegExp(`(?:(\\p{L}+)[ \\u00a0])?(?<![\\d.,:])${count}[ \\u00a0](\\p{L}+)(?:[ \\u00a0](\\p{L}+))?`, "u").exec(text);
  return found && { before: found[1] ?? "", word: found[2], two: `${found[2]} ${found[3] ?? ""}` };
}

function wrongForm(text, count) {
  const found = countedIn(text, count);
  if (!found || formless.has(found.word)) return null;
  const { before, word, two } = found;
  const isOf = (noun, said) => [0, 1, 2, 3, 4].some((form) => noun[form] === said);
  const known = nouns.filter((noun) => isOf(noun, two.trim()) || isOf(noun, word));
  if (known.length === 0) return `"${word}" has no forms in this test`;
  const right = known.some((noun) => [word, two.trim()].includes(noun[formOf(count)]));

  const governed = known.some((noun) => [word].includes(noun[count === 1 ? 3 : 4]));
  return right || (governed && genitive.has(before)) ? null : `${count}: ${text}`;
}

test("every count takes the Polish form that fits it", () => {
  let checked = 0;
  const wrong = [];
  for (const [name, { pl: polishTexts }] of Object.entries(all))
    for (const [path, text] of functionsOf(polishTexts, name))
      for (let place = 0; place < text.length; place++) {
        const said = counts.map((count) => String(text(...Array.from({ length: text.length }, (_, at) => at === place ? count : "x"))));
        if (said.some((each, index) => countedIn(each, counts[index]))) checked++;
        const problem = said.map((each, index) => wrongForm(each, counts[index])).find((each) => each !== null);
        if (problem) wrong.push(`${path}: ${problem}`);
      }
  assert.deepEqual(wrong, []);
  assert.ok(checked > 80, `${checked} texts count something`);
});

test("no folder of texts is left out here", async () => {
  const folders = (await readdir(`${process.cwd()}/src/texts`, { withFileTypes: true })).filter((each) => each.isDirectory());
  assert.deepEqual(folders.map(({ name }) => name).sort(), Object.keys(all).filter((name) => name !== "main").sort());
});

test("counts take the Polish form that fits them", () => {
  const form = (count) => office.pl.board.formal(count);
  assert.deepEqual([1, 2, 5, 12, 22, 25].map(form).map((text) => text.split(" ")[1]),
    ["zgłoszenie", "zgłoszenia", "zgłoszeń", "zgłoszeń", "zgłoszenia", "zgłoszeń"]);
  assert.deepEqual([0, 1, 3, 112].map((count) => writing.pl.left(count)),
    ["Zostało 0 znaków", "Został 1 znak", "Zostały 3 znaki", "Zostało 112 znaków"]);
});
