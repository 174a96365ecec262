/* What became of an innovation: who took it over from whom, and what happened. */
import { get } from "../../api/client";
import type { ImpactItem, LineageNode } from "../../api/shapes";
import { formatDay } from "../../format/moments";
import { useLanguage } from "../../language/context";
import { useScoped } from "../../language/scoped";
import { Loaded } from "../../parts/Loaded";
import { Prose } from "../../parts/Local";
import { useResource } from "../../parts/resource";
import { PictureFiles } from "../../parts/PictureFiles";
import { Table } from "../../parts/Table";
import { library } from "../../texts/library";
import { loadPlaces, type Places } from "../library/places";

interface Props {
  nodes: readonly LineageNode[];
  places: Places;
}

interface BranchProps extends Props {
  parent: string;
}

function useName(places: Places): (node: { institution: string; place: string }) => string {
  const { anonymous } = useScoped(library);
  return ({ institution, place }) => institution || `${anonymous} (${places.nameOf(place)})`;
}

/* The API allows forty generations, so the recursion ends. */
function Branch({ nodes, places, parent }: BranchProps) {
  const nameOf = useName(places);
  const { adoptionState } = useScoped(library);
  const children = nodes.filter((node) => node.parentId === parent);

  if (children.length === 0) return null;
  return (
    <ul>
      {children.map((node) => (
        <li key={node.id}>
          <span class="tree-node"><span lang="pl">{nameOf(node)}</span> <span class="quiet">{adoptionState[node.state]}</span></span>
          <Branch nodes={nodes} places={places} parent={node.id} />
        </li>
      ))}
    </ul>
  );
}

function Lineage({ nodes, places, title }: Props & { title: string }) {
  const nameOf = useName(places);
  const { entry: words, adoptionState, none } = useScoped(library);
  const parentOf = (node: LineageNode) => nodes.find(({ id }) => id === node.parentId);

  if (nodes.length === 0) return <p>{words.lineageNone}</p>;
  return (
    <div class="beside">
      <div>
        <p class="quiet">{words.lineageTree}</p>
        <ul class="tree">
          <li><span class="tree-node"><strong>{words.original}</strong></span><Branch nodes={nodes} places={places} parent="" /></li>
        </ul>
        <PictureFiles file="wlacznik-adoptions" title={`${title}: ${words.lineage}`} draw={(pictures, frame) => pictures.treePicture({
          ...frame, root: words.original,
          nodes: nodes.map((node) => ({ id: node.id, parentId: node.parentId, name: nameOf(node), note: adoptionState[node.state] ?? "" })) })} />
      </div>
      <Table wide file="wlacznik-adoptions" caption={words.lineageTable} rows={nodes} keyOf={(row) => row.id} columns={[
        { title: words.institution, header: true, value: (row) => <span lang="pl">{nameOf(row)}</span> },
        {
          title: words.from, value: (row) => {
            const parent = parentOf(row);
            return parent ? <span lang="pl">{nameOf(parent)}</span> : words.original;
          },
        },
        { title: words.place, value: (row) => <span lang="pl">{places.nameOf(row.place)}</span> },
        { title: words.state, value: (row) => adoptionState[row.state] },
        { title: words.since, value: (row) => row.startedOn || none },
        { title: words.changed, value: (row) => row.changed ? <span lang="pl">{row.changed}</span> : none },
      ]} />
    </div>
  );
}

function Item({ item, places }: { item: ImpactItem; places: Places }) {
  const { language } = useLanguage();
  const nameOf = useName(places);
  const { entry: words, outcome } = useScoped(library);

  return (
    <li>
      <p>
        <strong>{words.kind[item.kind]}</strong>{item.at && <span class="quiet"> {formatDay(item.at, language)}</span>}
        {", "}<span lang="pl">{nameOf(item)}</span>
      </p>
      {item.kind === "WAS_REPORTED" && <p class="quiet">{outcome[item.outcome]}{item.people > 0 && `. ${words.served(item.people)}`}</p>}
      {item.text && <Prose text={item.text} language="pl" />}
      {item.thanks && <><p class="quiet">{words.thanks}</p><blockquote lang="pl">{item.thanks}</blockquote></>}
    </li>
  );
}

function Feed({ items, places }: { items: readonly ImpactItem[]; places: Places }) {
  const { entry: words } = useScoped(library);

  if (items.length === 0) return <p>{words.feedNone}</p>;
  return <ul class="rows">{items.map((item, at) => <Item key={at} item={item} places={places} />)}</ul>;
}

/** Comes by itself, after the entry: most readers first want to know what it is. */
export function Became({ slug, title }: { slug: string; title: string }) {
  const { entry: words } = useScoped(library);
  const loaded = useResource(`became ${slug}`, async () => {
    const path = { slug };
    const [{ nodes }, { items }, places] = await Promise.all([
      get("/v1/catalogue/{slug}/lineage", { path }), get("/v1/catalogue/{slug}/impact", { path }), loadPlaces()]);
    return { nodes, items, places };
  });

  return (
    <Loaded resource={loaded}>
      {({ nodes, items, places }) => (
        <>
          <h3>{words.lineage}</h3>
          <Lineage nodes={nodes} places={places} title={title} />
          <h3>{words.feed}</h3>
          <Feed items={items} places={places} />
        </>
      )}
    </Loaded>
  );
}
