// Pictures that leave the page: whole documents, every number in them, nothing out of bounds.
import assert from "node:assert/strict";
import { test } from "node:test";
import { barsPicture, linesPicture, mapPicture, monthsPicture, targetsPicture, treePicture } from "../src/pictures/pictures";
import { linesIn } from "../src/pictures/lines";
import { tiles } from "../src/pages/library/places";

const frame = { title: 'Lejek "A & B" <1>', source: "Włącznik, 27 listopada 2026" };

/* Enough of XML for what we write: tags close in order, and nothing stands bare. */
function assertWellFormed(svg) {
  const open = [];
  const body = svg.replace(/^<\?xml[^>]*\?>\n/, "");
  for (const [, slash, name, rest] of body.matchAll(/<(\/?)([a-z]+)([^<>]*)>/g)) {
    if (slash) assert.equal(open.pop(), name);
    else if (!rest.endsWith("/")) open.push(name);
    assert.match(rest, /^( [a-zA-Z0-9-]+="[^"<&]*(&(amp|lt|gt|quot);[^"<&]*)*")*\/?$/, rest);
  }
  assert.deepEqual(open, []);
  assert.ok(!/&(?!(amp|lt|gt|quot);)/.test(body));
}

const number = (svg, pattern) => [...svg.matchAll(pattern)].map(([, value]) => Number(value));

test("a funnel has a bar for each step, the largest as wide as the picture", () => {
  const bars = [{ name: "złożone", count: 62, shown: "62" }, { name: "rekomendowane", count: 10, shown: "10" }, { name: "w polityce", count: 0, shown: "0" }];
  const svg = barsPicture({ ...frame, bars });

  assertWellFormed(svg);
  assert.ok(svg.includes("Lejek &quot;A &amp; B&quot; &lt;1&gt;"));
  assert.deepEqual(number(svg, /<rect [^>]*width="([\d.]+)"[^>]*fill="#0b635d"/g).map(Math.round), [720, 116, 0]);
  for (const { name, shown } of bars) assert.ok(svg.includes(`>${shown}  ${name}<`));
});

test("each target has its bar and the mark where it should be", () => {
  const svg = targetsPicture({ ...frame, legend: ["jest", "powinno być"], bars: [
    { name: "w polityce", shown: "60 %", part: 0.6, expected: 0.5 }, { name: "wdrożenia", shown: "120 %", part: 1, expected: 1 }] });

  assertWellFormed(svg);
  assert.deepEqual(number(svg, /<rect [^>]*width="([\d.]+)" height="18"[^>]*fill="#0b635d"/g), [432, 720]);
  assert.deepEqual(number(svg, /<rect x="([\d.]+)"[^>]*height="26"[^>]*fill="#15252a"/g), [358, 716]);
  for (const shown of ["60 %  w polityce", "120 %  wdrożenia", "powinno być"]) assert.ok(svg.includes(`>${shown}<`));
});

test("lines share one scale, and one point is a line all the same", () => {
  const actual = [{ day: 100, value: 0 }, { day: 200, value: 300 }], planned = [{ day: 0, value: 0 }, { day: 400, value: 600 }];

  assert.deepEqual(linesIn([actual, planned], 400, 100), ["M100 100 L200 50", "M0 100 L400 0"]);
  assert.deepEqual(linesIn([[{ day: 5, value: 0 }], []], 400, 100), ["M200 100 L200 100", ""]);
  const svg = linesPicture({ ...frame, actual, planned, names: ["jest", "plan"], ticks: ["6", "1 stycznia", "31 grudnia"] });
  assertWellFormed(svg);
  assert.ok(svg.includes('d="M0 240 L720 0"'));
});

test("a funnel of nothing is a picture all the same", () => {
  assertWellFormed(barsPicture({ ...frame, bars: [{ name: "złożone", count: 0, shown: "0" }] }));
});

test("the map has sixteen tiles inside its frame", () => {
  const svg = mapPicture({ ...frame, tiles: tiles.map(([code, column, row], at) => ({ name: code, shown: String(at), column, row, shade: at % 5 })) });
  const [width] = number(svg, /<svg [^>]*width="(\d+)"/g);

  assertWellFormed(svg);
  assert.equal([...svg.matchAll(/stroke="#71827f"/g)].length, 16);
  assert.ok(number(svg, /<rect x="(\d+)"[^>]*stroke="#71827f"/g).every((x) => x + 172 + 24 <= width));
});

test("months show every count that is not zero", () => {
  const svg = monthsPicture({ ...frame, names: ["opublikowane", "wdrożone", "w mocy"], months: [
    { month: "2026-10", counts: [3, 1, 0] }, { month: "2026-11", counts: [7, 2, 1] }] });

  assertWellFormed(svg);
  for (const shown of [3, 1, 7, 2]) assert.ok(svg.includes(`>${shown}</text>`));
  for (const month of ["2026-10", "2026-11"]) assert.ok(svg.includes(month));
});

test("the tree keeps the order of generations, and forty of them", () => {
  const chain = Array.from({ length: 40 }, (_, at) => ({ id: `n${at}`, parentId: at ? `n${at - 1}` : "", name: `Gmina ${at}`, note: "wdrożone" }));
  const svg = treePicture({ ...frame, root: "Pierwowzór", nodes: [...chain, { id: "b", parentId: "n0", name: "Boczna", note: "" }, { id: "x", parentId: "nikt", name: "Sierota", note: "" }] });
  const [height] = number(svg, /<svg [^>]*height="(\d+)"/g);

  assertWellFormed(svg);
  const order = [...svg.matchAll(/>(Gmina \d+|Boczna|Sierota)</g)].map(([, name]) => name);
  assert.deepEqual(order, [...chain.map(({ name }) => name), "Boczna"]);
  assert.ok(number(svg, /<text [^>]*y="(\d+)"/g).every((y) => y < height));
});
