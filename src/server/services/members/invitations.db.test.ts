import { describe, expect, it } from "vitest";
import type { UserId } from "#core/ids.ts";
import type { Role } from "#core/policy/roles.ts";
import { contextOf } from "#server/services/testing/service-context.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, clientWith, createPerson, joinWorkspace } from "#server/testing/people.ts";
import { refusalOf } from "#server/testing/refusal.ts";
import { createInvitation, mostInvitations } from "./create-invitation.ts";

const web = await createTestWeb();
const nobody = clientWith(web, {});

/** A workspace with its owner, and a person from outside. */
async function setScene() {
  const [owner, guest] = [await createPerson(web), await createPerson(web)];
  return { owner, guest, asOwner: clientOf(web, owner), asGuest: clientOf(web, guest) };
}

/** The error's message. */
const wordsOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "nothing",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

describe("an invitation link", () => {
  it("shows its holder where it leads, and lets one person in with its role", async () => {
    const { owner, guest, asOwner, asGuest } = await setScene();
    const { secret, link, invitationId } = await asOwner.members.invite.mutate({ role: "editor" });
    expect(link).toBe(`http://penstock.test/invite#${secret}`);
    const { name } = await asOwner.workspaces.get.query();
    expect(await nobody.account.invitation.mutate({ secret })).toEqual({
      workspaceName: name,
      role: "editor",
      makerName: "Test Person",
      expiresAtMs: expect.any(Number),
    });
    expect(await asGuest.account.acceptInvitation.mutate({ secret })).toEqual({
      workspaceSlug: owner.workspaceSlug,
    });
    const inside = clientOf(web, guest, owner.workspaceId);
    expect((await inside.workspaces.get.query()).role).toBe("editor");
    const { events } = await asOwner.audit.list.query();
    expect(events.slice(0, 2)).toMatchObject([
      { action: "member.join", actorUserId: guest.userId, detail: { role: "editor", invitationId } },
      { action: "invitation.create", actorUserId: owner.userId, subjectId: invitationId },
    ]);
    expect(JSON.stringify(events)).not.toContain(secret);
  });

  it("is stored as a hash only, and listed without its secret", async () => {
    const { owner, asOwner } = await setScene();
    const { secret, invitationId } = await asOwner.members.invite.mutate({ role: "viewer" });
    const { invitations } = await asOwner.members.invitations.query();
    expect(invitations).toMatchObject([{ id: invitationId, role: "viewer", isGood: true }]);
    const week = 7 * 24 * 60 * 60 * 1000;
    const [listed] = invitations;
    expect(Math.abs((listed?.expiresAtMs ?? 0) - (listed?.createdAtMs ?? 0) - week)).toBeLessThan(60_000);
    const rows = await web.database.asOwner("select * from invitations where workspace_id = $1", [
      owner.workspaceId,
    ]);
    expect(JSON.stringify([rows, invitations])).not.toContain(secret.split("_")[2]);
  });

  it("lets in one of two people who accept at the same time", async () => {
    const { owner, guest, asOwner, asGuest } = await setScene();
    const other = await createPerson(web);
    const { secret } = await asOwner.members.invite.mutate({ role: "viewer" });
    const outcomes = await Promise.all(
      [asGuest, clientOf(web, other)].map((client) =>
        refusalOf(client.account.acceptInvitation.mutate({ secret })),
      ),
    );
    expect(outcomes.toSorted()).toEqual(["CONFLICT", "nothing"]);
    const { members } = await asOwner.members.list.query();
    const winner = outcomes[0] === "nothing" ? guest : other;
    expect(members.map(({ userId }) => userId).toSorted()).toEqual([owner.userId, winner.userId].toSorted());
  });

  it("stays unused when a member opens it, and keeps their role", async () => {
    const { owner, asOwner, asGuest } = await setScene();
    const { secret } = await asOwner.members.invite.mutate({ role: "viewer" });
    expect(await wordsOf(asOwner.account.acceptInvitation.mutate({ secret }))).toContain(
      "You are already a member",
    );
    expect((await asOwner.workspaces.get.query()).role).toBe("owner");
    expect(await asGuest.account.acceptInvitation.mutate({ secret })).toEqual({
      workspaceSlug: owner.workspaceSlug,
    });
  });
});

describe("an invalid link", () => {
  const expectRefused = async (secret: string, words: string) => {
    const asGuest = clientOf(web, await createPerson(web));
    for (const call of [
      () => asGuest.account.acceptInvitation.mutate({ secret }),
      () => nobody.account.invitation.mutate({ secret }),
    ]) {
      expect(await refusalOf(call())).toBe("CONFLICT");
      expect(await wordsOf(call())).toContain(words);
    }
  };

  it("is refused after it was used, was revoked or has expired, and says which", async () => {
    const { owner, asOwner, asGuest } = await setScene();
    const invite = () => asOwner.members.invite.mutate({ role: "viewer" });
    const [used, revoked, expired] = [await invite(), await invite(), await invite()];
    await asGuest.account.acceptInvitation.mutate({ secret: used.secret });
    await asOwner.members.revokeInvitation.mutate({ invitationId: revoked.invitationId });
    await web.database.asOwner(
      "update invitations set expires_at = now() - interval '1 second' where id = $1",
      [expired.invitationId],
    );
    await expectRefused(used.secret, "has been used");
    await expectRefused(revoked.secret, "was revoked");
    await expectRefused(expired.secret, "has expired");
    expect((await asOwner.members.invitations.query()).invitations).toEqual([]);
    expect((await asOwner.members.list.query()).members.map(({ userId }) => userId)).toEqual([
      owner.userId,
      expect.any(String),
    ]);
  });

  it.each<[string, (asOwner: ReturnType<typeof clientOf>, userId: UserId) => Promise<unknown>]>([
    ["demoted", (asOwner, userId) => asOwner.members.changeRole.mutate({ userId, role: "editor" })],
    ["removed", (asOwner, userId) => asOwner.members.remove.mutate({ userId })],
  ])("is one whose maker was %s", async (how, change) => {
    const { owner, asOwner } = await setScene();
    const admin = await createPerson(web);
    await joinWorkspace(web, admin, owner.workspaceId, "admin");
    const { secret } = await clientOf(web, admin, owner.workspaceId).members.invite.mutate({
      role: "viewer",
    });
    await change(asOwner, admin.userId);
    const isOut = how === "removed";
    await expectRefused(
      secret,
      isOut ? "was revoked" : "the person who created it may no longer add members",
    );
    const { invitations } = await asOwner.members.invitations.query();
    expect(invitations).toMatchObject(isOut ? [] : [{ isGood: false }]);
  });

  it("is NOT_FOUND when it is unknown, mistyped, or an API token", async () => {
    const { asOwner, asGuest } = await setScene();
    const { secret } = await asOwner.members.invite.mutate({ role: "viewer" });
    const { token } = await asOwner.tokens.create.mutate({ name: "x", scopes: ["read"] });
    for (const wrong of ["", "x", secret.slice(0, -1), token]) {
      expect(await refusalOf(nobody.account.invitation.mutate({ secret: wrong }))).toBe("NOT_FOUND");
      expect(await refusalOf(asGuest.account.acceptInvitation.mutate({ secret: wrong }))).toBe("NOT_FOUND");
    }
  });
});

describe("members.invite", () => {
  it("cannot grant or revoke a role above the caller's", async () => {
    const { owner, asOwner } = await setScene();
    const admin = await createPerson(web);
    await joinWorkspace(web, admin, owner.workspaceId, "admin");
    const { members } = clientOf(web, admin, owner.workspaceId);
    expect(await refusalOf(members.invite.mutate({ role: "owner" }))).toBe("FORBIDDEN");
    expect(await refusalOf(members.invite.mutate({ role: "admin" }))).toBe("nothing");
    const { invitationId } = await asOwner.members.invite.mutate({ role: "owner" });
    expect(await refusalOf(members.revokeInvitation.mutate({ invitationId }))).toBe("FORBIDDEN");
  });

  it.each<Role>(["editor", "viewer"])("is closed to a member who is %s", async (role) => {
    const { owner, guest } = await setScene();
    await joinWorkspace(web, guest, owner.workspaceId, role);
    const { members } = clientOf(web, guest, owner.workspaceId);
    expect(await refusalOf(members.invite.mutate({ role: "viewer" }))).toBe("FORBIDDEN");
    expect(await refusalOf(members.invitations.query())).toBe("FORBIDDEN");
  });

  it("repeated with the same key, revokes the link that nobody has seen", async () => {
    const { asOwner, asGuest } = await setScene();
    const wanted = { role: "viewer", idempotencyKey: "the-same-form" } as const;
    const lost = await asOwner.members.invite.mutate(wanted);
    const seen = await asOwner.members.invite.mutate(wanted);
    expect(await refusalOf(asGuest.account.acceptInvitation.mutate({ secret: lost.secret }))).toBe(
      "CONFLICT",
    );
    expect(await refusalOf(asGuest.account.acceptInvitation.mutate({ secret: seen.secret }))).toBe("nothing");
  });

  it("repeated with the same key, mails once and leaves the mailed link valid", async () => {
    const { owner, asGuest } = await setScene();
    const sent: string[] = [];
    const mailer = { send: async ({ to }: { readonly to: string }) => void sent.push(to) };
    const context = contextOf(web.tools.db, owner);
    const withMail = { ...context, ports: { ...context.ports, mailer } };
    const wanted = { role: "viewer", email: "new@example.com", idempotencyKey: "the-same-mail" } as const;
    const mailed = await createInvitation(withMail, wanted);
    expect(mailed.mail).toEqual({ address: "new@example.com", error: null });
    await expect(createInvitation(withMail, wanted)).rejects.toMatchObject({ code: "CONFLICT" });
    expect(sent).toEqual(["new@example.com"]);
    expect(await refusalOf(asGuest.account.acceptInvitation.mutate({ secret: mailed.secret }))).toBe(
      "nothing",
    );
  });

  it("refuses one more than a workspace may have open", async () => {
    const { owner, asOwner } = await setScene();
    await web.database.asOwner(
      `insert into invitations (id, workspace_id, role, hash, created_by, expires_at)
       select gen_random_uuid(), $1, 'viewer', n::text, $2, now() + interval '1 day' from generate_series(2, $3) n`,
      [owner.workspaceId, owner.userId, mostInvitations],
    );
    const { invitationId } = await asOwner.members.invite.mutate({ role: "viewer" });
    expect(await refusalOf(asOwner.members.invite.mutate({ role: "viewer" }))).toBe("CONFLICT");
    await asOwner.members.revokeInvitation.mutate({ invitationId });
    expect(await refusalOf(asOwner.members.invite.mutate({ role: "viewer" }))).toBe("nothing");
  });
});

describe("members.revokeInvitation", () => {
  it("changes nothing the second time, and says so when somebody was faster", async () => {
    const { asOwner, asGuest } = await setScene();
    const { invitationId } = await asOwner.members.invite.mutate({ role: "viewer" });
    await asOwner.members.revokeInvitation.mutate({ invitationId });
    await asOwner.members.revokeInvitation.mutate({ invitationId });
    const { events } = await asOwner.audit.list.query();
    expect(events.filter(({ action }) => action === "invitation.revoke")).toHaveLength(1);
    const used = await asOwner.members.invite.mutate({ role: "viewer" });
    await asGuest.account.acceptInvitation.mutate({ secret: used.secret });
    expect(
      await refusalOf(asOwner.members.revokeInvitation.mutate({ invitationId: used.invitationId })),
    ).toBe("CONFLICT");
  });
});

describe("the database", () => {
  it("keeps a used invitation unchanged, and lets the program change no role", async () => {
    const { asOwner, asGuest } = await setScene();
    const { secret, invitationId } = await asOwner.members.invite.mutate({ role: "viewer" });
    await asGuest.account.acceptInvitation.mutate({ secret });
    await expect(
      web.database.asOwner("update invitations set used_at = null, used_by = null where id = $1", [
        invitationId,
      ]),
    ).rejects.toThrow();
    const [may] = await web.database.asOwner<{ role: boolean; used: boolean }>(
      `select has_column_privilege($1, 'invitations', 'role', 'update') as role,
              has_column_privilege($1, 'invitations', 'used_at', 'update') as used`,
      [new URL(web.database.appUrl).username],
    );
    expect(may).toEqual({ role: false, used: true });
  });
});
