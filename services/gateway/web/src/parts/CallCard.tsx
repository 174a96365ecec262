import type { CallSummary } from "../api/shapes";
import { formatDay, formatLastMoment } from "../format/moments";
import { formatMoney } from "../format/numbers";
import { useLanguage } from "../language/context";
import { CallStatus, phaseOf } from "./callStatus";
import { Local } from "./Local";

function When({ call }: { call: CallSummary }) {
  const { language, texts } = useLanguage();
  const phase = phaseOf(call.state, call, Date.now());

  if (phase === "soon" && call.submitFrom)
    return <p class="quiet">{texts.call.began} {formatDay(call.submitFrom, language)}</p>;
  if (phase === "open" && call.submitUntil)
    return <p class="quiet">{texts.call.ends} {formatLastMoment(call.submitUntil, language)}</p>;
  return call.submitUntil
    ? <p class="quiet">{texts.call.ended} {formatDay(call.submitUntil, language)}</p> : null;
}

export function CallCard({ call }: { call: CallSummary }) {
  const { language, texts } = useLanguage();

  return (
    <li class="card">
      <CallStatus state={call.state} dates={call} />
      <h3><a href={`/calls/${call.id}`}><Local text={call.title} /></a></h3>
      {call.summary && <p class="summary"><Local text={call.summary} /></p>}
      <p class="money">
        <span class="quiet">{texts.call.pool}</span> <strong>{formatMoney(call.poolGrosze, language)}</strong>
      </p>
      <When call={call} />
    </li>
  );
}
