import { createSecretMask } from "#core/http/secret-mask.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { McpToolConfig } from "#core/nodes/tools/agent-tools.ts";
import type { ToolStep } from "#core/run/agent/agent-steps.ts";
import type { CallNews } from "#core/run/agent/ended-turn.ts";
import { shownText } from "#core/run/tools/tool-text.ts";
import type { NodeWork } from "#engine/node-handler.ts";
import { renderText, renderUrl } from "#engine/render-text.ts";
import { withoutSecrets } from "../actions/without-secrets.ts";
import { toDoubtful } from "./tool-text.ts";

/** Makes one call of a tool on an MCP server. */
export async function callMcp(
  work: NodeWork,
  config: McpToolConfig,
  { seq, input, effect }: ToolStep,
  key: string,
): Promise<CallNews> {
  const { task, ports, signal, record } = work;
  const names = task.node.secrets;
  const secrets = names.length === 0 ? new Map<string, string>() : await ports.secrets.open(task, names);
  const headers = Object.entries(config.headers).map(
    ([name, value]) => [name.toLowerCase(), renderText(task, `headers.${name}`, value, { secrets })] as const,
  );
  const server = {
    url: renderUrl(task, "url", config.url, { secrets }),
    headers: Object.fromEntries(headers),
    timeoutMs: task.node.timeoutMs,
    holdsSecrets: names.length > 0,
  };
  const args = isJsonObject(input) ? input : {};
  const call = { tool: config.tool ?? config.name, pin: config.pin, args, key };
  const acting = () => {
    ports.calls.acting();
    signal.throwIfAborted();
    record.hasActed = true;
  };
  const send = async () => {
    const { text, isError, isInDoubt } = await ports.mcp.call(server, call, { signal, acting });
    return { output: { text, isError, isInDoubt }, artifacts: [] };
  };
  const { output } = await withoutSecrets(createSecretMask(secrets), send);
  const { text, isError, isInDoubt } = isJsonObject(output) ? output : {};
  const answer = { text: shownText(String(text)), isError: isError === true };
  if (isInDoubt === true && effect === "write") {
    return { seq, status: "unknown", answer: toDoubtful(answer.text) };
  }
  return { seq, status: isInDoubt === true ? "failed" : "completed", answer };
}
