import type { RankingEntry } from "../../api/shapes";
import { useTexts } from "../../language/context";

/** That a panel moved it, and why. */
export function PanelMove({ entry }: { entry: RankingEntry }) {
  const texts = useTexts();

  if (entry.movedFrom === 0) return null;
  return <p class="quiet">{texts.results.moved(entry.movedFrom)} <span lang="pl">{entry.panelReason}</span></p>;
}
