import { AppError } from "#core/errors.ts";
import type { ExtraScope } from "#core/expression/evaluate-expression.ts";
import { renderJson } from "#core/expression/render-json.ts";
import { renderTemplate } from "#core/expression/render-template.ts";
import { parseTemplate } from "#core/expression/syntax/parse-template.ts";
import type { Json } from "#core/json/json.ts";
import { expressionFailure } from "#core/run/node-faults.ts";
import type { NodeTask } from "#core/run/node-task.ts";

/** Renders a template of the task's node in its scope; `where` names the field to people. Throws EXPRESSION_FAILED. */
export function renderText(task: NodeTask, where: string, source: string, extra: ExtraScope = {}): string {
  const parsed = parseTemplate(source);
  if (!parsed.ok) throw renderFailure(task, where, parsed.message);
  const rendered = renderTemplate(parsed.template, task.scope, extra);
  if (!rendered.ok) throw renderFailure(task, where, rendered.message);
  return rendered.value;
}

/** Renders a value in which every text is a template, types kept; see `renderJson`. Throws EXPRESSION_FAILED. */
export function renderValue(task: NodeTask, where: string, value: Json, extra: ExtraScope = {}): Json {
  const rendered = renderJson(value, task.scope, extra);
  if (!rendered.ok) throw renderFailure(task, where, rendered.message);
  return rendered.value;
}

/**
 * Renders a URL. What is inserted is data, so it is encoded and can change neither host, path nor query beyond its
 * place. Two things are taken as they are: an insertion that nothing but space comes before, since it brings the
 * address, and a host with its port where the host stands.
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

/** Dots alone would climb the path, and URLs read them as dots even when encoded. */
function encodeInserted(task: NodeTask, where: string, value: string): string {
  if (/^\.+$/.test(value)) throw renderFailure(task, where, `"${value}" cannot be a part of an address`);
  return encodeURIComponent(value.toWellFormed());
}

/** An expression of the task's node that cannot be used as it came out. */
export function renderFailure(task: NodeTask, where: string, message: string): AppError {
  const { code, message: text, retryable } = expressionFailure(task.node, where, message);
  return new AppError(code, text, { retryable, nodeId: task.nodeId });
}
