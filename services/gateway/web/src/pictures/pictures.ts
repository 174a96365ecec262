/* The pictures of the public pages: funnels, the map of tiles, months, the tree of adoptions. Pure. */
import { linesIn, type LinePoint } from "./lines";
import { box, colours, line, svgOf, text, textWithNote, widthOf } from "./draw";

interface Frame {
  title: string;
  source: string;
}

export interface Bar {
  name: string;
  count: number;
  /** The number as it is written. */
  shown: string;
}

/** A funnel: a bar for each step, as long as its share of the largest. */
export function barsPicture({ bars, ...frame }: Frame & { bars: readonly Bar[] }): string {
  const WIDTH = 720, STEP = 54;
  const most = Math.max(...bars.map(({ count }) => count), 1);
  const body = bars.map(({ name, count, shown }, at) => [
    text(0, at * STEP + 16, `${shown}  ${name}`),
    box(0, at * STEP + 24, WIDTH, 18, colours.track),
    box(0, at * STEP + 24, (WIDTH * count) / most, 18, colours.fill),
  ].join("\n")).join("\n");

  return svgOf({ ...frame, width: WIDTH, height: bars.length * STEP, body });
}

const PAPER = "#ffffff";

export interface TargetBar {
  name: string;
  shown: string;
  /** How much of the way to the target is done, and how much should be today: 0 to 1. */
  part: number;
  expected: number;
}

/** A bar for each target, with a mark where it should be. */
export function targetsPicture({ bars, legend, ...frame }: Frame & { bars: readonly TargetBar[]; legend: readonly [string, string] }): string {
  const WIDTH = 720, STEP = 58, MARK = 4;
  const body = bars.map(({ name, shown, part, expected }, at) => [
    text(0, at * STEP + 16, `${shown}  ${name}`),
    box(0, at * STEP + 26, WIDTH, 18, colours.track),
    box(0, at * STEP + 26, WIDTH * part, 18, colours.fill),
    box((WIDTH - MARK) * expected - 2, at * STEP + 22, MARK + 4, 26, PAPER, 0),
    box((WIDTH - MARK) * expected, at * STEP + 22, MARK, 26, colours.ink, 0),
  ].join("\n"));
  const below = bars.length * STEP, second = widthOf(legend[0], 14) + 44;
  const key = [box(0, below + 8, 14, 14, colours.fill, 2), text(22, below + 20, legend[0], { size: 14 }),
    box(second + 5, below + 4, MARK, 22, colours.ink, 0), text(second + 22, below + 20, legend[1], { size: 14 })];
  const width = Math.max(WIDTH, second + 22 + widthOf(legend[1], 14), ...bars.map(({ name, shown }) => widthOf(`${shown}  ${name}`, 15)));

  return svgOf({ ...frame, width, height: below + 30, body: [...body, ...key].join("\n") });
}

/** What there was (solid) and what was planned (dashed), over time. */
export function linesPicture({ actual, planned, names, ticks, ...frame }: Frame & {
  actual: readonly LinePoint[]; planned: readonly LinePoint[]; names: readonly [string, string];
  /** The largest value as it is written, the first and the last day. */
  ticks: readonly [string, string, string];
}): string {
  const WIDTH = 720, HIGH = 240;
  const path = linesIn([actual, planned], WIDTH, HIGH);
  const second = widthOf(names[0], 14) + 56;
  const body = [
    text(0, 12, ticks[0], { size: 13, colour: colours.quiet }),
    `<g transform="translate(0 20)">`, line(0, HIGH, WIDTH, HIGH),
    `<path d="${path[1]}" fill="none" stroke="${colours.quiet}" stroke-width="2" stroke-dasharray="7 5"/>`,
    `<path d="${path[0]}" fill="none" stroke="${colours.fill}" stroke-width="3" stroke-linecap="round"/>`, `</g>`,
    text(0, HIGH + 40, ticks[1], { size: 13, colour: colours.quiet }),
    text(WIDTH, HIGH + 40, ticks[2], { size: 13, colour: colours.quiet, anchor: "end" }),
    box(0, HIGH + 62, 26, 4, colours.fill, 0), text(34, HIGH + 69, names[0], { size: 14 }),
    box(second, HIGH + 62, 10, 3, colours.quiet, 0), box(second + 16, HIGH + 62, 10, 3, colours.quiet, 0),
    text(second + 34, HIGH + 69, names[1], { size: 14 }),
  ];

  return svgOf({ ...frame, width: Math.max(WIDTH, second + 34 + widthOf(names[1], 14)), height: HIGH + 76, body: body.join("\n") });
}

export interface MapTile {
  name: string;
  shown: string;
  column: number;
  row: number;
  /** 0 to 4: how dark. */
  shade: number;
}

const shades = ["#ffffff", "#dfeeea", "#a0c4be", "#0b635d", "#074743"];

/** Poland in tiles, one a voivodeship. */
export function mapPicture({ tiles, ...frame }: Frame & { tiles: readonly MapTile[] }): string {
  const WIDE = 172, HIGH = 78, GAP = 8;
  const left = Math.min(...tiles.map(({ column }) => column)), top = Math.min(...tiles.map(({ row }) => row));
  const right = Math.max(...tiles.map(({ column }) => column)), bottom = Math.max(...tiles.map(({ row }) => row));
  const body = tiles.map(({ name, shown, column, row, shade }) => {
    const x = (column - left) * (WIDE + GAP), y = (row - top) * (HIGH + GAP);
    const ink = shade >= 3 ? "#ffffff" : colours.ink;
    return [
      `<rect x="${x}" y="${y}" width="${WIDE}" height="${HIGH}" rx="6" fill="${shades[shade] ?? shades[0]}" stroke="#71827f"/>`,
      text(x + 10, y + 24, name, { size: 14, colour: ink }),
      text(x + 10, y + 60, shown, { size: 22, bold: true, colour: ink }),
    ].join("\n");
  }).join("\n");

  return svgOf({ ...frame, width: (right - left + 1) * (WIDE + GAP) - GAP, height: (bottom - top + 1) * (HIGH + GAP) - GAP, body });
}

export interface MonthBars {
  month: string;
  counts: readonly number[];
}

const series = [colours.fill, colours.second, colours.third];

/** Months side by side, each with a bar a series; the names of the series stand below. */
export function monthsPicture({ months, names, ...frame }: Frame & { months: readonly MonthBars[]; names: readonly string[] }): string {
  const HIGH = 240, STEP = 64, BAR = 16;
  const most = Math.max(...months.flatMap(({ counts }) => counts), 1);
  const width = Math.max(months.length * STEP, 400);
  const bars = months.flatMap(({ month, counts }, at) => [
    ...counts.map((count, place) => {
      const height = (HIGH * count) / most, x = at * STEP + 4 + place * (BAR + 2), y = 20 + HIGH - height;
      return box(x, y, BAR, height, series[place] ?? colours.quiet, 2) + (count > 0 ? text(x + BAR / 2, y - 5, String(count), { size: 12, anchor: "middle" }) : "");
    }),
    text(at * STEP + 4, HIGH + 40, month, { size: 13, colour: colours.quiet }),
  ]);
  const legend = names.map((name, place) => {
    const x = names.slice(0, place).reduce((sum, each) => sum + widthOf(each, 14) + 44, 0);
    return box(x, HIGH + 60, 14, 14, series[place] ?? colours.quiet, 2) + text(x + 22, HIGH + 72, name, { size: 14 });
  });
  const legendWidth = names.reduce((sum, each) => sum + widthOf(each, 14) + 44, 0);

  return svgOf({ ...frame, width: Math.max(width, legendWidth), height: HIGH + 84, body: [line(0, HIGH + 21, width, HIGH + 21), ...bars, ...legend].join("\n") });
}

export interface TreeNode {
  id: string;
  /** "" below the root. */
  parentId: string;
  name: string;
  note: string;
}

interface Row {
  node: TreeNode;
  depth: number;
  parentRow: number;
}

/* Depth first, without recursion. What hangs on nothing known is left out, as on the page. */
function rowsOf(nodes: readonly TreeNode[]): Row[] {
  const rows: Row[] = [];
  const open = [{ id: "", depth: 0, row: -1, next: 0 }];

  for (let top = open.at(-1); top; top = open.at(-1)) {
    const id = top.id;
    const child = nodes.filter(({ parentId }) => parentId === id)[top.next++];
    if (!child) {
      open.pop();
      continue;
    }
    rows.push({ node: child, depth: top.depth + 1, parentRow: top.row });
    open.push({ id: child.id, depth: top.depth + 1, row: rows.length - 1, next: 0 });
  }
  return rows;
}

/** Who took it over from whom: the root, and each adoption below the one that it came from. */
export function treePicture({ root, nodes, ...frame }: Frame & { root: string; nodes: readonly TreeNode[] }): string {
  const STEP = 34, INDENT = 28;
  const rows = rowsOf(nodes);
  const yOf = (row: number) => (row + 1) * STEP + 20;
  const body = rows.map(({ node, depth, parentRow }, at) => {
    const x = depth * INDENT, left = (depth - 1) * INDENT + 6;
    return line(left, yOf(parentRow) + 6, left, yOf(at) - 5) + line(left, yOf(at) - 5, x - 6, yOf(at) - 5)
      + textWithNote(x, yOf(at), node.name, node.note);
  });
  const width = Math.max(widthOf(root, 16), ...rows.map(({ node, depth }) => depth * INDENT + widthOf(node.name, 15) + 10 + widthOf(node.note, 13)));

  return svgOf({ ...frame, width, height: yOf(rows.length - 1) + 8, body: [text(0, yOf(-1), root, { size: 16, bold: true }), ...body].join("\n") });
}
