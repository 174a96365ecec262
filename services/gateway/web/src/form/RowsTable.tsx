/* Rows to read. */
import type { Answer, FormField } from "../api/shapes";
import { formatMoney } from "../format/numbers";
import { useLanguage } from "../language/context";
import { useScoped } from "../language/scoped";
import { localText } from "../parts/Local";
import { Table, type Column } from "../parts/Table";
import { apply } from "../texts/apply";
import { budgetTotal, columnsOf, typedRows, type Row, type RowColumn } from "./rows";

export function RowsTable({ field, answer }: { field: FormField; answer: Answer }) {
  const { language } = useLanguage();
  const { rows: texts } = useScoped(apply);
  const rows = typedRows(field, answer, language);
  const nameOf = (column: RowColumn) => column.own ? localText(column.own.label, language)
    : texts.column[column.key as keyof typeof texts.column] ?? column.key;
  const show = (column: RowColumn, row: Row) => {
    const value = row[column.key] ?? "";
    if (column.kind !== "choice") return <span lang="pl">{value}</span>;
    const choice = (column.own?.choices ?? field.choices).find(({ key }) => key === value);
    return localText(choice?.label, language) || value;
  };
  const columns = columnsOf(field).map((column, index): Column<Row> => ({
    title: nameOf(column), header: index === 0, numeric: column.kind === "money" || column.kind === "number",
    value: (row) => show(column, row),
  }));

  return (
    <>
      <Table caption={localText(field.label, language)} quietCaption wide columns={columns} rows={rows}
        keyOf={(row) => String(rows.indexOf(row))} />
      {field.kind === "BUDGET" && <p><strong>{texts.total}: {formatMoney(budgetTotal(rows), language)}</strong></p>}
    </>
  );
}
