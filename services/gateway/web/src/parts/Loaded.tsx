import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import type { Problem } from "../api/problem";
import { useTexts } from "../language/context";
import { NotFoundPage } from "../pages/NotFoundPage";
import { navigate } from "../router/location";
import { useSession } from "../session";
import { Page } from "./Page";
import type { Resource } from "./resource";

export function ProblemText({ problem }: { problem: Problem }) {
  const texts = useTexts();
  const unexplained = problem.reason === "no-answer" ? texts.problem.noAnswer : texts.problem.unknown;

  return (
    <>
      <p>{problem.detail || unexplained}</p>
      {problem.status >= 500 && problem.trace && (
        <p class="quiet">{texts.problem.trace} <code>{problem.trace}</code></p>
      )}
    </>
  );
}

/** Why what was asked for was not done; nothing where all is well. */
export function Refusal({ problem }: { problem: Problem | null }) {
  return problem && <div class="errors" role="alert"><ProblemText problem={problem} /></div>;
}

export function Loading() {
  return <p class="loading" role="status">{useTexts().loading}</p>;
}

interface Props<T> {
  resource: Resource<T>;
  /** `refresh` is the resource's. */
  children: (data: T, refresh: () => void) => ComponentChildren;
}

/** A part of a page that comes by itself. */
export function Loaded<T>({ resource, children }: Props<T>) {
  const texts = useTexts();

  if (resource.state === "loading") return <Loading />;
  if (resource.state === "ready") return <>{children(resource.data, resource.refresh)}</>;
  return (
    <div class="notice" role="alert">
      <ProblemText problem={resource.problem} />
      <button class="button plain" type="button" onClick={resource.reload}>{texts.tryAgain}</button>
    </div>
  );
}

/* Somebody must sign in first; then they come back here. */
function SignInFirst() {
  const { expire } = useSession();

  useEffect(() => {
    expire();
    const here = encodeURIComponent(location.pathname + location.search).replaceAll("%2F", "/");
    navigate(`/sign-in?next=${here}`, "replace");
  }, []);
  return null;
}

/** A page that is nothing without what it loads: `children` gives the whole page. */
export function LoadedPage<T>({ resource, children }: Props<T>) {
  const texts = useTexts();

  if (resource.state !== "failed") return <Loaded resource={resource}>{children}</Loaded>;
  if (resource.problem.status === 401) return <SignInFirst />;
  if (resource.problem.status === 404 || resource.problem.status === 400) return <NotFoundPage />;
  return (
    <Page title={texts.problem.title}>
      <ProblemText problem={resource.problem} />
      <button class="button" type="button" onClick={resource.reload}>{texts.tryAgain}</button>
    </Page>
  );
}
