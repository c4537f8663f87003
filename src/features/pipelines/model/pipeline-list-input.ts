import type { PipelineOrder } from "#core/pipeline/pipeline-order.ts";

/** How many of a pipeline's newest runs are shown as a strip. */
const stripLength = 12;
const pipelinesPerPage = 100;
/** No name has more. */
const longestText = 200;

/** Which pipelines a list shows. */
export interface PipelineFilter {
  /** Part of the name; empty: any. */
  readonly text: string;
  readonly withArchived: boolean;
  readonly order: PipelineOrder;
  /** Where the page before ended, in this order; null for the first page. */
  readonly after: string | null;
}

/** What the list asks for, on the server and in the browser. */
export function pipelineListInput({ text, withArchived, order, after }: PipelineFilter) {
  return {
    withArchived,
    lastRuns: stripLength,
    text: text.trim() === "" ? null : text.trim().slice(0, longestText),
    order,
    cursor: after,
    limit: pipelinesPerPage,
  };
}
