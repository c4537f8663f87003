import type { Problem } from "#core/errors.ts";
import { cutText } from "#core/json/normalize-text.ts";
import { fieldOf, listIn } from "./graph/graph.ts";

/** Every error and warning that validation can report. */
export type ProblemCode =
  | "BAD_VALUE"
  | "UNKNOWN_FIELD"
  | "UNKNOWN_TYPE"
  | "NO_NODES"
  | "TOO_MANY_NODES"
  | "TOO_MANY_EDGES"
  | "PATTERNS_TOO_LARGE"
  | "DUPLICATE_NODE_ID"
  | "DUPLICATE_EDGE_ID"
  | "DUPLICATE_TRIGGER_ID"
  | "DUPLICATE_MARK_ID"
  | "NODE_IN_TWO_GROUPS"
  | "BAD_SCHEDULE"
  | "DANGLING_EDGE"
  | "SELF_LOOP"
  | "CYCLE"
  | "NO_TRIGGER"
  | "SEVERAL_TRIGGERS"
  | "TRIGGER_IN_BODY"
  | "EDGE_INTO_TRIGGER"
  | "BAD_EDGE_CONDITION"
  | "IMPLIED_TRUE"
  | "BAD_EXPRESSION"
  | "ESCAPED_BRACES"
  | "BAD_SCHEMA"
  | "UNKNOWN_REFERENCE"
  | "NOT_UPSTREAM"
  | "TYPE_MISMATCH"
  | "NEVER_THERE"
  | "MAY_BE_MISSING"
  | "UNKNOWN_VARIABLE"
  | "UNKNOWN_AGENT"
  | "UNKNOWN_SECRET"
  | "MISPLACED_SECRET"
  | "UNREACHABLE_NODE"
  | "NO_WAY_OUT"
  | "LIMIT_TOO_LOW"
  | "MODEL_RETIRES"
  | "MODEL_UNKNOWN"
  | "PRICE_UNKNOWN"
  | "DOES_NOT_FIT"
  | "UNUSED_FALLBACK"
  | "UNUSED_SETTING"
  | "CALL_LIMIT"
  | "CALL_KEPT"
  | "UNSAFE_JSON"
  | "CIRCLE_OF_EVENTS";

/** Where a problem is; `path` is relative to the node or edge, or to the definition if neither is named. */
export interface ProblemPlace {
  readonly nodeId?: string;
  readonly edgeId?: string;
  readonly path?: readonly (string | number)[];
}

function problem(
  severity: Problem["severity"],
  code: ProblemCode,
  message: string,
  place: ProblemPlace,
): Problem {
  return {
    code,
    severity,
    message,
    ...(place.nodeId === undefined ? {} : { nodeId: place.nodeId }),
    ...(place.edgeId === undefined ? {} : { edgeId: place.edgeId }),
    ...(place.path === undefined ? {} : { path: [...place.path] }),
  };
}

/** An error: nothing runs until it is fixed. */
export function fault(code: ProblemCode, message: string, place: ProblemPlace = {}): Problem {
  return problem("error", code, message, place);
}

/** Something that runs, but probably not as its author intended. */
export function warning(code: ProblemCode, message: string, place: ProblemPlace = {}): Problem {
  return problem("warning", code, message, place);
}

/** `config.headers.accept`, `cases[1].when`: a path as people write it. */
export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./, "");
}

/**
 * A place in a node as shown to people: `config.headers.accept`, and in an agent's tool `tool "look": url`, since
 * people know their tools by name. `node` may be anything at all.
 */
export function placeText(node: unknown, path: readonly PropertyKey[]): string {
  const [config, tools, index, ...rest] = path;
  const isInTool = config === "config" && tools === "tools" && typeof index === "number";
  const name = isInTool ? fieldOf(listIn(fieldOf(node, "config"), "tools")[index], "name") : undefined;
  if (typeof name !== "string") return pathText(path);
  const tool = `tool ${quoted([shortened(name)])}`;
  return rest.length === 0 ? tool : `${tool}: ${pathText(rest)}`;
}

/** `a, b, c` with quotes, for messages. */
export function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}

/** Keeps what somebody wrote from filling the whole message. */
export function shortened(text: string): string {
  return text.length <= 120 ? text : `${cutText(text, 120)}...`;
}
