import { z } from "zod";
import { templateSourceSchema } from "#core/pipeline/mapping.ts";
import { type ConfigSource, defineNodeType } from "./node-type.ts";

const httpRequestSchema = z.strictObject({
  action: z.literal("http.request"),
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"]).default("GET"),
  url: templateSourceSchema.min(1),
  headers: z.record(z.string().regex(/^[A-Za-z0-9-]{1,100}$/), templateSourceSchema).default({}),
  body: templateSourceSchema.optional(),
});

const artifactSaveSchema = z.strictObject({
  action: z.literal("artifact.save"),
  name: templateSourceSchema.min(1),
  mediaType: z
    .string()
    .max(200)
    .regex(/^[\w.+-]+\/[\w.+-]+(; ?[\w.+-]+=[\w.+-]+)*$/, "must be a media type, e.g. text/markdown")
    .default("text/markdown"),
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

function actionSources(config: ActionConfig): readonly ConfigSource[] {
  switch (config.action) {
    case "http.request":
      return [
        template(config.url, "url"),
        ...Object.entries(config.headers).map(([name, value]) => template(value, "headers", name)),
        ...(config.body === undefined ? [] : [template(config.body, "body")]),
      ];
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
