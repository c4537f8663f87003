import type { JsonObject } from "#core/json/json.ts";

/** A remote MCP server, and how it is reached. */
export interface McpServer {
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  /** For each of the requests that a call makes. */
  readonly timeoutMs: number;
  readonly holdsSecrets: boolean;
}

/** A tool as its server lists it. */
export interface McpTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonObject;
  /** sha-256 of these three. */
  readonly pin: string;
  /** Only a hint from the server. */
  readonly saysItOnlyReads: boolean;
}

export interface McpCall {
  readonly tool: string;
  /** The tool must be unchanged since it was pinned. */
  readonly pin: string;
  readonly args: JsonObject;
  /** The same in every attempt. */
  readonly key: string;
}

export interface McpAnswer {
  readonly text: string;
  readonly isError: boolean;
  /** The server did not do all of it, and may have done part of it. */
  readonly isInDoubt: boolean;
}

/** Calls tools of MCP servers. */
export interface McpPort {
  /**
   * Makes one call; `acting` is called right before it is sent, after all read-only requests.
   * @throws AppError HTTP_FAILED, also for a tool that has changed since it was pinned, HTTP_BLOCKED, and the signal's
   * reason.
   */
  call(
    server: McpServer,
    call: McpCall,
    options: { readonly signal: AbortSignal; readonly acting: () => void },
  ): Promise<McpAnswer>;
}
