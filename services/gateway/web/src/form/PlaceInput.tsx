/* A place by its name, or by its code for whoever has it. */
import { useState } from "preact/hooks";
import type { FormField } from "../api/shapes";
import { useScoped } from "../language/scoped";
import { Combobox } from "../parts/Combobox";
import { useResource } from "../parts/resource";
import { apply } from "../texts/apply";
import { isMisread } from "./values";
import { findPlaces, loadPlaces, placeLabel, placeOf, type Place } from "./places";

interface Props {
  field: FormField;
  value: string;
  error: string | undefined;
  describedBy: string | undefined;
  onChange: (value: string) => void;
}

export function PlaceInput({ field, value, error, describedBy, onChange }: Props) {
  const { place: words } = useScoped(apply);
  const loaded = useResource("places", loadPlaces);
  const places: readonly Place[] = loaded.state === "ready" ? loaded.data : [];
  const [typed, setTyped] = useState<string | null>(null);
  const [left, setLeft] = useState(false);
  const unknown = left && !error && isMisread(field, value);
  const chosen = placeOf(value, places);
  const exact = chosen?.code === value;
  const text = typed ?? (chosen && exact ? placeLabel(chosen) : value);

  return (
    <>
      {unknown && <p class="error" id={`${field.key}-error`} role="alert">{words.unknown}</p>}
      <Combobox id={field.key} text={text} invalid={Boolean(error) || unknown} onLeave={() => setLeft(true)}
        describedBy={[describedBy, unknown && `${field.key}-error`].filter(Boolean).join(" ") || undefined} listLabel={words.list} said={words.said}
        suggestions={typed === null ? [] : findPlaces(typed, places).map((place) => ({ value: place.code, label: placeLabel(place) }))}
        onType={(next) => {
          setTyped(next);
          setLeft(false);
          onChange(next);
        }}
        onChoose={({ value: code }) => {
          setTyped(null);
          onChange(code);
        }} />
      {chosen && (!exact || typed !== null) && <p class="quiet" lang="pl">{placeLabel(chosen)}</p>}
    </>
  );
}

/** A code to read: with the name of its place. */
export function PlaceText({ code }: { code: string }) {
  const loaded = useResource("places", loadPlaces);
  const place = loaded.state === "ready" ? placeOf(code, loaded.data) : undefined;

  return <span lang="pl">{place ? `${placeLabel(place)}${place.code === code ? "" : ` (${code})`}` : code}</span>;
}
