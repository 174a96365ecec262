/* Pictures that leave the page: SVG documents of their own, drawn from the numbers, so that they look alike in a
 * report, a presentation and in print, whatever scheme the page is in. Pure. */

export interface Drawing {
  title: string;
  /** Where the numbers are from and of what day. */
  source: string;
  width: number;
  height: number;
  /** SVG elements; the texts in them are escaped. */
  body: string;
}

const INK = "#15252a", QUIET = "#4b5c61", PAPER = "#ffffff";
/* The page's own typeface is a file of the page; these are on the reader's machine. */
const FACE = "'Atkinson Hyperlegible', Verdana, 'DejaVu Sans', sans-serif";
const MARGIN = 24, TITLE = 52, SOURCE = 36;

export const colours = { ink: INK, quiet: QUIET, line: "#d6ddd9", fill: "#0b635d", track: "#dfeeea", second: "#f2b632", third: "#1f4468" } as const;

export function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")
    // Not allowed in XML at all.
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
}

/** Generous, so that no text is cut whichever of the faces there is. */
export function widthOf(text: string, size: number): number {
  return Math.ceil([...text].length * size * 0.62);
}

interface TextOptions {
  size?: number;
  bold?: boolean;
  anchor?: "start" | "middle" | "end";
  colour?: string;
}

export function text(x: number, y: number, content: string, { size = 15, bold = false, anchor = "start", colour = INK }: TextOptions = {}): string {
  return `<text x="${x}" y="${y}" font-size="${size}"${bold ? ' font-weight="700"' : ""} text-anchor="${anchor}" fill="${colour}">${escapeText(content)}</text>`;
}

/** A text and, right behind it, a quieter one. */
export function textWithNote(x: number, y: number, content: string, note: string): string {
  return `<text x="${x}" y="${y}" font-size="15" fill="${INK}">${escapeText(content)}<tspan dx="10" font-size="13" fill="${QUIET}">${escapeText(note)}</tspan></text>`;
}

export function box(x: number, y: number, width: number, height: number, fill: string, radius = 4): string {
  return `<rect x="${x}" y="${y}" width="${Math.max(0, width)}" height="${height}" rx="${radius}" fill="${fill}"/>`;
}

export function line(x1: number, y1: number, x2: number, y2: number): string {
  return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${colours.line}" stroke-width="2"/>`;
}

/** The document: the drawing with its title above and its source below. */
export function svgOf({ title, source, width, height, body }: Drawing): string {
  const wide = Math.max(width, widthOf(title, 22), widthOf(source, 13)) + 2 * MARGIN;
  const high = height + TITLE + SOURCE + MARGIN;

  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${high}" viewBox="0 0 ${wide} ${high}" role="img" font-family="${FACE}">
<title>${escapeText(title)}</title>
<desc>${escapeText(source)}</desc>
${box(0, 0, wide, high, PAPER, 0)}
${text(MARGIN, MARGIN + 16, title, { size: 22, bold: true })}
<g transform="translate(${MARGIN} ${TITLE + 8})">
${body}
</g>
${text(MARGIN, high - 16, source, { size: 13, colour: QUIET })}
</svg>
`;
}
