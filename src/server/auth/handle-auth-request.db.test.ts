import { describe, expect, it } from "vitest";
import { createLogger } from "#server/logger.ts";
import { signUp } from "#server/services/account/sign-up.ts";
import { createTestWeb } from "#server/testing/create-test-web.ts";
import { handleAuthRequest } from "./handle-auth-request.ts";
import { resolvePrincipal } from "./resolve-principal.ts";
import { socketAddressHeader } from "./socket-address.ts";

const web = await createTestWeb();
const lines: string[] = [];
const log = createLogger({ level: "trace", service: "test" }, { write: (line) => lines.push(line) });
const tools = { ...web.tools, log };
const origin = "http://penstock.test";
const password = "a long enough password";

function send(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { origin, host: "penstock.test", ...init.headers };
  const request = new Request(`${origin}/api/auth/${path}`, { ...init, headers, redirect: "manual" });
  return handleAuthRequest(tools, web.auth, request);
}

/** A browser: it keeps cookies and has an address. */
function createBrowser(address: string) {
  const jar = new Map<string, string>();
  const headers = () => ({
    cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; "),
    [socketAddressHeader()]: address,
  });
  const visit = async (path: string, init: RequestInit = {}) => {
    const response = await send(path, { ...init, headers: { ...init.headers, ...headers() } });
    for (const cookie of response.headers.getSetCookie()) {
      const [name = "", value = ""] = cookie.split(";", 1)[0]?.split(/=(.*)/s) ?? [];
      jar.set(name, value);
    }
    return response;
  };
  const post = async (path: string, fields: Record<string, string>) => {
    const { csrfToken } = (await (await visit("csrf")).json()) as { csrfToken: string };
    const body = new URLSearchParams({ ...fields, csrfToken, json: "true" });
    return visit(path, { method: "POST", body });
  };
  return {
    jar,
    headers,
    visit,
    post,
    async signIn(email: string, secret = password) {
      const response = await post("callback/credentials", { email, password: secret, callbackUrl: "/" });
      const { url } = (await response.json()) as { url: string };
      return new URL(url).searchParams.get("error") ?? "in";
    },
  };
}

async function makeAccount(email: string): Promise<void> {
  await signUp(tools, { email, password, name: null, clientAddress: `for ${email}` });
}

describe("signing in over HTTP", () => {
  it("opens a session, and signing out ends it on the server", async () => {
    await makeAccount("ada@example.com");
    const browser = createBrowser("198.51.100.1");
    expect(await browser.signIn("ada@example.com", "wrong")).toBe("INVALID_CREDENTIALS");
    expect(await browser.signIn("ada@example.com")).toBe("in");
    const stolen = new Headers(browser.headers());
    expect(await resolvePrincipal(tools, web.auth, stolen)).toMatchObject({ kind: "session" });
    expect((await browser.visit("session")).status).toBe(200);
    expect((await browser.post("signout", { callbackUrl: "/sign-in" })).status).toBe(200);
    expect(await resolvePrincipal(tools, web.auth, stolen)).toBeNull();
  });

  it("lets a known browser sign in whatever strangers do meanwhile", async () => {
    const email = "besieged@example.com";
    await makeAccount(email);
    const hers = createBrowser("198.51.100.2");
    expect(await hers.signIn(email)).toBe("in");
    const besiegers = Array.from({ length: 12 }, (_, index) => createBrowser(`203.0.113.${index}`));
    for (const besieger of besiegers) await besieger.signIn(email, "a guess");
    expect(await createBrowser("198.51.100.3").signIn(email)).toBe("RATE_LIMITED");
    expect(await hers.signIn(email)).toBe("in");
  });

  it("tells clients with too many tries when to retry, as everywhere else", async () => {
    await makeAccount("often@example.com");
    const guesser = createBrowser("198.51.100.6");
    for (let round = 0; round < 5; round += 1) await guesser.signIn("often@example.com", "a guess");
    const fields = { email: "often@example.com", password, callbackUrl: "/" };
    const answer = await guesser.post("callback/credentials", fields);
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(60);
    expect(await answer.json()).toEqual({ url: expect.stringContaining("error=RATE_LIMITED") });
  });

  it("rejects a device cookie that it did not make", async () => {
    const email = "forged@example.com";
    await makeAccount(email);
    const hers = createBrowser("198.51.100.4");
    await hers.signIn(email);
    const session = hers.jar.get("penstock.session") ?? "";
    for (const mark of [session, "x", ""]) {
      const forger = createBrowser("198.51.100.5");
      forger.jar.set("penstock.device", mark);
      for (let round = 0; round < 5; round += 1) await forger.signIn(email, "a guess");
      expect(await forger.signIn(email)).toBe("RATE_LIMITED");
    }
    const device = hers.jar.get("penstock.device") ?? "";
    const cookie = `penstock.session=${device}`;
    expect(await resolvePrincipal(tools, web.auth, new Headers({ cookie }))).toBeNull();
  });
});

describe("the auth endpoint", () => {
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const json = { "content-type": "application/json" };

  it.each<[string, string, RequestInit, number]>([
    ["GET where a password belongs", "callback/credentials", {}, 405],
    ["a method that nobody uses", "csrf", { method: "DELETE" }, 405],
    ["POST where there is only reading", "csrf", { method: "POST" }, 405],
    ["an action that is not there", "verify-request", {}, 404],
    [
      "words for the log",
      "_log",
      { method: "POST", headers: json, body: '{"level":"error","code":"canary"}' },
      404,
    ],
    ["an odd path", "callback/credentials/more", { method: "POST" }, 404],
    ["an odd provider", "signin/%F0%9F%98%80", {}, 404],
    ["an action of every object", "constructor", {}, 404],
    ["an unreadable target", "signin?callbackUrl=http://%5B", {}, 400],
    ["a target that is not an address", "csrf?callbackUrl=nonsense", {}, 400],
    ["a script as target", "csrf?callbackUrl=javascript:alert(1)", {}, 400],
    [
      "an unreadable target in a form",
      "signout",
      { method: "POST", headers: form, body: "callbackUrl=http%3A%2F%2F%5B" },
      400,
    ],
    [
      "fields that are not texts",
      "signout",
      { method: "POST", headers: json, body: '{"callbackUrl":{}}' },
      400,
    ],
    ["broken JSON", "signout", { method: "POST", headers: json, body: "{" }, 400],
    ["plain text", "signout", { method: "POST", headers: { "content-type": "text/plain" }, body: "x" }, 400],
    [
      "a large form",
      "callback/credentials",
      { method: "POST", headers: form, body: `email=${"x".repeat(20_000)}` },
      413,
    ],
    [
      "another site",
      "signout",
      { method: "POST", headers: { ...form, origin: "http://evil.example" }, body: "a=b" },
      403,
    ],
    [
      "https beside our http",
      "signout",
      { method: "POST", headers: { ...form, origin: "https://penstock.test" }, body: "a=b" },
      403,
    ],
  ])("rejects %s", async (_what, path, init, status) => {
    const response = await send(path, init);
    expect(response.status).toBe(status);
    expect(((await response.json()) as { error: string }).error).not.toBe("");
  });

  it("reads no more of a body than it accepts", async () => {
    let pulled = 0;
    const endless = new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(1_000).fill(97));
      },
    });
    const init = { method: "POST", headers: form, body: endless, duplex: "half" } as RequestInit;
    expect((await send("callback/credentials", init)).status).toBe(413);
    expect(pulled).toBeLessThan(30);
  });

  it("ignores an unreadable cookie", async () => {
    for (const cookie of [
      "penstock.callback-url=http%3A%2F%2F%5B",
      "penstock.csrf-token=%E0%A4%A",
      "penstock.session=x",
    ]) {
      expect((await send("csrf", { headers: { cookie } })).status).toBe(200);
      expect((await send("session", { headers: { cookie } })).status).toBe(200);
    }
  });

  it("puts nothing unsafe into a redirect", async () => {
    for (const error of ["%0d%0aset-cookie:%20a=b", "%F0%9F%98%80", "CredentialsSignin"]) {
      const response = await send(`error?error=${error}`);
      expect(response.status).toBe(302);
      expect(response.headers.getSetCookie().join()).not.toContain("a=b");
    }
    const toOwnPage = await send("signin?callbackUrl=/%C3%A4");
    expect(toOwnPage.status).toBe(302);
  });

  it("has written none of the callers' input into the log", () => {
    expect(lines.join("\n")).not.toMatch(/canary|evil|nonsense/);
  });
});
