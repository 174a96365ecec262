/* Where somebody came from: authors from their application, its carer from what they accompany, staff from the dossier. */
import type { Application } from "../../api/shapes";
import { useScoped } from "../../language/scoped";
import { together } from "../../texts/together";

export function Back({ application: { id, yourRole } }: { application: Application }) {
  const { back } = useScoped(together);

  if (yourRole === "COAUTHOR_CARER") return <p class="back"><a href="/innovations">{back.carer}</a></p>;
  if (yourRole === "COAUTHOR_ROLE_UNSPECIFIED") return <p class="back"><a href={`/office/dossiers/${id}`}>{back.staff}</a></p>;
  return <p class="back"><a href={`/applications/${id}`}>{back.author}</a></p>;
}
