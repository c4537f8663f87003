import type { FaultPlan, PlannedFault } from "#core/pipeline/rehearsal/fault-plan.ts";

/** The faults that people can choose; the API has more. */
export const troubles: readonly { readonly words: string; readonly planned: PlannedFault }[] = [
  { words: "Rate limit, once", planned: { fault: "429", retryAfterSeconds: 1 } },
  { words: "Overloaded, twice", planned: { fault: "529", times: 2, retryAfterSeconds: 1 } },
  { words: "Answer cut off, once", planned: { fault: "cut" } },
  { words: "Connection breaks, once", planned: { fault: "reset" } },
  { words: "Model no longer exists", planned: { fault: "404", times: "always" } },
  { words: "Error on every try", planned: { fault: "500", times: "always" } },
  { words: "Refuses to answer", planned: { fault: "refusal", times: "always" } },
  { words: "Stops at its token limit", planned: { fault: "max-tokens", times: "always" } },
  { words: "Answers with text around the JSON, once", planned: { fault: "not-json" } },
  { words: "Slow", planned: { paceMs: 200 } },
];

/** The fault chosen for each node, by its label; other nodes have none. */
export type ChosenTroubles = { readonly [nodeId: string]: string };

/** The fault plan for these choices. */
export function toFaultPlan(chosen: ChosenTroubles): FaultPlan {
  return Object.fromEntries(
    Object.entries(chosen).flatMap(([nodeId, words]) => {
      const trouble = troubles.find((one) => one.words === words);
      return trouble === undefined ? [] : [[nodeId, trouble.planned]];
    }),
  );
}
