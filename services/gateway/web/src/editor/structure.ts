/* Acts on the structure of a definition: each changes the copy that it is given. Things are found by their
 * keys, so that an act still means the same after somebody else has moved things. */
import type { CallDefinition, Choice, FieldKind, FormField, FormSection, LocalText, MeritCard, Stage } from "../api/shapes";
import type { Integer64 } from "../api/values";
import { keyFor } from "./slug";

export type Criterion = MeritCard["criteria"][number];

const none = "0" as Integer64;

function local(pl: string, en = ""): LocalText {
  return { pl, en };
}

export function stageOf(definition: CallDefinition, key: string): Stage | undefined {
  return definition.stages.find((stage) => stage.key === key);
}

export function sectionsOf(stage: Stage | undefined): FormSection[] {
  return stage?.form?.sections ?? [];
}

export function fieldsOf(stage: Stage | undefined): FormField[] {
  return sectionsOf(stage).flatMap((section) => section.fields);
}

/** Fields that stand before this one: what its conditions may ask of. */
export function fieldsBefore(stage: Stage | undefined, key: string): FormField[] {
  const all = fieldsOf(stage);
  const at = all.findIndex((field) => field.key === key);
  return at < 0 ? all : all.slice(0, at);
}

/** Fields before a section. */
export function fieldsBeforeSection(stage: Stage | undefined, key: string): FormField[] {
  const sections = sectionsOf(stage);
  const at = sections.findIndex((section) => section.key === key);
  return sections.slice(0, Math.max(at, 0)).flatMap((section) => section.fields);
}

/* ---- where things are, as the API names it ---- */

export function stagePath(definition: CallDefinition, key: string): string | undefined {
  const index = definition.stages.findIndex((stage) => stage.key === key);
  return index < 0 ? undefined : `stages[${index}]`;
}

export function sectionPath(definition: CallDefinition, stage: string, key: string): string | undefined {
  const at = stagePath(definition, stage);
  const index = sectionsOf(stageOf(definition, stage)).findIndex((section) => section.key === key);
  return at === undefined || index < 0 ? undefined : `${at}.form.sections[${index}]`;
}

export function fieldPath(definition: CallDefinition, stage: string, key: string): string | undefined {
  const section = sectionsOf(stageOf(definition, stage)).find(({ fields }) => fields.some((field) => field.key === key));
  const at = section && sectionPath(definition, stage, section.key);
  return at && `${at}.fields[${section.fields.findIndex((field) => field.key === key)}]`;
}

export function criterionPath(definition: CallDefinition, stage: string, key: string): string | undefined {
  const at = stagePath(definition, stage);
  const index = stageOf(definition, stage)?.meritCard?.criteria.findIndex((criterion) => criterion.key === key) ?? -1;
  return at === undefined || index < 0 ? undefined : `${at}.meritCard.criteria[${index}]`;
}

/* ---- new things ---- */

export function newField(kind: FieldKind, label: string, taken: ReadonlySet<string>): FormField {
  const choices: Choice[] = kind === "SINGLE_CHOICE" || kind === "MULTI_CHOICE"
    ? [{ key: "tak", label: local("Tak", "Yes") }, { key: "nie", label: local("Nie", "No") }] : [];
  return {
    key: keyFor(label, taken, "pytanie"), kind, label: local(label), help: undefined, required: kind === "DECLARATION",
    maxLength: 0, min: none, max: none, choices, meaning: "FIELD_MEANING_UNSPECIFIED", hiddenFromAssessors: false,
    columns: kind === "TABLE" ? [newColumn()] : [], minRows: 0, maxRows: 0, visibleIf: undefined, requiredIf: undefined,
    totalField: "", fileTypes: [], maxFileBytes: none, retired: false,
  };
}

function newColumn(): FormField["columns"][number] {
  return { key: "opis", kind: "SHORT_TEXT", label: local("Opis", "Description"), required: true, maxLength: 0, min: none,
    max: none, choices: [], total: false };
}

export function newCriterion(title: string, taken: ReadonlySet<string>): Criterion {
  return {
    key: keyFor(title, taken, "kryterium"), title: local(title), help: undefined, maxPoints: 1000, minPoints: 0, premium: false,
    weightPercent: 0, scale: "SCALE_POINTS", step: 100, guide: [], reasonMinLength: 0, reasonMaxLength: 0,
    reasonOptional: false, thirdGap: 0,
  };
}

export function newCard(): MeritCard {
  return {
    criteria: [newCriterion("Trafność", new Set())], threshold: 500, assessors: 2, thirdGap: 0, thirdOnSplit: false,
    equidistant: "EQUIDISTANT_HIGHER", reasonMinLength: 50, thirdGapPercent: 0, revisions: false, peersVisible: false,
    desk: "DESK_OFF", deskGapPercent: 0, assignment: undefined, recommendations: false, assessorNames: "NAMES_FOR_NOBODY",
  };
}

export function newStage(title: string, definition: CallDefinition): Stage {
  const taken = new Set(definition.stages.map(({ key }) => key));
  return {
    key: keyFor(title, taken, "etap"), title: local(title), assessment: "DECISION", formalItems: [], meritCard: undefined,
    form: { sections: [{ key: "opis", title: local("Opis", "Description"), help: undefined, visibleIf: undefined,
      fields: [newField("LONG_TEXT", "Opis", new Set())] }] },
    formalAppeal: undefined, meritAppeal: undefined, formalFourEyes: "FOUR_EYES_OFF", terms: undefined,
    panel: undefined, carerOpinion: false,
  };
}

/* ---- acts ---- */

export function addSection(stage: Stage, title: string): string {
  const sections = sectionsOf(stage);
  const key = keyFor(title, new Set(sections.map((section) => section.key)), "czesc");
  sections.push({ key, title: local(title), help: undefined, visibleIf: undefined,
    fields: [newField("SHORT_TEXT", title, new Set(fieldsOf(stage).map((field) => field.key)))] });
  return key;
}

export function addField(stage: Stage, section: string, kind: FieldKind, label: string): string {
  const field = newField(kind, label, new Set(fieldsOf(stage).map(({ key }) => key)));
  sectionsOf(stage).find(({ key }) => key === section)?.fields.push(field);
  return field.key;
}

/** Takes a field out. A part that is left without fields goes with it, but a form keeps its last one. */
export function removeField(stage: Stage, key: string): void {
  const sections = sectionsOf(stage);
  const section = sections.find(({ fields }) => fields.some((field) => field.key === key));
  if (!section || fieldsOf(stage).length === 1) return;
  section.fields = section.fields.filter((field) => field.key !== key);
  if (section.fields.length === 0) sections.splice(sections.indexOf(section), 1);
}

export function removeSection(stage: Stage, key: string): void {
  const sections = sectionsOf(stage);
  const at = sections.findIndex((section) => section.key === key);
  if (at >= 0 && sections.length > 1) sections.splice(at, 1);
}

/** To `index` of the list as it is without the item. */
export function moveWithin<T extends { key: string }>(list: T[], key: string, index: number): void {
  const from = list.findIndex((item) => item.key === key);
  const [item] = from < 0 ? [] : list.splice(from, 1);
  if (item) list.splice(Math.min(Math.max(index, 0), list.length), 0, item);
}

/** Moves a field before `before`, or to the end of the section when that is "". A section keeps its last field. */
export function moveField(stage: Stage, key: string, toSection: string, before: string): void {
  const sections = sectionsOf(stage);
  const from = sections.find(({ fields }) => fields.some((field) => field.key === key));
  const to = sections.find((section) => section.key === toSection);
  if (!from || !to || (from !== to && from.fields.length === 1) || before === key) return;
  const [field] = from.fields.splice(from.fields.findIndex((each) => each.key === key), 1);
  const at = before === "" ? -1 : to.fields.findIndex((each) => each.key === before);
  if (field) to.fields.splice(at < 0 ? to.fields.length : at, 0, field);
}

/** One place up or down; past the end of its section it goes on into the next one. */
export function stepField(stage: Stage, key: string, step: -1 | 1): void {
  const sections = sectionsOf(stage);
  const at = sections.findIndex(({ fields }) => fields.some((field) => field.key === key));
  const section = sections[at];
  const index = section?.fields.findIndex((field) => field.key === key) ?? -1;
  const inside = section && index + step >= 0 && index + step < section.fields.length;
  const next = sections[at + step];
  if (!section) return;
  if (inside) moveWithin(section.fields, key, index + step);
  else if (next) moveField(stage, key, next.key, step > 0 ? next.fields[0]?.key ?? "" : "");
}

/** Whether the field can go one place further. */
export function canStep(stage: Stage, key: string, step: -1 | 1): boolean {
  const before = JSON.stringify(stage.form);
  const copy = structuredClone(stage);
  stepField(copy, key, step);
  return JSON.stringify(copy.form) !== before;
}

/** Labels of the fields and parts that ask of this field, so that nobody takes it out unawares. */
export function askedBy(stage: Stage, key: string): LocalText[] {
  const asks = (conditions: FormField["visibleIf"]) => conditions?.list.some(({ field }) => field === key) ?? false;
  return sectionsOf(stage).flatMap((section) => [
    ...(asks(section.visibleIf) && section.title ? [section.title] : []),
    ...section.fields.filter((field) => asks(field.visibleIf) || asks(field.requiredIf) || field.totalField === key)
      .flatMap(({ label }) => label ? [label] : []),
  ]);
}
