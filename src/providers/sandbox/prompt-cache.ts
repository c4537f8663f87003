import { createHash } from "node:crypto";
import { estimateTokens } from "./token-pieces.ts";

/** The beginning of a prompt, up to the end of its system prompt or of one of its messages. */
export interface Prefix {
  readonly text: string;
  /** It is to be kept. */
  readonly isMarked: boolean;
}

/** How much of a prompt was found, and how much of it was kept beyond that, in tokens. */
export interface CacheUse {
  readonly readTokens: number;
  readonly writeTokens: number;
}

export interface PromptCache {
  /** `prefixes` from the shortest to the longest; empty where nothing is to be kept. */
  use(model: string, prefixes: readonly Prefix[]): CacheUse;
}

/** What is shorter is never kept, as at the vendor. */
const leastTokens = 1_024;
const keptForMs = 300_000;

/** Keeps prompts as the vendor does: for five minutes from when they were used last, for each model. */
export function createPromptCache(nowMs: () => number = Date.now): PromptCache {
  const usedAtMs = new Map<string, number>();
  return {
    use(model, prefixes) {
      const now = nowMs();
      for (const [key, atMs] of usedAtMs) if (now - atMs > keptForMs) usedAtMs.delete(key);
      const keyOf = ({ text }: Prefix) => createHash("sha256").update(`${model}\n${text}`).digest("base64");
      const tokensOf = ({ text }: Prefix) => estimateTokens(text.length);
      const isLong = (prefix: Prefix) => tokensOf(prefix) >= leastTokens;
      const found = prefixes.findLast((prefix) => isLong(prefix) && usedAtMs.has(keyOf(prefix)));
      const kept = prefixes.filter((prefix) => prefix.isMarked && isLong(prefix));
      for (const prefix of kept) usedAtMs.set(keyOf(prefix), now);
      if (found !== undefined) usedAtMs.set(keyOf(found), now);
      const readTokens = found === undefined ? 0 : tokensOf(found);
      return { readTokens, writeTokens: Math.max(0, Math.max(0, ...kept.map(tokensOf)) - readTokens) };
    },
  };
}
