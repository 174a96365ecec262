// Mails that are kept as files are read as libcurl writes them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readMail } from "../src/pages/admin/mail";

const mail = [
  "X-Envelope-To: anna@mail.example",
  "From: =?UTF-8?B?V8WCxIVjem5paw==?= <wlacznik@localhost>",
  "To: =?UTF-8?B?xbthbmV0YSDEhndpZWs=?= <anna@mail.example>",
  "Subject: =?UTF-8?B?UHJ6eWrEmWxpxZtteSBUd29qZSB6Z8WCb3N6ZW5pZSB4?=",
  " =?UTF-8?B?eQ==?=",
  "Content-Type: multipart/alternative; boundary=------------------------abc",
  "",
  "--------------------------abc",
  "Content-Type: text/plain; charset=utf-8",
  "Content-Transfer-Encoding: quoted-printable",
  "",
  "Dzie=C5=84 dobry,",
  "",
  "to jest d=C5=82uga =",
  "linia. 2 + 2 =3D 4",
  "--------------------------abc",
  "Content-Type: text/html; charset=utf-8",
  "Content-Transfer-Encoding: quoted-printable",
  "",
  "<p>nie to</p>",
  "--------------------------abc--",
  "",
].join("\r\n");

test("a letter's head and text are read", () => {
  const { to, subject, text } = readMail(mail);
  assert.equal(to, "Żaneta Ćwiek <anna@mail.example>");
  assert.equal(subject, "Przyjęliśmy Twoje zgłoszenie xy");
  assert.equal(text.replaceAll("\r", ""), "Dzień dobry,\n\nto jest długa linia. 2 + 2 = 4");
});

test("what is no letter of ours is still shown", () => {
  assert.deepEqual(readMail("Subject: plain\n\nbody"), { to: "", subject: "plain", text: "body" });
  assert.deepEqual(readMail(""), { to: "", subject: "", text: "" });
});
