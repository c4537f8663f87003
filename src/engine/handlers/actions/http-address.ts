import { AppError } from "#core/errors.ts";
import type { ExtraScope } from "#core/expression/evaluate-expression.ts";
import type { Json } from "#core/json/json.ts";
import type { HttpRequestConfig } from "#core/nodes/actions/http-request.ts";
import { nodeWords } from "#core/nodes/undo-of.ts";
import type { NodeTask } from "#core/run/node-task.ts";
import { renderFailure, renderText, renderUrl, renderValue } from "#engine/render-text.ts";

/**
 * The full address of a request: its URL, the segments of `path` after it, and the parameters of `query` after its own.
 */
export function renderAddress(
  task: NodeTask,
  { url, path, query }: HttpRequestConfig,
  extra: ExtraScope,
): string {
  const base = renderUrl(task, "url", url, extra);
  if (path === undefined && query === undefined) return base;
  if (!URL.canParse(base)) {
    throw new AppError(
      "INVALID_INPUT",
      `The URL of ${nodeWords(task.nodeId)} cannot be read. Give a whole address, such as https://example.com/path.`,
    );
  }
  const address = new URL(base);
  if (path !== undefined) {
    const segments = segmentsOf(task, renderText(task, "path", path, extra));
    address.pathname = `${address.pathname.replace(/\/$/, "")}/${segments}`;
  }
  if (query !== undefined) {
    const parameters = renderValue(task, "query", query, extra);
    const pairs = pairsOf(task, parameters).map(([name, value]) => `${name}=${value}`);
    address.search = [address.search.slice(1), ...pairs].filter((part) => part !== "").join("&");
  }
  return address.href;
}

/** Encodes a segment, except for escapes that it already contains: an encoded path is not encoded twice. */
function segmentsOf(task: NodeTask, path: string): string {
  const segments = path.trim().replace(/^\//, "").split("/");
  return segments.map((segment) => encodeSegment(task, segment)).join("/");
}

function encodeSegment(task: NodeTask, segment: string): string {
  // URLs treat dots as dots even when they are escaped, and those would climb the path.
  if (/^(?:\.|%2e){1,2}$/i.test(segment))
    throw renderFailure(task, "path", `it has the segment "${segment}"`);
  const pieces = segment.toWellFormed().split(/(%[\da-f]{2})/i);
  return pieces.map((piece, index) => (index % 2 === 1 ? piece : encodeURIComponent(piece))).join("");
}

type Pair = readonly [name: string, value: string];

function pairsOf(task: NodeTask, query: Json): readonly Pair[] {
  if (query === null) return [];
  if (typeof query === "string") {
    return [...new URLSearchParams(query)].map(([name, value]) => encodePair(name, value));
  }
  if (typeof query !== "object" || Array.isArray(query)) {
    throw renderFailure(task, "query", "it must be an object of parameters, or the text of a query");
  }
  return Object.entries(query).flatMap(([name, value]) =>
    [value].flat().flatMap((each): readonly Pair[] => {
      if (typeof each === "object" && each !== null) {
        throw renderFailure(
          task,
          `query.${name}`,
          "a parameter must be a text, a number, true, false or a list of these",
        );
      }
      return each === null || each === undefined ? [] : [encodePair(name, String(each))];
    }),
  );
}

function encodePair(name: string, value: string): Pair {
  return [encodeURIComponent(name.toWellFormed()), encodeURIComponent(value.toWellFormed())];
}
