// What stands in the catalogue's address, money and times as people type them, names made of addresses.
import assert from "node:assert/strict";
import { test } from "node:test";
import { nameOfSlug, slugsOf } from "../src/format/names";
import { addressOfCriteria, askedFor, readCriteria, valuesOf, withFacet } from "../src/pages/catalogue/criteria";
import { shadeOf, tiles } from "../src/pages/library/places";
import { groszeOf, zlotyOf } from "../src/pages/library/plan";

test("criteria survive the address", () => {
  const address = "/catalogue?q=%C5%82awka&themes=praca&themes=zdrowie&regions=30";
  const criteria = readCriteria(new URLSearchParams(address.split("?")[1]));
  assert.equal(addressOfCriteria(criteria), address);
  assert.deepEqual(askedFor(criteria).themes, ["praca", "zdrowie"]);
  assert.equal(addressOfCriteria(withFacet(criteria, "THEME", "praca", false)), "/catalogue?q=%C5%82awka&themes=zdrowie&regions=30");
  assert.equal(addressOfCriteria(readCriteria(new URLSearchParams(""))), "/catalogue");
});

test("what is chosen is shown although nothing has it", () => {
  const criteria = readCriteria(new URLSearchParams("themes=praca"));
  const facets = [{ kind: "THEME", value: "zdrowie", count: 3 }, { kind: "REACH", value: "REACH_UNSPECIFIED", count: 1 }];
  assert.deepEqual(valuesOf("THEME", facets, criteria), [{ value: "zdrowie", count: 3 }, { value: "praca", count: 0 }]);
  assert.deepEqual(valuesOf("REACH", facets, criteria), []);
});

test("money as people type it", () => {
  for (const [typed, grosze] of [["", "0"], ["12 500,50", "1250050"], ["12500.5", "1250050"], ["7", "700"], ["1\u00a0000", "100000"]])
    assert.equal(groszeOf(typed), grosze);
  for (const typed of ["-5", "dużo", "1,234", "1e5", "12.500,00"]) assert.equal(groszeOf(typed), null);
  assert.equal(zlotyOf("1250050"), "12500,50");
  assert.equal(zlotyOf("0"), "");
});

test("names and addresses of themes", () => {
  assert.deepEqual(slugsOf("Samotność, Osoby z  niepełnosprawnościami,, łąka"), ["samotnosc", "osoby-z-niepelnosprawnosciami", "laka"]);
  assert.equal(nameOfSlug("osoby-starsze"), "Osoby starsze");
});

test("every voivodeship has a tile of its own", () => {
  assert.equal(new Set(tiles.map(([, column, row]) => `${column} ${row}`)).size, 16);
  assert.equal(new Set(tiles.map(([code]) => code)).size, 16);
  assert.deepEqual([0, 1, 2, 3, 4].map((count) => shadeOf(count, 4)), [0, 1, 2, 3, 4]);
  assert.equal(shadeOf(1, 100), 1);
});
