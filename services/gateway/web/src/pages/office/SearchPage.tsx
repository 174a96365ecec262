/* Finding applications of every call: by words, state, kind of applicant, dates, amount. What is asked for stands in the
 * address, so that a search can be kept and sent to a colleague. */
import { useState } from "preact/hooks";
import { get } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { ApplicantType, CallSummary, Dossier, DossierOrder, DossierState } from "../../api/shapes";
import { formatDay } from "../../format/moments";
import { formatMoney, formatPoints } from "../../format/numbers";
import { regionName } from "../../format/regions";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { LoadedPage, ProblemText } from "../../parts/Loaded";
import { localText } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { asProblem, useResource } from "../../parts/resource";
import { Table, type Column } from "../../parts/Table";
import { navigate, useLocation } from "../../router/location";
import { office } from "../../texts/office";
import { whoAmI } from "../../session";
import { hasRole, inProgramme } from "./desk";
import { grosze, numbersOf, queryOf } from "./search";

const PAGE = 50;
const CALLS = 100;

const states: readonly DossierState[] = ["FORMAL_REVIEW", "IN_CORRECTION", "MERIT_REVIEW", "THIRD_ASSESSMENT", "ASSESSED",
  "RANKED", "DECISION_DUE", "DECIDED", "FORMALLY_REJECTED", "WITHDRAWN"];
const types: readonly ApplicantType[] = ["PERSON", "INFORMAL_GROUP", "NGO", "FIRM", "PUBLIC_BODY"];
const orders: readonly DossierOrder[] = ["DOSSIERS_NEWEST", "DOSSIERS_OLDEST", "DOSSIERS_BY_POINTS", "DOSSIERS_BY_AMOUNT"];

interface Found {
  dossiers: Dossier[];
  nextCursor: string;
  total: number;
  totalIsMore: boolean;
}

/* Counted once; the pages behind the first need no number. */
function load(asked: URLSearchParams, cursor = ""): Promise<Found> {
  return get("/v1/dossiers", { query: { ...queryOf(asked), limit: PAGE, cursor, ...(cursor ? {} : { total: true }) } });
}

function Select({ name, label, asked, options }: {
  name: string;
  label: string;
  asked: URLSearchParams;
  options: readonly (readonly [string, string])[];
}) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name}>
        {options.map(([value, text]) => <option key={value} value={value} selected={value === (asked.get(name) ?? "")}>{text}</option>)}
      </select>
    </div>
  );
}

interface InputProps {
  name: string;
  label: string;
  asked: URLSearchParams;
}

function Day({ name, label, asked }: InputProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input id={name} name={name} type="date" defaultValue={asked.get(name) ?? ""} />
    </div>
  );
}

function Amount({ name, label, asked }: InputProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input id={name} name={name} type="text" inputMode="decimal" autocomplete="off" defaultValue={asked.get(name) ?? ""} />
    </div>
  );
}

interface AskProps {
  asked: URLSearchParams;
  calls: CallSummary[];
}

function Ask({ asked, calls }: AskProps) {
  const { language, texts } = useLanguage();
  const { search: words, dossier } = useScoped(office);
  const [wrong, setWrong] = useState("");
  const any: [string, string] = ["", words.any];
  const submit = (event: SubmitEvent) => {
    const given = new URLSearchParams();
    event.preventDefault();
    for (const [name, value] of new FormData(event.currentTarget as HTMLFormElement))
      if (String(value).trim() !== "" && value !== orders[0]) given.set(name, String(value).trim());
    const bad = numbersOf(given).find(([, value]) => grosze(value) === null);
    setWrong(bad ? words.notAnAmount : "");
    if (!bad) navigate(`/office/search?${given}`);
  };

  return (
    <form class="search" role="search" onSubmit={submit} noValidate>
      <label for="text">{words.text}</label>
      <p class="quiet" id="text-help">{words.textHelp}</p>
      <div class="with-button">
        <input id="text" name="text" type="search" defaultValue={asked.get("text") ?? ""} maxLength={200} aria-describedby="text-help" />
        <button class="button" type="submit">{words.submit}</button>
      </div>
      <details open={[...asked.keys()].some((name) => name !== "text")}>
        <summary>{words.more}</summary>
        <div class="filters">
          <Select name="callId" label={words.call} asked={asked}
            options={[any, ...calls.map((call) => [call.id, `${call.code} ${localText(call.title, language)}`] as const)]} />
          <Select name="state" label={words.state} asked={asked}
            options={[any, ...states.map((state) => [state, dossier[state] ?? state] as const)]} />
          <Select name="type" label={words.type} asked={asked}
            options={[any, ...types.map((type) => [type, texts.call.applicant[type]] as const)]} />
          <Day name="from" label={words.from} asked={asked} />
          <Day name="until" label={words.until} asked={asked} />
          <Amount name="amountFrom" label={words.amountFrom} asked={asked} />
          <Amount name="amountUntil" label={words.amountUntil} asked={asked} />
          <Amount name="pointsFrom" label={words.pointsFrom} asked={asked} />
          <Select name="order" label={words.order} asked={asked}
            options={orders.map((order) => [order, words.orders[order] ?? order] as const)} />
        </div>
      </details>
      <p class="error" role="alert">{wrong}</p>
    </form>
  );
}

function useColumns(): Column<Dossier>[] {
  const { language } = useLanguage();
  const { board: texts, dossier } = useScoped(office);

  return [
    { title: texts.number, value: (each) => <span class="code">{each.number}</span> },
    {
      title: texts.applicationTitle, header: true,
      value: (each) => <a lang="pl" href={`/office/dossiers/${each.applicationId}`}>{each.title || each.number}</a>,
    },
    { title: texts.state, value: (each) => dossier[each.state] ?? "" },
    { title: texts.region, value: (each) => <span lang="pl">{regionName(each.region)}</span> },
    { title: texts.submitted, value: (each) => each.submittedAt ? formatDay(each.submittedAt, language) : "" },
    { title: texts.amount, numeric: true, value: (each) => formatMoney(each.amountGrosze, language) },
    { title: texts.points, numeric: true, value: (each) => each.points > 0 ? formatPoints(each.points, language) : "" },
  ];
}

function List({ first, asked }: { first: Found; asked: URLSearchParams }) {
  const { texts } = useLanguage();
  const { search: words } = useScoped(office);
  const columns = useColumns();
  const [found, setFound] = useState(first);
  const [problem, setProblem] = useState<Problem | null>(null);
  const extend = async () => {
    try {
      const next = await load(asked, found.nextCursor);
      setFound({ ...found, dossiers: [...found.dossiers, ...next.dossiers], nextCursor: next.nextCursor });
      setProblem(null);
    } catch (error) {
      setProblem(asProblem(error));
    }
  };

  return (
    <>
      <p role="status">{words.found(found.total, found.totalIsMore)}</p>
      {found.dossiers.length > 0 && (
        <Table caption={words.title} quietCaption wide columns={columns} rows={found.dossiers}
          keyOf={(each) => each.applicationId} />
      )}
      {problem && <div role="alert"><ProblemText problem={problem} /></div>}
      {found.nextCursor && <button class="button plain" type="button" onClick={() => void extend()}>{texts.more}</button>}
    </>
  );
}

export function SearchPage() {
  const { board, search: words } = useScoped(office);
  const { query } = useLocation();
  const key = query.toString();
  const loaded = useResource(`office search ${key}`, async () => {
    const [account, { calls: all }] = await Promise.all([whoAmI(), get("/v1/calls", { query: { limit: CALLS } })]);
    const calls = all.filter(({ programmeId }) => hasRole(inProgramme(account, programmeId), "COORDINATOR", "OWNER"));
    return { calls, asked: query, found: await load(query) };
  });

  return (
    <LoadedPage resource={loaded}>
      {({ calls, asked, found }) => (
        <Page title={words.title} above={<p class="back"><a href="/office">{board.back}</a></p>}>
          <p class="lead">{words.lead}</p>
          <Ask key={`ask ${key}`} asked={asked} calls={calls} />
          <List key={key} first={found} asked={asked} />
        </Page>
      )}
    </LoadedPage>
  );
}
