import { describe, expect, it } from "vitest";
import { isAllowed, type Permission } from "#core/policy/permissions.ts";
import { type Role, roles } from "#core/policy/roles.ts";
import { permissionsOfScopes, tokenScopes } from "#core/policy/token-scopes.ts";
import { callProcedure } from "#server/testing/call-procedure.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { listProcedures } from "#server/testing/list-procedures.ts";
import { bearer, clientOf, clientWith, createPerson, joinWorkspace } from "#server/testing/people.ts";
import { procedureInputs, unknownIds } from "#server/testing/procedure-inputs.ts";
import { refusalOf } from "#server/testing/refusal.ts";

const web = await createTestWeb();
const owner = await createPerson(web);
const { workspaceId } = owner;

/** A person who has left gets no more answers, so leaving comes last. */
const isLeaving = ({ path }: { readonly path: string }) => path === "members.leave";
const guarded = listProcedures()
  .flatMap(({ access, ...procedure }) =>
    access === undefined || access === "public" || access === "user"
      ? []
      : [{ ...procedure, permission: access }],
  )
  .toSorted((left, right) => Number(isLeaving(left)) - Number(isLeaving(right)));
type Guarded = (typeof guarded)[number];

/** With unknown ids: a caller with the permission gets NOT_FOUND, or an answer. */
const isForbidden = async (client: ReturnType<typeof clientWith>, procedure: Guarded): Promise<boolean> =>
  (await refusalOf(
    callProcedure(client, procedure, procedureInputs[procedure.path]?.input(unknownIds())),
  )) === "FORBIDDEN";

const expected = (isOpen: (permission: Permission) => boolean, asked: readonly Guarded[] = guarded) =>
  asked.filter(({ permission }) => !isOpen(permission)).map(({ path }) => path);

/**
 * The procedures called with a token. Every procedure checks a token's scope, as the owner's tokens show, and a role,
 * as the sessions show. For the other roles, one procedure per permission shows that both are checked together.
 */
const askedWithTokens = (role: Role) =>
  role === "owner" ? guarded : [...new Map(guarded.map((one) => [one.permission, one])).values()];

async function forbiddenTo(
  client: ReturnType<typeof clientWith>,
  asked: readonly Guarded[] = guarded,
): Promise<string[]> {
  const refused: string[] = [];
  for (const procedure of asked) if (await isForbidden(client, procedure)) refused.push(procedure.path);
  return refused;
}

describe.each(roles)("a member who is %s", (role) => {
  it("may do what the table says and nothing else", async () => {
    const person = await createPerson(web);
    await joinWorkspace(web, person, workspaceId, role);
    const refused = await forbiddenTo(clientOf(web, person, workspaceId));
    expect(refused).toEqual(expected((permission) => isAllowed(role, permission)));
  });

  it.each(tokenScopes)("may do with a token for %s what both tables say", async (scope) => {
    const person = await createPerson(web);
    await joinWorkspace(web, person, workspaceId, role);
    const { token } = await clientOf(web, person, workspaceId).tokens.create.mutate({
      name: scope,
      scopes: [scope],
    });
    const held = permissionsOfScopes([scope]);
    const asked = askedWithTokens(role);
    const refused = await forbiddenTo(clientWith(web, bearer(token)), asked);
    expect(refused).toEqual(
      expected((permission) => isAllowed(role, permission) && held.includes(permission), asked),
    );
  });
});

describe("a role that was lowered", () => {
  it("takes effect at once, also for existing tokens", async () => {
    const person = await createPerson(web);
    await joinWorkspace(web, person, workspaceId, "editor");
    const client = clientOf(web, person, workspaceId);
    const { token } = await client.tokens.create.mutate({ name: "kept", scopes: ["admin"] });
    await clientOf(web, owner).members.changeRole.mutate({ userId: person.userId, role: "viewer" });
    const create = { key: "late", name: "Late", instructions: "", model: "sandbox/brief" };
    expect(await refusalOf(client.agents.create.mutate(create))).toBe("FORBIDDEN");
    expect(await refusalOf(clientWith(web, bearer(token)).agents.create.mutate(create))).toBe("FORBIDDEN");
  });
});
