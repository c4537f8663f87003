import type { CheckedText } from "./draft/check-text.ts";
import { type SaveState, saveObstacle } from "./draft/save-state.ts";
import type { PublishedDifference } from "./publish/published-difference.ts";

interface DraftSituation {
  readonly checked: CheckedText;
  readonly state: SaveState;
  readonly publishedVersion: number | null;
  readonly difference: PublishedDifference | null;
}

const faulty = "Fix the problems below the text first.";

/** Why the draft cannot be published now; null if it can. */
export function publishObstacle({ checked, state, difference }: DraftSituation): string | null {
  const unsaved = saveObstacle(state);
  if (unsaved !== null) return unsaved;
  if (checked.definition === null) return faulty;
  return difference === "none" ? "This is already published." : null;
}

/** Why nothing can be run now; null if the draft, or the published version, can. */
export function runObstacle({ checked, state, publishedVersion }: DraftSituation): string | null {
  if (state.kind === "signed-out" || state.kind === "unreachable") return saveObstacle(state);
  if (publishedVersion !== null) return null;
  return saveObstacle(state) ?? (checked.definition === null ? faulty : null);
}
