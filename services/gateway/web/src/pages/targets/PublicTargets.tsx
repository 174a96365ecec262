/* The targets that readers see, programme by programme. */
import type { Indicator } from "../../api/shapes";
import { useScoped } from "../../language/scoped";
import { targets } from "../../texts/targets";
import { TargetTable, withTexts } from "./TargetTable";

interface Props {
  indicators: readonly Indicator[];
  programmes: readonly { id: string; name: string }[];
}

export function PublicTargets({ indicators, programmes }: Props) {
  const { table } = useScoped(targets);
  const ofProgrammes = programmes.map((programme) => ({ ...programme, indicators: withTexts(indicators).filter(({ programmeId }) => programmeId === programme.id) }))
    .filter((programme) => programme.indicators.length > 0);

  if (ofProgrammes.length === 0) return null;
  return (
    <section aria-labelledby="targets">
      <h2 id="targets">{table.heading}</h2>
      {ofProgrammes.map(({ id, name, indicators: own }, at) => (
        <TargetTable key={id} indicators={own} caption={ofProgrammes.length > 1 ? table.captionOf(name) : table.caption}
          file={at === 0 ? "wlacznik-targets" : `wlacznik-targets-${at + 1}`} />
      ))}
    </section>
  );
}
