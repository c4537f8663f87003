import { describe, expect, it } from "vitest";
import { socketAddressHeader } from "#server/auth/socket-address.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { clientOf, clientWith, createPerson } from "#server/testing/people.ts";
import { refusalOf } from "#server/testing/refusal.ts";
import { demoEmail, ensureDemoAccount } from "./ensure-demo-account.ts";
import { accountMark, type KnownDevice } from "./known-device.ts";
import { type SignInInput, signIn } from "./sign-in.ts";
import { type ProviderIdentity, signInWithProvider } from "./sign-in-with-provider.ts";

const web = await createTestWeb();
const { tools, database } = web;
let visitors = 0;
/** A person without a name, from an address not used before. */
const nobody = () => {
  visitors += 1;
  return clientWith(web, { [socketAddressHeader()]: `198.51.100.${visitors}` });
};
const password = "a long enough password";
const attempt = (
  email: string,
  secret: string,
  { clientAddress = "192.0.2.1", device = null }: Partial<Pick<SignInInput, "clientAddress" | "device">> = {},
) => signIn(tools, { email, password: secret, clientAddress, device, userAgent: null });
/** The outcomes of several consecutive tries. */
async function outcomesOf(
  tries: number,
  attemptOnce: (round: number) => Promise<unknown>,
): Promise<string[]> {
  const outcomes: string[] = [];
  for (let round = 0; round < tries; round += 1) {
    outcomes.push(
      await attemptOnce(round).then(
        () => "in",
        (error: { code: string }) => error.code,
      ),
    );
  }
  return outcomes;
}
const wrong = (count: number) => Array<string>(count).fill("INVALID_CREDENTIALS");
const limited = (count: number) => Array<string>(count).fill("RATE_LIMITED");

const ada: ProviderIdentity = {
  provider: "github",
  providerAccountId: "1",
  email: "ada@example.com",
  isEmailVerified: true,
  name: "Ada",
  image: null,
};

describe("account.signUp", () => {
  it("creates a person, their own workspace and an audit event, and does not sign them in", async () => {
    const made = await nobody().account.signUp.mutate({
      email: " Grace@Example.com ",
      password,
      name: "Grace",
    });
    const { user, sessionId } = await attempt("grace@example.com", password);
    expect(user).toMatchObject({ id: made.userId, email: "grace@example.com", isEmailVerified: false });
    const audit = await database.asOwner(
      "select action, actor_user_id from audit_events where workspace_id = $1",
      [made.workspaceId],
    );
    expect(audit).toContainEqual({ action: "workspace.create", actor_user_id: made.userId });
    expect(await database.asOwner("select id from sessions where user_id = $1", [user.id])).toEqual([
      { id: sessionId },
    ]);
  });

  it("stores the password as an argon2id hash only", async () => {
    await nobody().account.signUp.mutate({ email: "hash@example.com", password });
    const rows = await database.asOwner<{ dump: string }>("select users::text as dump from users");
    expect(rows.map(({ dump }) => dump).join()).not.toContain(password);
    expect(rows.some(({ dump }) => dump.includes("$argon2id$v=19$m=19456,t=2,p=1$"))).toBe(true);
  });

  it("makes one account when two sign up at once, in any spelling", async () => {
    const tries = ["twin@example.com", "Twin@example.com", "twin@EXAMPLE.com"].map((email) =>
      refusalOf(nobody().account.signUp.mutate({ email, password })),
    );
    expect(await Promise.all(tries)).toEqual(["nothing", "nothing", "nothing"]);
    const owned = await database.asOwner(
      "select from members join users on id = user_id where email = 'twin@example.com'",
    );
    expect(owned).toHaveLength(1);
  });

  it("answers for an existing account with a wrong password as for a new one", async () => {
    const taken = { email: "taken@example.com", name: "Ada Weir" };
    const owner = await nobody().account.signUp.mutate({ ...taken, password });
    const { email: passwordless } = await createPerson(web);
    for (const email of [taken.email, passwordless]) {
      const stranger = { email, password: "another password", name: "Ada Weir" };
      const [one, two] = [
        await nobody().account.signUp.mutate(stranger),
        await nobody().account.signUp.mutate(stranger),
      ];
      expect(Object.keys(one)).toEqual(Object.keys(owner));
      expect(one.workspaceSlug).toMatch(/^ada-weir-[0-9a-f]{8}$/);
      expect(new Set([one.userId, two.userId, owner.userId]).size).toBe(3);
      const made = await database.asOwner("select from workspaces where id = $1", [one.workspaceId]);
      expect(made).toEqual([]);
      await expect(attempt(email, "another password")).rejects.toMatchObject({ code: "INVALID_CREDENTIALS" });
    }
  });

  it("leads people who sign up again with their own password to their account", async () => {
    const person = { email: "again@example.com", password };
    const first = await nobody().account.signUp.mutate(person);
    expect(await nobody().account.signUp.mutate({ ...person, name: "Somebody Else" })).toEqual(first);
  });

  it("is not a way around the limit on guessing one account's password", async () => {
    await nobody().account.signUp.mutate({ email: "guessed@example.com", password });
    const tries = Array.from({ length: 25 }, (_, index) =>
      refusalOf(
        nobody().account.signUp.mutate({ email: "guessed@example.com", password: `${password} ${index}` }),
      ),
    );
    expect((await Promise.all(tries)).filter((code) => code === "RATE_LIMITED")).toHaveLength(15);
  });

  it.each([
    ["short", "person@example.com"],
    ["aaaaaaaaaaaa", "person@example.com"],
    ["person@example.com", "person@example.com"],
    ["é".repeat(600), "person@example.com"],
    [password, "a@evil.example,victim@example.com"],
    [password, "a@b\r\nBcc: c@example.com"],
    [password, ""],
  ])("refuses the password %j for the address %j", async (secret, email) => {
    expect(await refusalOf(nobody().account.signUp.mutate({ email, password: secret }))).toBe(
      "INVALID_INPUT",
    );
  });
});

describe("signIn", () => {
  it("gives one answer for a wrong password, an unknown address and an account without a password", async () => {
    await nobody().account.signUp.mutate({ email: "known@example.com", password });
    const { email: passwordless } = await createPerson(web);
    const errors = await Promise.all(
      ["known@example.com", "unknown@example.com", passwordless, "not an address"].map((email) =>
        attempt(email, "wrong password").catch((error: unknown) => error),
      ),
    );
    for (const error of errors) expect(error).toMatchObject({ code: "INVALID_CREDENTIALS" });
    expect(new Set(errors.map((error) => String(error))).size).toBe(1);
  });

  it("opens a new session each time", async () => {
    await nobody().account.signUp.mutate({ email: "twice@example.com", password });
    const [first, second] = [
      await attempt("twice@example.com", password),
      await attempt("twice@example.com", password),
    ];
    expect(first.sessionId).not.toBe(second.sessionId);
  });

  it.each(["nobody-here@example.com", "victim@example.com"])(
    "checks few guesses at %s, from however many addresses",
    async (email) => {
      if (email.startsWith("victim")) await nobody().account.signUp.mutate({ email, password });
      const guess = (round: number) => attempt(email, "a guess", { clientAddress: `198.51.100.${round}` });
      expect(await outcomesOf(25, guess)).toEqual([...wrong(10), ...limited(15)]);
    },
  );

  it("lets one address use up no more than its share of them", async () => {
    const email = "shared@example.com";
    await nobody().account.signUp.mutate({ email, password });
    const guess = () => attempt(email, "a guess", { clientAddress: "203.0.113.66" });
    expect(await outcomesOf(30, guess)).toEqual([...wrong(5), ...limited(25)]);
    expect(await outcomesOf(1, () => attempt(email, password))).toEqual(["in"]);
  });

  describe("while strangers guess", () => {
    const email = "besieged@example.com";
    const device: KnownDevice = { id: "her-laptop", accounts: [accountMark(email)] };
    const besiege = () =>
      outcomesOf(30, (round) => attempt(email, "a guess", { clientAddress: `198.51.100.${round}` }));

    it("lets the person in from a known device, despite a few typing errors", async () => {
      await nobody().account.signUp.mutate({ email, password });
      expect((await besiege()).at(-1)).toBe("RATE_LIMITED");
      const atHome = (round: number) => attempt(email, round % 10 < 9 ? "mistyped" : password, { device });
      expect(await outcomesOf(20, atHome)).toEqual([...wrong(9), "in", ...wrong(9), "in"]);
    });

    it("gives that device a few tries of its own, and gives nobody else extra tries", async () => {
      const stolen = { ...device, id: "stolen" };
      const guess = () => attempt(email, "a guess", { device: stolen });
      expect(await outcomesOf(15, guess)).toEqual([...wrong(10), ...limited(5)]);
      expect(await outcomesOf(1, () => attempt(email, password, { device }))).toEqual(["in"]);
      const other = { id: "hers", accounts: [accountMark("somebody-else@example.com")] };
      expect(await outcomesOf(1, () => attempt(email, password, { device: other }))).toEqual(limited(1));
    });
  });

  it("does not count correct passwords as guesses", async () => {
    const email = "busy@example.com";
    await nobody().account.signUp.mutate({ email, password });
    const right = (round: number) => attempt(email, password, { clientAddress: `198.51.100.${round}` });
    expect(await outcomesOf(25, right)).toEqual(Array(25).fill("in"));
  });
});

describe("signInWithProvider", () => {
  it("makes an account the first time and finds it again, even if the address has changed there", async () => {
    const first = await signInWithProvider(tools, ada, null);
    const again = await signInWithProvider(tools, { ...ada, email: "new@example.com" }, null);
    expect(again.userId).toBe(first.userId);
    expect(again.sessionId).not.toBe(first.sessionId);
  });

  it("links another provider to the account of the same verified address", async () => {
    const first = await signInWithProvider(tools, ada, null);
    const google = { ...ada, provider: "google", providerAccountId: "g-1" } as const;
    expect((await signInWithProvider(tools, google, null)).userId).toBe(first.userId);
  });

  it("trusts no address that the provider has not verified", async () => {
    const unverified = { ...ada, providerAccountId: "2", isEmailVerified: false };
    await expect(signInWithProvider(tools, unverified, null)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("never signs in to an account that was made with an unverified address", async () => {
    await nobody().account.signUp.mutate({ email: "claimed@example.com", password });
    const owner = { ...ada, providerAccountId: "3", email: "claimed@example.com" };
    await expect(signInWithProvider(tools, owner, null)).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await database.asOwner("select from accounts where provider_account_id = '3'")).toEqual([]);
  });
});

describe("me.get", () => {
  it("returns who is signed in and their workspaces", async () => {
    const person = await createPerson(web);
    const me = await clientOf(web, person).me.get.query();
    expect(me.user).toMatchObject({ id: person.userId, email: person.email });
    expect(me.workspaces).toMatchObject([
      { id: person.workspaceId, slug: person.workspaceSlug, role: "owner" },
    ]);
    expect(JSON.stringify(me)).not.toContain("passwordHash");
  });
});

describe("account.demo", () => {
  it("names the demo's account once there is one, and nothing else of it", async () => {
    expect(await nobody().account.demo.query()).toEqual({ email: null });
    await ensureDemoAccount(tools, password);
    expect(await nobody().account.demo.query()).toEqual({ email: demoEmail });
  });
});
