import { createHash } from "node:crypto";
import type { ModelInfo } from "#core/model/model-info.ts";
import { RecentlyUsed } from "#core/recently-used.ts";
import type { ProviderCredential, ProviderProbe } from "./provider-probe.ts";

interface Remembered {
  readonly models: readonly ModelInfo[];
  readonly untilMs: number;
}

/** Vendors' lists change a few times a year; pages ask for them all day. */
const keptMs = 5 * 60_000;
const keptLists = 500;

/**
 * A probe that asks for each key's list of models once in five minutes, in this process. Only lists are remembered, not
 * refusals, and a key that is tested is asked for again; what names the list is a hash of the key, not the key.
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
