/* How the entries of a thing look: labels above, what is wrong beside, rows as small groups. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ConditionTest, FormField, LocalText } from "../api/shapes";
import type { Row } from "../form/rows";
import { useLanguage } from "../language/context";
import { useScoped } from "../language/scoped";
import { localText } from "../parts/Local";
import { editor } from "../texts/editor";
import { APPLICANT, testsOf, type TypedCondition, type TypedConditions } from "./conditions";
import { idOf, type Entry, type EntryColumn, type Option, type Window } from "./entries";

interface Props {
  entry: Entry;
  value: unknown;
  error: string | undefined;
  onChange: (value: unknown) => void;
}

function describedBy(id: string, help: unknown, error: unknown): string | undefined {
  return [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
}

interface FrameProps extends Pick<Props, "entry" | "error"> {
  id: string;
  group?: boolean;
  children: ComponentChildren;
}

function Frame({ entry: { label, help }, error, id, group, children }: FrameProps) {
  const notes = (
    <>
      {help && <p class="quiet" id={`${id}-help`}>{help}</p>}
      {error && <p class="error" id={`${id}-error`}>{error}</p>}
    </>
  );
  const look = error ? "field wrong" : "field";

  if (group)
    return (
      <fieldset class={look} id={id} tabIndex={-1} aria-describedby={describedBy(id, help, error)}>
        <legend>{label}</legend>
        {notes}
        {children}
      </fieldset>
    );
  return <div class={look}><label for={id}>{label}</label>{notes}{children}</div>;
}

/* ---- one control ---- */

function Line({ entry, value, error, onChange }: Props) {
  const { language } = useLanguage();
  const { unit } = useScoped(editor);
  const id = idOf(entry.key);
  const number = entry.kind !== "line" && entry.kind !== "slugs" && entry.kind !== "text";
  const input = (
    <input id={id} name={id} value={String(value ?? "")} autocomplete="off" class={number ? "narrow" : undefined}
      inputMode={!number ? undefined : entry.kind === "money" || entry.kind === "points" ? "decimal" : "numeric"}
      aria-describedby={describedBy(id, entry.help, error)} aria-invalid={error ? true : undefined}
      onInput={(event) => onChange(event.currentTarget.value)} />
  );
  const sign = entry.kind === "money" ? (language === "pl" ? "zł" : "PLN") : entry.kind === "points" ? unit.points
    : entry.kind === "megabytes" ? "MB" : "";

  return (
    <Frame {...{ entry, error, id }}>
      {sign ? <div class="with-unit">{input}<span aria-hidden="true">{sign}</span></div> : input}
    </Frame>
  );
}

function Local({ entry, value, error, onChange }: Props) {
  const words = useScoped(editor);
  const id = idOf(entry.key);
  const text = value as LocalText;
  const control = (language: "pl" | "en") => {
    const attributes = {
      id: `${id}-${language}`, name: `${id}-${language}`, value: text[language], lang: language, autocomplete: "off",
      "aria-describedby": error && `${id}-error`, "aria-invalid": error ? true as const : undefined,
      onInput: (event: { currentTarget: { value: string } }) => onChange({ ...text, [language]: event.currentTarget.value }),
    };
    return (
      <div class="language-pair">
        <label for={`${id}-${language}`}>{words.inLanguage[language]}</label>
        {entry.kind === "longLocal" ? <textarea rows={3} {...attributes} /> : <input {...attributes} />}
      </div>
    );
  };

  return <Frame {...{ entry, error, id }} group>{control("pl")}{control("en")}</Frame>;
}

function Check({ entry, value, error, onChange }: Props) {
  const id = idOf(entry.key);

  return (
    <div class={error ? "field wrong" : "field"}>
      {error && <p class="error" id={`${id}-error`}>{error}</p>}
      <div class="choice">
        <input type="checkbox" id={id} name={id} checked={value === true}
          aria-describedby={describedBy(id, entry.help, error)} onChange={(event) => onChange(event.currentTarget.checked)} />
        <label for={id}>{entry.label}</label>
      </div>
      {entry.help && <p class="quiet under-choice" id={`${id}-help`}>{entry.help}</p>}
    </div>
  );
}

function Select({ entry, value, error, onChange }: Props) {
  const id = idOf(entry.key);

  return (
    <Frame {...{ entry, error, id }}>
      <select id={id} name={id} value={String(value)} aria-describedby={describedBy(id, entry.help, error)}
        aria-invalid={error ? true : undefined} onChange={(event) => onChange(event.currentTarget.value)}>
        {"options" in entry && entry.options.map(([key, label]) => <option key={key} value={key}>{label}</option>)}
      </select>
    </Frame>
  );
}

function Choices({ entry, value, error, onChange }: Props) {
  const id = idOf(entry.key);
  const options = "options" in entry ? entry.options : [];
  const chosen = (Array.isArray(value) ? value : [value]) as readonly string[];
  const several = entry.kind === "checks";
  const toggle = (key: string, on: boolean) => onChange(!several ? key
    : options.map(([each]) => each).filter((each) => each === key ? on : chosen.includes(each)));

  return (
    <Frame {...{ entry, error, id }} group>
      {options.map(([key, label]) => (
        <div class="choice" key={key}>
          <input type={several ? "checkbox" : "radio"} id={`${id}-${key}`} name={id} checked={chosen.includes(key)}
            onChange={(event) => toggle(key, event.currentTarget.checked)} />
          <label for={`${id}-${key}`}>{label}</label>
        </div>
      ))}
    </Frame>
  );
}

/* ---- the instants of a call ---- */

interface InstantProps {
  id: string;
  legend: string;
  help: string;
  value: string;
  onChange: (value: string) => void;
}

export function InstantInput({ id, legend, help, value, onChange }: InstantProps) {
  const { dates } = useScoped(editor);
  const [day = "", clock = ""] = value.split("T");

  return (
    <fieldset class="field" id={id} tabIndex={-1} aria-describedby={`${id}-help`}>
      <legend>{legend}</legend>
      <p class="quiet" id={`${id}-help`}>{help}</p>
      <div class="instant">
        <div>
          <label for={`${id}-day`}>{dates.day}</label>
          <input type="date" id={`${id}-day`} value={day} onInput={(event) => onChange(`${event.currentTarget.value}T${clock}`)} />
        </div>
        <div>
          <label for={`${id}-clock`}>{dates.clock}</label>
          <input type="time" id={`${id}-clock`} step={1} value={clock} onInput={(event) => onChange(`${day}T${event.currentTarget.value}`)} />
        </div>
      </div>
    </fieldset>
  );
}

function WindowInputs({ entry, value, error, onChange }: Props) {
  const { dates } = useScoped(editor);
  const window = value as Window;
  const names = ["fillFrom", "submitFrom", "submitUntil"] as const;

  return (
    <Frame {...{ entry, error }} id={idOf(entry.key)} group>
      {names.map((name) => (
        <InstantInput key={name} id={name} legend={dates[name]} help={dates.help[name]} value={window[name]}
          onChange={(next) => onChange({ ...window, [name]: next })} />
      ))}
    </Frame>
  );
}

/* ---- rows ---- */

interface CellProps {
  id: string;
  column: EntryColumn;
  value: string;
  onChange: (value: string) => void;
}

function CellControl({ id, column, value, onChange }: CellProps) {
  switch (column.kind) {
    case "check":
      return (
        <div class="choice">
          <input type="checkbox" id={id} checked={value === "yes"} onChange={(event) => onChange(event.currentTarget.checked ? "yes" : "")} />
          <label for={id}>{column.label}</label>
        </div>
      );
    case "select":
      return (
        <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
          {column.options?.map(([key, label]) => <option key={key} value={key}>{label}</option>)}
        </select>
      );
    case "long": case "choices":
      return <textarea id={id} rows={2} value={value} onInput={(event) => onChange(event.currentTarget.value)} />;
    default:
      return (
        <input id={id} value={value} autocomplete="off" class={column.kind === "text" ? undefined : "narrow"}
          inputMode={column.kind === "text" ? undefined : column.kind === "whole" ? "numeric" : "decimal"}
          onInput={(event) => onChange(event.currentTarget.value)} />
      );
  }
}

function Cell(props: CellProps) {
  return (
    <div class="field">
      {props.column.kind !== "check" && <label for={props.id}>{props.column.label}</label>}
      <CellControl {...props} />
    </div>
  );
}

function swap<T>(list: readonly T[], a: number, b: number): T[] {
  return list.map((item, index) => index === a ? list[b] ?? item : index === b ? list[a] ?? item : item);
}

interface ListProps<T> {
  id: string;
  items: readonly T[];
  nameOf: (number: number) => string;
  add: string;
  fresh: () => T;
  onChange: (items: T[]) => void;
  /** Where the focus goes in a new item. */
  firstId: (index: number) => string;
  children: (item: T, index: number, set: (item: T) => void) => ComponentChildren;
}

/** Items that can be added, taken out and moved with the keyboard alone. */
export function ItemList<T>({ id, items, nameOf, add, fresh, onChange, firstId, children }: ListProps<T>) {
  const { rows } = useScoped(editor);
  const [focus, setFocus] = useState("");
  const [said, setSaid] = useState("");
  const act = (next: T[], where: string, what: string) => {
    onChange(next);
    setFocus(where);
    setSaid(what);
  };

  useEffect(() => {
    if (focus) document.getElementById(focus)?.focus();
    setFocus("");
  }, [items, focus]);
  return (
    <>
      {items.map((item, index) => (
        <fieldset class="member" key={index}>
          <legend>{nameOf(index + 1)}</legend>
          <div class="cells">
            {children(item, index, (next) => onChange(items.map((each, at) => at === index ? next : each)))}
          </div>
          <div class="row-acts">
            <button class="button plain small" type="button" id={`${id}-up-${index}`} disabled={index === 0}
              onClick={() => act(swap(items, index, index - 1), index > 1 ? `${id}-up-${index - 1}` : `${id}-down-0`, rows.moved(index))}>
              {rows.up}<span class="unseen">: {nameOf(index + 1)}</span>
            </button>
            <button class="button plain small" type="button" id={`${id}-down-${index}`} disabled={index === items.length - 1}
              onClick={() => act(swap(items, index, index + 1),
                index + 2 < items.length ? `${id}-down-${index + 1}` : `${id}-up-${index + 1}`, rows.moved(index + 2))}>
              {rows.down}<span class="unseen">: {nameOf(index + 1)}</span>
            </button>
            <button class="button plain small" type="button"
              onClick={() => act(items.filter((_, at) => at !== index), `${id}-add`, rows.removed)}>
              {rows.remove}<span class="unseen">: {nameOf(index + 1)}</span>
            </button>
          </div>
        </fieldset>
      ))}
      <button class="button plain" type="button" id={`${id}-add`} onClick={() => act([...items, fresh()], firstId(items.length), "")}>{add}</button>
      <span class="unseen" role="status">{said}</span>
    </>
  );
}

function Rows({ entry, value, error, onChange }: Props) {
  const id = idOf(entry.key);
  const rows = value as Row[];
  if (entry.kind !== "rows") return null;
  const cellId = (index: number, column: EntryColumn) => `${id}-${index}-${idOf(column.key)}`;
  const first = entry.columns[0];
  const fresh = (): Row => Object.fromEntries(entry.columns.map((column) => [column.key, column.options?.[0]?.[0] ?? ""]));

  return (
    <Frame {...{ entry, error, id }} group>
      <ItemList<Row> id={id} items={rows} nameOf={entry.item} add={entry.add} onChange={onChange} fresh={fresh}
        firstId={(index) => first ? cellId(index, first) : id}>
        {(row, index, set) => entry.columns.filter((column) => column.shownIf?.(row) ?? true).map((column) => (
          <Cell key={column.key} id={cellId(index, column)} column={column} value={row[column.key] ?? ""}
            onChange={(next) => set({ ...row, [column.key]: next })} />
        ))}
      </ItemList>
    </Frame>
  );
}

/* ---- conditions ---- */

function optionsOf(field: FormField | undefined, yes: string, name: (text: LocalText | undefined) => string): Option[] {
  if (field?.kind === "DECLARATION" || field?.kind === "CONSENT") return [["yes", yes]];
  return field?.choices.map(({ key, label }) => [key, name(label)] as const) ?? [];
}

function ConditionInputs({ id, value, earlier, onChange }:
  { id: string; value: TypedCondition; earlier: readonly FormField[]; onChange: (value: TypedCondition) => void }) {
  const { language, texts } = useLanguage();
  const { conditions: words } = useScoped(editor);
  const field = earlier.find(({ key }) => key === value.of);
  const tests = testsOf(field);
  const name = (text: LocalText | undefined) => localText(text, language);
  const choices = optionsOf(field, words.yes, name);
  const ask = (of: string) => {
    const next = earlier.find(({ key }) => key === of);
    const allowed = testsOf(next);
    const test = allowed.includes(value.test) ? value.test : allowed.includes("CHOSEN") ? "CHOSEN" : allowed[0] ?? "ANSWERED";
    onChange({ ...value, of, test, choice: optionsOf(next, words.yes, name)[0]?.[0] ?? "" });
  };

  return (
    <>
      <div class="field">
        <label for={`${id}-of`}>{words.of}</label>
        <select id={`${id}-of`} value={value.of} onChange={(event) => ask(event.currentTarget.value)}>
          <option value={APPLICANT}>{words.applicant}</option>
          {earlier.map(({ key, label }) => <option key={key} value={key}>{name(label)}</option>)}
        </select>
      </div>
      {field && (
        <div class="field">
          <label for={`${id}-test`}>{words.testLabel}</label>
          <select id={`${id}-test`} value={value.test}
            onChange={(event) => onChange({ ...value, test: event.currentTarget.value as ConditionTest })}>
            {tests.map((test) => <option key={test} value={test}>{words.test[test]}</option>)}
          </select>
        </div>
      )}
      {(value.test === "CHOSEN" || value.test === "NOT_CHOSEN") && (
        <div class="field">
          <label for={`${id}-choice`}>{words.choice}</label>
          <select id={`${id}-choice`} value={value.choice} onChange={(event) => onChange({ ...value, choice: event.currentTarget.value })}>
            {choices.map(([key, label]) => <option key={key} value={key}>{label}</option>)}
          </select>
        </div>
      )}
      {(value.test === "AT_LEAST" || value.test === "AT_MOST") && (
        <div class="field">
          <label for={`${id}-number`}>{words.number}</label>
          <input id={`${id}-number`} class="narrow" inputMode="decimal" autocomplete="off" value={value.number}
            onInput={(event) => onChange({ ...value, number: event.currentTarget.value })} />
        </div>
      )}
      {!field && (["PERSON", "INFORMAL_GROUP", "NGO", "FIRM", "PUBLIC_BODY"] as const).map((type) => (
        <div class="choice" key={type}>
          <input type="checkbox" id={`${id}-${type}`} checked={value.types.includes(type)}
            onChange={(event) => onChange({ ...value, types: event.currentTarget.checked
              ? [...value.types, type] : value.types.filter((each) => each !== type) })} />
          <label for={`${id}-${type}`}>{texts.call.applicant[type]}</label>
        </div>
      ))}
    </>
  );
}

function ConditionList({ entry, value, error, onChange }: Props) {
  const { conditions: words } = useScoped(editor);
  const id = idOf(entry.key);
  const typed = value as TypedConditions;
  if (entry.kind !== "conditions") return null;
  const fresh = (): TypedCondition => ({ of: APPLICANT, test: "APPLICANT_IS", choice: "", number: "", types: [] });

  return (
    <Frame {...{ entry, error, id }} group>
      {typed.list.length > 1 && (["all", "any"] as const).map((which) => (
        <div class="choice" key={which}>
          <input type="radio" id={`${id}-${which}`} name={id} checked={typed.any === (which === "any")}
            onChange={() => onChange({ ...typed, any: which === "any" })} />
          <label for={`${id}-${which}`}>{words[which]}</label>
        </div>
      ))}
      <ItemList<TypedCondition> id={id} items={typed.list} nameOf={words.item} add={words.add} fresh={fresh}
        onChange={(list) => onChange({ ...typed, list })} firstId={(index) => `${id}-${index}-of`}>
        {(condition, index, set) => (
          <ConditionInputs id={`${id}-${index}`} value={condition} earlier={entry.earlier} onChange={set} />
        )}
      </ItemList>
    </Frame>
  );
}

export function EntryInput(props: Props) {
  switch (props.entry.kind) {
    case "local": case "longLocal": return <Local {...props} />;
    case "check": case "presence": return <Check {...props} />;
    case "select": return <Select {...props} />;
    case "radios": case "checks": return <Choices {...props} />;
    case "window": return <WindowInputs {...props} />;
    case "rows": return <Rows {...props} />;
    case "conditions": return <ConditionList {...props} />;
    default: return <Line {...props} />;
  }
}
