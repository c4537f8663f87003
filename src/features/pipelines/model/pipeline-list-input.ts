import type { PipelineOrder } from "#core/pipeline/pipeline-order.ts";

/** How many of a pipeline's latest runs the strip shows. */
const stripLength = 12;
const pipelinesPerPage = 100;
/** No name is longer. */
const longestText = 200;

/** The filter of the pipeline list. */
export interface PipelineListFilter {
  /** Part of the name; empty: any. */
  readonly text: string;
  readonly withArchived: boolean;
  readonly order: PipelineOrder;
  /** The cursor of the page, in this order; null for the first page. */
  readonly after: string | null;
}

/** The list's query input, on the server and in the browser. */
export function pipelineListInput({ text, withArchived, order, after }: PipelineListFilter) {
  return {
    withArchived,
    lastRuns: stripLength,
    text: text.trim() === "" ? null : text.trim().slice(0, longestText),
    order,
    cursor: after,
    limit: pipelinesPerPage,
  };
}
