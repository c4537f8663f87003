import { describe, expect, it } from "vitest";
import { sessionCookieName } from "#server/auth/cookies.ts";
import { resolvePrincipal } from "#server/auth/resolve-principal.ts";
import { endSession } from "#server/services/sessions/end-session.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { bearer, clientOf, clientWith, createPerson, headersOf } from "#server/testing/people.ts";
import { refusalOf } from "#server/testing/refusal.ts";

const web = await createTestWeb();
const { tools, auth, database } = web;
const resolve = (headers: Record<string, string>) => resolvePrincipal(tools, auth, new Headers(headers));

describe("a session's cookie", () => {
  it("identifies its person until the session is revoked, and not a moment longer", async () => {
    const { userId, sessionId, cookie } = await createPerson(web);
    expect(await resolve({ cookie })).toEqual({ kind: "session", userId, sessionId });
    await endSession(tools, sessionId);
    expect(await resolve({ cookie })).toBeNull();
  });

  it("is invalid after its session has expired", async () => {
    const { sessionId, cookie } = await createPerson(web);
    await database.asOwner("update sessions set expires_at = now() - interval '1 second' where id = $1", [
      sessionId,
    ]);
    expect(await resolve({ cookie })).toBeNull();
  });

  it("is invalid when it was not sealed by us, or was changed", async () => {
    const { cookie } = await createPerson(web);
    const tampered = cookie.slice(0, -6) + (cookie.endsWith("AAAAAA") ? "BBBBBB" : "AAAAAA");
    const other = await resolvePrincipal(
      tools,
      { ...auth, secret: "another secret, also long enough" },
      new Headers({ cookie }),
    );
    expect([
      await resolve({ cookie: tampered }),
      await resolve({ cookie: `${sessionCookieName(auth.publicOrigin)}=x` }),
      other,
    ]).toEqual([null, null, null]);
  });

  it("is read where next-auth has split it", async () => {
    const { userId, cookie } = await createPerson(web);
    const [name, value = ""] = cookie.split("=");
    const pieces = `other=1; ${name}.0=${value.slice(0, 50)}; ${name}.1=${value.slice(50)}`;
    expect(await resolve({ cookie: pieces })).toMatchObject({ userId });
  });
});

describe("an API token", () => {
  it("acts for its maker in its workspace, and is stored as a hash only", async () => {
    const person = await createPerson(web);
    const { token, tokenId } = await clientOf(web, person).tokens.create.mutate({
      name: "ci",
      scopes: ["run"],
    });
    expect(await resolve(bearer(token))).toMatchObject({
      kind: "token",
      tokenId,
      userId: person.userId,
      workspaceId: person.workspaceId,
      scopes: ["run"],
      role: "owner",
    });
    const rows = await database.asOwner<{ dump: string }>("select t::text as dump from api_tokens t");
    const secret = token.split("_")[2] ?? token;
    expect(rows.map(({ dump }) => dump).join("\n")).not.toContain(secret);
    const listed = await clientOf(web, person).tokens.list.query();
    expect(JSON.stringify(listed)).not.toContain(secret);
  });

  it("is refused from the moment it is revoked or has expired", async () => {
    const person = await createPerson(web);
    const { tokens } = clientOf(web, person);
    const revoked = await tokens.create.mutate({ name: "revoked", scopes: ["read"] });
    const expired = await tokens.create.mutate({ name: "expired", scopes: ["read"], expiresInDays: 1 });
    await tokens.revoke.mutate({ tokenId: revoked.tokenId });
    await database.asOwner("update api_tokens set expires_at = now() - interval '1 second' where id = $1", [
      expired.tokenId,
    ]);
    for (const { token } of [revoked, expired]) {
      expect(await resolve(bearer(token))).toBeNull();
      await expect(clientWith(web, bearer(token)).pipelines.list.query()).rejects.toThrow(
        "This API token is not known: it was revoked, has expired, or was not copied in full.",
      );
    }
    await expect(clientWith(web, {}).pipelines.list.query()).rejects.toThrow("You are not signed in.");
  });

  it("with too narrow a scope is told the scope that it needs, or that none suffices", async () => {
    const person = await createPerson(web);
    const of = async (scope: "run" | "admin") => {
      const { token } = await clientOf(web, person).tokens.create.mutate({ name: scope, scopes: [scope] });
      return clientWith(web, bearer(token));
    };
    await expect((await of("run")).secrets.create.mutate({ name: "A", value: "b" })).rejects.toThrow(
      "(scopes: run) does not have. Use a token with the scope admin, or sign in.",
    );
    await expect((await of("admin")).tokens.create.mutate({ name: "x", scopes: ["read"] })).rejects.toThrow(
      "(scopes: admin) does not have. No token has it: sign in to do this.",
    );
  });

  it("takes precedence over a cookie, and is not read from a URL", async () => {
    const person = await createPerson(web);
    const stale = "pen_0123456789abcdef0123456789abcdef_bad_token";
    expect(await resolve({ ...headersOf(person), ...bearer(stale) })).toBeNull();
    const { token } = await clientOf(web, person).tokens.create.mutate({ name: "x", scopes: ["read"] });
    expect(await resolve({ referer: `http://penstock.test/?token=${token}` })).toBeNull();
  });

  it("records its use at most once a minute", async () => {
    const person = await createPerson(web);
    const { token, tokenId } = await clientOf(web, person).tokens.create.mutate({
      name: "used",
      scopes: ["read"],
    });
    const lastUsed = async () => {
      await resolve(bearer(token));
      const rows = await database.asOwner<{ at: Date }>(
        "select last_used_at as at from api_tokens where id = $1",
        [tokenId],
      );
      return rows[0]?.at.getTime();
    };
    const first = await lastUsed();
    expect(await lastUsed()).toBe(first);
    await database.asOwner(
      "update api_tokens set last_used_at = now() - interval '2 minutes' where id = $1",
      [tokenId],
    );
    expect(await lastUsed()).toBeGreaterThanOrEqual(first ?? 0);
  });

  it.each([
    "Bearer ' or 1=1 --",
    "Bearer pen_%00_%00_%00",
    `Bearer pen_${"0".repeat(32)}_${"0".repeat(43)}_000000`,
    `Bearer ${"x".repeat(10_000)}`,
    "Basic dXNlcjpwYXNz",
    "Bearer",
  ])("is invalid when it reads %j", async (authorization) => {
    expect(await resolve({ authorization })).toBeNull();
    expect(await refusalOf(clientWith(web, { authorization }).workspaces.get.query())).toBe(
      "UNAUTHENTICATED",
    );
  });

  it("cannot create another token", async () => {
    const person = await createPerson(web);
    const { token } = await clientOf(web, person).tokens.create.mutate({ name: "admin", scopes: ["admin"] });
    const { tokens } = clientWith(web, bearer(token));
    expect(await refusalOf(tokens.create.mutate({ name: "child", scopes: ["admin"] }))).toBe("FORBIDDEN");
  });
});
