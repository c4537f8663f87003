import type { SandboxModel } from "./sandbox-model.ts";

const keptCounts = 10_000;

/** Says, per user id and model name, whether this try still meets the model's fault. */
export interface Rehearsals {
  meetsFault(userId: string | null, modelName: string, model: SandboxModel): boolean;
}

/** Counts in memory, as many as are of use: the oldest are forgotten first. */
export function createRehearsals(): Rehearsals {
  const tries = new Map<string, number>();
  return {
    meetsFault(userId, modelName, model) {
      if (model.fault === null) return false;
      const key = `${userId ?? ""}\n${modelName}`;
      const count = (tries.get(key) ?? 0) + 1;
      tries.delete(key);
      tries.set(key, count);
      const oldest = tries.size > keptCounts ? tries.keys().next().value : undefined;
      if (oldest !== undefined) tries.delete(oldest);
      return count <= model.times;
    },
  };
}
