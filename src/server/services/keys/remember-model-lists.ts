import { createHash } from "node:crypto";
import type { ModelInfo } from "#core/model/model-info.ts";
import { RecentlyUsed } from "#core/recently-used.ts";
import type { ProviderCredential, ProviderProbe } from "./provider-probe.ts";

interface Remembered {
  readonly models: readonly ModelInfo[];
  readonly untilMs: number;
}

/** Vendors' lists change a few times a year; pages request them all day. */
const keptMs = 5 * 60_000;
const keptLists = 500;

/**
 * Wraps a probe so that it fetches each key's model list at most once in five minutes, in this process. Only lists are
 * cached, not failures, and a key that is tested is asked for again. The cache key is a hash of the credential, not the
 * credential.
 */
export function rememberModelLists(probe: ProviderProbe, nowMs: () => number): ProviderProbe {
  const lists = new RecentlyUsed<Remembered>(keptLists);
  return {
    ...probe,
    checkKey(credential, signal) {
      lists.forget(nameOf(credential));
      return probe.checkKey(credential, signal);
    },
    async listModels(credential, signal) {
      const name = nameOf(credential);
      const known = lists.get(name);
      if (known !== undefined && known.untilMs > nowMs()) return known.models;
      const models = await probe.listModels(credential, signal);
      lists.set(name, { models, untilMs: nowMs() + keptMs });
      return models;
    },
  };
}

function nameOf({ provider, baseUrl, secret }: ProviderCredential): string {
  return createHash("sha256")
    .update(JSON.stringify([provider, baseUrl, secret]))
    .digest("base64");
}
