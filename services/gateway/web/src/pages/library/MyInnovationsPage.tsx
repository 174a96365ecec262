/* What became of the author's own innovations, with the thanks. */
import { get } from "../../api/client";
import type { MyInnovation } from "../../api/shapes";
import { formatCount } from "../../format/numbers";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Facts } from "../../parts/Facts";
import { LoadedPage } from "../../parts/Loaded";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import { library } from "../../texts/library";

function Innovation({ innovation }: { innovation: MyInnovation }) {
  const { language } = useLanguage();
  const { mine: words } = useScoped(library);
  const count = (value: number | bigint) => formatCount(value, language);

  return (
    <section aria-labelledby={innovation.slug}>
      <h2 id={innovation.slug} lang="pl">{innovation.title}</h2>
      {innovation.publishedAt ? <p><a href={`/catalogue/${innovation.slug}#became`}>{words.feed}</a></p> : <p>{words.notPublished}</p>}
      <Facts facts={[
        { name: words.adoptions, value: count(innovation.adoptions) },
        { name: words.interested, value: count(innovation.interested) },
        { name: words.reports, value: count(innovation.reports) },
        { name: words.people, value: count(BigInt(innovation.people)) },
        { name: words.policies, value: count(innovation.policies) },
      ]} />
      {innovation.thanks.length > 0 && (
        <>
          <h3>{words.thanks}</h3>
          {innovation.thanks.map((text, at) => <blockquote key={at} lang="pl">{text}</blockquote>)}
        </>
      )}
    </section>
  );
}

export function MyInnovationsPage() {
  const { mine: words } = useScoped(library);
  const loaded = useResource("my innovations", () => get("/v1/me/innovations", {}));

  return (
    <LoadedPage resource={loaded}>
      {({ innovations }) => (
        <Page title={words.title}>
          {innovations.length === 0 && <p>{words.none}</p>}
          {innovations.map((each) => <Innovation key={each.slug} innovation={each} />)}
        </Page>
      )}
    </LoadedPage>
  );
}
