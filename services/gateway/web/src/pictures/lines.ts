/* Lines over time, on the page and in files. Pure. */

export interface LinePoint {
  /** Days since 1970. */
  day: number;
  value: number;
}

/** A path of SVG for each series, all on one scale that begins at zero. */
export function linesIn(series: readonly (readonly LinePoint[])[], width: number, height: number): string[] {
  const all = series.flat();
  const [first, last] = [Math.min(...all.map(({ day }) => day)), Math.max(...all.map(({ day }) => day))];
  const most = Math.max(...all.map(({ value }) => value), 1);
  const x = (day: number) => last === first ? width / 2 : (width * (day - first)) / (last - first);
  const y = (value: number) => height - (height * value) / most;
  const round = (number: number) => Math.round(number * 10) / 10;

  /* One point is drawn as a line to itself: a dot, with round ends. */
  return series.map((points) => (points.length === 1 ? [...points, ...points] : points).map(({ day, value }, at) => `${at === 0 ? "M" : "L"}${round(x(day))} ${round(y(value))}`).join(" "));
}
