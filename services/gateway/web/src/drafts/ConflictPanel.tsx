/* Two versions side by side, value by value; the person chooses, and both can be kept of a text. */
import { useEffect, useRef, useState } from "preact/hooks";
import { useScoped } from "../language/scoped";
import { writing } from "../texts/writing";
import type { Conflict, Values } from "./merge";
import type { Autosave } from "./useAutosave";

type Choice = "mine" | "theirs" | "both";

interface Props<V extends Values> {
  saver: Autosave<V>;
  labelOf: (key: string) => string;
  show: (key: string, value: unknown) => string;
  /** One value out of both, where that makes sense; undefined where it does not. */
  join: (key: string, mine: unknown, theirs: unknown) => unknown;
}

function Version({ name, title, text, value, choice, onChoose }:
  { name: string; title: string; text: string; value: Choice; choice: Choice; onChoose: (choice: Choice) => void }) {
  const texts = useScoped(writing);

  return (
    <div class="version">
      <div class="choice">
        <input type="radio" id={`${name}-${value}`} name={name} checked={choice === value}
          onChange={() => onChoose(value)} />
        <label for={`${name}-${value}`}>{title}</label>
      </div>
      <p class="quoted" lang="pl">{text || texts.nothing}</p>
    </div>
  );
}

function Question<V extends Values>({ conflict, choice, onChoose, labelOf, show, join }:
  Omit<Props<V>, "saver"> & { conflict: Conflict; choice: Choice; onChoose: (choice: Choice) => void }) {
  const texts = useScoped(writing);
  const { key, mine, theirs } = conflict;
  const name = `conflict-${key}`;

  return (
    <fieldset class="field">
      <legend>{labelOf(key)}</legend>
      <div class="versions">
        <Version name={name} title={texts.mine} text={show(key, mine)} value="mine" {...{ choice, onChoose }} />
        <Version name={name} title={texts.theirs} text={show(key, theirs)} value="theirs" {...{ choice, onChoose }} />
      </div>
      {join(key, mine, theirs) !== undefined && (
        <div class="choice">
          <input type="radio" id={`${name}-both`} name={name} checked={choice === "both"}
            onChange={() => onChoose("both")} />
          <label for={`${name}-both`}>{texts.both}</label>
        </div>
      )}
    </fieldset>
  );
}

export function ConflictPanel<V extends Values>({ saver, ...props }: Props<V>) {
  const texts = useScoped(writing);
  const [choices, setChoices] = useState<Record<string, Choice>>({});
  const box = useRef<HTMLElement>(null);
  const conflicts = saver.state.kind === "conflict" ? saver.state.conflicts : [];
  const there = conflicts.length > 0;

  useEffect(() => {
    if (there) box.current?.focus();
  }, [there]);
  if (!there) return null;
  const settle = (event: SubmitEvent) => {
    event.preventDefault();
    const chosen = conflicts.map(({ key, mine, theirs }) => {
      const choice = choices[key] ?? "mine";
      return [key, choice === "both" ? props.join(key, mine, theirs) : choice === "mine" ? mine : theirs] as const;
    });
    void saver.resolve(Object.fromEntries(chosen) as Partial<V>);
  };
  return (
    <section class="errors conflict" tabIndex={-1} ref={box} aria-labelledby="conflict-title">
      <h2 id="conflict-title">{texts.conflictTitle}</h2>
      <p>{texts.conflictLead}</p>
      <form onSubmit={settle}>
        {conflicts.map((conflict) => (
          <Question key={conflict.key} conflict={conflict} {...props} choice={choices[conflict.key] ?? "mine"}
            onChoose={(choice) => setChoices({ ...choices, [conflict.key]: choice })} />
        ))}
        <button class="button" type="submit">{texts.conflictSubmit}</button>
      </form>
    </section>
  );
}
