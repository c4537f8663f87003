import type { z } from "zod";
import type { Problem } from "#core/errors.ts";
import { nodeTypeNames } from "#core/nodes/registry.ts";
import { kindName, placed } from "#core/plain-issue.ts";
import { fieldOf } from "../graph/graph.ts";
import {
  fault,
  type ProblemCode,
  type ProblemPlace,
  pathText,
  placeText,
  quoted,
  shortened,
} from "../problem.ts";

type Issue = z.core.$ZodIssue;
type Path = readonly (string | number)[];

interface Located {
  readonly place: ProblemPlace;
  /** How the message begins: `Node "draft"`, `Edge "e1"`, or nothing. */
  readonly subject: string;
  /** The place inside that, as shown to people. */
  readonly field: string;
}

/** Turns what zod found wrong with `raw` into problems that name the node or edge and say what to do. */
export function shapeProblems(issues: readonly Issue[], raw: unknown): readonly Problem[] {
  return issues.flatMap((issue) => describe(issue, [], raw));
}

function describe(issue: Issue, parent: Path, raw: unknown): readonly Problem[] {
  const path = [...parent, ...issue.path.map((key) => (typeof key === "symbol" ? String(key) : key))];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) =>
      located("UNKNOWN_FIELD", raw, [...path, key], "is not a known field: check its spelling or remove it"),
    );
  }
  if (issue.code === "invalid_union") return describeUnion(issue, path, raw);
  if (issue.code === "invalid_key") {
    return [located("BAD_VALUE", raw, path, issue.issues[0]?.message ?? issue.message)];
  }
  return [located("BAD_VALUE", raw, path, issue.message)];
}

function describeUnion(issue: z.core.$ZodIssueInvalidUnion, path: Path, raw: unknown): readonly Problem[] {
  const given = valueAt(raw, path);
  if (issue.errors.length === 0) {
    const isNodeType = path.at(-3) === "nodes" && path.at(-1) === "type";
    const options = isNodeType ? nodeTypeNames : ((issue as { options?: readonly string[] }).options ?? []);
    const text = given === undefined ? "is missing" : `${shortened(JSON.stringify(given))} is unknown`;
    return [
      located(
        isNodeType ? "UNKNOWN_TYPE" : "BAD_VALUE",
        raw,
        path,
        `${text}: choose one of ${quoted(options)}`,
      ),
    ];
  }
  // The alternative that got furthest is the one its author meant.
  const meant = issue.errors.find((errors) =>
    errors.every((error) => error.path.length > 0 || error.code !== "invalid_type"),
  );
  if (meant !== undefined) return meant.flatMap((error) => describe(error, path, raw));
  const wanted = issue.errors.flatMap((errors) =>
    errors.flatMap((error) => (error.code === "invalid_type" ? [kindName(error.expected)] : [])),
  );
  return [located("BAD_VALUE", raw, path, `must be ${[...new Set(wanted)].join(" or ")}`)];
}

function located(code: ProblemCode, raw: unknown, path: Path, text: string): Problem {
  const where = locate(raw, path);
  const field = shortened(where.field);
  const subject = [where.subject, field].filter((part) => part !== "").join(": ");
  return fault(
    code,
    `${placed(subject === "" ? "The definition" : subject, text)}.`.replace(/\.\.$/, "."),
    where.place,
  );
}

function locate(raw: unknown, path: Path): Located {
  const [list, index, ...rest] = path;
  const kind = list === "nodes" ? "Node" : list === "edges" ? "Edge" : null;
  const id =
    typeof index === "number" && kind !== null ? fieldOf(valueAt(raw, [list ?? "", index]), "id") : undefined;
  if (typeof id !== "string" || kind === null) return { place: { path }, subject: "", field: pathText(path) };
  const owner = kind === "Node" ? { nodeId: id } : { edgeId: id };
  return {
    place: { ...owner, path: rest },
    subject: `${kind} "${shortened(id)}"`,
    field: placeText(valueAt(raw, [list ?? "", index ?? ""]), rest),
  };
}

function valueAt(raw: unknown, path: Path): unknown {
  return path.reduce(fieldOf, raw);
}
