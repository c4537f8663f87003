import type { JsonObject } from "#core/json/json.ts";

/** A tool as its server lists it. */
export interface ListedTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonObject;
  /** sha-256 of these three. An agent's tool stores it, and is called only while it is unchanged. */
  readonly pin: string;
  /** Only the server's own claim. */
  readonly saysItOnlyReads: boolean;
}

/** Reaches remote MCP servers, through the same guard as requests of users. */
export interface McpDirectory {
  /** @throws AppError HTTP_FAILED, HTTP_BLOCKED. */
  listTools(
    server: {
      readonly url: string;
      readonly headers: { readonly [name: string]: string };
      readonly timeoutMs: number;
      readonly holdsSecrets: boolean;
    },
    signal: AbortSignal,
  ): Promise<readonly ListedTool[]>;
}
