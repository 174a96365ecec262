/* Where the cards of an application differ, their assessors agree on a text: the way there. */
import type { Card } from "../../api/shapes";
import { useScoped } from "../../language/scoped";
import { cards as words } from "../../texts/cards";

export function AgreementLink({ card }: { card: Card }) {
  const { agreement } = useScoped(words);
  const open = card.desk === "DESK_OPEN";

  if (card.desk === "DESK_STATE_UNSPECIFIED") return null;
  return (
    <div class="notice">
      {open && <p>{agreement.openLead}</p>}
      <p><a class={open ? "button" : undefined} href={`/cards/${card.id}/agreement`}>{open ? agreement.open : agreement.see}</a></p>
    </div>
  );
}
