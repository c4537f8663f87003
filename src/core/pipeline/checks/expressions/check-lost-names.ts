import type { Problem } from "#core/errors.ts";
import { fieldOf, listIn } from "../../graph/graph.ts";
import { fault, type ProblemPlace, placeText } from "../../problem.ts";

/** The one name that the schemas of named things silently ignore: its value would have no effect. */
const lostName = "__proto__";

/** Places where authors choose names, inside a node. */
const namingPlaces: readonly (readonly string[])[] = [
  ["input"],
  ["output"],
  ["config", "value"],
  ["config", "carry"],
  ["config", "variables"],
  ["config", "headers"],
  ["config", "query"],
  ["config", "undo", "headers"],
  ["config", "undo", "query"],
];

/** Such places inside an agent's tool. */
const toolPlaces = [["headers"], ["query"]] as const;

/** Such places inside a trigger. */
const triggerPlaces = [["input"], ["variables"]] as const;

/**
 * Variables, fields of mappings, headers and parameters with the one name that cannot be used. In data it is a key like
 * any other.
 */
export function checkLostNames(raw: unknown): readonly Problem[] {
  return [
    ...lostAt(raw, ["variables"], [], {}, raw),
    ...lostInEach(raw, ["triggers"], triggerPlaces, {}),
    ...listIn(raw, "nodes").flatMap((node) => {
      const id = fieldOf(node, "id");
      const owner = typeof id === "string" ? { nodeId: id } : {};
      return [
        ...namingPlaces.flatMap((path) => lostAt(node, path, [], owner, node)),
        ...lostInEach(node, ["config", "tools"], toolPlaces, owner),
      ];
    }),
  ];
}

/** The same places in each member of a list. */
function lostInEach(
  root: unknown,
  list: readonly string[],
  places: readonly (readonly string[])[],
  owner: ProblemPlace,
): readonly Problem[] {
  const members = list.reduce(fieldOf, root);
  if (!Array.isArray(members)) return [];
  return members.flatMap((member: unknown, index) =>
    places.flatMap((path) => lostAt(member, path, [...list, index], owner, root)),
  );
}

/** `above` is the place of `root` in `around`: its node, or the definition. */
function lostAt(
  root: unknown,
  path: readonly string[],
  above: readonly (string | number)[],
  owner: ProblemPlace,
  around: unknown,
): readonly Problem[] {
  const named = path.reduce(fieldOf, root);
  if (typeof named !== "object" || named === null || !Object.hasOwn(named, lostName)) return [];
  const place = [...above, ...path, lostName];
  const where = owner.nodeId === undefined ? "" : `Node "${owner.nodeId}": `;
  return [
    fault("BAD_VALUE", `${where}${placeText(around, place)} is a reserved word: choose another name.`, {
      ...owner,
      path: place,
    }),
  ];
}
