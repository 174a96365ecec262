/* The pitch that an application is invited to: when, where, and what follows if nobody comes. */
import { get } from "../../api/client";
import { formatMoment } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { useResource } from "../../parts/resource";
import { apply } from "../../texts/apply";

export function Pitch({ applicationId }: { applicationId: string }) {
  const { language } = useLanguage();
  const { pitch } = useScoped(apply);
  const loaded = useResource(`pitch ${applicationId}`, () =>
    get("/v1/applications/{applicationId}/pitch", { path: { applicationId } }));

  if (loaded.state !== "ready" || !loaded.data?.pitchAt) return null;
  return (
    <section class="notice" aria-labelledby="pitch">
      <h2 id="pitch">{pitch.title}</h2>
      <p><strong>{formatMoment(loaded.data.pitchAt, language)}</strong>, <span lang="pl">{loaded.data.place}</span></p>
      <p>{pitch.absence[loaded.data.noShow]}</p>
    </section>
  );
}
