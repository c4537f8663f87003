import { describe, expect, it } from "vitest";
import type { Role } from "#core/policy/roles.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { bearer, clientOf, clientWith, createPerson, joinWorkspace } from "#server/testing/people.ts";
import { refusalOf } from "#server/testing/refusal.ts";

const web = await createTestWeb();

/** A workspace with its owner and one more person. */
async function twoIn(role: Role) {
  const [owner, other] = [await createPerson(web), await createPerson(web)];
  await joinWorkspace(web, other, owner.workspaceId, role);
  const inWorkspace = clientOf(web, other, owner.workspaceId);
  return { owner, other, asOwner: clientOf(web, owner).members, asOther: inWorkspace.members, inWorkspace };
}

describe("members.add", () => {
  it("lets in a person who has an account, once", async () => {
    const { asOwner } = await twoIn("viewer");
    const guest = await createPerson(web);
    await asOwner.add.mutate({ email: guest.email.toUpperCase(), role: "editor" });
    const { members } = await asOwner.list.query();
    expect(members).toContainEqual(expect.objectContaining({ userId: guest.userId, role: "editor" }));
    expect(await refusalOf(asOwner.add.mutate({ email: guest.email, role: "viewer" }))).toBe("CONFLICT");
    expect(await refusalOf(asOwner.add.mutate({ email: "nobody@example.com", role: "viewer" }))).toBe(
      "NOT_FOUND",
    );
    expect(await refusalOf(asOwner.add.mutate({ email: "a@b,c@d", role: "viewer" }))).toBe("INVALID_INPUT");
  });
});

describe("members.add, asked again and again", () => {
  it("soon stops revealing which addresses have an account", async () => {
    const { asOwner } = await twoIn("viewer");
    const ask = () => refusalOf(asOwner.add.mutate({ email: "nobody@example.com", role: "viewer" }));
    const answers = new Set<string>();
    for (let asked = 0; asked < 31; asked += 1) answers.add(await ask());
    expect([...answers]).toEqual(["NOT_FOUND", "RATE_LIMITED"]);
  });
});

describe("an admin", () => {
  it("can neither make owners nor change them", async () => {
    const { owner, other, asOther } = await twoIn("admin");
    const guest = await createPerson(web);
    expect(await refusalOf(asOther.add.mutate({ email: guest.email, role: "owner" }))).toBe("FORBIDDEN");
    expect(await refusalOf(asOther.changeRole.mutate({ userId: other.userId, role: "owner" }))).toBe(
      "FORBIDDEN",
    );
    expect(await refusalOf(asOther.changeRole.mutate({ userId: owner.userId, role: "viewer" }))).toBe(
      "FORBIDDEN",
    );
    expect(await refusalOf(asOther.remove.mutate({ userId: owner.userId }))).toBe("FORBIDDEN");
  });
});

describe("the last owner", () => {
  it("can neither leave nor step down", async () => {
    const { owner, asOwner } = await twoIn("admin");
    expect(await refusalOf(asOwner.remove.mutate({ userId: owner.userId }))).toBe("CONFLICT");
    expect(await refusalOf(asOwner.changeRole.mutate({ userId: owner.userId, role: "admin" }))).toBe(
      "CONFLICT",
    );
  });

  it("remains when two owners remove each other at once", async () => {
    const { owner, other, asOwner, asOther } = await twoIn("owner");
    const outcomes = await Promise.all([
      refusalOf(asOwner.remove.mutate({ userId: other.userId })),
      refusalOf(asOther.remove.mutate({ userId: owner.userId })),
    ]);
    expect(outcomes).toContain("nothing");
    const owners = await web.database.asOwner(
      "select from members where workspace_id = $1 and role = 'owner'",
      [owner.workspaceId],
    );
    expect(owners).toHaveLength(1);
  });
});

describe("members.leave", () => {
  it("removes the caller, whatever their role", async () => {
    const { owner, other, inWorkspace } = await twoIn("viewer");
    await inWorkspace.members.leave.mutate();
    expect(await refusalOf(inWorkspace.workspaces.get.query())).toBe("NOT_FOUND");
    const { events } = await clientOf(web, owner).audit.list.query();
    expect(events[0]).toMatchObject({ action: "member.leave", actorUserId: other.userId });
  });

  it("destroys the caller's own keys and tokens, which do not work again after coming back", async () => {
    const { owner, other, asOwner, inWorkspace } = await twoIn("editor");
    const secret = "sk-ant-api03-0123456789-left";
    const key = { provider: "anthropic", label: "Mine", secret } as const;
    const { keyId } = await inWorkspace.keys.create.mutate(key);
    const shared = await clientOf(web, owner).keys.create.mutate({ ...key, owner: "workspace" });
    const { token } = await inWorkspace.tokens.create.mutate({ name: "CLI", scopes: ["run"] });
    await inWorkspace.members.leave.mutate();
    const stored = await web.database.asOwner<{ isGone: boolean }>(
      `select ciphertext = '' and revoked_at is not null as "isGone" from provider_keys where id = any($1)
        order by id = $2 desc`,
      [[keyId, shared.keyId], keyId],
    );
    expect(stored).toEqual([{ isGone: true }, { isGone: false }]);
    const { events } = await clientOf(web, owner).audit.list.query({ action: "member.leave" });
    expect(events[0]?.detail).toEqual({ role: "editor", tokens: 1, invitations: 0, providerKeys: 1 });
    await asOwner.add.mutate({ email: other.email, role: "editor" });
    expect((await inWorkspace.keys.list.query()).keys.map(({ id }) => id)).toEqual([shared.keyId]);
    expect(await refusalOf(clientWith(web, bearer(token)).workspaces.get.query())).toBe("UNAUTHENTICATED");
  });

  it("keeps the last owner", async () => {
    const { asOwner, asOther } = await twoIn("owner");
    await asOther.leave.mutate();
    expect(await refusalOf(asOwner.leave.mutate())).toBe("CONFLICT");
  });
});

describe("members.remove", () => {
  it("and a concurrent change of role happen one after the other", async () => {
    const { other, asOwner } = await twoIn("editor");
    const { userId } = other;
    const outcomes = await Promise.all([
      refusalOf(asOwner.remove.mutate({ userId })),
      refusalOf(asOwner.changeRole.mutate({ userId, role: "viewer" })),
      refusalOf(asOwner.remove.mutate({ userId })),
    ]);
    for (const outcome of outcomes) expect(["nothing", "NOT_FOUND", "CONFLICT"]).toContain(outcome);
    expect(outcomes).toContain("nothing");
  });

  it("locks the person out from their next request on", async () => {
    const { owner, other, asOwner, inWorkspace } = await twoIn("editor");
    expect((await inWorkspace.workspaces.get.query()).role).toBe("editor");
    await asOwner.remove.mutate({ userId: other.userId });
    expect(await refusalOf(inWorkspace.workspaces.get.query())).toBe("NOT_FOUND");
    const { events } = await clientOf(web, owner).audit.list.query();
    expect(events[0]).toMatchObject({
      action: "member.remove",
      subjectId: other.userId,
      actorUserId: owner.userId,
    });
  });
});
