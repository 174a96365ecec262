/* One question of a form, whatever its kind: its label, its help, what is wrong, and where to answer. */
import type { ComponentChildren, InputHTMLAttributes } from "preact";
import type { CallDefinition, Choice, FormField } from "../api/shapes";
import { useLanguage } from "../language/context";
import { useScoped } from "../language/scoped";
import { fieldLimits, textLimit } from "../pages/call/fieldLimits";
import { Local, localLanguage, localText } from "../parts/Local";
import { apply } from "../texts/apply";
import { writing } from "../texts/writing";
import { FileInput } from "./Files";
import { PlaceInput } from "./PlaceInput";
import { RowsEditor } from "./RowsEditor";
import { hasRows } from "./rows";
import { countCharacters, isMisread, listOf, rowsOf, type Typed } from "./values";

interface Props {
  field: FormField;
  definition: CallDefinition;
  value: Typed | undefined;
  /** Whether it must be answered, with the answers that there are. */
  required: boolean;
  /** What the API says is wrong with it. */
  error: string | undefined;
  onChange: (value: Typed) => void;
}

interface ControlProps extends Props {
  describedBy: string | undefined;
}

const agreements: readonly string[] = ["DECLARATION", "CONSENT"];
const MANY_CHOICES = 12;
/* The counter begins to speak when little is left. */
const NEAR_THE_END = 0.1;

function textOf(value: Typed | undefined): string {
  return typeof value === "string" ? value : "";
}

function Counter({ id, text, limit }: { id: string; text: string; limit: number }) {
  const texts = useScoped(writing);
  const left = limit - countCharacters(text);
  const message = left < 0 ? texts.over(-left) : texts.left(left);
  const near = left < limit * NEAR_THE_END;

  return (
    <>
      <p class={left < 0 ? "counter error" : "counter quiet"} id={id}>{message}</p>
      <span class="unseen" role="status">{near ? message : ""}</span>
    </>
  );
}

function LongText({ field, value, error, onChange, describedBy }: ControlProps) {
  const limit = textLimit(field);
  const text = textOf(value);

  return (
    <>
      <textarea id={field.key} name={field.key} rows={limit > 1000 ? 7 : 4} value={text}
        aria-describedby={`${describedBy ?? ""} ${field.key}-count`.trim()}
        aria-invalid={error || countCharacters(text) > limit ? true : undefined}
        onInput={(event) => onChange(event.currentTarget.value)} />
      <Counter id={`${field.key}-count`} text={text} limit={limit} />
    </>
  );
}

function ShortText({ field, value, error, onChange, describedBy }: ControlProps) {
  const limit = textLimit(field);
  const text = textOf(value);
  const counted = field.kind === "SHORT_TEXT";
  /* The cast: Preact's types know which attributes go with which type, but only of a literal one. */
  const attributes = {
    id: field.key,
    name: field.key,
    value: text,
    autocomplete: "off",
    type: field.kind === "CALENDAR_DATE" ? "date" : "text",
    inputMode: field.kind === "LINK" ? "url" : undefined,
    class: field.kind === "CALENDAR_DATE" ? "narrow" : undefined,
    "aria-describedby": [describedBy, counted && `${field.key}-count`].filter(Boolean).join(" ") || undefined,
    "aria-invalid": error ? true : undefined,
  } as InputHTMLAttributes<HTMLInputElement>;

  return (
    <>
      <input {...attributes} onInput={(event) => onChange(event.currentTarget.value)} />
      {counted && <Counter id={`${field.key}-count`} text={text} limit={limit} />}
    </>
  );
}

function NumberInput({ field, value, error, onChange, describedBy }: ControlProps) {
  const { language } = useLanguage();
  const money = field.kind === "MONEY";
  const input = (
    <input id={field.key} name={field.key} class="narrow" value={textOf(value)} autocomplete="off"
      inputMode={money ? "decimal" : "numeric"} aria-describedby={describedBy}
      aria-invalid={error || isMisread(field, value) ? true : undefined}
      onInput={(event) => onChange(event.currentTarget.value)} />
  );
  if (!money) return input;
  return <div class="with-unit">{input}<span aria-hidden="true">{language === "pl" ? "zł" : "PLN"}</span></div>;
}

function One({ field, choice, type, checked, onToggle }:
  { field: FormField; choice: Choice; type: "radio" | "checkbox"; checked: boolean; onToggle: (on: boolean) => void }) {
  const id = `${field.key}-${choice.key}`;

  return (
    <div class="choice">
      <input type={type} id={id} name={field.key} checked={checked}
        onChange={(event) => onToggle(event.currentTarget.checked)} />
      <label for={id}><Local text={choice.label} /></label>
    </div>
  );
}

function Select({ field, value, error, onChange, describedBy }: ControlProps) {
  const { language } = useLanguage();
  const texts = useScoped(apply);

  return (
    <select id={field.key} name={field.key} value={listOf(value)[0] ?? ""} aria-describedby={describedBy}
      aria-invalid={error ? true : undefined}
      onChange={(event) => onChange(event.currentTarget.value ? [event.currentTarget.value] : [])}>
      <option value="">{texts.chooseOne}</option>
      {field.choices.map((choice) => (
        <option key={choice.key} value={choice.key} lang={localLanguage(choice.label, language)}>
          {localText(choice.label, language)}
        </option>
      ))}
    </select>
  );
}

function Choices({ field, value, onChange }: ControlProps) {
  const chosen = listOf(value);
  const single = field.kind === "SINGLE_CHOICE";
  const toggle = (key: string, on: boolean) => {
    if (single) onChange([key]);
    else onChange(field.choices.map((each) => each.key).filter((each) => each === key ? on : chosen.includes(each)));
  };

  return (
    <>
      {field.choices.map((choice) => (
        <One key={choice.key} field={field} choice={choice} type={single ? "radio" : "checkbox"}
          checked={chosen.includes(choice.key)} onToggle={(on) => toggle(choice.key, on)} />
      ))}
    </>
  );
}

function Notes({ field, definition, required, error }: Pick<Props, "field" | "definition" | "required" | "error">) {
  const { language, texts } = useLanguage();
  const words = useScoped(apply);
  const isText = field.kind === "SHORT_TEXT" || field.kind === "LONG_TEXT";
  const notes = [
    !required && texts.call.optional,
    !isText && !agreements.includes(field.kind) && !hasRows(field) && fieldLimits(field, definition, texts, language),
    field.kind === "PLACE" && words.placeHelp,
    field.hiddenFromAssessors && texts.call.hidden,
  ].filter(Boolean).join(" · ");

  return (
    <>
      {(field.help || notes) && (
        <div class="quiet" id={`${field.key}-help`}>
          {field.help && <p><Local text={field.help} /></p>}
          {notes && <p>{notes}</p>}
        </div>
      )}
      {error && <p class="error" id={`${field.key}-error`}>{error}</p>}
    </>
  );
}

/* Declarations and lists of choices are groups; everything else is one control with its label. */
function Group({ children, ...props }: ControlProps & { children: ComponentChildren }) {
  const { field, error } = props;

  return (
    <fieldset class={error ? "field wrong" : "field"} id={field.key} tabIndex={-1} aria-describedby={props.describedBy}>
      <legend><Local text={field.label} /></legend>
      <Notes {...props} />
      {children}
    </fieldset>
  );
}

function Declaration(props: ControlProps) {
  const { field, value, error, onChange, describedBy } = props;

  return (
    <div class={error ? "field wrong" : "field"}>
      <Notes {...props} />
      <div class="choice declaration">
        <input type="checkbox" id={field.key} name={field.key} checked={listOf(value).includes("yes")}
          aria-describedby={describedBy} aria-invalid={error ? true : undefined}
          onChange={(event) => onChange(event.currentTarget.checked ? ["yes"] : [])} />
        <label for={field.key}><Local text={field.label} /></label>
      </div>
    </div>
  );
}

function Place({ field, value, error, describedBy, onChange }: ControlProps) {
  return <PlaceInput {...{ field, error, describedBy, onChange }} value={textOf(value)} />;
}

function Control(props: ControlProps) {
  switch (props.field.kind) {
    case "LONG_TEXT": return <LongText {...props} />;
    case "NUMBER": case "MONEY": return <NumberInput {...props} />;
    case "SINGLE_CHOICE": return <Select {...props} />;
    case "PLACE": return <Place {...props} />;
    default: return <ShortText {...props} />;
  }
}

/* The API names the field first, for lists of errors; beside the field that is said once too often. */
function withoutLabel(error: string | undefined): string | undefined {
  const rest = error?.replace(/^[„“].*?”: /, "");
  return rest && rest.charAt(0).toLocaleUpperCase() + rest.slice(1);
}

export function Question(given: Props) {
  const words = useScoped(apply);
  const { field, definition, value, required } = given;
  const { language, texts } = useLanguage();
  const misread = !hasRows(field) && field.kind !== "PLACE" && isMisread(field, value) ? (field.kind === "MONEY" ? words.notMoney : words.notNumber) : undefined;
  const error = withoutLabel(given.error) ?? misread;
  const hasHelp = Boolean(field.help) || !required || field.hiddenFromAssessors
    || (!["SHORT_TEXT", "LONG_TEXT", ...agreements].includes(field.kind) && !hasRows(field)
      && fieldLimits(field, definition, texts, language) !== "");
  const describedBy = [hasHelp && `${field.key}-help`, error && `${field.key}-error`].filter(Boolean).join(" ");
  const props: ControlProps = { ...given, error, describedBy: describedBy || undefined };

  if (agreements.includes(field.kind)) return <Declaration {...props} />;
  if (field.kind === "FILE")
    return (
      <Group {...props}>
        <FileInput field={field} ids={listOf(value)} describedBy={props.describedBy} onChange={given.onChange} />
      </Group>
    );
  if (hasRows(field))
    return <Group {...props}><RowsEditor field={field} rows={rowsOf(value)} onChange={given.onChange} /></Group>;
  if (field.kind === "MULTI_CHOICE" || (field.kind === "SINGLE_CHOICE" && field.choices.length <= MANY_CHOICES))
    return <Group {...props}><Choices {...props} /></Group>;
  return (
    <div class={error ? "field wrong" : "field"}>
      <label for={field.key}><Local text={field.label} /></label>
      <Notes {...props} />
      <Control {...props} />
    </div>
  );
}
