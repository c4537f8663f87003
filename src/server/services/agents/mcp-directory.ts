import type { JsonObject } from "#core/json/json.ts";

/** A tool as its server lists it. */
export interface ListedTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonObject;
  /** sha-256 of these three: a tool of an agent names it, and is called as long as it is the same. */
  readonly pin: string;
  /** A hint of the server's alone. */
  readonly saysItOnlyReads: boolean;
}

/** Reaches remote MCP servers, through the guard that requests of users go through. */
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
