import { createHash } from "node:crypto";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { isWithinWeight } from "#core/json/json-weight.ts";
import { cutText } from "#core/json/normalize-text.ts";
import { sortedJson } from "#core/json/same-json.ts";
import type { McpTool } from "#engine/ports.ts";
import { ask, greeting, type McpConversation, strange, tell } from "./json-rpc.ts";

const mostTools = 500;
const mostPages = 20;
/** Tools with longer schemas are left out: a model would read them in every turn. */
const schemaCharacters = 50_000;
const descriptionCharacters = 4_000;

/** Begins the conversation. */
export async function greet(exchange: McpConversation): Promise<void> {
  const answer = await ask(exchange, "initialize", greeting);
  if (!answer.ok) throw strange(exchange, `refused to begin: ${answer.message}`);
  exchange.isOpen = true;
  await tell(exchange, "notifications/initialized");
}

/** All usable tools of a server; one whose schema cannot be read is left out. */
export async function listTools(exchange: McpConversation): Promise<readonly McpTool[]> {
  const tools: McpTool[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    const listed: Page = await readPage(exchange, cursor);
    for (const each of listed.tools) tools.push(...toTool(each));
    if (tools.length > mostTools) throw strange(exchange, `has more than ${mostTools} tools`);
    if (listed.next === null) return tools;
    cursor = listed.next;
  }
  throw strange(exchange, `lists its tools on more than ${mostPages} pages`);
}

interface Page {
  readonly tools: readonly Json[];
  readonly next: string | null;
}

async function readPage(exchange: McpConversation, cursor: string | null): Promise<Page> {
  const answer = await ask(exchange, "tools/list", cursor === null ? {} : { cursor });
  if (!answer.ok) throw strange(exchange, `did not list its tools: ${answer.message}`);
  const { tools, nextCursor } = answer.result;
  if (!Array.isArray(tools)) throw strange(exchange, "listed no tools");
  return { tools, next: typeof nextCursor === "string" && nextCursor !== "" ? nextCursor : null };
}

function toTool(listed: Json): readonly McpTool[] {
  if (!isJsonObject(listed) || !isWithinWeight(listed, schemaCharacters, new Map())) return [];
  const { name, description, inputSchema, annotations } = listed;
  if (typeof name !== "string" || name === "" || name.length > 200 || !isJsonObject(inputSchema)) return [];
  const said = typeof description === "string" ? cutText(description, descriptionCharacters) : "";
  const pin = pinOf({ name, description: said, inputSchema });
  const saysItOnlyReads = isJsonObject(annotations) && annotations.readOnlyHint === true;
  return [{ name, description: said, inputSchema, pin, saysItOnlyReads }];
}

/** Independent of the order of the keys. */
function pinOf(listed: JsonObject): string {
  return createHash("sha256")
    .update(JSON.stringify(sortedJson(listed)))
    .digest("hex");
}

/** The tool of this name as the server lists it now. Null: there is none. */
export async function findTool(exchange: McpConversation, name: string): Promise<McpTool | null> {
  return (await listTools(exchange)).find((tool) => tool.name === name) ?? null;
}

/** A tool's answer as text; pictures and the like are named by their kind. */
export function toolAnswerText({ content, structuredContent }: JsonObject): string {
  const parts = Array.isArray(content) ? content.filter(isJsonObject) : [];
  const texts = parts.map(({ type, text }) =>
    typeof text === "string" ? text : `[${kindOf(type)}, not text]`,
  );
  if (texts.length > 0) return texts.join("\n");
  return structuredContent === undefined ? "[empty]" : JSON.stringify(structuredContent);
}

function kindOf(type: Json | undefined): string {
  return typeof type === "string" ? type.slice(0, 100) : "something";
}
