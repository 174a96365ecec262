/* Who did and saw what: the journal of the house, newest first, of an account or about an object. */
import { useState } from "preact/hooks";
import { get } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { AuditEntry } from "../../api/shapes";
import { formatMoment } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { TextField } from "../../parts/fields";
import { LoadedPage, ProblemText } from "../../parts/Loaded";
import { Page } from "../../parts/Page";
import { asProblem, useResource } from "../../parts/resource";
import { Table } from "../../parts/Table";
import { navigate, useLocation } from "../../router/location";
import { admin } from "../../texts/admin";

interface Found {
  entries: AuditEntry[];
  nextCursor: string;
}

interface Asked {
  accountId: string;
  objectId: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function load(asked: Asked, cursor = ""): Promise<Found> {
  return get("/v1/audit", { query: { ...asked, cursor, limit: 100 } });
}

function Search({ asked }: { asked: Asked }) {
  const { audit } = useScoped(admin);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const search = (event: SubmitEvent) => {
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const typed = Object.fromEntries(["accountId", "objectId"].map((name) => [name, String(data.get(name) ?? "").trim()]));
    const wrong = Object.entries(typed).filter(([, value]) => value !== "" && !UUID.test(value));
    event.preventDefault();
    setErrors(Object.fromEntries(wrong.map(([name]) => [name, audit.idWrong])));
    if (wrong.length > 0) return document.getElementById(wrong[0]?.[0] ?? "")?.focus();
    navigate(`/admin/audit?${new URLSearchParams(Object.entries(typed).filter(([, value]) => value !== ""))}`);
  };

  return (
    <form role="search" onSubmit={search} noValidate>
      <TextField name="objectId" label={audit.object} help={audit.objectHelp} autocomplete="off" value={asked.objectId} errors={errors} />
      <TextField name="accountId" label={audit.account} help={audit.accountHelp} autocomplete="off" value={asked.accountId} errors={errors} />
      <button class="button" type="submit">{audit.submit}</button>
    </form>
  );
}

/* "evaluation.GetCard" -> what it is called in the API's reference; reading and doing are told apart. */
function Method({ name }: { name: string }) {
  const { audit } = useScoped(admin);
  const reads = /\.(Get|List|Search|Read|Export|Find|Preview|Compare)/.test(name);

  return <><span class="tag">{reads ? audit.saw : audit.did}</span> <code>{name}</code></>;
}

function List({ asked, first }: { asked: Asked; first: Found }) {
  const { language, texts } = useLanguage();
  const { audit } = useScoped(admin);
  const [found, setFound] = useState(first);
  const [problem, setProblem] = useState<Problem | null>(null);
  const extend = () => load(asked, found.nextCursor).then((next) => {
    setFound({ ...next, entries: [...found.entries, ...next.entries] });
    setProblem(null);
  }, (error: unknown) => setProblem(asProblem(error)));
  const link = (name: keyof Asked, id: string) => <a class="code long" href={`/admin/audit?${name}=${id}`}>{id}</a>;

  if (found.entries.length === 0) return <p>{audit.none}</p>;
  return (
    <>
      <Table wide caption={audit.title} quietCaption rows={found.entries} keyOf={({ id }) => id} columns={[
        { title: audit.when, value: ({ at }) => at ? formatMoment(at, language) : "" },
        { title: audit.what, header: true, value: ({ method }) => <Method name={method} /> },
        { title: audit.who, value: ({ accountId, assumedBy, program }) => (
          <>
            {link("accountId", accountId)}
            {program && <span class="quiet"> {audit.program}</span>}
            {assumedBy && <><br /><span class="quiet">{audit.assumedBy}</span> {link("accountId", assumedBy)}</>}
          </>
        ) },
        { title: audit.about, value: ({ objectIds }) => <>{objectIds.map((id, index) => <div key={`${id} ${index}`}>{link("objectId", id)}</div>)}</> },
        { title: audit.outcome, value: ({ status }) => status === 0 ? audit.done : audit.refused(status) },
      ]} />
      {problem && <div role="alert"><ProblemText problem={problem} /></div>}
      {found.nextCursor && <button class="button plain" type="button" onClick={() => void extend()}>{texts.more}</button>}
    </>
  );
}

export function AuditPage() {
  const { audit } = useScoped(admin);
  const { query: wanted } = useLocation();
  const asked = { accountId: wanted.get("accountId") ?? "", objectId: wanted.get("objectId") ?? "" };
  const key = `audit ${asked.accountId} ${asked.objectId}`;
  const loaded = useResource(key, () => load(asked));

  return (
    <LoadedPage resource={loaded}>
      {(first) => (
        <Page title={audit.title}>
          <p class="lead">{audit.lead}</p>
          <p>{audit.chain} <code>wlacznik audit verify</code></p>
          <Search key={key} asked={asked} />
          <List key={`list ${key}`} asked={asked} first={first} />
        </Page>
      )}
    </LoadedPage>
  );
}
