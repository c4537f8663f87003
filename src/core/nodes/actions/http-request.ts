import { z } from "zod";
import {
  anyType,
  boolType,
  numberType,
  objectType,
  type StaticType,
} from "#core/expression/types/static-type.ts";
import { okStatusSchema } from "../../http/http-status.ts";
import { templateSourceSchema } from "../fields/mapping.ts";
import { templatedValueSchema, textsIn } from "../fields/templated-value.ts";
import type { ConfigSource, FailureFields } from "../node-type.ts";

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

export const httpRequestSchema = z.strictObject({
  action: z.literal("http.request"),
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"]).default("GET"),
  /** An inserted value is encoded as one segment; an insertion at the beginning provides the address as it is. */
  url: templateSourceSchema.min(1),
  /** Further segments of the address, separated by slashes, also in inserted values; existing escapes are kept. */
  path: templateSourceSchema.min(1).optional(),
  /**
   * Parameters by name; null leaves one out, a list repeats it. Or a single `{{ expression }}` that yields an object or
   * a query string.
   */
  query: querySchema.optional(),
  headers: z
    .record(
      z.string().regex(/^[\w!#$%&'*+.^`|~-]{1,100}$/, "must be the name of a header, such as X-Api-Key"),
      templateSourceSchema,
    )
    .default({}),
  body: templatedValueSchema.optional(),
  /**
   * The secret that the request is signed with, according to Standard Webhooks: `{{ secrets.NAME }}`, whose value
   * begins with `whsec_`.
   */
  sign: templateSourceSchema.min(1).optional(),
  /** Statuses besides 2xx that count as success: 404, "4xx", "400-404". */
  okStatuses: z.array(okStatusSchema).max(50).default([]),
  /** How the response's body is parsed. `auto` goes by its content type. */
  parse: z.enum(["auto", "json", "text"]).default("auto"),
});
export type HttpRequestConfig = z.output<typeof httpRequestSchema>;

const withSecrets = { seesSecrets: true } as const;

function template(source: string, ...path: ConfigSource["path"]): ConfigSource {
  return { kind: "template", path, source, ...withSecrets };
}

/** The templates of a request; all of them are rendered when it is sent. */
export function requestSources(config: HttpRequestConfig): readonly ConfigSource[] {
  return [
    template(config.url, "url"),
    ...(config.path === undefined ? [] : [template(config.path, "path")]),
    ...textsIn(config.query, ["query"], withSecrets),
    ...Object.entries(config.headers).map(([name, value]) => template(value, "headers", name)),
    ...textsIn(config.body, ["body"], withSecrets),
    ...(config.sign === undefined ? [] : [template(config.sign, "sign")]),
  ];
}

/** The target of a request: `POST https://example.org/orders`. */
export function requestTarget({ method, url, path }: HttpRequestConfig): string {
  return [`${method} ${url}`, path ?? []].flat().join("/");
}

const headersType = objectType([], true);

/** The result of a request. */
export const answerType: StaticType = objectType(
  [
    ["status", numberType],
    ["headers", headersType],
    ["body", anyType],
    ["redirectedTo", anyType],
  ],
  false,
);

/** `status` is 0 if there was no response; `bodyCut` says that `body` is incomplete. */
export const requestFailure: FailureFields = {
  unanswered: { status: 0, headers: {}, body: null, bodyCut: false },
  types: [
    ["status", numberType],
    ["headers", headersType],
    ["body", anyType],
    ["bodyCut", boolType],
  ],
};
