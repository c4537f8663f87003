/**
 * The longest chain of runs, each started by the end of the one before or by an event it sent. Cycles of ends are
 * refused at publishing; two published at the same time could still form one, and events always can.
 */
export const mostInChain = 8;

/** The pipelines of a chain of runs, for messages: `A → B → A`. */
export function chainText(pipelineNames: readonly string[]): string {
  return pipelineNames.join(" → ");
}
