/* Row by row more of them are on; the last to come has the colour of the sun. */
const rows = ["..o..", ".oo..", "oo.o.", "ooo.n"];
const WIDE = 64;
const HIGH = 48;
const looks: Record<string, string> = { ".": "off", "o": "on", "n": "new" };

function Switch({ sign, column, row }: { sign: string; column: number; row: number }) {
  const left = column * WIDE;
  const top = row * HIGH;

  return (
    <>
      <rect class={looks[sign]} x={left} y={top} width="56" height="32" rx="16" />
      <circle class="knob" cx={left + (sign === "." ? 16 : 40)} cy={top + 16} r="11" />
    </>
  );
}

/** The front page's picture. Decoration. */
export function Board() {
  return (
    <svg class="board" viewBox={`0 0 ${5 * WIDE - 8} ${rows.length * HIGH - 16}`} aria-hidden="true" focusable="false">
      {rows.map((signs, row) => [...signs].map((sign, column) =>
        <Switch key={`${row}-${column}`} sign={sign} column={column} row={row} />))}
    </svg>
  );
}
