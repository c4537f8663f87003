import type { SandboxModel } from "#core/model/sandbox-model.ts";
import { RecentlyUsed } from "#core/recently-used.ts";

const keptCounts = 10_000;

/** Says, per user id and model name, whether this try still gets the model's fault. */
export interface Rehearsals {
  meetsFault(userId: string | null, modelName: string, model: SandboxModel): boolean;
}

/** Counts in memory, for a limited number of users. */
export function createRehearsals(): Rehearsals {
  const tries = new RecentlyUsed<number>(keptCounts);
  return {
    meetsFault(userId, modelName, model) {
      if (model.fault === null) return false;
      const key = `${userId ?? ""}\n${modelName}`;
      const count = (tries.get(key) ?? 0) + 1;
      tries.set(key, count);
      return count <= model.times;
    },
  };
}
