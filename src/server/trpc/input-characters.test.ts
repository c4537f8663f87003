import { expect, it } from "vitest";
import { z } from "zod";
import { appRouter } from "./root.ts";

/** What PostgreSQL refuses, with words that nobody outside understands. */
const unstorable = ["a\0b", "a\ud800b"];

/** What is never stored as it came: each says itself what it refuses. */
const readByTheirOwn: readonly string[] = [
  // Hashed, or compared with what is stored.
  "account.signUp.password",
  "account.invitation.secret",
  "account.acceptInvitation.secret",
  "account.changePassword.currentPassword",
  "account.changePassword.newPassword",
  "account.delete.confirm",
  "account.delete.currentPassword",
  "workspaces.delete.confirm",
  "pipelines.delete.confirm",
  // Addresses, keys, secrets, names of headers, cursors: only some characters are read at all.
  "account.signUp.email",
  "members.add.email",
  "members.invite.email",
  "agents.connectMcp.headers{key}",
  "keys.create.secret",
  "keys.replace.secret",
  "secrets.create.value",
  "secrets.replace.value",
  "pipelines.list.cursor",
  "runs.list.cursor",
  "runs.listChildren.cursor",
  // Read as a definition, which names the line, or as a part of one.
  "pipelines.create.definition",
  "pipelines.saveDraft.definition",
  "pipelines.validate.definition",
  "runs.start.faults{key}",
  ...["runs.fork", "runs.planFork", "runs.resume"].flatMap((path) =>
    ["model", "task", "instructions"].map((field) => `${path}.changes.agents{}.${field}`),
  ),
];

interface Leaf {
  readonly place: string;
  readonly schema: z.ZodType;
}

/** Optional, with a default, null allowed: in any of the ways that there are. */
function isWrapped(schema: unknown): schema is { unwrap(): unknown } {
  return schema instanceof z.ZodType && "unwrap" in schema && typeof schema.unwrap === "function";
}

/** The schemas of single values in a schema; of one that hands on to another, the first, which sees all. */
function leavesOf(schema: unknown, place: string): readonly Leaf[] {
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([key, field]) => leavesOf(field, `${place}.${key}`));
  if (schema instanceof z.ZodArray) return leavesOf(schema.element, `${place}[]`);
  if (schema instanceof z.ZodRecord)
    return [...leavesOf(schema.keyType, `${place}{key}`), ...leavesOf(schema.valueType, `${place}{}`)];
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => leavesOf(option, place));
  if (isWrapped(schema)) return leavesOf(schema.unwrap(), place);
  if (schema instanceof z.ZodPipe) return leavesOf(schema.in, place);
  return schema instanceof z.ZodType ? [{ place, schema }] : [];
}

const takesUnstorable = ({ schema }: Leaf) =>
  unstorable.some((text) =>
    [text, { key: text }, { [text]: 1 }, [text]].some((value) => schema.safeParse(value).success),
  );

it("refuses texts that cannot be stored, wherever they stand in what somebody sends", () => {
  const leaves = Object.entries(appRouter._def.procedures).flatMap(([path, procedure]) => {
    const { inputs } = (procedure as unknown as { readonly _def: { readonly inputs: readonly unknown[] } })
      ._def;
    return inputs.flatMap((input) => leavesOf(input, path));
  });
  const found = new Set(leaves.filter(takesUnstorable).map(({ place }) => place));
  expect([...found].sort()).toEqual([...readByTheirOwn].sort());
});
