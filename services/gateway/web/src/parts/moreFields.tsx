/* Fields of forms that are sent whole: texts of some length, a choice of many, yes or no. */
import type { FieldErrors } from "./form";
import { describedBy, Frame } from "./fields";

interface Props {
  name: string;
  label: string;
  help?: string;
  errors: FieldErrors;
  value?: string | undefined;
}

export function AreaField({ rows = 4, value, ...field }: Props & { rows?: number }) {
  return (
    <Frame {...field}>
      <textarea id={field.name} name={field.name} rows={rows} defaultValue={value}
        aria-describedby={describedBy(field)} aria-invalid={field.errors[field.name] ? true : undefined} />
    </Frame>
  );
}

export type Option = readonly [value: string, text: string];

interface SelectProps extends Props {
  options: readonly Option[];
  /** Options that stand together under a name of their own. */
  groups?: readonly (readonly [name: string, options: readonly Option[]])[];
  language?: string | undefined;
}

export function SelectField({ options, groups = [], language, value, ...field }: SelectProps) {
  const item = ([key, text]: Option) => <option key={key} value={key} selected={key === (value ?? "")}>{text}</option>;

  return (
    <Frame {...field}>
      <select id={field.name} name={field.name} lang={language} aria-describedby={describedBy(field)}
        aria-invalid={field.errors[field.name] ? true : undefined}>
        {options.map(item)}
        {groups.map(([name, list]) => <optgroup key={name} label={name}>{list.map(item)}</optgroup>)}
      </select>
    </Frame>
  );
}

interface CheckProps {
  name: string;
  label: string;
  value?: string;
  checked?: boolean;
}

/** Sent as "on", or as its value. */
export function CheckField({ name, label, value = "on", checked = false }: CheckProps) {
  const id = value === "on" ? name : `${name}-${value}`;

  return (
    <div class="choice">
      <input type="checkbox" id={id} name={name} value={value} defaultChecked={checked} />
      <label for={id}>{label}</label>
    </div>
  );
}
