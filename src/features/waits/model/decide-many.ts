import type { WaitId } from "#core/ids.ts";
import { mostDecided } from "#core/waits/decision.ts";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";

type Wait = Pick<
  RouterOutputs["waits"]["list"]["waits"][number],
  "waitId" | "pipelineId" | "nodeId" | "choices" | "hasForm" | "canDecide"
>;
type Result = RouterOutputs["waits"]["decideMany"]["results"][number];

/** Whether this person can decide a wait together with others: it must not need a form of its own. */
export function canJoin({ canDecide, hasForm }: Wait): boolean {
  return canDecide && !hasForm;
}

/** The choices that all of them share, in the order of the first. */
export function sharedChoices(waits: readonly Wait[]): readonly string[] {
  const [first, ...others] = waits;
  if (first === undefined) return [];
  return first.choices.filter((choice) => others.every(({ choices }) => choices.includes(choice)));
}

/** These and all others in the list with the same question, from the same node of the same pipeline. */
export function withAlike(waits: readonly Wait[], chosen: ReadonlySet<WaitId>): ReadonlySet<WaitId> {
  const question = ({ pipelineId, nodeId }: Wait) => `${pipelineId} ${nodeId}`;
  const asked = new Set(waits.filter(({ waitId }) => chosen.has(waitId)).map(question));
  const alike = waits.filter((wait) => canJoin(wait) && asked.has(question(wait)));
  return new Set(alike.slice(0, mostDecided).map(({ waitId }) => waitId));
}

/** The result, as a toast's title and description. */
export function describeDecided(choice: string, results: readonly Result[]) {
  const decided = results.flatMap((result) => (result.ok ? [result.decision] : []));
  const done = decided.filter(({ resolution }) => resolution === choice).length;
  const noted = decided.filter(({ resolution }) => resolution === null).length;
  const earlier = decided.length - done - noted;
  const failures = results.flatMap((result) => (result.ok ? [] : [result.error.message]));
  const parts = [
    ...(noted === 0 ? [] : [`${counted(noted)} recorded: more people must choose the same.`]),
    ...(earlier === 0 ? [] : [`${counted(earlier)} had already been decided differently.`]),
    ...(failures.length === 0 ? [] : [`${counted(failures.length)} could not be made: ${failures[0]}`]),
  ];
  return {
    tone: earlier + failures.length > 0 ? ("failed" as const) : ("plain" as const),
    title: done === 0 ? `Not decided: ${choice}` : `${counted(done)} made: ${choice}`,
    ...(parts.length === 0 ? {} : { description: parts.join(" ") }),
  };
}

/** `1 decision`, `3 decisions`. */
export function counted(count: number): string {
  return count === 1 ? "1 decision" : `${count} decisions`;
}
