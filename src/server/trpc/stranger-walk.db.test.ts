import { describe, expect, it } from "vitest";
import { permissions } from "#core/policy/permissions.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { deleteMember } from "#server/db/identity/member-store.ts";
import { callProcedure } from "#server/testing/call-procedure.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { canaryWord, furnishWorkspace } from "#server/testing/furnish-workspace.ts";
import { listProcedures } from "#server/testing/list-procedures.ts";
import { bearer, clientOf, clientWith, createPerson, joinWorkspace } from "#server/testing/people.ts";
import { procedureInputs } from "#server/testing/procedure-inputs.ts";
import { refusalOf } from "#server/testing/refusal.ts";

const web = await createTestWeb();
const [owner, stranger, leaver] = [await createPerson(web), await createPerson(web), await createPerson(web)];
const theirs = await furnishWorkspace(clientOf(web, owner), owner);
await joinWorkspace(web, leaver, owner.workspaceId, "admin");
const { token: leaverToken } = await clientOf(web, leaver, owner.workspaceId).tokens.create.mutate({
  name: "kept",
  scopes: ["admin"],
});
await withTenant(web.tools.db, owner.workspaceId, (tx) => deleteMember(tx, owner.workspaceId, leaver.userId));
const { token } = await clientOf(web, stranger).tokens.create.mutate({ name: "own", scopes: ["admin"] });

const procedures = listProcedures();
const inWorkspaces = procedures.filter(({ access }) => access !== "public" && access !== "user");
const inputOf = (path: string) => procedureInputs[path]?.input(theirs);

/** As a function, which PostgreSQL plans once: it is called after each procedure. */
async function prepareRowsOfOwner(): Promise<void> {
  const tables = await web.database.asOwner<{ name: string }>(
    `select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'workspace_id' order by 1`,
  );
  const dumps = tables.map(
    ({ name }) =>
      `(select string_agg(t::text, E'\\n' order by t::text) from "${name}" t where workspace_id = wanted)`,
  );
  await web.database.asOwner(
    `create function rows_of(wanted uuid) returns text language plpgsql as $$ begin
       return concat_ws(E'\\n', ${dumps.join(", ")});
     end $$`,
  );
}

/** Every row of the workspace, as text. */
async function rowsOfOwner(): Promise<string> {
  const [row] = await web.database.asOwner<{ rows: string }>("select rows_of($1) as rows", [
    owner.workspaceId,
  ]);
  return row?.rows ?? "";
}

await prepareRowsOfOwner();
let rows = await rowsOfOwner();

/** Fails where anything has changed, and takes that as the new state, so that the next test is not blamed. */
async function expectUnchanged(): Promise<void> {
  const before = rows;
  rows = await rowsOfOwner();
  expect(rows).toBe(before);
}

it("looks at all rows of the workspace, and would notice a change", async () => {
  expect(rows).toContain(canaryWord);
  await web.database.asOwner("update agents set name = 'Another' where workspace_id = $1", [
    owner.workspaceId,
  ]);
  await expect(expectUnchanged()).rejects.toThrow();
  await expectUnchanged();
});

describe("the router", () => {
  it("has an input here for each of its procedures, and no other", () => {
    expect(Object.keys(procedureInputs).sort()).toEqual(procedures.map(({ path }) => path).sort());
  });

  it("declares for each procedure who may call it", () => {
    const known = new Set<string | undefined>(["public", "user", ...permissions]);
    expect(procedures.filter(({ access }) => !known.has(access))).toEqual([]);
  });

  it("lets anonymous callers only sign up, see whether there is a demo, and what an invitation leads to", () => {
    expect(procedures.filter(({ access }) => access === "public").map(({ path }) => path)).toEqual([
      "account.signUp",
      "account.demo",
      "account.invitation",
    ]);
  });
});

describe.each(procedures.filter(({ access }) => access !== "public"))("$path", (procedure) => {
  it("is closed to anonymous callers", async () => {
    expect(await refusalOf(callProcedure(clientWith(web, {}), procedure, inputOf(procedure.path)))).toBe(
      "UNAUTHENTICATED",
    );
  });
});

describe.each(inWorkspaces)("$path, for a stranger", (procedure) => {
  const { path } = procedure;
  const call = (client: ReturnType<typeof clientWith>) => callProcedure(client, procedure, inputOf(path));

  it("finds no workspace of others, by id, by slug, or by token", async () => {
    const clients = [
      clientOf(web, stranger, owner.workspaceId),
      clientOf(web, stranger, owner.workspaceSlug),
      clientOf(web, leaver, owner.workspaceId),
      clientWith(web, { ...bearer(token), "x-workspace": owner.workspaceId }),
    ];
    for (const client of clients) expect(await refusalOf(call(client))).toBe("NOT_FOUND");
    expect(await refusalOf(call(clientWith(web, bearer(leaverToken))))).toBe("UNAUTHENTICATED");
    await expectUnchanged();
  });

  it("finds nothing of others from a workspace of their own", async () => {
    for (const client of [clientOf(web, stranger), clientWith(web, bearer(token))]) {
      if (procedureInputs[path]?.names) {
        expect(await refusalOf(call(client))).toMatch(/^(NOT_FOUND|FORBIDDEN)$/);
      } else {
        const answer = JSON.stringify(await call(client).catch((error: unknown) => String(error))) ?? "";
        for (const secret of [canaryWord, owner.workspaceId, ...Object.values(theirs)])
          expect(answer).not.toContain(secret);
      }
    }
    await expectUnchanged();
  });
});

describe("a person in a workspace of their own", () => {
  it.each(procedures.filter(({ path }) => procedureInputs[path]?.names))(
    "gets NOT_FOUND, not FORBIDDEN, from $path for an id of others",
    async (procedure) => {
      const call = callProcedure(clientOf(web, stranger), procedure, inputOf(procedure.path));
      expect(await refusalOf(call)).toBe("NOT_FOUND");
    },
  );
});
