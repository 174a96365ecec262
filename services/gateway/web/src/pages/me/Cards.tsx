import type { Card } from "../../api/shapes";
import { useLanguage } from "../../language/context";

/** My assessment cards, what to do next first, as the API orders them. */
export function Cards({ cards }: { cards: Card[] }) {
  const { texts } = useLanguage();

  return (
    <section aria-labelledby="cards">
      <h2 id="cards">{texts.me.cardsTitle}</h2>
      <p><a href="/cards">{texts.me.allCards}</a></p>
      {cards.length === 0 && <p>{texts.me.noCards}</p>}
      <ul class="rows">
        {cards.map((card) => (
          <li key={card.id}>
            <p>
              <a href={`/cards/${card.id}`} class="code">{card.number}</a>
              {card.title && <> <span lang="pl">{card.title}</span></>}
              {card.third && <> <span class="tag">{texts.me.third}</span></>}
            </p>
            <p class="quiet">{texts.me.card[card.state]}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
