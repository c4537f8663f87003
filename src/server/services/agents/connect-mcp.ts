import { AppError } from "#core/errors.ts";
import { renderTemplate } from "#core/expression/render-template.ts";
import { parseTemplate } from "#core/expression/syntax/parse-template.ts";
import { createSecretMask, type SecretMask } from "#core/http/secret-mask.ts";
import { noRunId } from "#core/ids.ts";
import type { JsonObject } from "#core/json/json.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { recordAudit } from "#server/services/audit/record-audit.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { openSecrets } from "#server/services/secrets/open-secrets.ts";
import type { ListedTool } from "./mcp-directory.ts";

/** How long a server has to list its tools, in milliseconds. */
const withinMs = 20_000;

export interface ConnectMcpInput {
  readonly url: string;
  /**
   * Templates, as for a tool: they may use the workspace's secrets and values of the run, which is taken to start now
   * without a real id. Nothing else has a value yet.
   */
  readonly headers: { readonly [name: string]: string };
}

/**
 * Asks a remote MCP server for its tools, with the current pin of each. Stores nothing but an audit event. Secrets that
 * the server repeats are masked.
 * @throws AppError FORBIDDEN, INVALID_INPUT naming what cannot be sent, SECRET_MISSING, HTTP_BLOCKED, HTTP_FAILED for a
 * server that does not speak MCP, RATE_LIMITED.
 */
export async function connectMcp(
  context: ServiceContext,
  { url, headers }: ConnectMcpInput,
): Promise<readonly ListedTool[]> {
  authorize(context, "pipelines.write");
  const { actor, db, ports } = context;
  await ports.rateLimits.consume("key-test-by-workspace", actor.workspaceId);
  const named = Object.entries(headers).flatMap(([name, source]) => secretsIn(name, source));
  const names = [...new Set(named)];
  await withTenant(db, actor.workspaceId, (tx) =>
    recordAudit(tx, actor, "mcp.connect", hostOf(url), { secrets: names }),
  );
  const secrets =
    names.length === 0 ? new Map<string, string>() : await openSecrets(context, actor.workspaceId, names);
  const rendered = Object.entries(headers).map(([name, source]) => [name, render(name, source, secrets)]);
  const server = {
    url,
    headers: Object.fromEntries(rendered) as { readonly [name: string]: string },
    timeoutMs: withinMs,
    holdsSecrets: names.length > 0,
  };
  const mask = createSecretMask(secrets);
  try {
    const tools = await ports.mcp.listTools(server, AbortSignal.timeout(withinMs));
    return tools.map((tool) => masked(mask, tool));
  } catch (error) {
    throw error instanceof AppError ? new AppError(error.code, mask.text(error.message)) : error;
  }
}

/** The rest of the URL may be confidential. */
function hostOf(url: string): string {
  if (URL.canParse(url)) return new URL(url).host.slice(0, 200);
  throw new AppError(
    "INVALID_INPUT",
    "The address cannot be read. Give a whole one, such as https://mcp.example.com/mcp.",
    {
      problems: [{ code: "BAD_VALUE", severity: "error", message: "is not a whole address", path: ["url"] }],
    },
  );
}

function secretsIn(name: string, source: string): readonly string[] {
  const parsed = parseTemplate(source);
  if (!parsed.ok) throw badHeader(name, parsed.message);
  return parsed.template.references.secrets;
}

function render(name: string, source: string, secrets: ReadonlyMap<string, string>): string {
  const parsed = parseTemplate(source);
  if (!parsed.ok) throw badHeader(name, parsed.message);
  const run = { id: noRunId, startedAt: new Date().toISOString() };
  const scope = { input: null, trigger: null, variables: {}, nodes: {}, run };
  const text = renderTemplate(parsed.template, scope, { secrets });
  if (!text.ok)
    throw badHeader(
      name,
      `${text.message.trimEnd()}. There is not a run yet: only secrets and run have values.`,
    );
  return text.value;
}

function badHeader(name: string, message: string): AppError {
  return new AppError("INVALID_INPUT", `The header ${name} cannot be sent: ${message}`, {
    problems: [{ code: "BAD_VALUE", severity: "error", message, path: ["headers", name] }],
  });
}

/** A server may repeat a secret that it was sent. */
function masked(mask: SecretMask, tool: ListedTool): ListedTool {
  const { name, description, inputSchema } = tool;
  return {
    ...tool,
    name: mask.text(name),
    description: mask.text(description),
    inputSchema: mask.json(inputSchema) as JsonObject,
  };
}
