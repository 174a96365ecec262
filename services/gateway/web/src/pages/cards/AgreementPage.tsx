/* The discrepancy desk: cards side by side without names, a common text a criterion, and signatures. */
import { useState } from "preact/hooks";
import { get, post, put } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { Card, Desk } from "../../api/shapes";
import { formatPoints } from "../../format/numbers";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { ErrorPanel } from "../../parts/form";
import { LoadedPage } from "../../parts/Loaded";
import { Local, localText } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { asProblem, useResource } from "../../parts/resource";
import { Table } from "../../parts/Table";
import type { PathParameters } from "../../router/path";
import { cards as words } from "../../texts/cards";
import { criteriaOf } from "./desk";
import type { Criterion } from "./scores";

type Texts = Readonly<Record<string, string>>;

function textsOf(desk: Desk): Texts {
  return Object.fromEntries((desk.consensus?.list ?? []).map(({ criterion, text }) => [criterion, text]));
}

function Cards({ desk, criterion }: { desk: Desk; criterion: Criterion }) {
  const { language } = useLanguage();
  const { agreement } = useScoped(words);
  const scoreOf = (card: Desk["cards"][number]) => card.scores?.list.find((each) => each.criterion === criterion.key);
  const inWords = criterion.scale === "SCALE_WORDS";

  return (
    <Table caption={localText(criterion.title, language)} quietCaption wide rows={desk.cards} keyOf={({ label }) => label} columns={[
      { title: agreement.cardColumn, header: true, value: (card) => (
        <>{agreement.card(card.label)}{card.own && <p class="quiet">{agreement.own}</p>}{card.third && <p class="quiet">{agreement.third}</p>}</>
      ) },
      ...(inWords ? [] : [{ title: agreement.points, numeric: true, value: (card: Desk["cards"][number]) => formatPoints(scoreOf(card)?.points ?? 0, language) }]),
      { title: agreement.reason, value: (card) => <span lang="pl">{scoreOf(card)?.reason}</span> },
    ]} />
  );
}

interface CriterionProps {
  desk: Desk;
  criterion: Criterion;
  text: string;
  /** What others saved meanwhile, if it is something else. */
  theirs: string | undefined;
  onChange: (text: string) => void;
}

function CriterionText({ desk, criterion, text, theirs, onChange }: CriterionProps) {
  const { agreement } = useScoped(words);
  const differs = desk.criteria.find((each) => each.criterion === criterion.key)?.differs ?? false;
  const id = `text-${criterion.key}`;
  const open = desk.state === "DESK_OPEN";

  return (
    <section aria-labelledby={`title-${criterion.key}`}>
      <h2 id={`title-${criterion.key}`}><Local text={criterion.title} /></h2>
      <p class={differs ? undefined : "quiet"}>{differs ? <strong>{agreement.differs}</strong> : agreement.agrees}</p>
      <Cards desk={desk} criterion={criterion} />
      {open ? (
        <div class="field">
          <label for={id}>{agreement.text}<span class="unseen">: <Local text={criterion.title} /></span></label>
          <textarea id={id} rows={4} maxLength={4000} value={text} onInput={(event) => onChange(event.currentTarget.value)} />
          {theirs !== undefined && <div class="notice warm"><p><strong>{agreement.theirs}</strong></p><p lang="pl">{theirs}</p></div>}
        </div>
      ) : text && <p lang="pl">{text}</p>}
    </section>
  );
}

function Signatures({ desk }: { desk: Desk }) {
  const { agreement } = useScoped(words);

  return (
    <section aria-labelledby="signatures">
      <h2 id="signatures">{agreement.signatures}</h2>
      <ul>
        {desk.cards.map(({ label, own, signed, minorityView }) => (
          <li key={label}>
            {agreement.card(label)}{own && ` (${agreement.own})`}: <strong>{signed ? agreement.signed : agreement.unsigned}</strong>
            {minorityView && <p lang="pl">{minorityView}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Sign({ cardId, desk, unsaved, onSigned, onProblem }: {
  cardId: string; desk: Desk; unsaved: boolean; onSigned: (desk: Desk) => void; onProblem: (problem: Problem) => void;
}) {
  const { agreement } = useScoped(words);
  const [view, setView] = useState("");
  const sign = async () => {
    try {
      onSigned(await post("/v1/cards/{cardId}/desk/signature", {
        path: { cardId }, body: { version: desk.version, minorityView: view.trim() },
      }));
    } catch (error) {
      onProblem(asProblem(error));
    }
  };

  if (desk.version === "0") return null;
  return (
    <form onSubmit={(event) => {
      event.preventDefault();
      if (!unsaved) void sign();
    }}>
      <p>{agreement.signLead}</p>
      <div class="field">
        <label for="minority">{agreement.minority}</label>
        <p class="quiet" id="minority-help">{agreement.minorityHelp}</p>
        <textarea id="minority" rows={3} maxLength={4000} value={view} aria-describedby="minority-help"
          onInput={(event) => setView(event.currentTarget.value)} />
      </div>
      {unsaved && <p class="quiet">{agreement.unsaved}</p>}
      <button class="button" type="submit" aria-disabled={unsaved}>{agreement.sign}</button>
    </form>
  );
}

function Agreement({ card, start }: { card: Card; start: Desk }) {
  const { language } = useLanguage();
  const { agreement, card: texts } = useScoped(words);
  const [desk, setDesk] = useState(start);
  const [typed, setTyped] = useState(textsOf(start));
  const [conflict, setConflict] = useState<Texts | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [said, setSaid] = useState("");
  const saved = textsOf(desk);
  const criteria = criteriaOf(card);
  const unsaved = criteria.some(({ key }) => (typed[key] ?? "").trim() !== (saved[key] ?? ""));
  const path = { cardId: card.id };
  const show = (next: Desk) => {
    setDesk(next);
    setTyped(textsOf(next));
    setConflict(null);
    setProblem(null);
  };
  const save = async () => {
    const list = criteria.map(({ key }) => ({ criterion: key, text: (typed[key] ?? "").trim() })).filter(({ text }) => text !== "");
    try {
      show(await put("/v1/cards/{cardId}/desk", { path, body: { version: desk.version, consensus: { list } } }));
      setSaid(agreement.saved);
    } catch (error) {
      const refused = asProblem(error);
      if (refused.reason === "changed-meanwhile") {
        const newer = await get("/v1/cards/{cardId}/desk", { path });
        setDesk(newer);
        setConflict(textsOf(newer));
      }
      setSaid("");
      setProblem(refused);
    }
  };

  return (
    <Page title={agreement.title} refused={problem !== null}
      above={(
        <>
          <p class="back"><a href={`/cards/${card.id}`}>{texts.back}</a></p>
          <ErrorPanel title={agreement.title} problem={problem} text={conflict ? agreement.changed : undefined}
            links={(problem?.fields ?? []).map(({ field, detail }) => {
              const key = field.replace(/^consensus\./, "");
              const title = localText(criteria.find((each) => each.key === key)?.title, language);
              return { address: `#text-${key}`, text: title ? `${title}: ${detail}` : detail };
            })} />
        </>
      )}>
      <p class="lead">{desk.state === "DESK_OPEN" ? agreement.lead : agreement.closed}</p>
      <p class="quiet"><span class="code">{desk.number}</span>{card.title && <> · <span lang="pl">{card.title}</span></>}</p>
      {criteria.map((criterion) => (
        <CriterionText key={criterion.key} desk={desk} criterion={criterion} text={typed[criterion.key] ?? ""}
          theirs={conflict && (conflict[criterion.key] ?? "") !== (typed[criterion.key] ?? "").trim() ? conflict[criterion.key] ?? "–" : undefined}
          onChange={(text) => setTyped({ ...typed, [criterion.key]: text })} />
      ))}
      {desk.state === "DESK_OPEN" && (
        <p class="act">
          <button class="button" type="button" aria-disabled={!unsaved} onClick={() => void (unsaved && save())}>{agreement.save}</button>
          <span role="status">{said}</span>
        </p>
      )}
      <Signatures desk={desk} />
      {desk.state === "DESK_OPEN" && !(desk.cards.find(({ own }) => own)?.signed)
        && <Sign cardId={card.id} desk={desk} unsaved={unsaved} onSigned={show} onProblem={setProblem} />}
    </Page>
  );
}

export function AgreementPage({ id = "" }: PathParameters) {
  const loaded = useResource(`agreement ${id}`, async () => {
    const path = { cardId: id };
    const [card, desk] = await Promise.all([get("/v1/cards/{cardId}", { path }), get("/v1/cards/{cardId}/desk", { path })]);
    return { card, desk };
  });

  return <LoadedPage resource={loaded}>{({ card, desk }) => <Agreement card={card} start={desk} />}</LoadedPage>;
}
