import { z } from "zod";
import { evaluateMapping } from "#core/expression/evaluate-mapping.ts";
import { mappingType } from "#core/expression/types/mapping-type.ts";
import { mappingSchema } from "./fields/mapping.ts";
import { mappingSources } from "./fields/mapping-sources.ts";
import { defineNodeType } from "./node-type.ts";

export const transformNode = defineNodeType({
  type: "transform",
  title: "Transform",
  summary: "Makes a new value from what came before, with an expression or an object of expressions.",
  defaultTimeoutMs: 1_000,
  configSchema: z.strictObject({ value: mappingSchema }),
  starter: { value: "input" },
  sources: (config) => mappingSources(config.value, ["value"]),
  outputType: ({ config }, scope) => mappingType(config.value, scope),
  run: {
    kind: "pure",
    decide: ({ value }, scope, meter) => {
      const made = evaluateMapping(value, scope, {}, meter);
      if (made.ok) return { ok: true, output: made.value };
      return { ok: false, where: "config.value", message: made.message };
    },
  },
});
