// What five answers say together about the house.
import assert from "node:assert/strict";
import { test } from "node:test";
import { delaysOf, needsAttention } from "../src/pages/admin/backlog";
import { millisecondsOf, silenceOf } from "../src/pages/admin/sites";

const quiet = { at: "2026-11-27T10:00:00Z", streams: [], taken: [], unplaced: 0, unplacedSince: undefined, timers: [], deadEvents: 0, sources: [] };

test("one is behind by what the other has said and it has not taken, region by region", () => {
  const intake = { ...quiet, streams: [{ region: "30", sequence: "120" }, { region: "32", sequence: "7" }, { region: "pl", sequence: "3" }] };
  const evaluation = { ...quiet, sources: ["intake", "gateway"], taken: [
    { source: "intake", region: "30", sequence: "100" }, { source: "intake", region: "pl", sequence: "4" },
    { source: "gateway", region: "32", sequence: "7" }] };

  assert.deepEqual(delaysOf(evaluation, new Map([["intake", intake], ["evaluation", evaluation]])), [
    { source: "intake", events: 27 }, { source: "gateway", events: null }]);
});

test("attention is for what does not move by itself", () => {
  assert.equal(needsAttention(quiet), false);
  assert.equal(needsAttention({ ...quiet, deadEvents: 1 }), true);
  assert.equal(needsAttention({ ...quiet, unplaced: 5, unplacedSince: "2026-11-27T09:59:30Z" }), false);
  assert.equal(needsAttention({ ...quiet, unplaced: 5, unplacedSince: "2026-11-27T09:58:30Z" }), true);
  assert.equal(needsAttention({ ...quiet, timers: [{ kind: "x", count: 1, since: "2026-11-27T09:57:00Z" }] }), false);
  assert.equal(needsAttention({ ...quiet, timers: [{ kind: "x", count: 1, since: "2026-11-27T09:54:00Z" }] }), true);
});

test("a site's silence and clock are said for people", () => {
  assert.equal(silenceOf({ contactAt: undefined }, 0), null);
  assert.equal(silenceOf({ contactAt: "1970-01-01T00:00:01Z" }, 61_000), 60_000);
  assert.equal(millisecondsOf({ clockDifference: "12300", roundTrip: "4000" }, "pl"), "+12,3\u00a0ms ± 2");
  assert.equal(millisecondsOf({ clockDifference: "-1500", roundTrip: "0" }, "en"), "-1.5\u00a0ms ± 0");
});
