import type { ComponentChildren } from "preact";
import { LoadedPage } from "../../parts/Loaded";
import { Local } from "../../parts/Local";
import { Page } from "../../parts/Page";
import type { Resource } from "../../parts/resource";
import type { CallDesk } from "./desk";

interface Props<T> {
  resource: Resource<T>;
  title: string;
  /** What the page is for, or how things stand. */
  lead: string | ((data: T) => string);
  children: (data: T, refresh: () => void) => ComponentChildren;
}

/** A page of the office about one call, with the way back to its board. */
export function CallPage<T extends { desk: CallDesk }>({ resource, title, lead, children }: Props<T>) {
  return (
    <LoadedPage resource={resource}>
      {(data, refresh) => (
        <Page title={title}
          above={<p class="back"><a href={`/office/calls/${data.desk.call.id}`}><Local text={data.desk.definition.title} /></a></p>}>
          <p class="lead">{typeof lead === "string" ? lead : lead(data)}</p>
          {children(data, refresh)}
        </Page>
      )}
    </LoadedPage>
  );
}
