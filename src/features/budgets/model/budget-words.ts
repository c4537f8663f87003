import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";

export type Budget = RouterOutputs["budgets"]["list"]["budgets"][number];

/** What a budget binds, for people: `Pipeline Nightly digest`. */
export function subjectOf({ scope, name }: Pick<Budget, "scope" | "name">): string {
  const kinds: Record<Budget["scope"], string> = {
    workspace: "The whole workspace",
    pipeline: "Pipeline",
    key: "Provider key",
    member: "Runs started by",
    run: "One run",
  };
  return name === null ? kinds[scope] : `${kinds[scope]} ${name}`;
}

export const periodWords: Record<Budget["per"], string> = {
  run: "each run",
  day: "per day",
  month: "per month",
};

/** `Pipeline Nightly digest, per month`: names a budget in a sentence. */
export function nameOfBudget(budget: Pick<Budget, "scope" | "name" | "per">): string {
  return `${subjectOf(budget)}, ${periodWords[budget.per]}`;
}

/** `3 calls wait for room`. */
export function waitingWords(calls: number): string {
  return calls === 1 ? "1 call waits for room" : `${calls.toLocaleString("en-US")} calls wait for room`;
}
