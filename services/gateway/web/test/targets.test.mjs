// An indicator's numbers as people read and type them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readIndicator } from "../src/pages/targets/readIndicator";
import { askedOn, partOfWay, plannedOn, shownProgress, shownValue, trendOf } from "../src/pages/targets/values";

const count = { shareOf: "INDICATOR_MEASURE_UNSPECIFIED" };
const share = { shareOf: "MEASURE_TESTED" };

test("values are written in their unit", () => {
  assert.equal(shownValue(count, "500", "pl"), "5");
  assert.equal(shownValue(count, "1250050", "pl"), "12\u00a0500,50");
  assert.equal(shownValue(share, "2308", "pl"), "23,08\u00a0%");
  assert.equal(shownValue(share, "2500", "en"), "25%");
  assert.equal(shownProgress(9999, "pl"), "99\u00a0%"); // not yet
  assert.equal(shownProgress(12050, "en"), "120%");
});

test("the way to the target is between nothing and all of it", () => {
  assert.equal(partOfWay({ baseline: "200", target: "1000" }, "600"), 0.5);
  assert.equal(partOfWay({ baseline: "200", target: "1000" }, "0"), 0);
  assert.equal(partOfWay({ baseline: "0", target: "1000" }, "9000"), 1);
});

test("what is planned for a day is what the API expects on it", () => {
  const text = { ...count, baseline: "200", target: "3000", startsOn: "2026-01-01", dueOn: "2028-12-31", milestones: [{ dueOn: "2027-12-31", value: "600" }] };

  assert.equal(plannedOn(text, "2025-12-31"), 200);
  assert.equal(plannedOn(text, "2027-12-31"), 600);
  assert.equal(Math.floor(plannedOn(text, "2028-06-30")), 1793);
  assert.equal(plannedOn(text, "2029-06-30"), 3000);
  assert.equal(askedOn({ ...text, measure: "MEASURE_ADOPTIONS" }, "2028-06-30"), "1700");
  assert.equal(askedOn({ ...text, measure: "MEASURE_ENTERED" }, "2028-06-30"), "1793");
  assert.equal(plannedOn({ ...text, ...share }, "2026-01-01"), 3000);
});

test("the trend is told when there are three months to tell it of", () => {
  const points = [{ on: "2026-05-31", value: "100" }, { on: "2026-08-28", value: "400" }, { on: "2026-08-31", value: "500" }, { on: "2026-11-27", value: "700" }];

  assert.equal(trendOf({ points, asOf: "2026-11-27" }), 300n);
  assert.equal(trendOf({ points: points.slice(2), asOf: "2026-11-27" }), null);
  assert.equal(trendOf({ points: [], asOf: "" }), null);
});

test("what was typed becomes the contract's text, or says which number is none", () => {
  const typed = { measure: "MEASURE_ADOPTIONS", namePl: " Wdrożenia ", kind: "RESULT_INDICATOR", target: "1 250,5", startsOn: "2026-01-01", dueOn: "2028-12-31",
    "milestone-value-2": "10", "milestone-dueOn-2": "2027-01-01", isPublic: "on" };
  const value = (name) => typed[name] ?? "";

  assert.deepEqual(readIndicator(value, 3), {
    name: { pl: "Wdrożenia", en: "" }, kind: "RESULT_INDICATOR", measure: "MEASURE_ADOPTIONS", applicantType: "APPLICANT_TYPE_UNSPECIFIED", region: "",
    shareOf: "INDICATOR_MEASURE_UNSPECIFIED", baseline: "0", target: "125050", startsOn: "2026-01-01", dueOn: "2028-12-31",
    milestones: [{ dueOn: "2027-01-01", value: "1000" }], isPublic: true,
  });
  typed.target = "dużo";
  typed["milestone-value-2"] = "x";
  assert.throws(() => readIndicator(value, 3), ({ fields }) => fields.map(({ field }) => field).join() === "target,milestone-value-2");
});
