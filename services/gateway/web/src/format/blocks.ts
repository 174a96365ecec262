/* Plain text as people type it: empty lines part paragraphs, and lines that begin with "-" or a
 * number make a list. */

export interface Block {
  kind: "text" | "bullets" | "numbers";
  lines: string[];
}

const bullet = /^[-–•*]\s+/;
const number = /^\d{1,3}[.)]\s+/;

function kindOf(line: string): Block["kind"] {
  if (bullet.test(line)) return "bullets";
  return number.test(line) ? "numbers" : "text";
}

const markers: Record<Block["kind"], RegExp | string> = { text: "", bullets: bullet, numbers: number };

/* One item makes no list: "1. First this. 2. Then that." on one line stays as it was typed. */
function finished({ kind, lines }: Block): Block {
  if (lines.length === 1) return { kind: "text", lines };
  return { kind, lines: lines.map((line) => line.replace(markers[kind], "")) };
}

export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let parted = true;

  for (const line of text.split(/\r?\n/).map((each) => each.trim())) {
    const kind = kindOf(line);
    const last = blocks.at(-1);
    if (line !== "" && !parted && last?.kind === kind) last.lines.push(line);
    else if (line !== "") blocks.push({ kind, lines: [line] });
    parted = line === "";
  }
  return blocks.map(finished);
}
