import { describe, expect, it } from "vitest";
import { createGuardedFetch } from "./guarded-fetch.ts";
import type { GuardedHttpOptions } from "./guarded-http.ts";
import { bodyText, open, send, setUpCanary } from "./testing/canary.ts";
import { setUpProxy } from "./testing/proxy.ts";
import { createVendorFetch } from "./vendor-fetch.ts";

const canary = setUpCanary();
const proxy = setUpProxy(() => canary.port);
const publicly = async () => [{ address: "93.184.216.34", family: 4 }];
const unknown = () => Promise.reject(new Error("ENOTFOUND"));
const basic = `Basic ${Buffer.from("user:pass").toString("base64")}`;

const through = (resolve: GuardedHttpOptions["resolve"] = publicly): GuardedHttpOptions => ({
  proxy: proxy.url,
  resolve,
});

describe("a request through a proxy", () => {
  it.each([
    ["that is known here", publicly],
    ["that only the proxy knows", unknown],
  ])("to a name %s is sent through it", async (_what, resolve) => {
    const answer = await send("http://api.example/items", {}, through(resolve));
    expect(bodyText(answer)).toBe("ok");
    expect(proxy.asked).toEqual(["GET http://api.example/items"]);
    expect(proxy.credentials).toEqual([basic]);
    expect(canary.seen[0]?.headers).toMatchObject({ host: "api.example" });
  });

  it("to https goes through a tunnel", async () => {
    // The target does not speak TLS; what matters is that the tunnel was requested.
    await expect(send("https://api.example/items", {}, through())).rejects.toMatchObject({
      code: "HTTP_FAILED",
    });
    expect(proxy.asked).toEqual(["CONNECT api.example:443"]);
  });

  it.each([
    "http://127.0.0.1",
    "http://localhost",
    "http://169.254.169.254",
    "http://[::1]",
    "http://a.internal",
  ])("to %s is refused before the proxy sees it", async (url) => {
    await expect(send(`${url}/`, {}, through(unknown))).rejects.toMatchObject({ code: "HTTP_BLOCKED" });
    expect(proxy.asked).toEqual([]);
  });

  it("to a name that resolves to a private address is refused before the proxy sees it", async () => {
    const inside = async () => [...(await publicly()), { address: "10.0.0.1", family: 4 }];
    await expect(send("http://rebind.example/", {}, through(inside))).rejects.toMatchObject({
      code: "HTTP_BLOCKED",
    });
    const metadata = async () => [{ address: "169.254.169.254", family: 4 }];
    const opened = { ...through(metadata), ...open };
    await expect(send("http://meta.example/", {}, opened)).rejects.toMatchObject({ code: "HTTP_BLOCKED" });
    expect(proxy.asked).toEqual([]);
  });

  it("to a port that the operator has opened, and to no other", async () => {
    const options = { ...through(), allowedPorts: [9200] };
    await send("http://api.example:9200/", {}, options);
    expect(proxy.asked).toEqual(["GET http://api.example:9200/"]);
    await expect(send("http://api.example/", {}, options)).rejects.toMatchObject({ code: "HTTP_BLOCKED" });
  });

  it("is checked again when it is redirected", async () => {
    canary.reply = (_request, response) => response.writeHead(302, { location: "http://127.0.0.1/" }).end();
    await expect(send("http://api.example/", {}, through())).rejects.toMatchObject({ code: "HTTP_BLOCKED" });
    expect(proxy.asked).toHaveLength(1);
  });

  it("to a private address, where these are allowed, goes there directly", async () => {
    const options = { ...open, proxy: proxy.url };
    expect(bodyText(await send(canary.url, {}, options))).toBe("ok");
    expect(proxy.asked).toEqual([]);
  });

  it.each([
    ["https", 403, false],
    ["https", 502, true],
    ["http", 407, false],
  ])("over %s names the proxy when it refuses with %i", async (scheme, status, retryable) => {
    proxy.refuses = status;
    await expect(send(`${scheme}://api.example/`, {}, through())).rejects.toMatchObject({
      code: "HTTP_FAILED",
      retryable,
      message: expect.stringMatching(new RegExp(`proxy.*api\\.example.*${status}`)),
    });
  });
});

describe("a proxy that is down", () => {
  /** A port of this machine that nobody listens on. */
  const down = { resolve: publicly, proxy: "http://127.0.0.1:1" };
  it.each(["http", "https"])("is named itself, not the requested host, over %s", async (scheme) => {
    const message =
      /proxy.*could not be reached \(ECONNREFUSED\), so api\.example was not asked.*EGRESS_PROXY/;
    await expect(send(`${scheme}://api.example/`, {}, down)).rejects.toMatchObject({
      ...{ code: "HTTP_FAILED", retryable: true, message: expect.stringMatching(message) },
    });
    const guarded = createGuardedFetch({ allowPrivateAddresses: false, ...down });
    await expect(guarded(`${scheme}://api.example/`, { method: "POST", body: "{}" })).rejects.toMatchObject({
      ...{ code: "PROVIDER_UNAVAILABLE", retryable: true, message: expect.stringMatching(message) },
    });
  });
});

describe("a model's call through a proxy", () => {
  it.each([
    [502, true],
    [403, false],
  ])("names the proxy when it refuses with %i", async (status, retryable) => {
    proxy.refuses = status;
    const guarded = createGuardedFetch({ allowPrivateAddresses: false, ...through() });
    await expect(guarded("https://models.example/v1/models")).rejects.toMatchObject({
      ...{ code: "PROVIDER_UNAVAILABLE", retryable },
      message: expect.stringMatching(new RegExp(`proxy.*refused.*models\\.example.*${status}`)),
    });
  });

  it("is sent through it, and guarded like any other", async () => {
    const guarded = createGuardedFetch({ allowPrivateAddresses: false, ...through(), proxy: proxy.url });
    expect(await (await guarded("http://models.example/v1/models")).text()).toBe("ok");
    expect(proxy.asked).toEqual(["GET http://models.example/v1/models"]);
    await expect(guarded("http://127.0.0.1/")).rejects.toMatchObject({ code: "HTTP_BLOCKED" });
    expect(proxy.asked).toHaveLength(1);
  });

  it("uses it for the vendor's own address too", () => {
    const options = { allowPrivateAddresses: false, privateHosts: [] };
    const proxied = createVendorFetch({ ...options, proxy: proxy.url });
    expect(proxied.own).toBe(proxied.given);
    expect(createVendorFetch({ ...options, proxy: null }).own).toBe(globalThis.fetch);
  });
});

describe("requests at the same time", () => {
  it("do not wait for each other, however many there are", async () => {
    let waiting = 0;
    const all = Promise.withResolvers<void>();
    canary.reply = async (_request, response) => {
      waiting += 1;
      if (waiting === 100) all.resolve();
      await all.promise;
      response.end("ok");
    };
    const guarded = createGuardedFetch({ allowPrivateAddresses: true });
    const answers = await Promise.all(
      Array.from({ length: 100 }, async () => (await guarded(canary.url)).text()),
    );
    expect(new Set(answers)).toEqual(new Set(["ok"]));
  });
});
