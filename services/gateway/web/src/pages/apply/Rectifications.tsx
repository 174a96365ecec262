/* What stands beside frozen answers since a rectification: the content and its checksum stay. */
import type { Application, FormField, Stage } from "../../api/shapes";
import { formatDay } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Local, Prose } from "../../parts/Local";
import { apply } from "../../texts/apply";

function fieldOf(stages: readonly Stage[], stage: string, key: string): FormField | undefined {
  return stages.filter((each) => stage === "" || each.key === stage)
    .flatMap(({ form }) => form?.sections.flatMap(({ fields }) => fields) ?? []).find((field) => field.key === key);
}

export function Rectifications({ application: { rectifications }, stages }: { application: Application; stages: readonly Stage[] }) {
  const { language } = useLanguage();
  const { rectified } = useScoped(apply);

  if (rectifications.length === 0) return null;
  return (
    <section class="notice" aria-labelledby="rectified">
      <h2 id="rectified">{rectified.title}</h2>
      <p>{rectified.lead}</p>
      <dl>{rectifications.map(({ stage, field, text, notedAt }) => (
        <div key={`${stage} ${field} ${notedAt ?? ""}`}>
          <dt><Local text={fieldOf(stages, stage, field)?.label} />{notedAt && `, ${formatDay(notedAt, language)}`}</dt>
          <dd><Prose text={text} language="pl" /></dd>
        </div>
      ))}</dl>
    </section>
  );
}
