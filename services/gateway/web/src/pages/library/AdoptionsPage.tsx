import { get } from "../../api/client";
import { useScoped } from "../../language/scoped";
import { LoadedPage } from "../../parts/Loaded";
import { Page } from "../../parts/Page";
import { useResource } from "../../parts/resource";
import { library } from "../../texts/library";

export function AdoptionsPage() {
  const { adoptions: words, adoptionState } = useScoped(library);
  const loaded = useResource("adoptions", () => get("/v1/me/adoptions", { query: { limit: 100 } }));

  return (
    <LoadedPage resource={loaded}>
      {({ adoptions }) => (
        <Page title={words.title}>
          {adoptions.length === 0 && <p>{words.none}</p>}
          <ul class="rows">
            {adoptions.map(({ id, title, plan, state }) => (
              <li key={id}>
                <p><a href={`/me/adoptions/${id}`} lang="pl">{title}</a></p>
                <p class="quiet"><span lang="pl">{plan?.institution}</span> · {adoptionState[state]}</p>
              </li>
            ))}
          </ul>
        </Page>
      )}
    </LoadedPage>
  );
}
