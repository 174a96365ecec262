import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf } from "../src/api/client";
import { problemOf } from "../src/api/problem";
import { matchPath, safeReturn } from "../src/router/path";
import { isRehearsed } from "../src/router/rehearsed";

test("paths match whole, with and without a last slash", () => {
  assert.deepEqual(matchPath("/", "/"), {});
  assert.deepEqual(matchPath("/calls/:id", "/calls/42"), { id: "42" });
  assert.deepEqual(matchPath("/calls/:id", "/calls/42/"), { id: "42" });
  assert.deepEqual(matchPath("/calls/:id/results", "/calls/a%20b/results"), { id: "a b" });
  assert.deepEqual(matchPath("/calls/:id", "/calls/%zz"), { id: "%zz" });
  for (const path of ["/", "/calls", "/calls/", "/calls/42/results"])
    assert.equal(matchPath("/calls/:id", path), null);
});

test("signing in returns only to our own pages", () => {
  assert.equal(safeReturn("/catalogue?q=dom"), "/catalogue?q=dom");
  assert.equal(safeReturn("/applications/1/people#token=a"), "/applications/1/people#token=a");
  for (const foreign of [null, "", "//evil.example", "/\\evil.example", "https://evil.example", "me", "/\t/evil.example", "\t//evil.example",
    "/.//evil.example", "/calls/..//evil.example", "//[", "javascript:alert(1)"])
    assert.equal(safeReturn(foreign), "/me");
});

test("addresses carry their parameters encoded and leave out empty ones", () => {
  assert.equal(addressOf("/v1/calls/{callId}", { path: { callId: "a/b" } }), "/v1/calls/a%2Fb");
  assert.equal(addressOf("/v1/catalogue", { query: { query: "żak & co", cursor: "", limit: 20 } }),
    "/v1/catalogue?query=%C5%BCak+%26+co&limit=20");
});

test("a problem is read with its fields; anything else counts as empty", () => {
  const problem = problemOf(400, {
    type: "/problems/invalid-fields", title: "Błędne żądanie", detail: "Niektóre pola…", instance: "t1",
    errors: [{ field: "email", code: "bad-email", detail: "To nie jest adres." }],
  });
  assert.equal(problem.reason, "invalid-fields");
  assert.equal(problem.trace, "t1");
  assert.deepEqual(problem.fields, [{ field: "email", code: "bad-email", detail: "To nie jest adres." }]);
  assert.deepEqual([problemOf(502, undefined).detail, problemOf(502, "<html>").reason], ["", ""]);
});

test("an address says whether what it names is only rehearsed", () => {
  const real = "01910000-0000-7000-8000-0000000000ca", rehearsed = "01910000-0000-8000-8000-0000000000ca";
  for (const path of [`/office/calls/${rehearsed}`, `/cards/${rehearsed}/agreement`, `/office/calls/${rehearsed}/mailings/${real}`])
    assert.equal(isRehearsed(path), true, path);
  for (const path of ["/", `/office/calls/${real}`, `/cards/${real}/agreement`, "/catalogue/lawka-87893a", `/catalogue/x${rehearsed}`])
    assert.equal(isRehearsed(path), false, path);
});
