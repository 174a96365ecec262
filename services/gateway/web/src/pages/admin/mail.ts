/* What stands in a mail as it is kept in a file: enough of RFC 5322, 2045 and 2047 for mails of our own. */

export interface ReadMail {
  to: string;
  subject: string;
  /** The plain text part. */
  text: string;
}

function headers(head: string): Map<string, string> {
  const lines = head.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/);
  return new Map(lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  }));
}

const utf8 = (bytes: Iterable<number>) => new TextDecoder().decode(Uint8Array.from(bytes));

function words(text: string): string {
  return text.replace(/\?=\s+=\?/g, "?==?")
    .replace(/(=\?UTF-8\?B\?[^?]*\?=)+/gi, (run) => {
      const parts = [...run.matchAll(/=\?UTF-8\?B\?([^?]*)\?=/gi)].map(([, coded]) => atob(coded ?? ""));
      return utf8([...parts.join("")].map((letter) => letter.charCodeAt(0)));
    });
}

function quotedPrintable(text: string): string {
  const joined = text.replace(/=\r?\n/g, "");
  const bytes: number[] = [];
  for (let at = 0; at < joined.length; at++) {
    const coded = joined[at] === "=" ? parseInt(joined.slice(at + 1, at + 3), 16) : NaN;
    bytes.push(Number.isNaN(coded) ? joined.charCodeAt(at) & 0xff : coded);
    if (!Number.isNaN(coded)) at += 2;
  }
  return utf8(bytes);
}

function plainPart(mail: string): string {
  const [head = "", ...rest] = mail.split(/\r?\n\r?\n/);
  const boundary = /boundary="?([^";\s]+)"?/i.exec(headers(head).get("content-type") ?? "")?.[1];
  const body = rest.join("\n\n");
  const part = boundary === undefined ? mail
    : body.split(`--${boundary}`).find((each) => /^\s*content-type:\s*text\/plain/im.test(each.split(/\r?\n\r?\n/)[0] ?? "")) ?? "";
  const [partHead = "", ...partBody] = part.trimStart().split(/\r?\n\r?\n/);
  const text = partBody.join("\n\n");
  return /quoted-printable/i.test(headers(partHead).get("content-transfer-encoding") ?? "") ? quotedPrintable(text) : text;
}

/** `head` alone gives an empty text. */
export function readMail(mail: string): ReadMail {
  const found = headers(mail.split(/\r?\n\r?\n/)[0] ?? "");
  return {
    to: words(found.get("to") ?? ""),
    subject: words(found.get("subject") ?? ""),
    text: plainPart(mail).trim(),
  };
}
