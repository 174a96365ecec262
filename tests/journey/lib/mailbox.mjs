// The messages that deploy/mail-sink keeps as files.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { mail } from "./settings.mjs";

const PATIENCE = 20_000;

function decoded(message) {
  const [head, ...rest] = message.split(/\r?\n\r?\n/);
  const body = rest.join("\n\n");
  const encoding = /^content-transfer-encoding:\s*(\S+)/im.exec(message)?.[1]?.toLowerCase();

  if (encoding === "base64") return Buffer.from(body.replaceAll(/\s/g, ""), "base64").toString("utf8");
  if (encoding !== "quoted-printable") return head + body;
  return body.replaceAll(/=\r?\n/g, "").replaceAll(/=([0-9A-F]{2})/gi, (_, code) =>
    String.fromCharCode(parseInt(code, 16)));
}

async function messagesTo(email) {
  const names = (await readdir(mail)).filter((name) => name.endsWith(".eml"));
  const texts = await Promise.all(names.map((name) => readFile(join(mail, name), "utf8")));
  return texts.filter((text) => text.includes(`X-Envelope-To: ${email}`));
}

/** The first of the pattern in a message to an address, once it is there. */
export async function linkTo(email, pattern) {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await wait(200))
    for (const message of await messagesTo(email)) {
      const link = pattern.exec(decoded(message));
      if (link) return link[0];
    }
  return assert.fail(`no message with ${pattern} to ${email} within ${PATIENCE / 1000} s`);
}

/** The path of the link that confirms an address. */
export const confirmationLink = (email) => linkTo(email, /\/confirm#token=[\w%.~-]+/);
