// A file on its way in parts, whatever happens on it; places by their names; what a correction opens.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "../src/api/problem";
import { openFields } from "../src/form/correction";
import { findPlaces, placeLabel, placeOf } from "../src/form/places";
import { awaitCheck, PART, sendFile } from "../src/form/upload";
import { formatSize } from "../src/format/numbers";
import { nextDateOf } from "../src/pages/apply/way";

const SIZE = PART * 2 + 100;
const file = new Blob([new Uint8Array(SIZE)]);

/* A house that keeps one file; `faults` are thrown instead of an answer, `lost` keep the part and lose the answer. */
function house(faults = []) {
  const state = { id: "f", state: "UPLOADING", size: String(SIZE), received: "0", puts: [], pauses: [] };
  const view = () => ({ id: "f", state: state.state, size: state.size, received: state.received });
  return {
    state,
    start: view(),
    wire: {
      put: async (_, offset, part) => {
        const fault = faults.shift();
        if (fault instanceof Problem) throw fault;
        if (String(offset) !== state.received) throw new Problem(409, "other-offset", "");
        state.puts.push([offset, part.size]);
        state.received = String(offset + part.size);
        if (state.received === state.size) state.state = "CHECKING";
        if (fault === "lost") throw new Problem(0, "no-answer", "");
        return view();
      },
      get: async () => {
        const fault = faults[0] === "deaf" ? faults.shift() : null;
        if (fault) throw new Problem(503, "unavailable", "");
        return view();
      },
      pause: async (milliseconds) => { state.pauses.push(milliseconds); },
    },
  };
}

const whole = [[0, PART], [PART, PART], [2 * PART, 100]];
const send = ({ start, wire }, tell = () => {}, wanted = () => true) => sendFile(file, start, wire, tell, wanted);

test("a file goes in parts of the largest size, the last one smaller", async () => {
  const kept = house();
  const told = [];
  const done = await send(kept, ({ attachment }) => told.push(Number(attachment.received)));
  assert.deepEqual(kept.state.puts, whole);
  assert.deepEqual(told, [PART, 2 * PART, SIZE]);
  assert.equal(done.state, "CHECKING");
});

test("a broken line costs one part, and nothing is sent twice", async () => {
  const kept = house([new Problem(0, "no-answer", ""), "lost", "deaf", new Problem(503, "unavailable", "")]);
  const waits = [];
  await send(kept, ({ waiting }) => waiting && waits.push(waiting.status));
  assert.deepEqual(kept.state.puts, whole);
  assert.deepEqual(waits, [0, 0, 503]);
});

test("what is there already is asked for, and the rest goes on from there", async () => {
  const kept = house();
  kept.state.received = String(PART);
  await send(kept);
  assert.deepEqual(kept.state.puts, whole.slice(1));
});

test("what does not come back by itself is said", async () => {
  for (const status of [401, 403, 404])
    await assert.rejects(send(house([new Problem(status, "", "")])), (problem) => problem.status === status);
  let parts = 0;
  const kept = house();
  await send(kept, () => parts++, () => parts < 1);
  assert.deepEqual(kept.state.puts, whole.slice(0, 1), "a file that was taken out stops");
});

test("the check is waited for, more and more patiently", async () => {
  const kept = house(["deaf"]);
  kept.state.state = "CHECKING";
  const { wire } = kept;
  setTimeout(() => { kept.state.state = "READY"; }, 0);
  const pause = wire.pause;
  wire.pause = async (milliseconds) => {
    await pause(milliseconds);
    await new Promise((resolve) => setTimeout(resolve, 1));
  };
  const done = await awaitCheck({ id: "f", state: "CHECKING" }, wire, () => true);
  assert.equal(done.state, "READY");
  assert.deepEqual(kept.state.pauses.slice(0, 2), [300, 700]);
});

test("sizes are said as people say them", () => {
  assert.deepEqual(["0", "999", "1500", "10000000", "250000000"].map((size) => formatSize(size, "pl").replace("\u00a0", " ")),
    ["0 B", "999 B", "1,5 kB", "10 MB", "250 MB"]);
});

const places = [{ code: "30", name: "wielkopolskie" }, { code: "3021", name: "poznański" }, { code: "3064", name: "Poznań" },
  { code: "1061", name: "Łódź" }, { code: "1006", name: "łódzki wschodni" }];

test("places are found without Polish letters, and a commune lies in its county", () => {
  const found = (text) => findPlaces(text, places).map(({ code }) => code);
  assert.deepEqual(found("pozn"), ["3021", "3064"]);
  assert.deepEqual(found("LODZ"), ["1061", "1006"]);
  assert.deepEqual(found("30"), []);
  assert.deepEqual(found(" "), []);
  assert.equal(placeLabel(places[1]), "powiat poznański, wielkopolskie");
  assert.equal(placeLabel(places[2]), "Poznań, wielkopolskie");
  assert.equal(placeLabel(places[0]), "województwo wielkopolskie");
  assert.equal(placeOf("3021072", places).code, "3021");
  assert.equal(placeOf("9999999", places), undefined);
});

test("a correction opens what was named and what an answer to it may bring up", () => {
  const on = (field) => ({ any: false, list: [{ field, test: "ANSWERED" }] });
  const sections = [
    { key: "1", fields: [{ key: "a" }, { key: "b", visibleIf: on("a") }, { key: "c", visibleIf: on("b") }, { key: "d" }] },
    { key: "2", visibleIf: on("c"), fields: [{ key: "e" }] },
    { key: "3", fields: [{ key: "f", visibleIf: on("d") }] }];
  assert.deepEqual([...openFields(sections, ["a"])], ["a", "b", "c", "e"]);
});

test("the next date is the one that must not be missed", () => {
  const definition = { submitFrom: "2026-12-01T00:00:00Z", submitUntil: "2026-12-31T23:00:00Z", stages: [{ key: "idea" }] };
  const next = (application, now) => nextDateOf({ stage: "idea", ...application }, definition, Date.parse(now))?.what;
  assert.equal(next({ state: "DRAFT" }, "2026-11-30T00:00:00Z"), "opens");
  assert.equal(next({ state: "DRAFT" }, "2026-12-02T00:00:00Z"), "submit");
  assert.equal(next({ state: "DRAFT" }, "2027-01-02T00:00:00Z"), undefined);
  assert.equal(next({ state: "IN_CORRECTION", correction: { due: "2027-01-05T23:00:00Z" } }, "2027-01-02T00:00:00Z"), "correct");
  assert.equal(next({ state: "SUBMITTED" }, "2026-12-02T00:00:00Z"), undefined);
});
