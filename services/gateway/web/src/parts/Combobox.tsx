/* A text with suggestions, as ARIA's combobox pattern has it: arrows choose, Enter takes, Escape closes, and
 * what was typed by hand stays what it is. */
import { useEffect, useState, type Dispatch, type StateUpdater } from "preact/hooks";

export interface Suggestion {
  value: string;
  label: string;
}

interface Props {
  id: string;
  /** What stands in the field. */
  text: string;
  suggestions: readonly Suggestion[];
  describedBy: string | undefined;
  invalid: boolean;
  listLabel: string;
  /** Said when the list changes: "5 suggestions". */
  said: (count: number) => string;
  onType: (text: string) => void;
  onChoose: (suggestion: Suggestion) => void;
  onLeave: () => void;
}

function step(at: number, by: number, count: number): number {
  if (count === 0) return -1;
  return at < 0 ? (by > 0 ? 0 : count - 1) : (at + by + count) % count;
}

export function Combobox({ id, text, suggestions, describedBy, invalid, listLabel, said, onType, onChoose, onLeave }: Props) {
  const [open, setOpen] = useState(false);
  const [active, setActive]: [number, Dispatch<StateUpdater<number>>] = useState(-1);
  const list = `${id}-list`;
  const shown = open && suggestions.length > 0;
  const take = (suggestion: Suggestion) => {
    onChoose(suggestion);
    setOpen(false);
    setActive(-1);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setOpen(true);
      setActive(step(active, event.key === "ArrowDown" ? 1 : -1, suggestions.length));
    } else if (event.key === "Enter" && shown && suggestions[active]) {
      event.preventDefault();
      take(suggestions[active]);
    } else if (event.key === "Escape" && shown) {
      event.preventDefault();
      setOpen(false);
      setActive(-1);
    }
  };

  useEffect(() => {
    if (shown && active >= 0) document.getElementById(`${list}-${active}`)?.scrollIntoView({ block: "nearest" });
  }, [active, shown]);
  return (
    <div class="combobox">
      <input id={id} name={id} value={text} autocomplete="off" role="combobox" aria-expanded={shown} aria-controls={list}
        aria-autocomplete="list" aria-activedescendant={shown && active >= 0 ? `${list}-${active}` : undefined}
        aria-describedby={describedBy} aria-invalid={invalid ? true : undefined}
        onInput={(event) => {
          onType(event.currentTarget.value);
          setOpen(true);
          setActive(-1);
        }}
        onKeyDown={press} onBlur={() => {
          setOpen(false);
          onLeave();
        }} />
      <ul id={list} role="listbox" aria-label={listLabel} hidden={!shown}>
        {shown && suggestions.map((suggestion, index) => (
          <li key={suggestion.value} id={`${list}-${index}`} role="option" aria-selected={index === active} lang="pl"
            onMouseDown={(event) => {
              event.preventDefault();
              take(suggestion);
            }}>
            {suggestion.label}
          </li>
        ))}
      </ul>
      <span class="unseen" role="status">{open && text ? said(suggestions.length) : ""}</span>
    </div>
  );
}
