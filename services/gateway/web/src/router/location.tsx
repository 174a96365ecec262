/* Real addresses without reloading: links stay plain <a href>, and one listener takes those that
 * lead to a page of ours. */
import { createContext, type ComponentChildren } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";

export interface Location {
  path: string;
  query: URLSearchParams;
  /** How many pages were opened without a reload; 0: this is the one that the browser loaded. */
  visits: number;
}

function read(visits: number): Location {
  return { path: location.pathname, query: new URLSearchParams(location.search), visits };
}

const Context = createContext<Location>({ path: "/", query: new URLSearchParams(), visits: 0 });

export function useLocation(): Location {
  return useContext(Context);
}

const moved = "wlacznik:moved";
const refined = "wlacznik:refined";

export function navigate(address: string, how: "push" | "replace" = "push"): void {
  if (how === "push") history.pushState(null, "", address);
  else history.replaceState(null, "", address);
  scrollTo(0, 0);
  dispatchEvent(new Event(moved));
}

/** Another address of the same page, as while somebody types: no visit, so focus and place stay. */
export function refine(address: string): void {
  history.replaceState(null, "", address);
  dispatchEvent(new Event(refined));
}

function linkOf(event: MouseEvent): HTMLAnchorElement | null {
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  const ours = link && link.origin === location.origin && !link.target && !link.hasAttribute("download");
  return plain && ours && !event.defaultPrevented ? link : null;
}

function isHere(link: HTMLAnchorElement): boolean {
  return link.hash !== "" && link.pathname === location.pathname && link.search === location.search;
}

/* The address bar also moves to a heading of the same page; that is no new page. */
function samePage(a: Location, b: Location): boolean {
  return a.path === b.path && a.query.toString() === b.query.toString();
}

interface Props {
  /** Whether a path is a page of the client; other links are left to the browser. */
  isPage: (path: string) => boolean;
  children: ComponentChildren;
}

export function LocationProvider({ isPage, children }: Props) {
  const [current, setCurrent] = useState(() => read(0));

  useEffect(() => {
    const open = () => setCurrent((before) => read(before.visits + 1));
    const narrow = () => setCurrent((before) => read(before.visits));
    const goBack = () => setCurrent((before) => {
      const next = read(before.visits + 1);
      return samePage(before, next) ? before : next;
    });
    const follow = (event: MouseEvent) => {
      const link = linkOf(event);
      if (!link || isHere(link) || !isPage(link.pathname)) return;
      event.preventDefault();
      navigate(link.pathname + link.search + link.hash);
    };

    addEventListener(moved, open);
    addEventListener(refined, narrow);
    addEventListener("popstate", goBack);
    document.addEventListener("click", follow);
    return () => {
      removeEventListener(moved, open);
      removeEventListener(refined, narrow);
      removeEventListener("popstate", goBack);
      document.removeEventListener("click", follow);
    };
  }, [isPage]);
  return <Context.Provider value={current}>{children}</Context.Provider>;
}
