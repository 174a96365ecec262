/* One card: the declaration first, then the application and the card side by side, then a locked record. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { get, post } from "../../api/client";
import type { Problem } from "../../api/problem";
import type { Card, MeritCard } from "../../api/shapes";
import { ConflictPanel } from "../../drafts/ConflictPanel";
import { SaveState, SaveTrouble } from "../../drafts/SaveState";
import { SignInHere } from "../../drafts/SignInHere";
import { useAutosave, type Autosave, type Beginning } from "../../drafts/useAutosave";
import { SectionAnswers } from "../../form/Answers";
import { WithFiles } from "../../form/readFiles";
import { formatMoment } from "../../format/moments";
import { formatPointLimit, formatPoints } from "../../format/numbers";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { ErrorPanel, type ErrorLink } from "../../parts/form";
import { LoadedPage } from "../../parts/Loaded";
import { Local, localText } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { asProblem, useResource } from "../../parts/resource";
import type { PathParameters } from "../../router/path";
import { cards as words } from "../../texts/cards";
import { writing } from "../../texts/writing";
import { Radios } from "../apply/ApplicantFields";
import { AgreementLink } from "./AgreementLink";
import { CriterionFields } from "./CriterionFields";
import { DeclarationPage, LateConflict } from "./Declaration";
import { beginCard, cardDraftName, cardRemote, criteriaOf, loadDesk, type OpenedCard } from "./desk";
import {
  RECOMMENDATION, reasonMin, recommendationOf, recommendations, totalOf, typedScore, type Recommendation, type Scoring, type TypedScore,
} from "./scores";

function Application({ card }: { card: Card }) {
  const { card: texts } = useScoped(words);
  const answers = card.answers?.list ?? [];

  return (
    <section class="reading" aria-labelledby="application">
      <h2 id="application">{texts.application}</h2>
      <WithFiles address={`/v1/cards/${card.id}/files`} answers={answers}
        load={() => get("/v1/cards/{cardId}/files", { path: { cardId: card.id } })}>
        {card.form?.sections.map((section) => (
          <SectionAnswers key={section.key} section={section} answers={answers} heading="h3" />
        ))}
      </WithFiles>
    </section>
  );
}

function Total({ rules, scoring }: { rules: MeritCard; scoring: Scoring }) {
  const { language } = useLanguage();
  const { card } = useScoped(words);
  const { points, counted, max } = totalOf(rules.criteria, scoring);
  const { threshold } = rules;

  if (max === 0) return null; /* a card in words alone */
  const where = counted > threshold ? card.above : counted === threshold ? card.atThreshold : card.below;
  return (
    <div class="total">
      <p><strong>{card.total}: {card.totalOf(formatPointLimit(points, language), formatPointLimit(max, language))}</strong></p>
      {threshold > 0 && <p class="quiet">{card.threshold(formatPointLimit(threshold, language))} ({where})</p>}
    </div>
  );
}

interface LockProps {
  card: Card;
  saver: Autosave<Scoring>;
  onProblem: (problem: Problem) => void;
  onLocked: () => void;
}

/** Asks once more, because a locked card never opens again. */
function Lock({ card, saver, onProblem, onLocked }: LockProps) {
  const { language } = useLanguage();
  const { card: texts } = useScoped(words);
  const dialog = useRef<HTMLDialogElement>(null);
  const [state, setState] = useState<"idle" | "unsaved" | "offline" | "locking">("idle");
  const total = totalOf(criteriaOf(card), saver.values);
  const ask = async () => {
    if (saver.incomplete || await saver.flush()) {
      setState("idle");
      dialog.current?.showModal();
    } else setState(navigator.onLine ? "unsaved" : "offline");
  };
  const lock = async () => {
    setState("locking");
    try {
      await post("/v1/cards/{cardId}/lock", { path: { cardId: card.id }, body: { version: saver.version } });
      dialog.current?.close();
      onLocked();
    } catch (error) {
      setState("idle");
      dialog.current?.close();
      onProblem(asProblem(error));
    }
  };

  return (
    <>
      <button class="button" type="button" onClick={() => void ask()}>{texts.lock}</button>
      {(state === "unsaved" || state === "offline") && (
        <p class="error" role="alert">{state === "offline" ? texts.lockOffline : texts.lockUnsaved}</p>
      )}
      <dialog class="dialog" ref={dialog} aria-labelledby="lock-title">
        <h2 id="lock-title" tabIndex={-1} autofocus>{texts.lockTitle}</h2>
        <p>{total.max > 0 ? texts.lockLead(formatPointLimit(total.points, language)) : texts.lockWords}</p>
        <p class="act">
          <button class="button" type="button" aria-disabled={state === "locking"} onClick={() => void lock()}>
            {state === "locking" ? texts.locking : texts.lockYes}
          </button>
          <button class="button plain" type="button" onClick={() => dialog.current?.close()}>{texts.lockNo}</button>
        </p>
      </dialog>
    </>
  );
}

/* "scores.team" and "scores.team.reason" lead to the fields of the criterion. */
function linksOf(problem: Problem | null, card: Card, missing: (title: string) => string, short: (title: string) => string,
  language: "pl" | "en"): ErrorLink[] {
  return (problem?.fields ?? []).flatMap(({ field, detail }) => {
    if (field === "scores.recommendation") return [{ address: "#recommendation", text: detail }];
    const found = /^scores\.([\w-]+)(\.reason)?$/.exec(field);
    const criterion = criteriaOf(card).find(({ key }) => key === found?.[1]);
    if (!criterion) return [{ address: "#scores", text: detail }];
    const title = localText(criterion.title, language);
    return [found?.[2] ? { address: `#${criterion.key}-reason`, text: short(title) }
      : { address: `#${criterion.key}-points`, text: missing(title) }];
  });
}

interface DeskProps {
  opened: OpenedCard;
  beginning: Beginning<Scoring>;
  reload: () => void;
}

function useScoring({ opened: { card }, beginning }: DeskProps) {
  const { language } = useLanguage();
  const remote = useMemo(() => cardRemote(card, language), [card.id]);
  return useAutosave<Scoring>(cardDraftName(card.id), beginning, remote);
}

function show(value: unknown, text: (points: string, reason: string) => string): string {
  const typed = value as TypedScore | undefined;
  return typed ? text(typed.points || "–", typed.reason) : "";
}

function joined(mine: unknown, theirs: unknown): TypedScore | undefined {
  const a = mine as TypedScore | undefined;
  const b = theirs as TypedScore | undefined;
  return a?.reason && b?.reason ? { points: a.points, reason: `${b.reason}\n\n${a.reason}` } : undefined;
}

function Scores({ rules, saver, beginning }: { rules: MeritCard; saver: Autosave<Scoring>; beginning: Beginning<Scoring> }) {
  const { card } = useScoped(words);
  const { recovered } = useScoped(writing);

  return (
    <>
      <h2 id="scores" tabIndex={-1}>{card.scores}</h2>
      {beginning.recovered && <div class="notice"><p>{recovered}</p></div>}
      <form onSubmit={(event) => event.preventDefault()} noValidate>
        {rules.criteria.map((criterion) => (
          <CriterionFields key={criterion.key} criterion={criterion} reasonMin={reasonMin(criterion, rules)}
            typed={typedScore(saver.values, criterion.key)} error={saver.refusals[criterion.key]?.detail}
            onChange={(typed) => saver.change({ [criterion.key]: typed })} />
        ))}
        {rules.recommendations && (
          <Radios<Recommendation> id="recommendation" legend={card.recommendation} help={card.recommendationHelp} errors={{}}
            value={recommendationOf(saver.values) ?? ""} options={recommendations.map((each) => [each, card.recommendations[each]] as const)}
            onChange={(reason) => saver.change({ [RECOMMENDATION]: { points: "", reason } })} />
        )}
      </form>
      <SaveTrouble saver={saver} />
    </>
  );
}

function DeskPage(props: DeskProps) {
  const { language } = useLanguage();
  const texts = useScoped(words);
  const { opened: { card, call, offline }, reload } = props;
  const rules = card.rules;
  const saver = useScoring(props);
  const [problem, setProblem] = useState<Problem | null>(null);
  const titleOf = (key: string) => key === RECOMMENDATION ? texts.card.recommendation : localText(criteriaOf(card).find((each) => each.key === key)?.title, language);

  if (!rules) return null;
  return (
    <Page title={card.title || card.number} titleLanguage={card.title ? "pl" : undefined} refused={problem !== null}
      above={(
        <>
          <p class="back"><a href="/cards">{texts.card.back}</a></p>
          <ConflictPanel saver={saver} labelOf={titleOf} show={(key, value) => key === RECOMMENDATION ? show(value, (_, reason) => texts.card.recommendations[reason as Recommendation] ?? "") : show(value, texts.card.value)}
            join={(_, mine, theirs) => joined(mine, theirs)} />
          <ErrorPanel title={texts.card.lockErrors} problem={problem}
            links={linksOf(problem, card, texts.card.missing, texts.card.short, language)} />
        </>
      )}>
      <p class="quiet"><span class="code">{card.number}</span> · <Local text={call} /></p>
      {offline && <div class="notice warm"><p>{texts.card.copy}</p></div>}
      <SignInHere saver={saver} />
      <p class="only-narrow"><a href="#scores">{texts.card.toScores}</a></p>
      <div class="side-by-side">
        <Application card={card} />
        <section class="scoring" aria-labelledby="scores">
          <Scores rules={rules} saver={saver} beginning={props.beginning} />
          <div class="save-bar">
            <Total rules={rules} scoring={saver.values} />
            <SaveState saver={saver} />
            <Lock card={card} saver={saver} onProblem={setProblem} onLocked={reload} />
          </div>
          {!offline && <LateConflict card={card} onDone={reload} />}
        </section>
      </div>
    </Page>
  );
}

/* The next card of the list, so that one flows from card to card. */
function NextCard({ after }: { after: string }) {
  const { card: texts } = useScoped(words);
  const desk = useResource("desk after a card", loadDesk);
  const next = desk.state === "ready"
    ? desk.data.cards.find(({ id, state }) => id !== after && (state === "OPEN" || state === "DECLARATION_DUE")) : undefined;

  return (
    <p class="act">
      {next && <a class="button" href={`/cards/${next.id}`}>{texts.next}</a>}
      <a href="/cards">{texts.toList}</a>
    </p>
  );
}

function LockedPage({ opened: { card }, justLocked }: { opened: OpenedCard; justLocked: boolean }) {
  const { language } = useLanguage();
  const texts = useScoped(words);
  const heading = useRef<HTMLDivElement>(null);
  const list = card.scores?.list ?? [];

  useEffect(() => {
    if (justLocked) heading.current?.querySelector("h1")?.focus();
  }, []);
  return (
    <div ref={heading}>
      <Page title={texts.card.locked} above={<p class="back"><a href="/cards">{texts.card.back}</a></p>}>
        <p class="lead">{texts.card.lockedLead}</p>
        <p class="quiet">
          <span class="code">{card.number}</span>{card.title && <> · <span lang="pl">{card.title}</span></>}
          {card.lockedAt && ` · ${texts.card.lockedAt} ${formatMoment(card.lockedAt, language)}`}
        </p>
        <AgreementLink card={card} />
        <NextCard after={card.id} />
        {card.rules && (
          <dl class="summary-list">
            {card.rules.criteria.map((criterion) => {
              const score = list.find((each) => each.criterion === criterion.key);
              return (
                <div key={criterion.key}>
                  <dt><Local text={criterion.title} /></dt>
                  <dd>
                    {criterion.scale !== "SCALE_WORDS"
                      && <p><strong>{score ? formatPoints(score.points, language) : "–"}</strong> {texts.card.of(formatPointLimit(criterion.maxPoints, language))}</p>}
                    {score?.reason && <p lang="pl">{score.reason}</p>}
                  </dd>
                </div>
              );
            })}
            {card.scores && card.scores.recommendation !== "STAGE_OUTCOME_UNSPECIFIED" && (
              <div>
                <dt>{texts.card.recommendation}</dt>
                <dd><strong>{texts.card.recommendations[card.scores.recommendation]}</strong></dd>
              </div>
            )}
          </dl>
        )}
      </Page>
    </div>
  );
}

function EndedPage({ card }: { card: Card }) {
  const { texts } = useLanguage();
  const scoped = useScoped(words);
  const conflict = card.state === "CONFLICT";

  return (
    <Page title={conflict ? scoped.declaration.title : card.number}
      above={<p class="back"><a href="/cards">{scoped.card.back}</a></p>}>
      <p class="lead">{conflict ? scoped.declaration.done : texts.me.card[card.state]}</p>
      <NextCard after={card.id} />
    </Page>
  );
}

export function CardPage({ id = "" }: PathParameters) {
  const { language } = useLanguage();
  const { card: texts } = useScoped(words);
  const loaded = useResource(`card ${id}`, () => beginCard(id, language));
  const [acted, setActed] = useState(false);

  if (loaded.state === "failed" && loaded.problem.status === 0)
    return <Page title={texts.loadingTitle}><p>{texts.noCopy}</p><p><a href="/cards">{texts.toList}</a></p></Page>;
  return (
    <LoadedPage resource={loaded}>
      {(opened) => {
        const reload = () => {
          setActed(true);
          if (loaded.state === "ready") loaded.refresh();
        };
        switch (opened.card.state) {
          case "DECLARATION_DUE": return <DeclarationPage card={opened.card} onDone={reload} />;
          case "OPEN": return opened.beginning && <DeskPage opened={opened} beginning={opened.beginning} reload={reload} />;
          case "LOCKED": return <LockedPage opened={opened} justLocked={acted} />;
          default: return <EndedPage card={opened.card} />;
        }
      }}
    </LoadedPage>
  );
}
