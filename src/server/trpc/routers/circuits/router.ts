import { trpc } from "#server/trpc/init.ts";
import { listCircuitsProcedure } from "./list-circuits.ts";
import { resetCircuitProcedure } from "./reset-circuit.ts";

export const circuitsRouter = trpc.router({
  list: listCircuitsProcedure,
  reset: resetCircuitProcedure,
});
