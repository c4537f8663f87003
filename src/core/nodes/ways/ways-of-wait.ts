import type { Ways } from "../behaviour.ts";
import type { WaitConfig } from "../wait/config.ts";

/** Each choice is a branch; if there is only one, an edge need not name it. */
export function waysOfWait(config: WaitConfig): Ways | null {
  if (config.for !== "approval") return null;
  const [only, ...others] = config.choices;
  return { labels: config.choices, implied: others.length === 0 ? (only ?? null) : null };
}
