/* What changed from one version of a form to the next, as questions. Pure. */
import type { Form, FormField } from "../api/shapes";

export interface FormChanges {
  added: FormField[];
  /** No longer asked. */
  retired: FormField[];
  /** Other words: label, help, names of choices or columns. */
  reworded: FormField[];
  /** Other rules: limits, conditions, whether it must be answered, more choices. */
  changed: FormField[];
}

const fieldsOf = (form: Form | undefined): FormField[] => form?.sections.flatMap(({ fields }) => fields) ?? [];

/* A question without its words: what is left are its rules. */
function rulesOf({ label: _label, help: _help, retired: _retired, choices, columns, ...rest }: FormField): string {
  return JSON.stringify([rest, choices.map(({ key }) => key), columns.map(({ label: _words, ...column }) => column)]);
}

function wordsOf({ label, help, choices, columns }: FormField): string {
  return JSON.stringify([label, help, choices.map(({ key, label: name }) => [key, name]), columns.map(({ key, label: name }) => [key, name])]);
}

/* Words of what was offered before; what came on top is a rule. */
function sameWords(before: FormField, after: FormField): boolean {
  const offered = new Set(before.choices.map(({ key }) => key));
  const asked = new Set(before.columns.map(({ key }) => key));
  return wordsOf(before) === wordsOf({
    ...after, choices: after.choices.filter(({ key }) => offered.has(key)), columns: after.columns.filter(({ key }) => asked.has(key)) });
}

export function changesOf(before: Form | undefined, after: Form | undefined): FormChanges {
  const earlier = new Map(fieldsOf(before).map((field) => [field.key, field]));
  const changes: FormChanges = { added: [], retired: [], reworded: [], changed: [] };

  for (const field of fieldsOf(after)) {
    const was = earlier.get(field.key);
    if (!was || (was.retired && !field.retired)) changes.added.push(field);
    else if (field.retired) {
      if (!was.retired) changes.retired.push(field);
    } else if (rulesOf(was) !== rulesOf(field)) changes.changed.push(field);
    else if (!sameWords(was, field)) changes.reworded.push(field);
  }
  return changes;
}

export const isNothing = ({ added, retired, reworded, changed }: FormChanges): boolean =>
  added.length + retired.length + reworded.length + changed.length === 0;
