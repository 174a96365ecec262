import { useState } from "preact/hooks";
import { get } from "../../api/client";
import type { Policy } from "../../api/shapes";
import { useTexts } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { LoadedPage, ProblemText } from "../../parts/Loaded";
import { Page } from "../../parts/Page";
import { asProblem, useResource } from "../../parts/resource";
import { Table } from "../../parts/Table";
import { navigate, useLocation } from "../../router/location";
import { library } from "../../texts/library";
import { EvidenceFiles } from "./EvidenceFiles";

const statuses = ["PROPOSED", "CONSULTED", "ADOPTED_AS_POLICY", "IN_FORCE", "REJECTED", "EXPIRED"] as const;

type Status = (typeof statuses)[number];

interface List {
  policies: Policy[];
  nextCursor: string;
}

function load(status: Status | undefined, cursor = ""): Promise<List> {
  return get("/v1/policies", { query: { cursor, limit: 50, ...(status ? { status } : {}) } });
}

function Dates({ policy }: { policy: Policy }) {
  const { policies: words } = useScoped(library);
  const { proposedOn = "", inForceOn = "" } = policy.text ?? {};

  return (
    <>
      {proposedOn && <p>{words.proposed(proposedOn)}</p>}
      {inForceOn && <p>{words.inForce(inForceOn)}</p>}
    </>
  );
}

function PolicyTable({ policies }: { policies: readonly Policy[] }) {
  const { policies: words, policyLevel, policyStatus } = useScoped(library);

  return (
    <Table wide caption={words.table} rows={policies} keyOf={(row) => row.id} columns={[
      {
        title: words.document, header: true, value: ({ text }) => text && (
          <span lang="pl">{text.url ? <a href={text.url}>{text.document}</a> : text.document}</span>),
      },
      { title: words.innovation, value: (row) => <a href={`/catalogue/${row.slug}`} lang="pl">{row.title}</a> },
      { title: words.institution, value: ({ text }) => <span lang="pl">{text?.institution}</span> },
      { title: words.level, value: ({ text }) => policyLevel[text?.level ?? ""] },
      { title: words.status, value: ({ text }) => <span class="tag">{policyStatus[text?.status ?? ""]}</span> },
      { title: words.dates, value: (row) => <Dates policy={row} /> },
      {
        title: words.evidence, value: (row) => (
          <>{row.text?.evidence && <p lang="pl">{row.text.evidence}</p>}<EvidenceFiles policy={row} /></>),
      },
    ]} />
  );
}

function Policies({ first, status }: { first: List; status: Status | undefined }) {
  const texts = useTexts();
  const { policies: words } = useScoped(library);
  const [list, setList] = useState(first);
  const [problem, setProblem] = useState<ReturnType<typeof asProblem> | null>(null);
  const extend = () => load(status, list.nextCursor).then(
    (next) => setList({ policies: [...list.policies, ...next.policies], nextCursor: next.nextCursor }),
    (error: unknown) => setProblem(asProblem(error)));

  if (list.policies.length === 0) return <p>{words.none}</p>;
  return (
    <>
      <PolicyTable policies={list.policies} />
      {problem && <div role="alert"><ProblemText problem={problem} /></div>}
      {list.nextCursor && <button class="button plain" type="button" onClick={() => void extend()}>{texts.more}</button>}
    </>
  );
}

export function PoliciesPage() {
  const { policies: words, policyStatus, impact } = useScoped(library);
  const asked = useLocation().query.get("status");
  const status = statuses.find((each) => each === asked);
  const loaded = useResource(`policies ${status ?? ""}`, () => load(status));
  const choose = (value: string) => navigate(value ? `/policies?status=${value}` : "/policies", "replace");

  return (
    <LoadedPage resource={loaded}>
      {(first) => (
        <Page title={words.title} above={<p class="back"><a href="/impact">{impact.title}</a></p>}>
          <p class="lead">{words.lead}</p>
          <div class="field short">
            <label for="status">{words.filter}</label>
            <select id="status" onChange={(event) => choose(event.currentTarget.value)}>
              <option value="" selected={!status}>{words.all}</option>
              {statuses.map((each) => <option key={each} value={each} selected={each === status}>{policyStatus[each]}</option>)}
            </select>
          </div>
          <Policies key={status ?? ""} first={first} status={status} />
        </Page>
      )}
    </LoadedPage>
  );
}
