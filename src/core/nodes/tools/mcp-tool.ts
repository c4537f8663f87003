import { z } from "zod";
import { httpRequestSchema } from "../actions/http-request.ts";
import { templateSourceSchema } from "../fields/mapping.ts";
import type { ConfigSource } from "../node-type.ts";

/** A tool of a remote MCP server, as it was when its author connected it. */
export const mcpFields = {
  kind: z.literal("mcp"),
  /** The server's address, over streamable HTTP. */
  url: templateSourceSchema.min(1),
  headers: httpRequestSchema.shape.headers,
  /** Its name on the server; if left out, the tool's own. */
  tool: z.string().min(1).max(200).optional(),
  /** The hash of its name, description and input schema on the server: if it has changed since, it is not called. */
  pin: z
    .string()
    .regex(/^[0-9a-f]{64}$/, "must be the pin that connecting the server gave: 64 hexadecimal digits"),
  /** The time limit of each request of a call. */
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
