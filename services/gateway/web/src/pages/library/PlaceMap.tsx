import { useState } from "preact/hooks";
import type { Impact } from "../../api/shapes";
import { formatCount } from "../../format/numbers";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { PictureFiles } from "../../parts/PictureFiles";
import { Table } from "../../parts/Table";
import { library } from "../../texts/library";
import { shadeOf, tiles, type Places } from "./places";

type PlaceCount = Impact["places"][number];

interface Props {
  counts: readonly PlaceCount[];
  places: Places;
}

interface TilesProps extends Props {
  chosen: string;
  onChoose: (code: string) => void;
}

const placeOf = (code: string) => tiles.find(([each]) => each === code);

/* Buttons, so that a keyboard reaches each; the number stands in it, so that no colour is needed. */
function Tiles({ counts, places, chosen, onChoose }: TilesProps) {
  const { language } = useLanguage();
  const { impact } = useScoped(library);
  const countOf = (code: string) => counts.find(({ place }) => place === code)?.adoptions ?? 0;
  const most = Math.max(...tiles.map(([code]) => countOf(code)), 0);
  const inOrder = [...tiles].sort((a, b) => a[2] - b[2] || a[1] - b[1]);

  return (
    <div class="tiles" role="group" aria-label={impact.mapPicture}>
      {inOrder.map(([code]) => (
        <button key={code} type="button" class={`tile shade-${shadeOf(countOf(code), most)}`} aria-pressed={chosen === code}
          onClick={() => onChoose(chosen === code ? "" : code)}>
          <span lang="pl">{places.nameOf(code)}</span> <strong>{formatCount(countOf(code), language)}</strong>
        </button>
      ))}
    </div>
  );
}

function MapFiles({ counts, places }: Props) {
  const { language } = useLanguage();
  const { impact } = useScoped(library);
  const countOf = (code: string) => counts.find(({ place }) => place === code)?.adoptions ?? 0;
  const most = Math.max(...tiles.map(([code]) => countOf(code)), 0);

  return (
    <PictureFiles file="wlacznik-map" title={impact.map} draw={(pictures, frame) => pictures.mapPicture({
      ...frame, tiles: tiles.map(([code, column, row]) => ({
        name: places.nameOf(code), shown: formatCount(countOf(code), language), column, row, shade: shadeOf(countOf(code), most) })) })} />
  );
}

function PlaceTable({ caption, rows, places }: { caption: string; rows: readonly PlaceCount[]; places: Places }) {
  const { language } = useLanguage();
  const { impact } = useScoped(library);

  return (
    <Table file="wlacznik-places" caption={caption} rows={rows} keyOf={(row) => row.place} columns={[
      { title: impact.place, header: true, value: (row) => <span lang="pl">{places.nameOf(row.place)}</span> },
      { title: impact.adoptions, numeric: true, value: (row) => formatCount(row.adoptions, language) },
      { title: impact.innovations, numeric: true, value: (row) => formatCount(row.innovations, language) },
    ]} />
  );
}

/** Adoptions by voivodeship and, of the chosen one, by county. Counties are known of those that want it. */
export function PlaceMap({ counts, places }: Props) {
  const { impact } = useScoped(library);
  const [chosen, setChosen] = useState("");
  const whole = counts.filter(({ place }) => placeOf(place));
  const inside = counts.filter(({ place }) => place.length > 2 && place.startsWith(chosen));

  return (
    <section aria-labelledby="map">
      <h2 id="map">{impact.map}</h2>
      {whole.length === 0 ? <p>{impact.noPlaces}</p> : (
        <>
          <p>{impact.mapHelp}</p>
          <div class="beside">
            <div>
              <Tiles counts={counts} places={places} chosen={chosen} onChoose={setChosen} />
              <MapFiles counts={counts} places={places} />
            </div>
            <div aria-live="polite">
              {chosen === "" ? <PlaceTable caption={impact.mapTable} rows={whole} places={places} />
                : inside.length === 0 ? <p>{impact.countiesNone}</p>
                : <PlaceTable caption={impact.counties(places.nameOf(chosen))} rows={inside} places={places} />}
              {chosen !== "" && (
                <button class="button plain" type="button" onClick={() => setChosen("")}>{impact.allPlaces}</button>
              )}
            </div>
          </div>
        </>
      )}
    </section>
  );
}
