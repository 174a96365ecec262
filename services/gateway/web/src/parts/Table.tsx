import type { ComponentChildren } from "preact";

export interface Column<Row> {
  title: string;
  value: (row: Row) => ComponentChildren;
  numeric?: boolean;
  /** The cell that names its row. */
  header?: boolean;
  /** What stands below the column, for example its sum. */
  foot?: string | undefined;
}

interface Props<Row> {
  caption: string;
  /** The caption is for those who do not see the heading above. */
  quietCaption?: boolean;
  /** Too many columns for a narrow screen: there each row becomes a card. */
  wide?: boolean;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
}

function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const look = column.numeric ? "numeric" : undefined;
  const content = <div>{column.value(row)}</div>;

  return column.header
    ? <th scope="row" role="rowheader" class={look} data-title={column.title}>{content}</th>
    : <td role="cell" class={look} data-title={column.title}>{content}</td>;
}

function Foot<Row>({ columns }: { columns: readonly Column<Row>[] }) {
  return (
    <tfoot role="rowgroup">
      <tr role="row">
        {columns.map((column) => (
          <td key={column.title} role="cell" class={column.numeric ? "numeric" : undefined}>{column.foot}</td>
        ))}
      </tr>
    </tfoot>
  );
}

/** Its roles are written out because browsers drop them together with the display of a table. */
export function Table<Row>({ caption, quietCaption, wide, columns, rows, keyOf }: Props<Row>) {
  return (
    <div class="table">
      <table role="table" class={wide ? "wide" : undefined}>
        <caption class={quietCaption ? "unseen" : undefined}>{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th key={column.title} scope="col" role="columnheader" class={column.numeric ? "numeric" : undefined}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={keyOf(row)} role="row">
              {columns.map((column) => <Cell key={column.title} column={column} row={row} />)}
            </tr>
          ))}
        </tbody>
        {columns.some((column) => column.foot) && <Foot columns={columns} />}
      </table>
    </div>
  );
}
