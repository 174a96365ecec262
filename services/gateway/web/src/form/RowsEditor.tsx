/* Rows to fill in, each a small group of its own, so that a phone and a screen reader can follow. */
import { useEffect, useState } from "preact/hooks";
import type { InputHTMLAttributes } from "preact";
import type { FormField } from "../api/shapes";
import { formatMoney } from "../format/numbers";
import { useLanguage } from "../language/context";
import { useScoped } from "../language/scoped";
import { localText } from "../parts/Local";
import { apply } from "../texts/apply";
import { budgetTotal, columnsOf, isMisreadCell, type Row, type RowColumn } from "./rows";

const ROWS_MAX = 100;

function useColumnName(): (column: RowColumn) => string {
  const { language } = useLanguage();
  const { rows } = useScoped(apply);
  return (column) => column.own ? localText(column.own.label, language)
    : rows.column[column.key as keyof typeof rows.column] ?? column.key;
}

interface CellProps {
  field: FormField;
  column: RowColumn;
  id: string;
  value: string;
  onChange: (value: string) => void;
}

function Control({ field, column, id, value, onChange }: CellProps) {
  const { language } = useLanguage();
  const { chooseOne } = useScoped(apply);
  const wrong = isMisreadCell(column, value) || undefined;

  if (column.kind === "choice")
    return (
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">{chooseOne}</option>
        {(column.own?.choices ?? field.choices).map((choice) => (
          <option key={choice.key} value={choice.key}>{localText(choice.label, language)}</option>
        ))}
      </select>
    );
  if (column.kind === "long")
    return <textarea id={id} rows={3} value={value} maxLength={column.maxLength}
      onInput={(event) => onChange(event.currentTarget.value)} />;
  const attributes = {
    id, value, autocomplete: "off", maxLength: column.maxLength,
    type: column.kind === "date" ? "date" : column.kind === "email" ? "email" : "text",
    inputMode: column.kind === "money" ? "decimal" : column.kind === "number" ? "numeric" : undefined,
    class: column.kind === "money" || column.kind === "number" || column.kind === "date" ? "narrow" : undefined,
    "aria-invalid": wrong,
    "aria-describedby": wrong ? `${id}-error` : undefined,
  } as InputHTMLAttributes<HTMLInputElement>;
  return <input {...attributes} onInput={(event) => onChange(event.currentTarget.value)} />;
}

function Cell(props: CellProps) {
  const texts = useScoped(apply);
  const nameOf = useColumnName();
  const { column, id, value } = props;

  return (
    <div class="field">
      <label for={id}>{nameOf(column)}{!column.required && <span class="quiet"> ({texts.rows.optional})</span>}</label>
      {isMisreadCell(column, value) && (
        <p class="error" id={`${id}-error`}>{column.kind === "money" ? texts.notMoney : texts.notNumber}</p>
      )}
      <Control {...props} />
    </div>
  );
}

interface Props {
  field: FormField;
  rows: readonly Row[];
  onChange: (rows: readonly Row[]) => void;
}

export function RowsEditor({ field, rows: given, onChange }: Props) {
  const { language } = useLanguage();
  const { rows: texts } = useScoped(apply);
  const [focus, setFocus] = useState("");
  const [said, setSaid] = useState("");
  const columns = columnsOf(field);
  const rows = given.length > 0 ? given : [{}];
  const set = (index: number, key: string, value: string) =>
    onChange(rows.map((row, at) => at === index ? { ...row, [key]: value } : row));
  const add = () => {
    onChange([...rows, {}]);
    setFocus(`${field.key}-${rows.length}-${columns[0]?.key ?? ""}`);
    setSaid("");
  };
  const remove = (index: number) => {
    onChange(rows.filter((_, at) => at !== index));
    setFocus(field.key);
    setSaid(texts.removed);
  };

  useEffect(() => {
    if (focus) document.getElementById(focus)?.focus();
    setFocus("");
  }, [rows.length]);
  return (
    <>
      {rows.map((row, index) => (
        <fieldset class="member" key={index}>
          <legend>{texts.row(field.kind, index + 1)}</legend>
          {columns.map((column) => (
            <Cell key={column.key} field={field} column={column} id={`${field.key}-${index}-${column.key}`}
              value={row[column.key] ?? ""} onChange={(value) => set(index, column.key, value)} />
          ))}
          {given.length > 0 && (
            <button class="button plain small" type="button" onClick={() => remove(index)}>
              {texts.remove(field.kind, index + 1)}
            </button>
          )}
        </fieldset>
      ))}
      {rows.length < (field.maxRows || ROWS_MAX) && (
        <button class="button plain" type="button" onClick={add}>{texts.add(field.kind)}</button>
      )}
      {field.kind === "BUDGET" && (
        <p class="rows-total" aria-live="polite"><strong>{texts.total}: {formatMoney(budgetTotal(rows), language)}</strong></p>
      )}
      <span class="unseen" role="status">{said}</span>
    </>
  );
}
