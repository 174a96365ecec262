/* The assessment card of a stage: its criteria, and the rules by which cards become a result. */
import { useState } from "preact/hooks";
import type { CallDefinition, Stage } from "../../api/shapes";
import type { Entry, Option, Values } from "../../editor/entries";
import { ThingPage } from "../../editor/PieceForm";
import { criterionPath, fieldsOf, moveWithin, newCard, newCriterion, stageOf, stagePath, type Criterion } from "../../editor/structure";
import { ActNews, DeskPage, useWorking, type Opened, type Working } from "../../editor/useDesk";
import { formatPointLimit } from "../../format/numbers";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { localLanguage, localText } from "../../parts/Local";
import { Page } from "../../parts/Page";
import { Draggable, DropEnd, StepButtons } from "../../parts/sorting";
import { navigate } from "../../router/location";
import type { PathParameters } from "../../router/path";
import { editor } from "../../texts/editor";
import { NotFoundPage } from "../NotFoundPage";
import { editorAt } from "./routes";

function useCardAct(working: Working, key: string) {
  return (work: (criteria: Criterion[], stage: Stage) => void, said = "") => working.act((definition) => {
    const stage = stageOf(definition, key);
    if (stage?.meritCard) work(stage.meritCard.criteria, stage);
  }, said);
}

function Item({ working, stage, criterion, index }: { working: Working; stage: Stage; criterion: Criterion; index: number }) {
  const { language } = useLanguage();
  const { card, rows } = useScoped(editor);
  const act = useCardAct(working, stage.key);
  const all = stage.meritCard?.criteria ?? [];
  const name = localText(criterion.title, language) || criterion.key;
  const facts = [
    criterion.scale === "SCALE_WORDS" ? card.inWords : card.upTo(formatPointLimit(criterion.maxPoints, language)),
    criterion.minPoints > 0 && card.atLeast(formatPointLimit(criterion.minPoints, language)),
    criterion.premium && card.premium,
  ];

  return (
    <Draggable list={`criteria ${stage.key}`} item={criterion.key} class="work-item"
      onDropBefore={(key) => void act((criteria) => {
        const others = criteria.filter((each) => each.key !== key);
        moveWithin(criteria, key, others.findIndex((each) => each.key === criterion.key));
      }, rows.moved(index + 1))}>
      <span class="grip" aria-hidden="true">⠿</span>
      <div>
        <p><a href={editorAt(working.desk.call.id, "stages", stage.key, "criteria", criterion.key)} lang={localLanguage(criterion.title, language)}>{name}</a></p>
        <p class="quiet">{facts.filter(Boolean).join(" · ")}</p>
      </div>
      <div class="row-acts">
        <StepButtons item={`criterion-${criterion.key}`} name={name} words={rows} canUp={index > 0} canDown={index + 1 < all.length}
          onStep={(step) => void act((criteria) => moveWithin(criteria, criterion.key, index + step), rows.moved(index + step + 1))} />
        {all.length > 1 && (
          <button class="button plain small" type="button"
            onClick={() => void act((criteria) => void criteria.splice(criteria.findIndex((each) => each.key === criterion.key), 1), rows.removed)}>
            {rows.remove}<span class="unseen">: {name}</span>
          </button>
        )}
      </div>
    </Draggable>
  );
}

function AddCriterion({ working, stage }: { working: Working; stage: Stage }) {
  const { card } = useScoped(editor);
  const act = useCardAct(working, stage.key);
  const [title, setTitle] = useState("");
  const add = async (event: SubmitEvent) => {
    let key = "";
    event.preventDefault();
    if (title.trim() === "") {
      document.getElementById("new-criterion")?.focus();
      return;
    }
    const done = await act((criteria) => {
      const criterion = newCriterion(title.trim(), new Set(criteria.map((each) => each.key)));
      key = criterion.key;
      criteria.push(criterion);
    });
    if (done) navigate(editorAt(working.desk.call.id, "stages", stage.key, "criteria", key));
  };

  return (
    <form class="with-button add-part" onSubmit={(event) => void add(event)} noValidate>
      <div>
        <label for="new-criterion">{card.newCriterion}</label>
        <input id="new-criterion" value={title} autocomplete="off" lang="pl" onInput={(event) => setTitle(event.currentTarget.value)} />
      </div>
      <button class="button plain" type="submit">{card.addCriterion}</button>
    </form>
  );
}

function Body({ opened, stageKey }: { opened: Opened; stageKey: string }) {
  const { language } = useLanguage();
  const { card: words, home } = useScoped(editor);
  const working = useWorking(opened.desk, opened.held);
  const stage = stageOf(working.definition, stageKey);
  const { call } = opened.desk;
  if (!stage) return <NotFoundPage />;
  const card = stage.meritCard;
  const sum = card?.criteria.reduce((total, { premium, maxPoints }) => total + (premium ? 0 : maxPoints), 0) ?? 0;

  return (
    <Page title={words.title} above={<p class="back"><a href={editorAt(call.id)}>{home.back}</a></p>}>
      <p class="lead">{words.lead(localText(stage.title, language))}</p>
      <ActNews working={working} />
      {!card && (
        <button class="button" type="button" onClick={() => void working.act((definition) => {
          const found = stageOf(definition, stageKey);
          if (found) found.meritCard = newCard();
        })}>{words.start}</button>
      )}
      {card && (
        <>
          <p>{words.sum(formatPointLimit(sum, language), formatPointLimit(card.threshold, language))}</p>
          <p><a class="button plain" href={editorAt(call.id, "stages", stage.key, "card", "rules")}>{words.rules}</a></p>
          <h2 id="criteria" tabIndex={-1}>{words.criteria}</h2>
          <ol class="rows builder">
            {card.criteria.map((criterion, index) => <Item key={criterion.key} {...{ working, stage, criterion, index }} />)}
            <DropEnd list={`criteria ${stage.key}`} onDrop={(key) => void working.act((definition) =>
              moveWithin(stageOf(definition, stageKey)?.meritCard?.criteria ?? [], key, Infinity))} />
          </ol>
          <AddCriterion working={working} stage={stage} />
        </>
      )}
    </Page>
  );
}

export function CardEditPage({ id = "", stage = "" }: PathParameters) {
  return <DeskPage callId={id}>{(opened) => <Body opened={opened} stageKey={stage} />}</DeskPage>;
}

export function CriterionPage({ id = "", stage = "", criterion = "" }: PathParameters) {
  const { criterion: words, card } = useScoped(editor);
  const points = ({ scale }: Values) => scale !== "SCALE_WORDS";
  const inSteps = ({ scale }: Values) => scale === "SCALE_POINTS";
  const entries = (): Entry[] => [
    { kind: "local", key: "title", label: words.name, needed: true },
    { kind: "longLocal", key: "help", label: words.help },
    { kind: "radios", key: "scale", label: words.scale,
      options: [["SCALE_POINTS", words.scalePoints], ["SCALE_YES_NO", words.scaleYesNo], ["SCALE_WORDS", words.scaleWords]] },
    { kind: "points", key: "maxPoints", label: words.maxPoints, shownIf: points },
    { kind: "points", key: "step", label: words.step, help: words.stepHelp, shownIf: inSteps },
    { kind: "points", key: "minPoints", label: words.minPoints, help: words.minPointsHelp, shownIf: points },
    { kind: "check", key: "premium", label: words.premium, help: words.premiumHelp, shownIf: points },
    { kind: "count", key: "weightPercent", label: words.weight, help: words.weightHelp, shownIf: points },
    { kind: "rows", key: "guide", label: words.guide, help: words.guideHelp, item: words.guideItem, add: words.addGuide, shownIf: points,
      columns: [
        { key: "points", label: words.guidePoints, kind: "points" },
        { key: "text.pl", label: words.guidePl, kind: "long" },
        { key: "text.en", label: words.guideEn, kind: "long" },
      ] },
    { kind: "check", key: "reasonOptional", label: words.reasonOptional, shownIf: points },
    { kind: "count", key: "reasonMinLength", label: words.reasonMin, help: words.asCard },
    { kind: "count", key: "reasonMaxLength", label: words.reasonMax },
    { kind: "points", key: "thirdGap", label: words.thirdGap, help: words.off, shownIf: points },
  ];

  return (
    <ThingPage callId={id} what={`criterion ${stage} ${criterion}`} title={words.title}
      back={{ address: editorAt(id, "stages", stage, "card"), name: card.title }}
      locate={(definition) => criterionPath(definition, stage, criterion)} entries={entries} />
  );
}

export function CardRulesPage({ id = "", stage = "" }: PathParameters) {
  const { language } = useLanguage();
  const { rules: words, card, ranking } = useScoped(editor);
  const two = (values: Values) => String(values.assessors).trim() === "2";
  const given = (values: Values) => values.assignment === true;
  const desk = (values: Values) => values.desk === "DESK_ON_DIFFERENCE";
  const entries = (definition: CallDefinition): Entry[] => {
    const fields = fieldsOf(stageOf(definition, stage));
    const named = (...kinds: string[]): Option[] => [["", ranking.none],
      ...fields.filter(({ kind }) => kinds.includes(kind)).map(({ key, label }): Option => [key, localText(label, language)])];
    return [
      { kind: "points", key: "threshold", label: words.threshold, help: words.thresholdHelp },
      { kind: "count", key: "assessors", label: words.assessors, help: words.assessorsHelp },
      { kind: "points", key: "thirdGap", label: words.thirdGap, help: words.thirdGapHelp, shownIf: two },
      { kind: "count", key: "thirdGapPercent", label: words.thirdGapPercent, shownIf: two },
      { kind: "check", key: "thirdOnSplit", label: words.thirdOnSplit, shownIf: two },
      { kind: "radios", key: "equidistant", label: words.equidistant, shownIf: two,
        options: [["EQUIDISTANT_HIGHER", words.higher], ["EQUIDISTANT_ALL", words.all]] },
      { kind: "radios", key: "desk", label: words.desk, shownIf: (values) => String(values.assessors).trim() !== "1",
        options: [["DESK_OFF", words.deskOff], ["DESK_ON_DIFFERENCE", words.deskOn]] },
      { kind: "count", key: "deskGapPercent", label: words.deskGap, help: words.deskGapHelp, shownIf: desk },
      { kind: "count", key: "reasonMinLength", label: words.reasonMin },
      { kind: "check", key: "revisions", label: words.revisions },
      { kind: "check", key: "peersVisible", label: words.peers },
      ...(stageOf(definition, stage)?.assessment === "DECISION"
        ? [{ kind: "check", key: "recommendations", label: words.recommendations, help: words.recommendationsHelp } satisfies Entry] : []),
      { kind: "radios", key: "assessorNames", label: words.names, help: words.namesHelp,
        options: [["NAMES_FOR_NOBODY", words.namesNobody], ["NAMES_FOR_COORDINATORS", words.namesCoordinators], ["NAMES_FOR_STAFF", words.namesStaff]] },
      { kind: "presence", key: "assignment", label: words.assignment, help: words.assignmentHelp,
        template: { topicsField: "", languageField: "", topicsWeight: 0, textWeight: 0, bidsWeight: 0, fromRegion: 0,
          outsideRegion: 0, seniors: 0, weakestFirst: false, fitBeforeLoad: false } },
      { kind: "select", key: "assignment.topicsField", label: words.topics, options: named("SINGLE_CHOICE", "MULTI_CHOICE"), shownIf: given },
      { kind: "count", key: "assignment.topicsWeight", label: words.topicsWeight, help: words.weightHelp, shownIf: given },
      { kind: "count", key: "assignment.textWeight", label: words.textWeight, shownIf: given },
      { kind: "count", key: "assignment.bidsWeight", label: words.bidsWeight, help: words.bidsHelp, shownIf: given },
      { kind: "select", key: "assignment.languageField", label: words.language, options: named("SINGLE_CHOICE"), shownIf: given },
      { kind: "count", key: "assignment.fromRegion", label: words.fromRegion, shownIf: given },
      { kind: "count", key: "assignment.outsideRegion", label: words.outsideRegion, shownIf: given },
      { kind: "count", key: "assignment.seniors", label: words.seniors, shownIf: given },
      { kind: "check", key: "assignment.weakestFirst", label: words.weakestFirst, shownIf: given },
      { kind: "check", key: "assignment.fitBeforeLoad", label: words.fitBeforeLoad, shownIf: given },
    ];
  };

  return (
    <ThingPage callId={id} what={`card ${stage}`} title={words.title}
      back={{ address: editorAt(id, "stages", stage, "card"), name: card.title }}
      locate={(definition) => {
        const at = stagePath(definition, stage);
        return at === undefined ? undefined : `${at}.meritCard`;
      }} entries={entries} />
  );
}
