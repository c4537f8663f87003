import { createHash } from "node:crypto";
import { estimateTokens } from "./token-pieces.ts";

/** The beginning of a prompt, up to the end of its system prompt or of one of its messages. */
export interface Prefix {
  readonly text: string;
  /** Marked for caching. */
  readonly isMarked: boolean;
}

/** Tokens read from the cache, and tokens newly written to it. */
export interface CacheUse {
  readonly readTokens: number;
  readonly writeTokens: number;
}

export interface PromptCache {
  /** `prefixes` are ordered from shortest to longest; empty: no caching. */
  use(model: string, prefixes: readonly Prefix[]): CacheUse;
}

/** Shorter prefixes are never cached, as at the vendor. */
const leastTokens = 1_024;
const keptForMs = 300_000;

/** Caches prompts as the vendor does: per model, for five minutes after their last use. */
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
