/* A call at a glance: what to do next, how many applications stand where, and each of them. */
import { get } from "../../api/client";
import type { Appeal, Dossier, DossierState } from "../../api/shapes";
import { formatMoney, formatPoints } from "../../format/numbers";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { CallStatus } from "../../parts/callStatus";
import { Loaded, LoadedPage } from "../../parts/Loaded";
import { localLanguage, localText } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import { Table, type Column } from "../../parts/Table";
import type { PathParameters } from "../../router/path";
import { after } from "../../texts/after";
import { formal } from "../../texts/formal";
import { grant } from "../../texts/grant";
import { office } from "../../texts/office";
import { opinions } from "../../texts/opinions";
import { plan } from "../../texts/plan";
import { rehearsal } from "../../texts/rehearsal";
import { words as letterWords } from "../../texts/words";
import { hasRole, lacksCards, loadCallDesk, loadDossiers, regionNameOf, type CallDesk } from "./desk";

const order: readonly DossierState[] = ["FORMAL_REVIEW", "IN_CORRECTION", "DECISION_DUE", "MERIT_REVIEW", "THIRD_ASSESSMENT", "ASSESSED",
  "RANKED", "DECIDED", "FORMALLY_REJECTED", "WITHDRAWN"];
/* Beyond it a group waits for a click, so that a board of 400 still fits the eye. */
const OPEN_AT_MOST = 30;

interface Board extends CallDesk {
  dossiers: Dossier[];
  appeals: Appeal[];
}

function NextSteps({ board }: { board: Board }) {
  const { board: texts } = useScoped(office);
  const { confirm } = useScoped(formal);
  const { appeals: appealTexts } = useScoped(after);
  const { account, appeals, call, definition, dossiers } = board;
  const here = `/office/calls/${call.id}`;
  const count = (state: DossierState) => dossiers.filter((each) => each.state === state).length;
  const unconfirmed = dossiers.filter(({ unconfirmedBy }) => unconfirmedBy !== "");
  const toConfirm = unconfirmed.filter(({ unconfirmedBy }) => unconfirmedBy !== account.id).length;
  const toCheck = count("FORMAL_REVIEW") - unconfirmed.length;
  const pending = appeals.filter(({ state }) => state === "APPEAL_PENDING").length;
  const short = dossiers.filter((each) => lacksCards(each, definition)).length;
  const over = definition.submitUntil !== undefined && Date.now() >= Date.parse(definition.submitUntil);
  const open = count("FORMAL_REVIEW") + count("IN_CORRECTION") + count("MERIT_REVIEW") + count("THIRD_ASSESSMENT");
  const cardsOpen = dossiers.reduce((sum, each) => sum + each.cardsOpen, 0);
  const cardsLocked = dossiers.reduce((sum, each) => sum + each.cardsLocked, 0);
  const steps: [string, string][] = [];

  if (toCheck > 0) steps.push([`${here}/check`, texts.formal(toCheck)]);
  if (toConfirm > 0) steps.push([`${here}/confirm`, confirm.link(toConfirm)]);
  if (pending > 0) steps.push([`${here}/appeals`, appealTexts.waiting(pending)]);
  if (short > 0) steps.push([`${here}/assessors`, texts.waiting(short)]);
  if (cardsOpen > 0) steps.push([`${here}/progress`, texts.assessing(cardsLocked, cardsLocked + cardsOpen)]);
  if (count("DECISION_DUE") > 0) steps.push(["#DECISION_DUE", texts.decisions(count("DECISION_DUE"))]);
  if (definition.stages.some(({ key, panel }) => panel && dossiers.some(({ stage, state }) => stage === key && (state === "ASSESSED" || state === "DECISION_DUE"))))
    steps.push([`${here}/panel`, texts.meet]);
  if (over && open === 0 && count("ASSESSED") > 0) steps.push([`${here}/ranking`, texts.rank]);
  return (
    <section class="next" aria-labelledby="next">
      <h2 id="next">{texts.next}</h2>
      {steps.length === 0 ? <p>{texts.nothing}</p>
        : <ul>{steps.map(([address, text]) => <li key={text}><a href={address}>{text}</a></li>)}</ul>}
    </section>
  );
}

function useColumns({ call }: Board): Column<Dossier>[] {
  const { language } = useLanguage();
  const { board: texts } = useScoped(office);

  return [
    { title: texts.number, value: (each) => <span class="code">{each.number}</span> },
    {
      title: texts.applicationTitle, header: true,
      value: (each) => <a lang="pl" href={`/office/dossiers/${each.applicationId}`}>{each.title || each.number}</a>,
    },
    { title: texts.region, value: (each) => <span lang="pl">{regionNameOf(call, each.region)}</span> },
    { title: texts.amount, numeric: true, value: (each) => formatMoney(each.amountGrosze, language) },
    { title: texts.cards, numeric: true, value: (each) =>
      each.cardsLocked + each.cardsOpen > 0 ? texts.cardsOf(each.cardsLocked, each.cardsLocked + each.cardsOpen) : "" },
    { title: texts.points, numeric: true, value: (each) => each.points > 0 ? formatPoints(each.points, language) : "" },
  ];
}

function Group({ state, board }: { state: DossierState; board: Board }) {
  const { board: texts, dossier } = useScoped(office);
  const columns = useColumns(board);
  const rows = board.dossiers.filter((each) => each.state === state);
  const name = dossier[state] ?? "";
  const table = <Table caption={name} quietCaption wide columns={columns} rows={rows} keyOf={(each) => `${each.applicationId} ${each.stage}`} />;

  if (rows.length === 0) return null;
  return (
    <section aria-labelledby={state}>
      <h2 id={state} tabIndex={-1} class="board-state">{name} <span class="count">{rows.length}</span></h2>
      {rows.length <= OPEN_AT_MOST ? table
        : <details><summary>{texts.more(rows.length)}</summary>{table}</details>}
    </section>
  );
}

/* Only who answers for all regions may ask; for others the question is left out. */
function Delivery({ board }: { board: Board }) {
  const { board: texts } = useScoped(office);
  const everywhere = board.account.roles.some(({ role, region }) =>
    role === "OWNER" || (role === "COORDINATOR" && region === "*"));
  const delivery = useResource(`delivery ${board.call.id}`, async () =>
    everywhere ? get("/v1/calls/{callId}/delivery", { path: { callId: board.call.id } }) : null);

  if (!everywhere) return null;
  return (
    <section aria-labelledby="delivery">
      <h2 id="delivery">{texts.delivery}</h2>
      <Loaded resource={delivery}>
        {(counts) => counts && (
          <>
            <ul class="counts">
              <li><strong>{counts.sent}</strong> {texts.sent}</li>
              <li><strong>{counts.waiting}</strong> {texts.waitingLetters}</li>
              <li class={counts.failed > 0 ? "bad" : undefined}><strong>{counts.failed}</strong> {texts.failed}</li>
            </ul>
            {counts.failed > 0 && <p>{texts.deliveryFailed}</p>}
          </>
        )}
      </Loaded>
    </section>
  );
}

function Desk({ board }: { board: Board }) {
  const { language } = useLanguage();
  const { board: texts } = useScoped(office);
  const words = { after: useScoped(after), grant: useScoped(grant), letters: useScoped(letterWords), opinions: useScoped(opinions), plan: useScoped(plan), rehearsal: useScoped(rehearsal) };
  const { account, call, definition, dossiers } = board;
  const here = `/office/calls/${call.id}`;
  const coordinates = hasRole(account, "COORDINATOR");

  return (
    <Page title={localText(definition.title, language)} titleLanguage={localLanguage(definition.title, language)}
      above={(
        <>
          <p class="back"><a href="/office">{texts.back}</a></p>
          <CallStatus state={call.state} dates={definition} />
        </>
      )}>
      <nav class="contents" aria-label={localText(definition.title, language)}>
        <ul>
          {coordinates && <li><a href={`${here}/assessors`}>{texts.assessors}</a></li>}
          {coordinates && <li><a href={`${here}/plan`}>{words.plan.link}</a></li>}
          {coordinates && !call.rehearsed && <li><a href={`${here}/second-opinions`}>{words.opinions.link}</a></li>}
          <li><a href={`${here}/progress`}>{texts.progress}</a></li>
          {definition.stages.some((stage) => stage.panel) && <li><a href={`${here}/panel`}>{texts.panel}</a></li>}
          <li><a href={`${here}/ranking`}>{texts.ranking}</a></li>
          <li><a href={`${here}/appeals`}>{words.after.appeals.link}</a></li>
          <li><a href={`${here}/places`}>{words.after.places.link}</a></li>
          <li><a href={`${here}/grants`}>{words.grant.list.link}</a></li>
          <li><a href={`${here}/tables`}>{words.after.tables.link}</a></li>
          <li><a href={`${here}/mailings`}>{texts.mailings}</a></li>
          {hasRole(account, "OWNER") && <li><a href={`${here}/words`}>{words.letters.link}</a></li>}
          <li><a href={`/calls/${call.id}`}>{texts.call}</a></li>
          <li><a href={`${here}/manage`}>{texts.manage}</a></li>
          {call.rehearsed ? <li><a href={`${here}/rehearsal`}>{words.rehearsal.link}</a></li>
            : <li><a href={`${here}/rehearse`}>{words.rehearsal.start}</a></li>}
        </ul>
      </nav>
      <NextSteps board={board} />
      {dossiers.length === 0 && <p>{texts.empty}</p>}
      {order.map((state) => <Group key={state} state={state} board={board} />)}
      <Delivery board={board} />
    </Page>
  );
}

export function BoardPage({ id = "" }: PathParameters) {
  const board = useResource(`board ${id}`, async () => {
    const [desk, dossiers, { appeals }] = await Promise.all([loadCallDesk(id), loadDossiers(id),
      get("/v1/calls/{callId}/appeals", { path: { callId: id } })]);
    return { ...desk, dossiers, appeals };
  });

  return <LoadedPage resource={board}>{(found) => <Desk board={found} />}</LoadedPage>;
}
