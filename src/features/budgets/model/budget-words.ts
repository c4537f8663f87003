import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";

export type Budget = RouterOutputs["budgets"]["list"]["budgets"][number];

/** What a budget applies to: `Pipeline Nightly digest`. */
export function budgetSubjectOf({ scope, name }: Pick<Budget, "scope" | "name">): string {
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
  return `${budgetSubjectOf(budget)}, ${periodWords[budget.per]}`;
}

/**
 * `3 calls wait for room`, and how many need a person: `3 calls wait for room, 1 of them until the limit is raised`.
 */
export function waitingWords({
  waitingCalls,
  raiseCalls,
}: Pick<Budget, "waitingCalls" | "raiseCalls">): string {
  const many = waitingCalls.toLocaleString("en-US");
  const calls = waitingCalls === 1 ? "1 call waits" : `${many} calls wait`;
  if (raiseCalls === waitingCalls) return `${calls} until the limit is raised`;
  const some = `, ${raiseCalls.toLocaleString("en-US")} of them until the limit is raised`;
  return `${calls} for room${raiseCalls === 0 ? "" : some}`;
}
