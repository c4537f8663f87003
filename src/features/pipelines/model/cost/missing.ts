import type { ProviderName } from "#core/model/model-ref.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import { bodyPlan, type PlannedCall } from "./planned-calls.ts";

/** What a run needs that the workspace does not have. */
export interface Missing {
  /** Vendors without a key. */
  readonly providers: readonly ProviderName[];
  /** Names of secrets. */
  readonly secrets: readonly string[];
}

export const nothingMissing: Missing = { providers: [], secrets: [] };

/** One sentence per kind of missing thing; null if nothing of that kind is missing. */
export function missingTexts({ providers, secrets }: Missing): {
  readonly keys: string | null;
  readonly secrets: string | null;
} {
  const which = secrets.length === 1 ? "the secret" : "the secrets";
  return {
    keys:
      providers.length === 0
        ? null
        : `There is no key for ${providers.join(" and ")}, so this cannot run yet.`,
    secrets:
      secrets.length === 0
        ? null
        : `The workspace does not have ${which} ${secrets.join(", ")}, so this cannot run yet.`,
  };
}

/** All sentences; null if nothing is missing. */
export function missingText(missing: Missing): string | null {
  const { keys, secrets } = missingTexts(missing);
  const sentences = [keys, secrets].filter((sentence) => sentence !== null);
  return sentences.length === 0 ? null : sentences.join(" ");
}

/** Vendors that a run would call and that have no key. */
export function providersWithoutKey(
  calls: readonly PlannedCall[],
  providersWithKey: ReadonlySet<ProviderName>,
): readonly ProviderName[] {
  const wanted = new Set(calls.flatMap(({ providers }) => providers));
  return [...wanted].filter((provider) => provider !== "sandbox" && !providersWithKey.has(provider));
}

/** Secrets that the requests of a plan or its bodies use and the workspace does not have. */
export function secretsWithout(plan: Plan, known: ReadonlySet<string>): readonly string[] {
  return [...new Set(secretsOf(plan))].filter((name) => !known.has(name));
}

function secretsOf(plan: Plan): readonly string[] {
  const inside = plan.nodes.flatMap((node) => bodyPlan(plan, node) ?? []);
  return [
    ...[...plan.nodes, ...plan.undos].flatMap(({ secrets }) => secrets),
    ...inside.flatMap((body) => secretsOf(body)),
  ];
}
