/**
 * This many runs may lead from one to the next, each started by the end of the one before or by an event of it. Circles
 * of ends are refused at publishing; two published at once could still make one, and events can always.
 */
export const mostInChain = 8;

/** The pipelines of a chain of runs, for messages: `A → B → A`. */
export function chainText(pipelineNames: readonly string[]): string {
  return pipelineNames.join(" → ");
}
