/* An institution says that it would like to do the same. */
import { get, post } from "../../api/client";
import type { Entry, LineageNode } from "../../api/shapes";
import { useScoped } from "../../language/scoped";
import { ErrorSummary, Form, useSubmission } from "../../parts/form";
import { LoadedPage } from "../../parts/Loaded";
import { SelectField, type Option } from "../../parts/moreFields";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import { navigate } from "../../router/location";
import type { PathParameters } from "../../router/path";
import { whoAmI } from "../../session";
import { library } from "../../texts/library";
import { loadPlaces, type Places } from "./places";
import { planFields, planOf, planWording } from "./plan";
import { PlanFields } from "./PlanFields";

interface Props {
  entry: Entry;
  nodes: readonly LineageNode[];
  places: Places;
}

function AdoptForm({ entry, nodes, places }: Props) {
  const words = useScoped(library);
  const submission = useSubmission([...planFields, "parentId"], async (value) => {
    const body = { plan: planOf(value, words), parentId: value("parentId") };
    const made = await post("/v1/catalogue/{slug}/adoptions", { path: { slug: entry.slug }, body });
    navigate(`/me/adoptions/${made.id}`);
  }, planWording(words));
  const parents = nodes.map(({ id, institution, place }): Option => [id, institution || places.nameOf(place)]);

  return (
    <>
      <ErrorSummary submission={submission} />
      <Form submission={submission} button={words.adopt.submit}>
        <PlanFields places={places} errors={submission.errors} />
        {parents.length > 0 && (
          <SelectField name="parentId" label={words.adopt.parent} errors={submission.errors}
            options={[["", words.adopt.parentNone], ...parents]} />
        )}
      </Form>
    </>
  );
}

export function AdoptPage({ slug = "" }: PathParameters) {
  const { adopt: words } = useScoped(library);
  const loaded = useResource(`adopt ${slug}`, async () => {
    await whoAmI();
    const [entry, { nodes }, places] = await Promise.all([
      get("/v1/catalogue/{slug}", { path: { slug } }), get("/v1/catalogue/{slug}/lineage", { path: { slug } }), loadPlaces()]);
    return { entry, nodes, places };
  });

  return (
    <LoadedPage resource={loaded}>
      {({ entry, nodes, places }) => (
        <Page title={words.title} above={<p class="back"><a href={`/catalogue/${slug}`} lang="pl">{entry.text?.title}</a></p>}>
          <p class="lead">{words.lead(entry.text?.title ?? "")}</p>
          <AdoptForm entry={entry} nodes={nodes} places={places} />
        </Page>
      )}
    </LoadedPage>
  );
}
