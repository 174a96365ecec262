/* Where the cards of an application differ, their assessors agree on a text: the way there, if there is one. */
import { get } from "../../api/client";
import { useScoped } from "../../language/scoped";
import { useResource } from "../../parts/resource";
import { cards as words } from "../../texts/cards";

export function AgreementLink({ cardId }: { cardId: string }) {
  const { agreement } = useScoped(words);
  const desk = useResource(`agreement of ${cardId}`, () => get("/v1/cards/{cardId}/desk", { path: { cardId } }));

  if (desk.state !== "ready") return null;
  const open = desk.data.state === "DESK_OPEN";
  return (
    <div class="notice">
      {open && <p>{agreement.openLead}</p>}
      <p><a class={open ? "button" : undefined} href={`/cards/${cardId}/agreement`}>{open ? agreement.open : agreement.see}</a></p>
    </div>
  );
}
