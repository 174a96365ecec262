import type { Impact } from "../../api/shapes";
import { formatCount } from "../../format/numbers";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { PictureFiles } from "../../parts/PictureFiles";
import { Table } from "../../parts/Table";
import { library } from "../../texts/library";

type Month = Impact["months"][number];

const HIGH = 120;
const WIDE = 30;
/* The table has all of them; so many fit a picture. */
const SHOWN = 24;

function Bars({ months }: { months: readonly Month[] }) {
  const { impact } = useScoped(library);
  const most = Math.max(...months.flatMap(({ published, adopted, inForce }) => [published, adopted, inForce]), 1);
  const bar = (count: number, place: number, look: string, at: number) => {
    const height = (HIGH * count) / most;
    return <rect class={look} x={at * WIDE + 3 + place * 8} y={HIGH - height} width="7" height={height} />;
  };

  return (
    <div>
      <svg class="months" viewBox={`0 0 ${Math.max(months.length, 6) * WIDE} ${HIGH + 2}`} preserveAspectRatio="xMinYMax meet" role="img"
        aria-label={impact.timePicture}>
        <line class="ground" x1="0" y1={HIGH + 1} x2={Math.max(months.length, 6) * WIDE} y2={HIGH + 1} />
        {months.map((month, at) => (
          <g key={month.month}>
            {bar(month.published, 0, "month-published", at)}
            {bar(month.adopted, 1, "month-adopted", at)}
            {bar(month.inForce, 2, "month-in-force", at)}
          </g>
        ))}
      </svg>
      <ul class="legend">
        <li><span class="swatch month-published" aria-hidden="true" /> {impact.published}</li>
        <li><span class="swatch month-adopted" aria-hidden="true" /> {impact.adopted}</li>
        <li><span class="swatch month-in-force" aria-hidden="true" /> {impact.inForce}</li>
      </ul>
      <PictureFiles file="wlacznik-months" title={impact.timeTable} draw={(pictures, frame) => pictures.monthsPicture({
        ...frame, names: [impact.published, impact.adopted, impact.inForce],
        months: months.map(({ month, published, adopted, inForce }) => ({ month, counts: [published, adopted, inForce] })) })} />
    </div>
  );
}

export function Months({ months }: { months: readonly Month[] }) {
  const { language } = useLanguage();
  const { impact } = useScoped(library);

  return (
    <section aria-labelledby="time">
      <h2 id="time">{impact.time}</h2>
      {months.length === 0 ? <p>{impact.noMonths}</p> : (
        <div class="beside">
          <Bars months={months.slice(-SHOWN)} />
          <Table file="wlacznik-months" caption={impact.timeTable} rows={[...months].reverse()} keyOf={(row) => row.month} columns={[
            { title: impact.month, header: true, value: (row) => row.month },
            { title: impact.published, numeric: true, value: (row) => formatCount(row.published, language) },
            { title: impact.adopted, numeric: true, value: (row) => formatCount(row.adopted, language) },
            { title: impact.inForce, numeric: true, value: (row) => formatCount(row.inForce, language) },
          ]} />
        </div>
      )}
    </section>
  );
}
