/* A stage: its name and terms, the conditions of the formal check. */
import type { CallDefinition } from "../../api/shapes";
import type { Entry, Option, Values } from "../../editor/entries";
import { ThingPage } from "../../editor/PieceForm";
import { stagePath } from "../../editor/structure";
import { useScoped } from "../../language/scoped";
import type { PathParameters } from "../../router/path";
import { editor } from "../../texts/editor";
import type { Editor } from "../../texts/editor/pl";
import { useBack } from "./CallPages";

function appealEntries(key: "formalAppeal" | "meritAppeal", words: Editor, extra: (values: Values) => boolean): Entry[] {
  const { stage, days } = words;
  const on = (values: Values) => extra(values) && values[key] === true;
  const kinds: Option[] = [["TERM_WORKING", days.working], ["TERM_CALENDAR", days.calendar]];
  return [
    { kind: "presence", key, label: stage[key], shownIf: extra,
      template: { days: 14, kind: "TERM_CALENDAR", fromReceipt: true, answerDays: 0, answerKind: "TERM_WORKING" } },
    { kind: "count", key: `${key}.days`, label: stage.appealDays, shownIf: on },
    { kind: "radios", key: `${key}.kind`, label: stage.appealKind, options: kinds, shownIf: on },
    { kind: "check", key: `${key}.fromReceipt`, label: stage.fromReceipt, help: stage.fromReceiptHelp, shownIf: on },
    { kind: "count", key: `${key}.answerDays`, label: stage.answerDays, help: stage.noTerm, shownIf: on },
    { kind: "radios", key: `${key}.answerKind`, label: stage.answerKind, options: kinds,
      shownIf: (values) => on(values) && String(values[`${key}.answerDays`] ?? "").trim() !== "" },
  ];
}

/* A panel that meets about the applications of the stage. */
function panelEntries(words: Editor, points: (values: Values) => boolean): Entry[] {
  const { stage } = words;
  const on = (values: Values) => values.panel === true;
  return [
    { kind: "presence", key: "panel", label: stage.panel, help: stage.panelHelp,
      template: { quorumPercent: 50, quorumLeast: 3, invitationDays: 14, noShow: "NO_SHOW_ON_PAPER", chairDecidesTies: false, movesPlaces: false } },
    { kind: "count", key: "panel.quorumPercent", label: stage.quorumPercent, help: stage.quorumPercentHelp, shownIf: on },
    { kind: "count", key: "panel.quorumLeast", label: stage.quorumLeast, help: stage.quorumLeastHelp, shownIf: on },
    { kind: "count", key: "panel.invitationDays", label: stage.invitationDays, help: stage.invitationDaysHelp, shownIf: on },
    { kind: "radios", key: "panel.noShow", label: stage.noShow, shownIf: on,
      options: [["NO_SHOW_ON_PAPER", stage.onPaper], ["NO_SHOW_ONCE_MORE", stage.onceMore], ["NO_SHOW_GIVES_UP", stage.givesUp]] },
    { kind: "check", key: "panel.chairDecidesTies", label: stage.chairDecides, help: stage.chairDecidesHelp, shownIf: on },
    { kind: "check", key: "panel.movesPlaces", label: stage.movesPlaces, help: stage.movesPlacesHelp,
      shownIf: (values) => on(values) && points(values) },
  ];
}

export function StagePage({ id = "", stage = "" }: PathParameters) {
  const words = useScoped(editor);
  const { stage: texts } = words;
  const points = (values: Values) => values.assessment === "POINTS";
  const entries: Entry[] = [
    { kind: "local", key: "title", label: texts.name, needed: true },
    { kind: "radios", key: "assessment", label: texts.assessment,
      options: [["POINTS", texts.points], ["DECISION", texts.decision]] },
    { kind: "radios", key: "formalFourEyes", label: texts.fourEyes,
      options: [["FOUR_EYES_OFF", texts.eyesOff], ["FOUR_EYES_REJECTIONS", texts.eyesRejections], ["FOUR_EYES_ALL", texts.eyesAll]] },
    { kind: "presence", key: "terms", label: texts.terms, help: texts.termsHelp, shownIf: points,
      template: { assessmentDays: 14, assessmentWorkingDays: false } },
    { kind: "count", key: "terms.assessmentDays", label: texts.assessmentDays, shownIf: (values) => points(values) && values.terms === true },
    { kind: "check", key: "terms.assessmentWorkingDays", label: texts.assessmentWorking,
      shownIf: (values) => points(values) && values.terms === true },
    ...appealEntries("formalAppeal", words, () => true),
    ...appealEntries("meritAppeal", words, points),
    ...panelEntries(words, points),
    { kind: "check", key: "carerOpinion", label: texts.carerOpinion, help: texts.carerOpinionHelp,
      shownIf: (values) => values.assessment === "DECISION" },
  ];

  return (
    <ThingPage callId={id} what={`stage ${stage}`} title={texts.title} back={useBack(id)}
      locate={(definition) => stagePath(definition, stage)} entries={() => entries} />
  );
}

const probes = ["FORMAL_PROBE_UNSPECIFIED", "PROBE_IN_WINDOW", "PROBE_COMPLETE", "PROBE_AMOUNT", "PROBE_IDENTIFIERS", "PROBE_NO_TWIN"] as const;

export function FormalPage({ id = "", stage = "" }: PathParameters) {
  const { formal } = useScoped(editor);
  const entries = (_: CallDefinition): Entry[] => [
    { kind: "rows", key: "formalItems", label: formal.items, keyed: true, item: formal.item, add: formal.add,
      columns: [
        { key: "text.pl", label: formal.pl, kind: "long" },
        { key: "text.en", label: formal.en, kind: "long" },
        { key: "probe", label: formal.probe, kind: "select", options: probes.map((probe): Option => [probe, formal.probes[probe]]) },
      ] },
  ];

  return (
    <ThingPage callId={id} what={`formal ${stage}`} title={formal.title} lead={formal.lead} back={useBack(id)}
      locate={(definition) => stagePath(definition, stage)} entries={entries} />
  );
}
