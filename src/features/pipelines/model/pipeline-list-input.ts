/** How many of a pipeline's newest runs are shown as a strip. */
const stripLength = 12;

/** What the list asks for, on the server and in the browser. */
export function pipelineListInput(withArchived: boolean) {
  return { withArchived, lastRuns: stripLength };
}
