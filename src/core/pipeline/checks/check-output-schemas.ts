import type { Problem } from "#core/errors.ts";
import { checkJsonSchema } from "#core/schema/check-schema.ts";
import type { Graph } from "../graph/graph.ts";
import { fault, pathText, shortened } from "../problem.ts";

/** Every outputSchema is a valid JSON Schema, so that no run fails because it is not. */
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

/** What people fill in is an object of fields, described by a valid JSON Schema. */
export function checkForms(graph: Graph): readonly Problem[] {
  return graph.nodes.flatMap(({ id, definition }) => {
    if (definition?.type !== "wait" || definition.config.for !== "approval") return [];
    const { form } = definition.config;
    if (form === undefined) return [];
    const place = (path: readonly (string | number)[]) => ({ nodeId: id, path: ["config", "form", ...path] });
    if (form.type !== "object") {
      const message = `Node "${id}": config.form must describe an object with its fields: give it type: object.`;
      return [fault("BAD_SCHEMA", message, place(["type"]))];
    }
    return checkJsonSchema(form).map(({ path, message }) =>
      fault(
        "BAD_SCHEMA",
        `Node "${id}": ${shortened(pathText(["config", "form", ...path]))} ${message}.`,
        place(path),
      ),
    );
  });
}
