import { z } from "zod";
import { httpRequestSchema } from "../actions/http-request.ts";
import { templateSourceSchema } from "../fields/mapping.ts";
import type { ConfigSource } from "../node-type.ts";

/** A tool of a remote MCP server, as its author saw it when they connected it. */
export const mcpFields = {
  kind: z.literal("mcp"),
  /** Where the server is reached, over streamable HTTP. */
  url: templateSourceSchema.min(1),
  headers: httpRequestSchema.shape.headers,
  /** Its name at the server; left out: that of the tool. */
  tool: z.string().min(1).max(200).optional(),
  /** The hash of its name, description and input at the server: where it has changed since, it is not called. */
  pin: z
    .string()
    .regex(/^[0-9a-f]{64}$/, "must be the pin that connecting the server gave: 64 hexadecimal digits"),
  /** How long each request of a call may take. */
  timeoutMs: z.number().int().min(1).max(600_000).default(60_000),
};

/** The templates by which a server is reached. */
export function serverSources({
  url,
  headers,
}: {
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
}): readonly ConfigSource[] {
  const sources = [["url", url] as const, ...Object.entries(headers).map((pair) => [...pair] as const)];
  return sources.map(([name, source], index) => ({
    kind: "template",
    path: index === 0 ? [name] : ["headers", name],
    source,
    seesSecrets: true,
  }));
}
