import { trpc } from "#server/trpc/init.ts";
import { breakDownCostsProcedure } from "./break-down-costs.ts";
import { expectRunCostProcedure } from "./expect-run-cost.ts";
import { explainNodeProcedure } from "./explain-node.ts";
import { listPastCostsProcedure } from "./list-past-costs.ts";
import { summarizeCostsProcedure } from "./summarize-costs.ts";

export const costsRouter = trpc.router({
  summary: summarizeCostsProcedure,
  breakdown: breakDownCostsProcedure,
  explain: explainNodeProcedure,
  past: listPastCostsProcedure,
  expected: expectRunCostProcedure,
});
