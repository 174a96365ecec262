/* Tables of a call to download, to calculate with and to print. */
import { useState } from "preact/hooks";
import { addressOf } from "../../api/client";
import { noAnswer, problemOf, type Problem } from "../../api/problem";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Refusal } from "../../parts/Loaded";
import { asProblem, useResource } from "../../parts/resource";
import { Table } from "../../parts/Table";
import type { PathParameters } from "../../router/path";
import { after } from "../../texts/after";
import { CallPage } from "./CallPage";
import { loadCallDesk } from "./desk";

const tables = ["RANKING_TABLE", "SCORES_TABLE", "FORMAL_PROTOCOL", "ASSIGNMENT_PROTOCOL", "APPEALS_PROTOCOL"] as const;
const formats = ["AS_XLSX", "AS_CSV", "AS_JSON"] as const;

function addressOfTable(callId: string, table: string, format: string, locale: string): string {
  return addressOf("/v1/calls/{callId}/tables", { path: { callId }, query: { table, format, locale } });
}

/* Fetched and not linked, so that a refusal is read on the page and not saved as a file. */
async function fetchTable(address: string): Promise<{ name: string; content: Blob }> {
  let response: Response;
  try {
    response = await fetch(address, { headers: { "Accept-Language": document.documentElement.lang } });
  } catch {
    throw noAnswer();
  }
  if (!response.ok) throw problemOf(response.status, await response.json().catch(() => undefined));
  const name = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "")?.[1] ?? "table";
  return { name, content: await response.blob() };
}

function save(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");

  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

function Downloads({ callId }: { callId: string }) {
  const { language } = useLanguage();
  const { tables: words } = useScoped(after);
  const [status, setStatus] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const download = async (table: string, format: string) => {
    setStatus(words.downloading);
    setProblem(null);
    try {
      const { name, content } = await fetchTable(addressOfTable(callId, table, format, language));
      save(name, content);
      setStatus(words.saved(name));
    } catch (error) {
      setProblem(asProblem(error));
      setStatus("");
    }
  };

  return (
    <>
      <Refusal problem={problem} />
      <p role="status">{status}</p>
      <Table caption={words.title} quietCaption wide rows={tables} keyOf={(table) => table} columns={[
        { title: words.table, header: true, value: (table) => (
          <>
            {words.names[table]}
            <p class="quiet">{words.help[table]}</p>
          </>
        ) },
        { title: words.downloads, value: (table) => (
          <p class="act">
            {formats.map((format) => (
              <button key={format} class="button plain small" type="button" onClick={() => void download(table, format)}
                aria-label={words.of(words.formats[format] ?? "", words.names[table] ?? "")}>{words.formats[format]}</button>
            ))}
          </p>
        ) },
        { title: words.print, value: (table) => (
          <a href={addressOfTable(callId, table, "AS_HTML", language)} target="_blank" rel="noopener"
            aria-label={words.of(words.print, words.names[table] ?? "")}>{words.print}</a>
        ) },
      ]} />
    </>
  );
}

export function TablesPage({ id = "" }: PathParameters) {
  const { tables: words } = useScoped(after);
  const loaded = useResource(`tables ${id}`, async () => ({ desk: await loadCallDesk(id) }));

  return (
    <CallPage resource={loaded} title={words.title} lead={words.lead}>
      {() => <Downloads callId={id} />}
    </CallPage>
  );
}
