import type { ComponentChildren } from "preact";

export interface Fact {
  name: ComponentChildren;
  value: ComponentChildren;
  help?: string | undefined;
}

/** Names and values, a row each; facts without a value are left out. */
export function Facts({ facts }: { facts: (Fact | null)[] }) {
  return (
    <dl class="facts">
      {facts.map((fact, index) => fact && (
        <div key={index}>
          <dt>{fact.name}</dt>
          <dd>
            {fact.value}
            {fact.help && <p class="quiet">{fact.help}</p>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
