import { Meter } from "#core/expression/metering/meter.ts";
import type { Json } from "#core/json/json.ts";
import { charactersOf, type WeighedValues } from "#core/json/json-weight.ts";

/** What one step of a run may still do, in the units of `Meter`: each about 20 ns. */
export interface StepWork {
  left: number;
  /** The next node is decided whatever it costs, so that a run always progresses. */
  isSure: boolean;
}

/** Looking at a node, and recording that it ended. */
const unitsPerNode = 400;
/** Writing a value: it becomes JSON and is sent to the database. */
const charactersPerUnit = 4;

/** Whether nothing more may be decided in this step. */
export function isSpent({ left, isSure }: StepWork): boolean {
  return left <= 0 && !isSure;
}

/** A budget for an expression of a node, no larger than what the step has left. */
export function meterFor({ left, isSure }: StepWork): Meter {
  return isSure ? new Meter() : Meter.within(left);
}

/** A node has been dealt with; `values` are written with it. */
export function chargeNode(work: StepWork, weighed: WeighedValues, ...values: readonly Json[]): void {
  work.isSure = false;
  work.left -= unitsPerNode;
  for (const value of values) work.left -= Math.ceil(charactersOf(value, weighed) / charactersPerUnit);
}
