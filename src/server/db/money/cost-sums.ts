/** The usage and cost of a set of calls, failed and cut attempts included. */
export interface CostSums {
  readonly calls: number;
  /** Calls of models with an unknown price; their cost is in no sum. */
  readonly unpricedCalls: number;
  /** Calls whose tokens are estimated: they were cut, or their vendor reported nothing. */
  readonly estimatedCalls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheWriteTokens: number;
  readonly cacheReadTokens: number;
  /** Real money, micros of USD. */
  readonly costMicros: number;
  /** The sandbox's play money, micros. */
  readonly sandboxMicros: number;
}

/** The sum of all rows. */
export function addCosts(rows: readonly CostSums[]): CostSums {
  const sum = (of: (row: CostSums) => number) => rows.reduce((total, row) => total + of(row), 0);
  return {
    calls: sum(({ calls }) => calls),
    unpricedCalls: sum(({ unpricedCalls }) => unpricedCalls),
    estimatedCalls: sum(({ estimatedCalls }) => estimatedCalls),
    inputTokens: sum(({ inputTokens }) => inputTokens),
    outputTokens: sum(({ outputTokens }) => outputTokens),
    cacheWriteTokens: sum(({ cacheWriteTokens }) => cacheWriteTokens),
    cacheReadTokens: sum(({ cacheReadTokens }) => cacheReadTokens),
    costMicros: sum(({ costMicros }) => costMicros),
    sandboxMicros: sum(({ sandboxMicros }) => sandboxMicros),
  };
}
