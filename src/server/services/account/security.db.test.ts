import { describe, expect, it } from "vitest";
import { verifyPassword } from "#server/crypto/password.ts";
import { openSession } from "#server/services/sessions/open-session.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, cookieOf, createPerson, type Person } from "#server/testing/people.ts";
import { refusalOf } from "#server/testing/refusal.ts";
import { resetPassword } from "./reset-password.ts";
import { signIn } from "./sign-in.ts";
import { signUp } from "./sign-up.ts";

const web = await createTestWeb();
const { tools, database } = web;
const password = "a long enough password";
const firefox = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0";
let people = 0;

/** A person with a password and a session. */
async function createMember(): Promise<Person> {
  people += 1;
  const email = `member${people}@example.com`;
  const account = await signUp(tools, { email, password, name: "Ada", clientAddress: `192.0.2.${people}` });
  return signInAgain({ ...account, email });
}

/** The same person on another device. */
async function signInAgain(
  person: Pick<Person, "userId" | "email" | "workspaceId" | "workspaceSlug">,
): Promise<Person> {
  const { sessionId } = await openSession(tools, person.userId, { userAgent: firefox, by: "password" });
  return { ...person, sessionId, cookie: await cookieOf(web, sessionId) };
}

const isIn = async (person: Person) => (await refusalOf(clientOf(web, person).me.get.query())) === "nothing";

const signInWith = (email: string, secret: string) =>
  signIn(tools, { email, password: secret, clientAddress: "192.0.2.200", userAgent: null, device: null });

const actionsOf = async ({ workspaceId }: Person) =>
  (
    await database.asOwner<{ action: string }>(
      "select action from audit_events where workspace_id = $1 and subject_type = 'account' order by id",
      [workspaceId],
    )
  ).map(({ action }) => action);

describe("account.security", () => {
  it("lists the person's sessions, newest first, each with its device, and marks this one", async () => {
    const laptop = await createMember();
    const phone = await signInAgain(laptop);
    await clientOf(web, laptop).me.get.query();
    const { hasPassword, sessions } = await clientOf(web, phone).account.security.query();
    expect(hasPassword).toBe(true);
    expect(sessions).toMatchObject([
      {
        id: phone.sessionId,
        isCurrent: true,
        device: "Firefox on Windows",
        lastSeenAtMs: expect.any(Number),
      },
      {
        id: laptop.sessionId,
        isCurrent: false,
        device: "Firefox on Windows",
        lastSeenAtMs: expect.any(Number),
      },
    ]);
    const token = phone.cookie.split("=")[1] ?? "";
    expect(JSON.stringify(sessions)).not.toContain(token.slice(0, 30));
  });

  it("does not list ended sessions, nor those of other people", async () => {
    const [person, other] = [await createMember(), await createMember()];
    const expired = await signInAgain(person);
    await database.asOwner("update sessions set expires_at = now() - interval '1 second' where id = $1", [
      expired.sessionId,
    ]);
    const { sessions } = await clientOf(web, person).account.security.query();
    expect(sessions.map(({ id }) => id)).toEqual([person.sessionId]);
    expect(JSON.stringify(sessions)).not.toContain(other.sessionId);
  });

  it("records the last use at most once a minute", async () => {
    const person = await createMember();
    const lastSeen = async () =>
      (await clientOf(web, person).account.security.query()).sessions[0]?.lastSeenAtMs;
    const first = await lastSeen();
    expect(await lastSeen()).toBe(first);
    await database.asOwner("update sessions set last_seen_at = now() - interval '5 minutes' where id = $1", [
      person.sessionId,
    ]);
    expect(await lastSeen()).toBeGreaterThanOrEqual(first ?? 0);
  });
});

describe("account.endSession", () => {
  it("signs the person out of that session, from the next request on, and of no other", async () => {
    const here = await createMember();
    const lost = await signInAgain(here);
    await clientOf(web, here).account.endSession.mutate({ sessionId: lost.sessionId });
    expect([await isIn(here), await isIn(lost)]).toEqual([true, false]);
    const again = clientOf(web, here).account.endSession.mutate({ sessionId: lost.sessionId });
    expect(await refusalOf(again)).toBe("NOT_FOUND");
  });

  it("cannot end anybody else's", async () => {
    const [person, other] = [await createMember(), await createMember()];
    const call = clientOf(web, person).account.endSession.mutate({ sessionId: other.sessionId });
    expect(await refusalOf(call)).toBe("NOT_FOUND");
    expect(await isIn(other)).toBe(true);
  });
});

describe("account.endAllSessions", () => {
  it("signs the person out everywhere, here too, and nobody else", async () => {
    const [here, other] = [await createMember(), await createMember()];
    const there = await signInAgain(here);
    expect(await clientOf(web, here).account.endAllSessions.mutate()).toEqual({ endedSessions: 2 });
    expect([await isIn(here), await isIn(there), await isIn(other)]).toEqual([false, false, true]);
    expect((await actionsOf(here)).at(-1)).toBe("account.end-sessions");
  });
});

describe("account.changePassword", () => {
  const newPassword = "water runs down the pipe";
  const change = (person: Person, currentPassword: string, wanted = newPassword) =>
    clientOf(web, person).account.changePassword.mutate({ currentPassword, newPassword: wanted });

  it("replaces the password and ends all sessions but this one", async () => {
    const here = await createMember();
    const there = await signInAgain(here);
    expect(await change(here, password)).toEqual({ endedSessions: 1 });
    expect([await isIn(here), await isIn(there)]).toEqual([true, false]);
    await expect(signInWith(here.email, password)).rejects.toMatchObject({ code: "INVALID_CREDENTIALS" });
    expect((await signInWith(here.email, newPassword)).user.id).toBe(here.userId);
    expect(await actionsOf(here)).toContain("account.change-password");
  });

  it.each([
    ["the current one is wrong", "not my password", newPassword],
    ["the new one is too short", password, "short"],
    ["the new one is easy to guess", password, "aaaaaaaaaaaa"],
    ["the new one is the current one", password, password],
  ])("changes nothing when %s", async (_why, current, wanted) => {
    const [here] = [await createMember()];
    const there = await signInAgain(here);
    expect(await refusalOf(change(here, current, wanted))).toBe("INVALID_INPUT");
    expect(await isIn(there)).toBe(true);
    expect((await signInWith(here.email, password)).user.id).toBe(here.userId);
  });

  it("limits guesses made from an open session", async () => {
    const person = await createMember();
    const codes: string[] = [];
    for (let round = 0; round < 12; round += 1) codes.push(await refusalOf(change(person, `guess ${round}`)));
    expect(codes).toEqual([...Array(10).fill("INVALID_INPUT"), "RATE_LIMITED", "RATE_LIMITED"]);
    expect(await refusalOf(change(person, password))).toBe("RATE_LIMITED");
  });

  it("is refused to an account without a password, and to one of two concurrent changes", async () => {
    expect(await refusalOf(change(await createPerson(web), password))).toBe("CONFLICT");
    const person = await createMember();
    const both = [
      change(person, password, "the first new password"),
      change(person, password, "the second new one"),
    ];
    const codes = await Promise.all(both.map(refusalOf));
    expect(codes).toContain("nothing");
    // If the second begins after the first is done, its current password is already wrong.
    expect(["CONFLICT", "INVALID_INPUT"]).toContain(codes.find((code) => code !== "nothing"));
  });
});

describe("resetPassword", () => {
  it("sets a new password, ends all sessions, and admits a person whom strangers had locked out", async () => {
    const person = await createMember();
    for (let round = 0; round < 12; round += 1)
      await signInWith(person.email, "a guess").catch(() => undefined);
    const reset = { email: person.email.toUpperCase(), password: "made by an operator" };
    expect(await resetPassword(tools, reset)).toEqual({ userId: person.userId, endedSessions: 1 });
    expect(await isIn(person)).toBe(false);
    const visitor = { email: person.email, clientAddress: "192.0.2.200", userAgent: null, device: null };
    expect((await signIn(tools, { ...visitor, password: reset.password })).user.id).toBe(person.userId);
    const audit = await database.asOwner(
      "select actor_user_id from audit_events where workspace_id = $1 and action = 'account.reset-password'",
      [person.workspaceId],
    );
    expect(audit).toEqual([{ actor_user_id: null }]);
  });

  it("gives a password to an account that signed in with a vendor", async () => {
    const { email, userId } = await createPerson(web);
    await resetPassword(tools, { email, password });
    const rows = await database.asOwner<{ hash: string }>(
      "select password_hash as hash from users where id = $1",
      [userId],
    );
    expect(await verifyPassword(rows[0]?.hash ?? null, password)).toBe(true);
  });

  it.each([
    ["nobody@example.com", password, "NOT_FOUND"],
    ["not an address", password, "INVALID_INPUT"],
  ])("refuses %j", async (email, wanted, code) => {
    await expect(resetPassword(tools, { email, password: wanted })).rejects.toMatchObject({ code });
  });

  it("refuses a weak password", async () => {
    const { email } = await createMember();
    await expect(resetPassword(tools, { email, password: "short" })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
  });
});
