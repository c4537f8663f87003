import { AppError } from "#core/errors.ts";
import type { ExtraScope } from "#core/expression/evaluate-expression.ts";
import { renderJson } from "#core/expression/render-json.ts";
import { renderTemplate } from "#core/expression/render-template.ts";
import { parseTemplate } from "#core/expression/syntax/parse-template.ts";
import type { Json } from "#core/json/json.ts";
import { expressionFailure } from "#core/run/node-faults.ts";
import type { NodeTask } from "#core/run/node-task.ts";

/**
 * Renders a template of the task's node in its scope; `where` names the field in messages. Throws EXPRESSION_FAILED.
 */
export function renderText(task: NodeTask, where: string, source: string, extra: ExtraScope = {}): string {
  const parsed = parseTemplate(source);
  if (!parsed.ok) throw renderFailure(task, where, parsed.message);
  const rendered = renderTemplate(parsed.template, task.scope, extra);
  if (!rendered.ok) throw renderFailure(task, where, rendered.message);
  return rendered.value;
}

/** Renders a value in which every text is a template, keeping types; see `renderJson`. Throws EXPRESSION_FAILED. */
export function renderValue(task: NodeTask, where: string, value: Json, extra: ExtraScope = {}): Json {
  const rendered = renderJson(value, task.scope, extra);
  if (!rendered.ok) throw renderFailure(task, where, rendered.message);
  return rendered.value;
}

/**
 * Renders a URL. Inserted values are data, so they are encoded and cannot change host, path or query beyond their
 * place. Two are inserted as they are: one at the very beginning, since it provides the address, and a host with its
 * port in the position of the host.
 */
export function renderUrl(task: NodeTask, where: string, source: string, extra: ExtraScope = {}): string {
  const parsed = parseTemplate(source);
  if (!parsed.ok) throw renderFailure(task, where, parsed.message);
  let url = "";
  for (const part of parsed.template.parts) {
    const rendered = renderTemplate({ ...parsed.template, parts: [part] }, task.scope, extra);
    if (!rendered.ok) throw renderFailure(task, where, rendered.message);
    const isPlain = part.kind === "text" || url.trim() === "" || bringsHost(url, rendered.value);
    url += isPlain ? rendered.value : encodeInserted(task, where, rendered.value);
  }
  return url.trim();
}

const hostToCome = /^\s*https?:\/\/[^/?#\\]*$/i;
const hostAndPort = /^(?:[\w-]+(?:\.[\w-]+)*\.?|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

function bringsHost(before: string, value: string): boolean {
  return hostToCome.test(before) && hostAndPort.test(value);
}

/** A segment of dots only would climb the path, and URLs treat it so even when encoded. */
function encodeInserted(task: NodeTask, where: string, value: string): string {
  if (/^\.+$/.test(value)) throw renderFailure(task, where, `"${value}" cannot be a part of an address`);
  return encodeURIComponent(value.toWellFormed());
}

/** An expression of the task's node whose value cannot be used. */
export function renderFailure(task: NodeTask, where: string, message: string): AppError {
  const { code, message: text, retryable } = expressionFailure(task.node, where, message);
  return new AppError(code, text, { retryable, nodeId: task.nodeId });
}
