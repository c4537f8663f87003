import type { Problem } from "#core/errors.ts";
import { checkJsonSchema } from "#core/schema/check-schema.ts";
import type { Graph } from "../graph/graph.ts";
import { fault, pathText, shortened } from "../problem.ts";

/**
 * Every outputSchema is a JSON Schema that an output can be matched with, so that no run finds out that it is not one.
 */
export function checkOutputSchemas(graph: Graph): readonly Problem[] {
  return graph.nodes.flatMap(({ id, definition }) =>
    (definition?.outputSchema === undefined ? [] : checkJsonSchema(definition.outputSchema)).map(
      ({ path, message }) => {
        const where = ["outputSchema", ...path];
        return fault("BAD_SCHEMA", `Node "${id}": ${shortened(pathText(where))} ${message}.`, {
          nodeId: id,
          path: where,
        });
      },
    ),
  );
}
