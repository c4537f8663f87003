import { z } from "zod";
import type { TypeScope } from "#core/expression/types/infer-type.ts";
import { expressionType } from "#core/expression/types/mapping-type.ts";
import {
  anyType,
  numberType,
  objectType,
  type StaticType,
  textType,
} from "#core/expression/types/static-type.ts";
import { maxDelaySeconds } from "../delay.ts";
import { expressionSourceSchema } from "../fields/mapping.ts";
import { callInside, insideFields, insideSources, insideTarget, requireInside } from "../inside.ts";
import { defineNodeType } from "../node-type.ts";
import { itemsOfMap, type MapConfig, maxConcurrency, maxItems } from "./items-of-map.ts";

/** How many run at the same time by default. */
const usualConcurrency = 5;

const mapFields = {
  /** The list to work through; each element is the input of a run. */
  items: expressionSourceSchema,
  /** The most of them that run at the same time. */
  concurrency: z.number().int().min(1).max(maxConcurrency).default(usualConcurrency),
  /**
   * `fail`: one failed item is too many. `continue`: its place in the results holds its error. `tolerate`: the same, up
   * to a limit.
   */
  onItemError: z.enum(["fail", "continue", "tolerate"]).default("fail"),
  /**
   * `artifact`: the results become a file of the run, and the node passes on a reference to it; for results that are
   * too large to pass on.
   */
  results: z.enum(["list", "artifact"]).default("list"),
  /** With `tolerate`: this many items may fail. */
  toleratedItems: z.number().int().min(1).max(maxItems).optional(),
  /** With `tolerate`: this share of all items may fail, as in 0.05. */
  toleratedShare: z.number().gt(0).max(1).optional(),
};

function requireMap(config: MapConfig, context: z.core.$RefinementCtx): void {
  requireInside(config, context);
  const { onItemError, toleratedItems, toleratedShare } = config;
  const given = [toleratedItems, toleratedShare].filter((bound) => bound !== undefined).length;
  const refuse = (field: string, message: string) =>
    context.addIssue({ code: "custom", path: [field], message });
  if (onItemError === "tolerate" && given !== 1) {
    refuse("onItemError", 'is "tolerate", which needs toleratedItems or toleratedShare, one of them');
  }
  if (onItemError === "tolerate") return;
  const unused = 'is only used with onItemError "tolerate"';
  if (toleratedItems !== undefined) refuse("toleratedItems", unused);
  if (toleratedShare !== undefined) refuse("toleratedShare", unused);
}

/** What is passed on instead of results that are stored as an artifact. */
const keptType = objectType(
  [
    ["artifact", textType],
    ["runId", textType],
    ["bytes", numberType],
    ["items", numberType],
    ["failed", numberType],
  ],
  false,
);

/** What is known of an item of the list. */
function itemType({ items }: MapConfig, scope: TypeScope): StaticType {
  const { type } = expressionType(items, scope);
  return type.kind === "list" ? type.of : anyType;
}

/** What is known of an element of the results: it may be an error instead, if items may fail. */
function placeType({ onItemError }: MapConfig, { inside = anyType }: TypeScope): StaticType {
  if (onItemError === "fail") return inside;
  if (inside.kind !== "object") return anyType;
  const failed = ["code", "message", "runId", "status"].map((name) => [name, textType] as const);
  return objectType([...inside.fields, ["error", objectType(failed, false)]], inside.isOpen);
}

/** The type `map`; `body` is the schema of a body, which any node may be part of, and `starter` that of a new node. */
export function defineMap<Body, Written>(body: z.ZodType<Body, Written>, starter: Written) {
  return defineNodeType({
    type: "map",
    title: "Map",
    summary: "Runs a body or a pipeline for each item of a list, and passes on the results in its order.",
    defaultTimeoutMs: maxDelaySeconds * 1_000,
    configSchema: z.strictObject({ ...mapFields, ...insideFields(body) }).superRefine(requireMap),
    starter: { items: "input", body: starter },
    sources: (config) => [
      { kind: "expression", path: ["items"], source: config.items },
      ...insideSources(config),
    ],
    outputType: ({ config }, scope) =>
      config.results === "artifact" ? keptType : { kind: "list", of: placeType(config, scope) },
    run: {
      kind: "child",
      target: (config) => `${insideTarget(config)}, for each item`,
      call: callInside,
      given: itemType,
      items: itemsOfMap,
    },
    failureFields: () => ({
      unanswered: { item: null, failedItems: null, runId: null, status: null },
      types: [
        ["item", numberType],
        ["failedItems", numberType],
        ["runId", textType],
        ["status", textType],
      ],
    }),
  });
}
