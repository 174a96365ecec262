import assert from "node:assert/strict";
import { test } from "node:test";
import { blocksOf } from "../src/format/blocks";
import { csvOf } from "../src/format/csv";
import { daysLeft, formatLastMoment, formatMoment } from "../src/format/moments";
import { formatMoney, formatPointLimit, formatPoints, formatShare, plainHundredths }
  from "../src/format/numbers";
import { polishForm } from "../src/format/plural";

const plain = (text) => text.replaceAll(/[\u00a0\u202f]/g, " ");

test("money is grosze, in both languages", () => {
  assert.equal(plain(formatMoney("32983400", "pl")), "329 834,00 zł");
  assert.equal(plain(formatMoney("32983400", "en")), "PLN 329,834.00");
  assert.equal(plain(formatMoney("500005", "pl")), "5 000,05 zł");
  assert.equal(plain(formatMoney("0", "pl")), "0,00 zł");
  assert.equal(plain(formatMoney("-105", "pl")), "−1,05 zł");
  assert.equal(plain(formatMoney("9223372036854775807", "en")), "PLN 92,233,720,368,547,758.07");
});

test("points are hundredths, with two decimals", () => {
  assert.equal(formatPoints(7450, "pl"), "74,50");
  assert.equal(formatPoints(4999, "en"), "49.99");
  assert.equal(formatPointLimit(2000, "pl"), "20");
  assert.equal(formatPointLimit(1250, "pl"), "12,50");
  assert.equal(plainHundredths("123456789", "pl"), "1234567,89");
});

test("shares are whole per cent, rounded half up", () => {
  assert.equal(plain(formatShare(57, 62, "pl")), "92 %");
  assert.equal(formatShare(1, 8, "en"), "13%");
  assert.equal(formatShare(0, 0, "en"), "0%");
});

test("the last moment is the second before the end, in Polish time", () => {
  assert.equal(formatLastMoment("2026-11-30T23:00:00Z", "pl"), "30 listopada 2026, 23:59:59");
  assert.equal(formatLastMoment("2026-06-30T22:00:00Z", "en"), "30 June 2026, 23:59:59");
  assert.equal(formatLastMoment("2026-11-30T11:00:00.500Z", "pl"), "30 listopada 2026, 12:00:00");
});

test("other moments show seconds only when they have some", () => {
  assert.equal(formatMoment("2026-10-25T00:30:00Z", "pl"), "25 października 2026, 02:30");
  assert.equal(formatMoment("2026-10-25T01:30:05Z", "pl"), "25 października 2026, 02:30:05");
});

test("days left are whole days", () => {
  const now = Date.parse("2026-11-28T12:00:00Z");
  assert.equal(daysLeft("2026-11-30T23:00:00Z", now), 2);
  assert.equal(daysLeft("2026-11-29T11:59:59Z", now), 0);
  assert.equal(daysLeft("2026-11-28T11:59:59Z", now), -1);
});

test("Polish nouns follow their numbers", () => {
  const forms = { one: "wniosek", few: "wnioski", many: "wniosków" };
  const said = (count) => polishForm(count, forms);
  assert.deepEqual([0, 1, 2, 4, 5, 11, 12, 14, 21, 22, 25, 101, 112, 122].map(said), [
    "wniosków", "wniosek", "wnioski", "wnioski", "wniosków", "wniosków", "wniosków", "wniosków",
    "wniosków", "wnioski", "wniosków", "wniosków", "wniosków", "wnioski"]);
});

test("CSV quotes what must be quoted and disarms formulas", () => {
  assert.equal(csvOf([["a", "b;c"], ["=1+1", "say \"x\""]], "pl"),
    "\ufeffa;\"b;c\"\r\n'=1+1;\"say \"\"x\"\"\"\r\n");
  assert.equal(csvOf([["1,5", "2"]], "en"), "\ufeff\"1,5\",2\r\n");
});

test("plain text has paragraphs and lists", () => {
  assert.deepEqual(blocksOf("Raz\ndwa\n\n\nKroki:\n- jeden\n- dwa\r\n\r\n1. Zgoda.\n2) Ławka."), [
    { kind: "text", lines: ["Raz", "dwa"] },
    { kind: "text", lines: ["Kroki:"] },
    { kind: "bullets", lines: ["jeden", "dwa"] },
    { kind: "numbers", lines: ["Zgoda.", "Ławka."] },
  ]);
  assert.deepEqual(blocksOf("1. Jeden. 2. Dwa."), [{ kind: "text", lines: ["1. Jeden. 2. Dwa."] }]);
  assert.deepEqual(blocksOf(" \n"), []);
});
