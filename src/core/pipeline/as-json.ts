import type { Json } from "#core/json/json.ts";
import type { PipelineDefinition } from "./definition.ts";

/** A definition as JSON, which it is: its type only says more than `Json` can. */
export function asJson(definition: PipelineDefinition): Json {
  return definition as unknown as Json;
}
