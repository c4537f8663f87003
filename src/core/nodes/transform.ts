import { z } from "zod";
import { mappingSchema } from "./mapping.ts";
import { mappingSources } from "./mapping-sources.ts";
import { defineNodeType } from "./node-type.ts";

export const transformNode = defineNodeType({
  type: "transform",
  title: "Transform",
  summary: "Makes a new value of what came before, with an expression or an object of expressions.",
  lane: null,
  defaultTimeoutMs: 1_000,
  configSchema: z.strictObject({ value: mappingSchema }),
  sources: (config) => mappingSources(config.value, ["value"]),
});
