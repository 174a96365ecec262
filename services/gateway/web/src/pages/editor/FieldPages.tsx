/* A part of a form and a question in it. */
import { useState } from "preact/hooks";
import type { CallDefinition, FieldKind, FormField } from "../../api/shapes";
import { change, type Desk } from "../../editor/desk";
import type { Entry, Option, Row } from "../../editor/entries";
import { ThingPage } from "../../editor/PieceForm";
import { fieldPath, fieldsBefore, fieldsBeforeSection, fieldsOf, newField, sectionPath, stageOf } from "../../editor/structure";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { localText } from "../../parts/Local";
import { Refusal } from "../../parts/Loaded";
import { asProblem } from "../../parts/resource";
import type { Problem } from "../../api/problem";
import type { PathParameters } from "../../router/path";
import { editor } from "../../texts/editor";
import type { Editor } from "../../texts/editor/pl";
import { editorAt } from "./routes";

export function SectionEditPage({ id = "", stage = "", section = "" }: PathParameters) {
  const { section: words, form } = useScoped(editor);
  const entries = (definition: CallDefinition): Entry[] => [
    { kind: "local", key: "title", label: words.name, needed: true },
    { kind: "longLocal", key: "help", label: words.help },
    { kind: "conditions", key: "visibleIf", label: words.visibleIf, help: words.visibleIfHelp,
      earlier: fieldsBeforeSection(stageOf(definition, stage), section) },
  ];

  return (
    <ThingPage callId={id} what={`section ${stage} ${section}`} title={words.title}
      back={{ address: editorAt(id, "stages", stage, "form"), name: form.title }}
      locate={(definition) => sectionPath(definition, stage, section)} entries={entries} />
  );
}

/* ---- a question ---- */

export const kinds: readonly FieldKind[] = ["SHORT_TEXT", "LONG_TEXT", "NUMBER", "MONEY", "SINGLE_CHOICE", "MULTI_CHOICE",
  "CALENDAR_DATE", "PLACE", "LINK", "FILE", "TABLE", "BUDGET", "PERSON_LIST", "DECLARATION", "CONSENT"];

const words = ["SHORT_TEXT", "LONG_TEXT"];
const choices = ["SINGLE_CHOICE", "MULTI_CHOICE"];
const lists = ["TABLE", "BUDGET", "PERSON_LIST", "FILE"];

/* As intake's field_definition.c: which kinds can carry a meaning. */
const meanings: Readonly<Record<string, readonly FieldKind[]>> = {
  TITLE: ["SHORT_TEXT"],
  SUMMARY: ["SHORT_TEXT", "LONG_TEXT"],
  AMOUNT: ["MONEY", "BUDGET"],
  RECIPIENTS: ["SHORT_TEXT", "LONG_TEXT", "SINGLE_CHOICE", "MULTI_CHOICE"],
  LOCATION: ["PLACE", "SHORT_TEXT", "LONG_TEXT"],
  LICENCE: ["SINGLE_CHOICE"],
};

const fileTypes = ["application/pdf", "image/jpeg", "image/png", "text/plain", "text/csv", "video/mp4", "audio/mpeg",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet",
  "application/vnd.oasis.opendocument.presentation"] as const;

const columnKinds: readonly FieldKind[] = ["SHORT_TEXT", "NUMBER", "MONEY", "SINGLE_CHOICE", "CALENDAR_DATE"];

function columnEntry({ field: texts, kind }: Editor): Entry {
  const counted = (row: Row) => row.kind === "NUMBER" || row.kind === "MONEY";
  return {
    kind: "rows", key: "columns", label: texts.columns, keyed: true, item: texts.column, add: texts.addColumn,
    columns: [
      { key: "label.pl", label: texts.pl, kind: "text" },
      { key: "label.en", label: texts.en, kind: "text" },
      { key: "kind", label: texts.kind, kind: "select", options: columnKinds.map((each): Option => [each, kind[each] ?? each]) },
      { key: "choices", label: texts.columnChoices, kind: "choices", shownIf: (row) => row.kind === "SINGLE_CHOICE" },
      { key: "maxLength", label: texts.maxLength, kind: "whole", shownIf: (row) => row.kind === "SHORT_TEXT" },
      { key: "required", label: texts.columnRequired, kind: "check" },
      { key: "total", label: texts.total, kind: "check", shownIf: counted },
    ],
  };
}

function kindEntries(field: FormField, earlier: readonly FormField[], language: "pl" | "en", all: Editor): Entry[] {
  const { field: texts } = all;
  const { kind } = field;
  const entries: Entry[] = [];

  if (words.includes(kind) || kind === "PERSON_LIST")
    entries.push({ kind: "count", key: "maxLength", label: texts.maxLength,
      help: kind === "SHORT_TEXT" ? texts.ownLimitShort : texts.ownLimitLong });
  if (kind === "NUMBER" || kind === "MONEY") {
    const as = kind === "MONEY" ? "money" : "whole";
    entries.push({ kind: as, key: "min", label: texts.min }, { kind: as, key: "max", label: texts.max, help: texts.noLimit });
  }
  if (choices.includes(kind) || kind === "BUDGET")
    entries.push({ kind: "rows", key: "choices", label: kind === "BUDGET" ? texts.categories : texts.choices, keyed: true,
      item: texts.choice, add: texts.addChoice,
      columns: [{ key: "label.pl", label: texts.pl, kind: "text" }, { key: "label.en", label: texts.en, kind: "text" }] });
  if (kind === "TABLE") entries.push(columnEntry(all));
  if (lists.includes(kind))
    entries.push({ kind: "count", key: "minRows", label: texts.minRows },
      { kind: "count", key: "maxRows", label: texts.maxRows, help: kind === "FILE" ? texts.maxFilesHelp : texts.maxRowsHelp });
  if (kind === "BUDGET")
    entries.push({ kind: "select", key: "totalField", label: texts.totalField, help: texts.totalFieldHelp,
      options: [["", texts.none], ...earlier.filter((each) => each.kind === "MONEY")
        .map(({ key, label }): Option => [key, localText(label, language)])] });
  if (kind === "FILE")
    entries.push({ kind: "checks", key: "fileTypes", label: texts.fileTypes, help: texts.fileTypesHelp,
      options: fileTypes.map((type): Option => [type, texts.fileType[type]]) },
    { kind: "megabytes", key: "maxFileBytes", label: texts.maxFile, help: texts.maxFileHelp });
  return entries;
}

function fieldEntries(field: FormField, earlier: readonly FormField[], language: "pl" | "en", all: Editor, revising: boolean): Entry[] {
  const { field: texts, section } = all;
  const fitting = Object.entries(meanings).filter(([, fits]) => fits.includes(field.kind)).map(([meaning]) => meaning);

  return [
    { kind: "local", key: "label", label: texts.label, needed: true },
    { kind: "longLocal", key: "help", label: texts.help },
    ...(field.kind === "CONSENT" ? [] : [{ kind: "check", key: "required", label: texts.required } satisfies Entry]),
    ...kindEntries(field, earlier, language, all),
    ...(fitting.length > 0 && !revising ? [{ kind: "select", key: "meaning", label: texts.meaning, help: texts.meaningHelp,
      options: [["FIELD_MEANING_UNSPECIFIED", texts.none],
        ...fitting.map((each): Option => [each, texts.meanings[each as keyof typeof texts.meanings]])] } satisfies Entry] : []),
    ...(revising ? [] : [{ kind: "check", key: "hiddenFromAssessors", label: texts.hidden, help: texts.hiddenHelp } satisfies Entry]),
    { kind: "conditions", key: "visibleIf", label: texts.visibleIf, help: section.visibleIfHelp, earlier },
    ...(field.kind === "CONSENT" ? []
      : [{ kind: "conditions", key: "requiredIf", label: texts.requiredIf, help: texts.requiredIfHelp, earlier } satisfies Entry]),
    ...(revising ? [{ kind: "check", key: "retired", label: texts.retired, help: texts.retiredHelp } satisfies Entry] : []),
  ];
}

/* Another kind keeps what means the same for it, and nothing else. */
function turnInto(field: FormField, kind: FieldKind): void {
  const fresh = newField(kind, field.label?.pl ?? "", new Set());
  const bothChoose = choices.includes(kind) && choices.includes(field.kind);
  Object.assign(field, { ...fresh, key: field.key, label: field.label, help: field.help, hiddenFromAssessors: field.hiddenFromAssessors,
    required: kind === "CONSENT" ? false : field.required, visibleIf: field.visibleIf,
    meaning: meanings[field.meaning]?.includes(kind) ? field.meaning : "FIELD_MEANING_UNSPECIFIED",
    ...(bothChoose ? { choices: field.choices } : {}) });
}

function KindForm({ desk, stage, field, onChanged }: { desk: Desk; stage: string; field: FormField; onChanged: () => void }) {
  const { field: texts, kind: names } = useScoped(editor);
  const [problem, setProblem] = useState<Problem | null>(null);
  const turn = async (event: SubmitEvent) => {
    const kind = String(new FormData(event.currentTarget as HTMLFormElement).get("new-kind")) as FieldKind;
    event.preventDefault();
    try {
      await change(desk, (definition) => {
        const found = fieldsOf(stageOf(definition, stage)).find(({ key }) => key === field.key);
        if (found) turnInto(found, kind);
      });
      onChanged();
    } catch (error) {
      setProblem(asProblem(error));
    }
  };

  return (
    <details>
      <summary>{texts.changeKind}</summary>
      <Refusal problem={problem} />
      <form onSubmit={(event) => void turn(event)}>
        <div class="field">
          <label for="new-kind">{texts.kind}</label>
          <p class="quiet" id="new-kind-help">{texts.changeKindHelp}</p>
          <select id="new-kind" name="new-kind" aria-describedby="new-kind-help" defaultValue={field.kind}>
            {kinds.map((each) => <option key={each} value={each} selected={each === field.kind}>{names[each]}</option>)}
          </select>
        </div>
        <button class="button plain" type="submit">{texts.changeKindSubmit}</button>
      </form>
    </details>
  );
}

export function FieldPage({ id = "", stage = "", field: key = "" }: PathParameters) {
  const { language } = useLanguage();
  const all = useScoped(editor);
  const [round, setRound] = useState(0);
  const found = (definition: CallDefinition) => fieldsOf(stageOf(definition, stage)).find((field) => field.key === key);
  const entries = (definition: CallDefinition, { state }: { state: string }): Entry[] => {
    const field = found(definition);
    return field ? fieldEntries(field, fieldsBefore(stageOf(definition, stage), key), language, all, state !== "CALL_DRAFT") : [];
  };

  return (
    <ThingPage key={round} callId={id} what={`field ${stage} ${key} ${round}`} title={all.field.title}
      back={{ address: editorAt(id, "stages", stage, "form"), name: all.form.title }}
      locate={(definition) => fieldPath(definition, stage, key)} entries={entries}
      below={({ desk, held }) => {
        const field = found(held.definition);
        return field && (
          <>
            <p class="quiet">{all.field.kindIs(all.kind[field.kind] ?? field.kind)} {all.field.keyIs} <code>{field.key}</code></p>
            {!desk.revising && <KindForm desk={desk} stage={stage} field={field} onChanged={() => setRound(round + 1)} />}
          </>
        );
      }} />
  );
}
