import { z } from "zod";
import { evaluateCondition } from "#core/expression/evaluate-expression.ts";
import { evaluateMapping } from "#core/expression/evaluate-mapping.ts";
import type { Meter } from "#core/expression/metering/meter.ts";
import type { Scope } from "#core/expression/scope.ts";
import { parseExpression } from "#core/expression/syntax/parse-expression.ts";
import { anyType, numberType, objectType, textType } from "#core/expression/types/static-type.ts";
import type { AfterPass, Pass } from "../behaviour.ts";
import { conditionSchema } from "../condition.ts";
import { maxDelaySeconds } from "../delay.ts";
import { mappingSchema } from "../fields/mapping.ts";
import { mappingSources } from "../fields/mapping-sources.ts";
import {
  callInside,
  type Inside,
  insideFailure,
  insideFields,
  insideSources,
  insideTarget,
  insideType,
  requireInside,
} from "../inside.ts";
import { type ConfigSource, defineNodeType } from "../node-type.ts";
import { loopStops } from "./loop-stops.ts";

/** No loop makes more passes than this, whatever it says. */
export const mostPasses = 1_000;

/** The config of a loop besides what it runs. */
const ownFields = {
  /** The node is done when this holds for a pass's output. */
  until: conditionSchema,
  /** It ends after this many passes in any case. */
  maxPasses: z.number().int().min(1).max(mostPasses),
  /** The next pass's input; if left out, the previous pass's output. */
  carry: mappingSchema.optional(),
};
type LoopConfig = Inside & z.output<z.ZodObject<typeof ownFields>>;

/** Everything evaluated after a pass shares one budget of work. */
function afterPass(
  { until, maxPasses, carry }: LoopConfig,
  scope: Scope,
  { number, output }: Pass,
  meter: Meter,
): AfterPass {
  const parsed = parseExpression(until);
  const held = parsed.ok ? evaluateCondition(parsed.expression, scope, { output }, meter) : parsed;
  if (!held.ok) return { ok: false, where: "config.until", message: held.message };
  if (held.value || number >= maxPasses) {
    const stop = held.value ? loopStops.until : loopStops.maxPasses;
    return { ok: true, isOver: true, output: { result: output, passes: number, stop }, stop };
  }
  const carried =
    carry === undefined
      ? ({ ok: true, value: output } as const)
      : evaluateMapping(carry, scope, { output }, meter);
  if (!carried.ok) return { ok: false, where: "config.carry", message: carried.message };
  return { ok: true, isOver: false, input: carried.value };
}

/** When it stops has no influence on the passes that were made. */
function madeOf({ until: _until, maxPasses: _maxPasses, ...rest }: LoopConfig) {
  return rest;
}

function sources(config: LoopConfig): readonly ConfigSource[] {
  const { until, carry } = config;
  const isAfterPass = true as const;
  return [
    ...insideSources(config),
    { kind: "expression", path: ["until"], source: until, isDecision: true, isAfterPass },
    ...(carry === undefined ? [] : mappingSources(carry, ["carry"])).map((source) => ({
      ...source,
      isAfterPass,
    })),
  ];
}

/** The type `loop`; `body` is the schema of a body, which any node may be part of, and `starter` that of a new node. */
export function defineLoop<Body, Written>(body: z.ZodType<Body, Written>, starter: Written) {
  return defineNodeType({
    type: "loop",
    title: "Loop",
    summary:
      "Runs another pipeline or a body again and again, each time with what came out, until that is good enough.",
    defaultTimeoutMs: maxDelaySeconds * 1_000,
    configSchema: z.strictObject({ ...insideFields(body), ...ownFields }).superRefine(requireInside),
    starter: { body: starter, until: "size(output) < 500", maxPasses: 5 },
    sources,
    outputType: (node, scope) =>
      objectType(
        [
          ["result", insideType(node, scope)],
          ["passes", numberType],
          ["stop", textType],
        ],
        false,
      ),
    run: {
      kind: "child",
      target: insideTarget,
      call: callInside,
      // A later pass's input is made by an earlier one.
      given: () => anyType,
      passes: { after: afterPass, madeOf },
    },
    failureFields: insideFailure,
  });
}
