import type { Meter } from "../metering/meter.ts";
import type { Value } from "../values/value.ts";

/**
 * The names an expression can start from; `output` exists in output mappings and undos, `error` in an undo, `item` in
 * bodies, `args` in an agent's tool.
 */
export const rootNames = [
  "input",
  "trigger",
  "variables",
  "nodes",
  "run",
  "output",
  "error",
  "item",
  "args",
] as const;
export type RootName = (typeof rootNames)[number];

/**
 * How missing keys and truth values are treated. In `value` mode a missing key is an error, and logic requires
 * booleans. In `condition` mode missing values are null to `==` and `!=` and false to logic and comparisons, and logic
 * reads any value as `toCondition` does.
 */
export type EvaluationMode = "value" | "condition";

/** Everything that an evaluation can access. */
export interface Frame {
  readonly roots: { readonly [name in RootName]: Value | undefined };
  /** Values of the workspace's secrets by name: only present when rendering an HTTP request. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Variables of comprehensions and `cel.bind`, by slot. */
  readonly locals: Value[];
  readonly meter: Meter;
  readonly mode: EvaluationMode;
}

/** One compiled node of an expression. */
export type Step = (frame: Frame) => Value;

/** A step that returns undefined, instead of failing, for what is missing in a condition. */
export type Operand = (frame: Frame) => Value | undefined;
