/* The assignment before it is made: the plan with its reasons, the price of a swap, what if. */
import { useRef, useState } from "preact/hooks";
import { get, post } from "../../api/client";
import type { AssessorWork, AssignmentPlan, PlannedPair, SwapPrice } from "../../api/shapes";
import { formatMoment } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Facts } from "../../parts/Facts";
import { Loaded, Refusal } from "../../parts/Loaded";
import { useResource } from "../../parts/resource";
import { Table } from "../../parts/Table";
import { useTask } from "../../parts/task";
import type { PathParameters } from "../../router/path";
import { plan as scope } from "../../texts/plan";
import { CallPage } from "./CallPage";
import { loadCallDesk, type CallDesk } from "./desk";
import { fitShare, noWishes, otherAssessors, sentWishes, withSwap, type Wishes } from "./plan";

interface Opened {
  desk: CallDesk;
  list: AssessorWork[];
}

export function useAssessorName(list: readonly AssessorWork[]): (userId: string) => string {
  const words = useScoped(scope);

  return (userId) => list.find(({ assessor }) => assessor?.userId === userId)?.name || words.unnamed(userId.slice(0, 8));
}

function Summary({ plan }: { plan: AssignmentPlan }) {
  const { language } = useLanguage();
  const words = useScoped(scope);
  const weakest = plan.pairs.find(({ applicationId }) => applicationId === plan.weakestApplicationId);

  return (
    <section aria-labelledby="summary">
      <h2 id="summary">{words.summary}</h2>
      <Facts facts={[
        { name: words.count, value: plan.pairs.length },
        plan.pairs.length > 0 ? { name: words.mean, value: fitShare(BigInt(plan.total) / BigInt(plan.pairs.length), language) } : null,
        weakest ? { name: words.weakest, value: <><span class="code">{weakest.number}</span> {fitShare(plan.weakest, language)}</> } : null,
        { name: words.proof, value: BigInt(plan.gap) === 0n ? words.proved : words.gap(fitShare(BigInt(plan.gap), language)) },
        plan.unserved > 0 ? { name: words.unserved, value: <strong>{plan.unserved}</strong> } : null,
        plan.underloads > 0 ? { name: words.underloads, value: plan.underloads } : null,
        { name: words.digest, value: <code>{plan.digest}</code> },
      ]} />
    </section>
  );
}

function Shortage({ plan, nameOf }: { plan: AssignmentPlan; nameOf: (id: string) => string }) {
  const words = useScoped(scope);
  const { shortage } = plan;

  if (!shortage || shortage.unserved === 0) return null;
  return (
    <div class="notice warm">
      <h3>{words.shortage}</h3>
      <p>{words.shortageText(shortage.needed, shortage.room)}</p>
      <ul>{shortage.reasons.map((reason) => <li key={reason}>{reason}</li>)}</ul>
      <p class="quiet">{shortage.assessorUserIds.map(nameOf).join(", ")}</p>
    </div>
  );
}

function PairList({ title, pairs, nameOf }: { title: string; pairs: PlannedPair[]; nameOf: (id: string) => string }) {
  const { language } = useLanguage();

  if (pairs.length === 0) return null;
  return (
    <>
      <p><strong>{title}</strong></p>
      <ul>
        {pairs.map((pair) => (
          <li key={`${pair.applicationId} ${pair.assessorUserId}`}>
            <span class="code">{pair.number}</span> {nameOf(pair.assessorUserId)}, {fitShare(pair.fit, language)}. {pair.reason}
          </li>
        ))}
      </ul>
    </>
  );
}

interface SwapProps {
  opened: Opened;
  plan: AssignmentPlan;
  wishes: Wishes;
  pair: PlannedPair;
  onTake: (wishes: Wishes) => void;
  onCancel: () => void;
}

function Swap({ opened, plan, wishes, pair, onTake, onCancel }: SwapProps) {
  const { language } = useLanguage();
  const words = useScoped(scope);
  const nameOf = useAssessorName(opened.list);
  const [chosen, setChosen] = useState("");
  const [price, setPrice] = useState<SwapPrice | null>(null);
  const { problem, busy, run } = useTask();
  const to = { applicationId: pair.applicationId, assessorUserId: chosen };
  const ask = () => chosen === "" ? undefined : run(async () => setPrice(await post("/v1/calls/{callId}/assignments/swap-price", {
    path: { callId: opened.desk.call.id }, body: { wishes: sentWishes(wishes, null), pair: to, insteadOf: pair.assessorUserId },
  })));

  return (
    <div class="swap">
      <h2 id="swap-title">{words.swapTitle(pair.number)}</h2>
      <p>{words.swapLead(nameOf(pair.assessorUserId))}</p>
      <Refusal problem={problem} />
      <div class="field">
        <label for="swap-to">{words.choose}</label>
        <select id="swap-to" value={chosen} onChange={(event) => {
          setChosen(event.currentTarget.value);
          setPrice(null);
        }}>
          <option value="">{words.chooseNone}</option>
          {otherAssessors(pair, plan, opened.list).map(({ assessor }) => assessor && (
            <option key={assessor.userId} value={assessor.userId}>{nameOf(assessor.userId)}</option>
          ))}
        </select>
      </div>
      <div role="status">
        {price && !price.possible && <p><strong>{words.impossible}</strong> {price.text}</p>}
        {price?.possible && (
          <>
            <p><strong>{BigInt(price.price) <= 0n && price.unserved === 0 ? words.free
              : price.unserved > 0 ? price.text : words.costs(fitShare(BigInt(price.price), language))}</strong></p>
            <PairList title={words.made} pairs={price.made} nameOf={nameOf} />
            <PairList title={words.gone} pairs={price.gone} nameOf={nameOf} />
          </>
        )}
      </div>
      <p class="act">
        {price?.possible
          ? <button class="button" type="button" onClick={() => onTake(withSwap(wishes, pair, to))}>{words.take}</button>
          : <button class="button" type="button" aria-disabled={busy || chosen === ""} onClick={() => void ask()}>{words.price}</button>}
        <button class="button plain" type="button" onClick={onCancel}>{words.cancel}</button>
      </p>
    </div>
  );
}

function Pairs({ plan, nameOf, onSwap }: { plan: AssignmentPlan; nameOf: (id: string) => string; onSwap: (pair: PlannedPair) => void }) {
  const { language } = useLanguage();
  const words = useScoped(scope);

  return (
    <section aria-labelledby="pairs">
      <h2 id="pairs">{words.pairs}</h2>
      <Table caption={words.pairs} quietCaption wide rows={plan.pairs} keyOf={(pair) => `${pair.applicationId} ${pair.assessorUserId}`} columns={[
        { title: words.application, header: true, value: (pair) => <a class="code" href={`/office/dossiers/${pair.applicationId}`}>{pair.number}</a> },
        { title: words.expert, value: (pair) => (
          <>
            {nameOf(pair.assessorUserId)}
            {pair.fixed && <> <span class="tag">{words.fixed}</span></>}
          </>
        ) },
        { title: words.fit, numeric: true, value: (pair) => fitShare(pair.fit, language) },
        { title: words.reason, value: (pair) => pair.reason },
        { title: words.act, value: (pair) => (
          <button class="button plain small" type="button" onClick={() => onSwap(pair)}
            aria-label={words.swapOf(pair.number, nameOf(pair.assessorUserId))}>{words.swap}</button>
        ) },
      ]} />
    </section>
  );
}

function usePlan(callId: string) {
  const [plan, setPlan] = useState<AssignmentPlan | null>(null);
  const [wishes, setWishes] = useState<Wishes>(noWishes);
  const { problem, busy, run } = useTask();
  const [given, setGiven] = useState<number | null>(null);
  /* What AssignCards must be asked with: the digest is of the plan and its wishes. */
  const asked = useRef(sentWishes(noWishes, null));
  const make = (next: Wishes) => run(async () => {
    const sent = sentWishes(next, next === noWishes ? null : plan);
    const made = await post("/v1/calls/{callId}/assignments/plan", { path: { callId }, body: { wishes: sent } });
    asked.current = sent;
    setWishes(next);
    setPlan(made);
    setGiven(null);
  });
  const give = () => run(async () => {
    const { made } = await post("/v1/calls/{callId}/assignments", {
      path: { callId }, body: { wishes: asked.current, planDigest: plan?.digest ?? "" },
    });
    setGiven(made);
    setPlan(null);
    setWishes(noWishes);
  });

  return { plan, wishes, problem, busy, given, make, give };
}

function Records({ callId, mark }: { callId: string; mark: number }) {
  const { language } = useLanguage();
  const words = useScoped(scope);
  const loaded = useResource(`assignments ${callId} ${mark}`, () => get("/v1/calls/{callId}/assignments", { path: { callId } }));

  return (
    <section aria-labelledby="records">
      <h2 id="records">{words.records}</h2>
      <Loaded resource={loaded}>
        {({ assignments }) => assignments.length === 0 ? <p>{words.noRecords}</p> : (
          <>
            <p>{words.recordsLead}</p>
            <Table caption={words.records} quietCaption wide rows={assignments} keyOf={({ id }) => id} columns={[
              { title: words.when, header: true, value: ({ at }) => at && formatMoment(at, language) },
              { title: words.count, numeric: true, value: ({ pairs }) => pairs },
              { title: words.unserved, numeric: true, value: ({ unserved }) => unserved },
              { title: words.digest, value: ({ digest }) => <code>{digest.slice(0, 16)}…</code> },
              { title: words.record, value: ({ id, at }) => (
                <a href={`/v1/assignments/${id}`} download={`assignment-${id}.json`}>
                  {words.download}<span class="unseen"> {at && formatMoment(at, language)}</span>
                </a>
              ) },
            ]} />
          </>
        )}
      </Loaded>
    </section>
  );
}

function Workbench({ opened, refresh }: { opened: Opened; refresh: () => void }) {
  const words = useScoped(scope);
  const nameOf = useAssessorName(opened.list);
  const work = usePlan(opened.desk.call.id);
  const dialog = useRef<HTMLDialogElement>(null);
  const [swapped, setSwapped] = useState<PlannedPair | null>(null);
  const { plan, wishes } = work;
  const close = () => {
    dialog.current?.close();
    setSwapped(null);
  };
  const changes = wishes.fixed.length;

  return (
    <>
      <Refusal problem={work.problem} />
      <p class="act">
        <button class={plan ? "button plain" : "button"} type="button" aria-disabled={work.busy} onClick={() => void work.make(wishes)}>
          {work.busy ? words.making : plan ? words.again : words.make}
        </button>
        {plan && plan.pairs.length > 0 && (
          <button class="button" type="button" aria-disabled={work.busy}
            onClick={() => void work.give().then(refresh)}>{words.give}</button>
        )}
      </p>
      <div role="status">
        {work.given !== null && <p><strong>{words.given(work.given)}</strong></p>}
        {plan && plan.pairs.length === 0 && plan.unserved === 0 && <p>{words.empty}</p>}
        {plan && changes > 0 && <p>{words.changes(changes)}. {words.kept(plan.kept, plan.pairs.length)}</p>}
      </div>
      {plan && changes > 0 && <p><button class="button plain small" type="button" onClick={() => void work.make(noWishes)}>{words.undo}</button></p>}
      {plan && (plan.pairs.length > 0 || plan.unserved > 0) && (
        <>
          <Summary plan={plan} />
          <Shortage plan={plan} nameOf={nameOf} />
          {plan.more && <p>{words.more}</p>}
          <Pairs plan={plan} nameOf={nameOf} onSwap={(pair) => {
            setSwapped(pair);
            dialog.current?.showModal();
          }} />
        </>
      )}
      <dialog class="dialog" ref={dialog} aria-labelledby="swap-title" onClose={() => setSwapped(null)}>
        {swapped && plan && (
          <Swap key={`${swapped.applicationId} ${swapped.assessorUserId}`} opened={opened} plan={plan} wishes={wishes} pair={swapped}
            onCancel={close} onTake={(next) => {
              close();
              void work.make(next);
            }} />
        )}
      </dialog>
      <Records callId={opened.desk.call.id} mark={work.given ?? -1} />
    </>
  );
}

export function PlanPage({ id = "" }: PathParameters) {
  const words = useScoped(scope);
  const loaded = useResource(`plan ${id}`, async () => {
    const [desk, { assessors: list }] = await Promise.all([loadCallDesk(id),
      get("/v1/calls/{callId}/assessors", { path: { callId: id } })]);
    return { desk, list };
  });

  return (
    <CallPage resource={loaded} title={words.title} lead={words.lead}>
      {(opened, refresh) => <Workbench opened={opened} refresh={refresh} />}
    </CallPage>
  );
}
