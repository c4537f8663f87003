import { describe, expect, it } from "vitest";
import type { Role } from "#core/policy/roles.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, createPerson, joinWorkspace } from "#server/testing/people.ts";
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
  it("lets in whoever has an account, once", async () => {
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
  it("soon no longer tells which addresses have an account", async () => {
    const { asOwner } = await twoIn("viewer");
    const ask = () => refusalOf(asOwner.add.mutate({ email: "nobody@example.com", role: "viewer" }));
    const answers = new Set<string>();
    for (let asked = 0; asked < 31; asked += 1) answers.add(await ask());
    expect([...answers]).toEqual(["NOT_FOUND", "RATE_LIMITED"]);
  });
});

describe("an admin", () => {
  it("neither makes owners nor touches them", async () => {
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

  it("is left when two owners remove each other at once", async () => {
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
  it("takes oneself out, whatever one's role", async () => {
    const { owner, other, inWorkspace } = await twoIn("viewer");
    await inWorkspace.members.leave.mutate();
    expect(await refusalOf(inWorkspace.workspaces.get.query())).toBe("NOT_FOUND");
    const { events } = await clientOf(web, owner).audit.list.query();
    expect(events[0]).toMatchObject({ action: "member.leave", actorUserId: other.userId });
  });

  it("keeps the last owner", async () => {
    const { asOwner, asOther } = await twoIn("owner");
    await asOther.leave.mutate();
    expect(await refusalOf(asOwner.leave.mutate())).toBe("CONFLICT");
  });
});

describe("members.remove", () => {
  it("shuts the person out from their next request on", async () => {
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
