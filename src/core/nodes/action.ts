import { z } from "zod";
import { type Json, jsonObjectSchema, jsonSchema } from "#core/json/json.ts";
import { okStatusSchema } from "../http/http-status.ts";
import { templateSourceSchema } from "./mapping.ts";
import { type ConfigSource, defineNodeType } from "./node-type.ts";

/** A template, or a value whose texts are templates. One that is a single `{{ expression }}` becomes its value, whatever its type. */
const bodySchema = z.union([templateSourceSchema, jsonObjectSchema, z.array(jsonSchema)]);

const queryValueSchema = z.union([
  templateSourceSchema,
  z.number(),
  z.boolean(),
  z.array(z.union([templateSourceSchema, z.number(), z.boolean()])),
]);
const querySchema = z.union([
  templateSourceSchema.min(1),
  z.record(z.string().min(1).max(200), queryValueSchema),
]);

const httpRequestSchema = z.strictObject({
  action: z.literal("http.request"),
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"]).default("GET"),
  /** What is inserted is encoded as one piece; an insertion at the beginning brings the address as it is. */
  url: templateSourceSchema.min(1),
  /** Further segments of the address: a slash divides them, also in what is inserted, and escapes that are there stay. */
  path: templateSourceSchema.min(1).optional(),
  /** Parameters by name; null leaves one out, a list repeats it. Or one `{{ expression }}` of an object or of a written query. */
  query: querySchema.optional(),
  headers: z
    .record(
      z.string().regex(/^[\w!#$%&'*+.^`|~-]{1,100}$/, "must be the name of a header, such as X-Api-Key"),
      templateSourceSchema,
    )
    .default({}),
  body: bodySchema.optional(),
  /** Statuses besides 2xx that are answers and no failures: 404, "4xx", "400-404". */
  okStatuses: z.array(okStatusSchema).max(50).default([]),
  /** How the answer's body is read. `auto` goes by its content type. */
  parse: z.enum(["auto", "json", "text"]).default("auto"),
});
export type HttpRequestConfig = z.output<typeof httpRequestSchema>;

const artifactSaveSchema = z.strictObject({
  action: z.literal("artifact.save"),
  name: templateSourceSchema.min(1),
  mediaType: z
    .string()
    .max(200)
    .regex(/^[\w.+-]+\/[\w.+-]+(; ?[\w.+-]+=[\w.+-]+)*$/, "must be a media type, e.g. text/markdown")
    .optional(),
  content: templateSourceSchema.default("{{ input }}"),
});

const logSchema = z.strictObject({ action: z.literal("log"), message: templateSourceSchema.min(1) });

/** Does nothing and returns its input; measures what a step costs. */
const noopSchema = z.strictObject({ action: z.literal("noop") });

const configSchema = z.discriminatedUnion("action", [
  httpRequestSchema,
  artifactSaveSchema,
  logSchema,
  noopSchema,
]);
export type ActionConfig = z.output<typeof configSchema>;

function template(source: string, ...path: readonly string[]): ConfigSource {
  return { kind: "template", path, source };
}

/** Every text in a value is a template. */
function textsOf(value: Json | undefined, path: ConfigSource["path"]): readonly ConfigSource[] {
  if (typeof value === "string") return [{ kind: "template", path, source: value }];
  if (typeof value !== "object" || value === null) return [];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, element]) => textsOf(element, [...path, key]));
}

function requestSources(config: HttpRequestConfig): readonly ConfigSource[] {
  return [
    template(config.url, "url"),
    ...(config.path === undefined ? [] : [template(config.path, "path")]),
    ...textsOf(config.query, ["query"]),
    ...Object.entries(config.headers).map(([name, value]) => template(value, "headers", name)),
    ...textsOf(config.body, ["body"]),
  ];
}

function actionSources(config: ActionConfig): readonly ConfigSource[] {
  switch (config.action) {
    case "http.request":
      return requestSources(config).map((source) => ({ ...source, seesSecrets: true }));
    case "artifact.save":
      return [template(config.name, "name"), template(config.content, "content")];
    case "log":
      return [template(config.message, "message")];
    case "noop":
      return [];
  }
}

export const actionNode = defineNodeType({
  type: "action",
  title: "Action",
  summary: "Does something in the world: calls a URL, saves an artifact, writes a line.",
  lane: "node",
  defaultTimeoutMs: 60_000,
  configSchema,
  sources: actionSources,
});
