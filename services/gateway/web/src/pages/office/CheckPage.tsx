/* The queue of formal checks: what was submitted on the left, the conditions on the right, and hands that
 * never leave the keyboard. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { get, post } from "../../api/client";
import { Problem } from "../../api/problem";
import type { Dossier, FormalItem, FormalProposal } from "../../api/shapes";
import { SectionAnswers } from "../../form/Answers";
import { WithFiles } from "../../form/readFiles";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { ErrorPanel } from "../../parts/form";
import { Loaded, LoadedPage } from "../../parts/Loaded";
import { Local, localText } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { asProblem, useResource } from "../../parts/resource";
import type { PathParameters } from "../../router/path";
import { formal } from "../../texts/formal";
import { office } from "../../texts/office";
import { loadCallDesk, loadDossiers, type CallDesk } from "./desk";
import { answerOfKey, failedItems, firstDraft, itemDraft, missingIn, openItems, sentItems, type CheckDraft, type Chosen,
  type ItemDraft } from "./formalCheck";

const choices: readonly Chosen[] = ["YES", "NO", "NOT_APPLICABLE"];

export function ApplicantFacts({ dossier }: { dossier: Dossier }) {
  const { texts } = useLanguage();
  const { applicant } = dossier;

  if (!applicant) return null;
  return (
    <>
      <p>{texts.call.applicant[applicant.type]}</p>
      {applicant.organisation && <p lang="pl">{applicant.organisation}</p>}
      {applicant.nip && <p>NIP {applicant.nip}</p>}
      {applicant.krs && <p>KRS {applicant.krs}</p>}
      {applicant.members.map((member) => <p key={member.email} lang="pl">{member.name}, {member.email}</p>)}
    </>
  );
}

export function Content({ dossier, desk }: { dossier: Dossier; desk: CallDesk }) {
  const { check } = useScoped(office);
  const stage = desk.definition.stages.find(({ key }) => key === dossier.stage);
  const { applicationId } = dossier;
  const answers = dossier.answers?.list ?? [];

  return (
    <section class="reading" aria-labelledby="content">
      <h2 id="content" class="unseen">{dossier.title}</h2>
      <section class="answers">
        <h3>{check.who}</h3>
        <ApplicantFacts dossier={dossier} />
      </section>
      <WithFiles address={`/v1/dossiers/${applicationId}/files`} answers={answers}
        load={() => get("/v1/dossiers/{applicationId}/files", { path: { applicationId } })}>
        {stage?.form?.sections.map((section) => (
          <SectionAnswers key={section.key} section={section} answers={answers} heading="h3" />
        ))}
      </WithFiles>
    </section>
  );
}

interface ItemProps {
  item: FormalItem;
  draft: ItemDraft;
  /** What the house saw of this item, "" for nothing. */
  seen: string;
  onChange: (draft: ItemDraft) => void;
  onKey: (answer: Chosen) => void;
}

function Item({ item, draft, seen, onChange, onKey }: ItemProps) {
  const { check } = useScoped(office);
  const words = useScoped(formal);
  const failed = draft.answer === "NO";
  /* Single keys count only on the answers themselves, never in the reason (WCAG 2.1.4). */
  const press = (event: KeyboardEvent) => {
    const answer = event.ctrlKey || event.altKey || event.metaKey ? undefined : answerOfKey(event.key);
    if (!answer || !(event.target instanceof HTMLInputElement) || event.target.type !== "radio") return;
    event.preventDefault();
    onKey(answer);
  };

  return (
    <fieldset class="field formal-item" id={`item-${item.key}`} onKeyDown={press}>
      <legend><Local text={item.text} /></legend>
      <div class="inline-choices">
        {choices.map((answer) => (
          <div class="choice" key={answer}>
            <input type="radio" id={`${item.key}-${answer}`} name={item.key} checked={draft.answer === answer}
              onChange={() => onChange({ ...draft, answer })} />
            <label for={`${item.key}-${answer}`}>{check.answer[answer]}</label>
          </div>
        ))}
      </div>
      {seen && <p class="quiet">{words.seen(seen)}</p>}
      {(failed || draft.answer === "NOT_APPLICABLE") && (
        <>
          <label for={`${item.key}-reason`}>{failed ? check.reason : words.note}</label>
          <p class="quiet" id={`${item.key}-reason-help`}>{failed ? check.reasonHelp : words.noteHelp}</p>
          <textarea id={`${item.key}-reason`} rows={2} value={draft.reason} maxLength={2000}
            aria-describedby={`${item.key}-reason-help`}
            onInput={(event) => onChange({ ...draft, reason: event.currentTarget.value })} />
        </>
      )}
    </fieldset>
  );
}

function focusItem(item: FormalItem | undefined, draft: CheckDraft): void {
  if (!item) return;
  const answer = itemDraft(draft, item.key).answer || "YES";
  document.getElementById(`${item.key}-${answer}`)?.focus({ preventScroll: true });
}

function Outcome({ items, draft }: { items: readonly FormalItem[]; draft: CheckDraft }) {
  const { check } = useScoped(office);
  const open = openItems(items, draft).length;
  const failed = failedItems(items, draft).length;

  return <p role="status" class="outcome">{open > 0 ? check.outcomeOpen(open) : failed > 0 ? check.outcomeFail(failed) : check.outcomePass}</p>;
}

interface FormProps {
  dossier: Dossier;
  proposal: FormalProposal;
  items: FormalItem[];
  /** `unconfirmed`: it waits for a second person. */
  onDecided: (unconfirmed: boolean) => void;
  onSkip: () => void;
}

function Returned({ proposal }: { proposal: FormalProposal }) {
  const words = useScoped(formal);

  if (!proposal.returned) return null;
  return (
    <div class="notice warm">
      <p><strong>{words.returned}.</strong></p>
      <p lang="pl">{words.returnedWhy(proposal.returnReason)}</p>
    </div>
  );
}

function CheckForm({ dossier, proposal, items, onDecided, onSkip }: FormProps) {
  const { language } = useLanguage();
  const { check } = useScoped(office);
  const [draft, setDraft] = useState<CheckDraft>(() => firstDraft(proposal));
  const [problem, setProblem] = useState<Problem | null>(null);
  const [missing, setMissing] = useState<ReturnType<typeof missingIn>>([]);
  const [sending, setSending] = useState(false);
  const wanted = useRef("");
  const change = (key: string, next: ItemDraft) => setDraft((before) => ({ ...before, [key]: next }));
  const answerByKey = (index: number, answer: Chosen) => {
    const item = items[index];
    if (!item) return;
    change(item.key, { ...itemDraft(draft, item.key), answer });
    const next = items[index + 1];
    wanted.current = answer === "NO" ? `${item.key}-reason` : next ? `${next.key}-${itemDraft(draft, next.key).answer || "YES"}` : "decide";
  };
  const decide = async () => {
    const found = missingIn(items, draft);
    setMissing(found);
    if (found.length > 0) {
      setProblem(new Problem(400, "incomplete", ""));
      return;
    }
    if (sending) return;
    setSending(true);
    try {
      const { unconfirmed } = await post("/v1/dossiers/{applicationId}/formal-check", {
        path: { applicationId: dossier.applicationId }, body: { items: sentItems(items, draft) },
      });
      onDecided(unconfirmed);
    } catch (error) {
      setProblem(asProblem(error));
      setSending(false);
    }
  };

  /* Before the next key can come: fast hands must not answer the same condition twice. */
  useLayoutEffect(() => {
    if (wanted.current) document.getElementById(wanted.current)?.focus();
    wanted.current = "";
  }, [draft]);
  /* At once, too: Ctrl+Enter right behind the last answer must see that answer. */
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!event.ctrlKey || event.key !== "Enter") return;
      event.preventDefault();
      void decide();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  });
  /* After the page gave the focus to its heading: here the hands belong on the first condition. */
  useEffect(() => {
    const timer = setTimeout(() => focusItem(items[0], draft));
    return () => clearTimeout(timer);
  }, []);
  return (
    <>
      <ErrorPanel title={check.incomplete} problem={problem} links={missing.map(({ item, what }) => {
        const text = localText(item.text, language);
        return what === "answer" ? { address: `#${item.key}-YES`, text: check.fieldAnswer(text) }
          : { address: `#${item.key}-reason`, text: check.fieldReason(text) };
      })} />
      <Returned proposal={proposal} />
      <form onSubmit={(event) => event.preventDefault()}>
        {items.map((item, index) => (
          <Item key={item.key} item={item} draft={itemDraft(draft, item.key)}
            seen={proposal.items.find((each) => each.item === item.key)?.reason ?? ""}
            onChange={(next) => change(item.key, next)} onKey={(answer) => answerByKey(index, answer)} />
        ))}
      </form>
      <div class="save-bar">
        <Outcome items={items} draft={draft} />
        <button class="button" id="decide" type="button" aria-disabled={sending} onClick={() => void decide()}>{check.submit}</button>
        <button class="button plain" type="button" onClick={onSkip}>{check.skip}</button>
      </div>
    </>
  );
}

function Keys() {
  const { check } = useScoped(office);

  return (
    <details class="keys">
      <summary>{check.keys}</summary>
      <p>{check.keysLead}</p>
      <dl>{check.keyList.map(([key, what]) => <div key={key}><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div>)}</dl>
    </details>
  );
}

async function loadCheck(applicationId: string) {
  const [dossier, proposal] = await Promise.all([
    get("/v1/dossiers/{applicationId}", { path: { applicationId } }),
    get("/v1/dossiers/{applicationId}/formal-proposal", { path: { applicationId } }),
  ]);
  return { dossier, proposal };
}

function Queue({ desk, waiting }: { desk: CallDesk; waiting: Dossier[] }) {
  const { check } = useScoped(office);
  const [queue, setQueue] = useState(waiting);
  const [done, setDone] = useState(0);
  const [waits, setWaits] = useState(false);
  const [first] = queue;
  const id = first?.applicationId ?? "";
  const words = useScoped(formal);
  const loaded = useResource(`dossier ${id}`, async () => id ? loadCheck(id) : null);
  const board = `/office/calls/${desk.call.id}`;
  const items = desk.definition.stages.find(({ key }) => key === first?.stage)?.formalItems ?? [];
  const back = <p class="back"><a href={board}>{check.back}</a></p>;

  if (!first)
    return (
      <Page title={check.done} above={back}>
        <p class="lead">{check.doneLead} {done > 0 && check.decided(done)}</p>
        <p role="status">{waits && words.waits}</p>
      </Page>
    );
  return (
    <Page title={first.title || first.number} titleLanguage="pl"
      above={<>{back}<p class="quiet step-of">{check.title} · <span class="code">{first.number}</span> · {check.of(done + 1, waiting.length)}</p></>}>
      <Keys />
      <p role="status" class="quiet">{waits && words.waits}</p>
      <Loaded resource={loaded}>
        {(found) => found && (
          <div class="side-by-side">
            <Content dossier={found.dossier} desk={desk} />
            <section class="scoring" aria-labelledby="items">
              <h2 id="items">{check.items}</h2>
              {found.proposal.items.length > 0 && <p class="quiet">{words.prefilled}</p>}
              <CheckForm key={id} dossier={first} proposal={found.proposal} items={items}
                onDecided={(unconfirmed) => {
                  setWaits(unconfirmed);
                  setDone(done + 1);
                  setQueue(queue.slice(1));
                }}
                onSkip={() => setQueue([...queue.slice(1), first])} />
              {(desk.definition.corrections?.times ?? 0) > 0
                && <p><a href={`/office/dossiers/${id}/correction`}>{words.correction.link}</a></p>}
            </section>
          </div>
        )}
      </Loaded>
    </Page>
  );
}

export function CheckPage({ id = "" }: PathParameters) {
  const loaded = useResource(`check ${id}`, async () => {
    const [desk, waiting] = await Promise.all([loadCallDesk(id), loadDossiers(id, "FORMAL_REVIEW")]);
    /* What awaits its second pair of eyes is in the other queue. */
    return { desk, waiting: waiting.filter(({ unconfirmedBy }) => unconfirmedBy === "") };
  });

  return <LoadedPage resource={loaded}>{(found) => <Queue {...found} />}</LoadedPage>;
}
