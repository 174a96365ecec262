/* Pages that come with a part of the bundle of their own, when somebody goes there. */
import type { ComponentType } from "preact";
import { useTexts } from "../language/context";
import type { PathParameters } from "../router/path";
import { Loaded, Loading } from "./Loaded";
import { Page } from "./Page";
import { useResource } from "./resource";

/* A part that is not there any more was replaced by a newer client: the browser must begin anew. */
function Unavailable() {
  const texts = useTexts();

  return (
    <Page title={texts.problem.title}>
      <p>{texts.problem.noAnswer}</p>
      <button class="button" type="button" onClick={() => location.reload()}>{texts.tryAgain}</button>
    </Page>
  );
}

type PageComponent = ComponentType<PathParameters>;

export function lazyPages<Names extends string>(name: string, load: () => Promise<Record<Names, PageComponent>>) {
  let loading: ReturnType<typeof load> | null = null;
  const loadOnce = () => {
    loading ??= load().catch((error: unknown) => {
      loading = null;
      throw error;
    });
    return loading;
  };

  return (page: Names): PageComponent => function LazyPage(parameters: PathParameters) {
    const part = useResource(name, loadOnce);

    if (part.state === "loading") return <Loading />;
    if (part.state === "failed") return <Unavailable />;
    const Component: PageComponent = part.data[page];
    return <Component {...parameters} />;
  };
}

/** A part of a page that comes after it. */
export function lazyPart<P extends object>(name: string, load: () => Promise<ComponentType<P>>): ComponentType<P> {
  return function LazyPart(properties: P) {
    const part = useResource(`part ${name}`, load);

    return <Loaded resource={part}>{(Component) => <Component {...properties} />}</Loaded>;
  };
}
