import { z } from "zod";
import { nodeIdSchema } from "#core/ids.ts";

/** Names that every JavaScript object already has; as a key they would read something nobody wrote. */
const reservedNames: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(Object.prototype),
  "prototype",
]);

function isFree(name: string): boolean {
  return !reservedNames.has(name);
}

/** The id of a node or an edge as its author writes it. */
export const definitionIdSchema = nodeIdSchema.refine(isFree, "is a reserved word: choose another id");

/** The name of a variable or of a field in a mapping; expressions use it as an identifier. */
export const fieldNameSchema = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, "must start with a letter and hold only letters, digits and _")
  .refine(isFree, "is a reserved word: choose another name");

/** The name of an event: words with dots between them, such as `invoice.paid`. */
export const eventNameSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/,
    "must be words of letters, digits, _ and -, with dots between",
  )
  .max(100);

/** What people and pipelines may send: names that begin with `penstock.` are events that Penstock sends itself. */
export const sentEventNameSchema = eventNameSchema.refine(
  (name) => !name.startsWith("penstock."),
  "must not begin with penstock.: such events are sent by Penstock itself",
);

/** The label of a condition's branch, and of a choice. */
export const branchLabelSchema = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_ -]{0,63}$/, "must hold only letters, digits, spaces, _ and -");
