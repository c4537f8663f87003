import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";

export type ListedTool = RouterOutputs["agents"]["connectMcp"]["tools"][number];

/** How to reach a server. */
export interface ServerPlace {
  readonly url: string;
  readonly headers: JsonObject;
}

/** Parses headers, one per line; or returns an error. */
export function headersIn(
  text: string,
):
  | { readonly ok: true; readonly headers: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly fault: string } {
  const headers = new Map<string, readonly [string, string]>();
  for (const line of text.split("\n").filter((one) => one.trim() !== "")) {
    const [, name = "", value = ""] = /^\s*([!#$%&'*+.^`|~\w-]+)\s*:\s*(\S.*?)\s*$/.exec(line) ?? [];
    if (name === "")
      return { ok: false, fault: `"${line.trim()}" cannot be read: write the name, a colon and the value.` };
    // Only one of them would be sent.
    if (headers.has(name.toLowerCase()))
      return { ok: false, fault: `${name} is written twice: write it once.` };
    headers.set(name.toLowerCase(), [name, value]);
  }
  return { ok: true, headers: Object.fromEntries(headers.values()) };
}

/** The author's choice for a tool; the server's own statement is a hint. */
export type ToolEffect = "read" | "write";

/**
 * Adds selected tools to an agent. An existing one with the same server and name gets its new pin and keeps the
 * author's other settings.
 */
export function withPicked(
  tools: Json | undefined,
  { url, headers }: ServerPlace,
  picked: readonly { readonly tool: ListedTool; readonly effect: ToolEffect }[],
): readonly Json[] {
  const all = Array.isArray(tools) ? [...tools] : [];
  for (const { tool, effect } of picked) {
    const at = all.findIndex(
      (one) => isJsonObject(one) && one.kind === "mcp" && one.url === url && serverName(one) === tool.name,
    );
    const before = all[at];
    const kept = isJsonObject(before) ? before : { name: freeName(tool.name, all) };
    const name = kept.name === tool.name ? {} : { tool: tool.name };
    const made = {
      kind: "mcp",
      ...kept,
      ...name,
      description: tool.description === "" ? tool.name : tool.description,
      effect,
      input: tool.inputSchema,
      url,
      ...(Object.keys(headers).length === 0 ? {} : { headers }),
      pin: tool.pin,
    };
    if (at === -1) all.push(made);
    else all[at] = made;
  }
  return all;
}

function serverName({ tool, name }: JsonObject): Json | undefined {
  return tool ?? name;
}

/** A name that models accept and that no other tool of the agent has. */
export function freeName(name: string, tools: readonly Json[]): string {
  const taken = new Set(tools.map((tool) => (isJsonObject(tool) ? tool.name : null)));
  const plain = name.replaceAll(/[^A-Za-z0-9_-]/g, "_").replace(/^[^A-Za-z]+/, "");
  const base = (plain === "" ? "tool" : plain).slice(0, 60);
  for (let count = 1; ; count += 1) {
    const wanted = count === 1 ? base : `${base}_${count}`;
    if (!taken.has(wanted)) return wanted;
  }
}
