/* One request about somebody's data, as the person and the office see it. */
import type { ComponentChildren } from "preact";
import type { DataRequest } from "../../api/shapes";
import { formatDate, formatDay, formatLastMoment } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Prose } from "../../parts/Local";
import { data } from "../../texts/data";

export function RequestState({ request }: { request: DataRequest }) {
  const { language } = useLanguage();
  const words = useScoped(data);
  const open = request.state === "REQUEST_OPEN";

  return (
    <p>
      <strong>{words.state[request.state]}</strong>
      {open && request.dueUntil && `, ${words.until(formatLastMoment(request.dueUntil, language))}`}
      {open && request.extended && ` (${words.extended})`}
      {request.answeredAt && `, ${words.answered(formatDay(request.answeredAt, language))}`}
    </p>
  );
}

/** What is asked for and what was answered; `label` is what the field is called, where that is known. */
export function RequestWords({ request, label }: { request: DataRequest; label?: ComponentChildren }) {
  const { language } = useLanguage();
  const words = useScoped(data);

  return (
    <>
      {request.correctText && (
        <>
          <p class="quiet">{words.field}: <strong>{label ?? <span class="code">{request.stage}/{request.field}</span>}</strong>. {words.shouldRead}:</p>
          <Prose text={request.correctText} language="pl" />
        </>
      )}
      {request.note && <Prose text={request.note} language="pl" />}
      {request.answer && <blockquote><Prose text={request.answer} language="pl" /></blockquote>}
      {request.kept.length > 0 && (
        <>
          <p><strong>{words.keptTitle}</strong></p>
          <ul>{request.kept.map((each) => (
            <li key={each.applicationId}>{words.kept(each.number, words.keep[each.reason], formatDate(each.keptUntil, language))}</li>
          ))}</ul>
        </>
      )}
    </>
  );
}
