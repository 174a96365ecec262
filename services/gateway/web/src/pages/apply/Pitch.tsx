/* The pitch that an application is invited to: when, where, and what follows if nobody comes. */
import { get } from "../../api/client";
import { Problem } from "../../api/problem";
import { formatMoment } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { useResource } from "../../parts/resource";
import { apply } from "../../texts/apply";

async function loadPitch(applicationId: string) {
  try {
    return await get("/v1/applications/{applicationId}/pitch", { path: { applicationId } });
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return null; /* nobody invited them */
    throw error;
  }
}

export function Pitch({ applicationId }: { applicationId: string }) {
  const { language } = useLanguage();
  const { pitch } = useScoped(apply);
  const loaded = useResource(`pitch ${applicationId}`, () => loadPitch(applicationId));

  if (loaded.state !== "ready" || !loaded.data?.pitchAt) return null;
  return (
    <section class="notice" aria-labelledby="pitch">
      <h2 id="pitch">{pitch.title}</h2>
      <p><strong>{formatMoment(loaded.data.pitchAt, language)}</strong>, <span lang="pl">{loaded.data.place}</span></p>
      <p>{pitch.absence[loaded.data.noShow]}</p>
    </section>
  );
}
