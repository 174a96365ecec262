import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { csvOf } from "../format/csv";
import { useLanguage } from "../language/context";
import { saveText } from "./saveFile";

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
  /** Its name as a file, without the ending: then it can be downloaded, as it is read. */
  file?: string | undefined;
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

/** Whether a box has more than it shows: then those without a mouse must be able to get into it and scroll. */
function useScrolling() {
  const box = useRef<HTMLDivElement>(null);
  const [scrolling, setScrolling] = useState(false);

  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const look = () => setScrolling(element.scrollWidth > element.clientWidth);
    const observer = new ResizeObserver(look);
    look();
    observer.observe(element);
    return () => observer.disconnect();
  });
  return { box, scrolling };
}

/* What stands in the cells, without the spaces that group digits: a spreadsheet should read numbers. */
function cellsOf(table: HTMLTableElement): string[][] {
  return [...table.rows].map((row) => [...row.cells].map((cell) =>
    (cell.textContent ?? "").trim().replaceAll(/(\d)[\u00a0\u202f](?=\d{3})/g, "$1").replaceAll(/[\u00a0\u202f]/g, " ")));
}

function Download({ box, file, caption }: { box: RefObject<HTMLDivElement | null>; file: string; caption: string }) {
  const { language, texts } = useLanguage();
  const save = () => {
    const table = box.current?.querySelector("table");
    if (table) saveText(`${file}.csv`, csvOf(cellsOf(table), language));
  };

  return (
    <button class="button plain small" type="button" onClick={save}>
      {texts.downloadTable}<span class="unseen">: {caption}</span>
    </button>
  );
}

/** Its roles are written out because browsers drop them together with the display of a table. */
export function Table<Row>({ caption, quietCaption, wide, file, columns, rows, keyOf }: Props<Row>) {
  const { box, scrolling } = useScrolling();

  const table = (
    <div class="table" ref={box} {...(scrolling ? { role: "group", "aria-label": caption, tabIndex: 0 } : {})}>
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

  return file === undefined ? table : <div>{table}<Download box={box} file={file} caption={caption} /></div>;
}
