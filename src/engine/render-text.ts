import { AppError } from "#core/errors.ts";
import { parseTemplate, type TemplatePart } from "#core/expression/parse-template.ts";
import { renderTemplate } from "#core/expression/render-template.ts";
import { expressionFailure } from "#core/run/expression-failure.ts";
import type { NodeTask } from "#core/run/node-task.ts";

/** Renders a template of the task's node in its scope; `where` names the field to people. Throws EXPRESSION_FAILED. */
export function renderText(task: NodeTask, where: string, source: string): string {
  const parsed = parseTemplate(source);
  if (!parsed.ok) throw failure(task, where, parsed.message);
  const rendered = renderTemplate(parsed.template, task.scope);
  if (!rendered.ok) throw failure(task, where, rendered.message);
  return rendered.value;
}

/**
 * Renders a URL. What is inserted is data, so it is encoded and can change neither host, path nor query beyond its place; only a
 * URL that begins with an insertion takes that one as it is, since it brings the address.
 */
export function renderUrl(task: NodeTask, where: string, source: string): string {
  const parsed = parseTemplate(source);
  if (!parsed.ok) throw failure(task, where, parsed.message);
  const { template } = parsed;
  const render = (part: TemplatePart, index: number): string => {
    if (part.kind === "text") return part.text;
    const rendered = renderTemplate({ ...template, parts: [part] }, task.scope);
    if (!rendered.ok) throw failure(task, where, rendered.message);
    return index === 0 ? rendered.value : encodeInserted(task, where, rendered.value);
  };
  return template.parts.map(render).join("");
}

/** Dots alone would climb the path, and URLs read them as dots even when encoded. */
function encodeInserted(task: NodeTask, where: string, value: string): string {
  if (/^\.+$/.test(value)) throw failure(task, where, `"${value}" cannot be a part of an address`);
  return encodeURIComponent(value.toWellFormed());
}

function failure(task: NodeTask, where: string, message: string): AppError {
  const { code, message: text, retryable } = expressionFailure(task.node, where, message);
  return new AppError(code, text, { retryable, nodeId: task.nodeId });
}
