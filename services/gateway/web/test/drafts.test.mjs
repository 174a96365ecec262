import assert from "node:assert/strict";
import { test } from "node:test";
import { Problem } from "../src/api/problem";
import { Autosaver, beginWith } from "../src/drafts/autosave";
import { merge } from "../src/drafts/merge";

test("what only one changed is taken; what both changed is asked, and mine stays", () => {
  const base = { a: "1", b: "1", c: "1", d: "1" };
  const { values, conflicts } = merge(base, { ...base, a: "mine", c: "mine", d: "same" },
    { ...base, b: "theirs", c: "theirs", d: "same" });
  assert.deepEqual(values, { a: "mine", b: "theirs", c: "mine", d: "same" });
  assert.deepEqual(conflicts, [{ key: "c", mine: "mine", theirs: "theirs" }]);
});

test("lists are compared by what is in them, and a value that is not there is empty", () => {
  assert.deepEqual(merge({ a: ["x"] }, { a: ["x"] }, {}).values, { a: undefined });
  assert.deepEqual(merge({}, { a: ["x"] }, { a: ["x"] }).conflicts, []);
});

/* An API of one draft that keeps versions as the real one does. */
function remoteWith(values, { refuse = () => null } = {}) {
  const api = { values, version: 1, saves: 0, refuse };
  api.plain = (each) => each;
  api.held = (each) => Object.keys(each).filter((key) => each[key] === "?");
  api.keyOf = (field) => field.replace("answers.", "");
  api.load = async () => ({ values: api.values, version: String(api.version) });
  api.save = async (next, version) => {
    api.saves++;
    const problem = api.refuse(next);
    if (problem) throw problem;
    if (String(api.version) !== version) throw new Problem(409, "newer-version", "");
    api.values = next;
    api.version++;
    return { version: String(api.version), at: undefined };
  };
  return api;
}

function saverOf(api, kept) {
  const shelf = { kept: undefined };
  shelf.keep = async (each) => { shelf.kept = each; };
  shelf.forget = async () => { shelf.kept = undefined; };
  const { start, conflicts } = beginWith({ values: api.values, version: String(api.version) }, kept, api.plain);
  const saver = new Autosaver(start, api, shelf, conflicts);
  return { saver, shelf };
}

test("what is typed while a save is on its way is saved after it", async () => {
  const api = remoteWith({ a: "" });
  const { saver, shelf } = saverOf(api);
  saver.change({ a: "one" });
  const saved = saver.flush();
  saver.change({ a: "one two" });
  assert.equal(await saved, true);
  assert.deepEqual(api.values, { a: "one two" });
  assert.equal(saver.snapshot().state.kind, "saved");
  assert.equal(shelf.kept, undefined);
  saver.stop();
});

test("a value that is refused is kept here, all others are saved, and mending it goes on", async () => {
  const tooLong = new Problem(400, "invalid", "", [{ field: "answers.a", code: "too-long", detail: "shorter" }]);
  const api = remoteWith({ a: "", b: "" }, { refuse: (next) => next.a.length > 3 ? tooLong : null });
  const { saver, shelf } = saverOf(api);
  saver.change({ a: "long", b: "new" });
  assert.equal(await saver.flush(), false);
  assert.deepEqual(api.values, { a: "", b: "new" });
  assert.equal(saver.snapshot().refusals.a.detail, "shorter");
  assert.equal(shelf.kept.mine.a, "long");
  saver.change({ a: "ok" });
  assert.equal(await saver.flush(), true);
  assert.deepEqual(api.values, { a: "ok", b: "new" });
  saver.stop();
});

test("a value that cannot be sent yet stays here, all others are saved", async () => {
  const api = remoteWith({ a: "", b: "" });
  const { saver, shelf } = saverOf(api);
  saver.change({ a: "?", b: "new" });
  assert.equal(await saver.flush(), false);
  assert.deepEqual(api.values, { a: "", b: "new" });
  assert.equal(shelf.kept.mine.a, "?");
  saver.change({ a: "said" });
  assert.equal(await saver.flush(), true);
  saver.stop();
});

test("a newer version is merged in silence, or asked about and then saved", async () => {
  const api = remoteWith({ a: "", b: "" });
  const { saver } = saverOf(api);
  await api.save({ a: "", b: "theirs" }, "1");
  saver.change({ a: "mine" });
  assert.equal(await saver.flush(), true);
  assert.deepEqual(api.values, { a: "mine", b: "theirs" });
  await api.save({ a: "theirs", b: "theirs" }, "3");
  saver.change({ a: "mine again" });
  assert.equal(await saver.flush(), false);
  assert.deepEqual(saver.snapshot().state, { kind: "conflict",
    conflicts: [{ key: "a", mine: "mine again", theirs: "theirs" }] });
  assert.equal(api.values.a, "theirs", "nothing is overwritten before it is answered");
  assert.equal(await saver.resolve({ a: "both" }), true);
  assert.equal(api.values.a, "both");
  saver.stop();
});

for (const [status, kind] of [[0, "waiting"], [503, "waiting"], [401, "signed-out"], [403, "refused"]])
  test(`after ${status} the text is on the shelf and the state is ${kind}`, async () => {
    const api = remoteWith({ a: "" }, { refuse: () => new Problem(status, "", "") });
    const { saver, shelf } = saverOf(api);
    saver.change({ a: "precious" });
    assert.equal(await saver.flush(), false);
    assert.equal(saver.snapshot().state.kind, kind);
    assert.deepEqual(shelf.kept, { base: { a: "" }, mine: { a: "precious" }, version: "1" });
    saver.stop();
  });

test("what was on the shelf meets what the API has by now", async () => {
  const kept = { base: { a: "", b: "", c: "" }, mine: { a: "mine", b: "", c: "mine" }, version: "1" };
  const api = remoteWith({ a: "", b: "theirs", c: "theirs" });
  const { saver } = saverOf(api, kept);
  const { state, values } = saver.snapshot();
  assert.deepEqual(values, { a: "mine", b: "theirs", c: "mine" });
  assert.deepEqual(state, { kind: "conflict", conflicts: [{ key: "c", mine: "mine", theirs: "theirs" }] });
  saver.stop();
});
