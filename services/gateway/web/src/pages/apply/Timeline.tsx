import type { Application, CallDefinition } from "../../api/shapes";
import { formatDay, formatLastMoment, formatMoment } from "../../format/moments";
import type { Language } from "../../language/languages";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { localText } from "../../parts/Local";
import { apply } from "../../texts/apply";
import type { Apply } from "../../texts/apply/pl";
import { timelineOf, type Step } from "./way";

function nameOf(step: Step, texts: Apply, language: Language): string {
  return step.name === "stage" ? localText(step.stage?.title, language) : texts.line[step.name];
}

/* What the applicant should know of the step at which they are. */
function noteOf(step: Step, application: Application, texts: Apply): string {
  const { line } = texts;

  if (step.state === "stopped")
    switch (application.state) {
      case "FORMALLY_REJECTED": return line.rejected;
      case "BELOW_THRESHOLD": return line.below;
      case "NOT_SELECTED": return line.notSelected;
      case "WITHDRAWN": return line.withdrawn;
      case "NOT_CONSIDERED": return line.notConsidered;
      default: return line.ended;
    }
  if (step.state === "done" && step.name === "list" && application.state === "RECOMMENDED") return line.recommended;
  if (step.state !== "now") return "";
  switch (step.name) {
    case "formal": return application.state === "IN_CORRECTION" ? line.correct : line.waitFormal;
    case "merit": return line.waitMerit;
    case "list": return application.state === "RESERVE" ? line.reserve : "";
    case "stage": return application.state === "IN_INCUBATION" ? line.writeStage : line.waitStage;
    default: return "";
  }
}

function whenOf(step: Step, texts: Apply, language: Language): string {
  if (step.name === "draft") return step.at ? texts.line.since(formatDay(step.at, language)) : "";
  if (step.state !== "ahead" && step.at) return formatMoment(step.at, language);
  return step.state !== "done" && step.until ? texts.line.until(formatLastMoment(step.until, language)) : "";
}

export function Timeline({ application, definition }: { application: Application; definition: CallDefinition }) {
  const { language } = useLanguage();
  const texts = useScoped(apply);
  const word = { done: texts.line.done, now: texts.line.now, ahead: texts.line.ahead, stopped: texts.line.stopped };

  return (
    <section class="aside timeline" aria-labelledby="timeline">
      <h2 id="timeline">{texts.home.timeline}</h2>
      <ol>
        {timelineOf(application, definition).map((step) => (
          <li key={`${step.name} ${step.stage?.key ?? ""}`} class={step.state}
            aria-current={step.state === "now" ? "step" : undefined}>
            <p>
              <strong>{nameOf(step, texts, language)}</strong>
              <span class="unseen"> ({word[step.state]})</span>
            </p>
            {whenOf(step, texts, language) && <p class="quiet">{whenOf(step, texts, language)}</p>}
            {noteOf(step, application, texts) && <p>{noteOf(step, application, texts)}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}
