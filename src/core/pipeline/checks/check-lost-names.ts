import type { Problem } from "#core/errors.ts";
import { fieldOf, listIn } from "../graph/graph.ts";
import { fault, type ProblemPlace } from "../problem.ts";

/**
 * The one name that the schemas of named things pass over without a word: what stands under it would have no effect.
 */
const lostName = "__proto__";

/** Places where authors choose names, inside a node. */
const namingPlaces: readonly (readonly string[])[] = [
  ["input"],
  ["output"],
  ["config", "value"],
  ["config", "headers"],
  ["config", "query"],
  ["config", "undo", "headers"],
  ["config", "undo", "query"],
];

/**
 * Variables, fields of mappings, headers and parameters with the one name that cannot be used. In data it is a key like
 * any other.
 */
export function checkLostNames(raw: unknown): readonly Problem[] {
  return [
    ...lostAt(raw, ["variables"], {}),
    ...listIn(raw, "nodes").flatMap((node) => {
      const id = fieldOf(node, "id");
      const owner = typeof id === "string" ? { nodeId: id } : {};
      return namingPlaces.flatMap((path) => lostAt(node, path, owner));
    }),
  ];
}

function lostAt(root: unknown, path: readonly string[], owner: ProblemPlace): readonly Problem[] {
  const named = path.reduce(fieldOf, root);
  if (typeof named !== "object" || named === null || !Object.hasOwn(named, lostName)) return [];
  const where = owner.nodeId === undefined ? "" : `Node "${owner.nodeId}": `;
  const message = `${where}${[...path, lostName].join(".")} is a reserved word: choose another name.`;
  return [fault("BAD_VALUE", message, { ...owner, path: [...path, lostName] })];
}
