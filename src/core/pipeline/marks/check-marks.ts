import type { Problem } from "#core/errors.ts";
import { fieldOf, listIn } from "../graph/graph.ts";
import { fault, type ProblemCode, shortened } from "../problem.ts";

/** Notes and groups have ids of their own; the nodes of a group exist, and each is in one group. */
export function checkMarks(raw: unknown): readonly Problem[] {
  const nodeIds = new Set(listIn(raw, "nodes").map((node) => fieldOf(node, "id")));
  const groupOf = new Map<unknown, string>();
  return [
    ...repeated(raw, "notes", "note"),
    ...repeated(raw, "groups", "group"),
    ...listIn(raw, "groups").flatMap((group, index) =>
      listIn(group, "nodes").flatMap((id, place): readonly Problem[] => {
        const name = String(fieldOf(group, "id") ?? `#${index + 1}`);
        const other = groupOf.get(id);
        groupOf.set(id, name);
        const problem = (code: ProblemCode, text: string) =>
          fault(code, `Group "${shortened(name)}": ${text}.`, { path: ["groups", index, "nodes", place] });
        const said = shortened(String(id));
        if (!nodeIds.has(id)) return [problem("UNKNOWN_REFERENCE", `there is no node "${said}"`)];
        if (other === undefined) return [];
        return [
          problem("NODE_IN_TWO_GROUPS", `node "${said}" is in the group "${shortened(other)}" already`),
        ];
      }),
    ),
  ];
}

function repeated(raw: unknown, list: "notes" | "groups", what: string): readonly Problem[] {
  const seen = new Set<unknown>();
  return listIn(raw, list).flatMap((mark, index): readonly Problem[] => {
    const id = fieldOf(mark, "id");
    if (typeof id !== "string" || !seen.has(id)) {
      seen.add(id);
      return [];
    }
    const message = `More than one ${what} has the id "${shortened(id)}": rename all but one.`;
    return [fault("DUPLICATE_MARK_ID", message, { path: [list, index, "id"] })];
  });
}
