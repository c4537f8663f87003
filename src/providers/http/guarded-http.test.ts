import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { HttpRequest } from "#engine/ports.ts";
import { isAllowedAddress } from "./address-policy.ts";
import { createGuardedHttp, type GuardedHttpOptions } from "./guarded-http.ts";

const signal = new AbortController().signal;
const seen: IncomingMessage[] = [];
let reply: RequestListener = (_request, response) => response.end("ok");
const canary = createServer((request, response) => {
  seen.push(request);
  reply(request, response);
});
let port = 0;

beforeAll(async () => {
  const listening = Promise.withResolvers<void>();
  canary.listen(0, "127.0.0.1", listening.resolve);
  await listening.promise;
  port = (canary.address() as AddressInfo).port;
});
afterEach(() => {
  seen.length = 0;
  reply = (_request, response) => response.end("ok");
});
afterAll(() => {
  canary.closeAllConnections();
  canary.close();
});

function send(url: string, change: Partial<HttpRequest> = {}, options: GuardedHttpOptions = {}) {
  const request = {
    method: "GET",
    url,
    headers: {},
    body: null,
    timeoutMs: 2_000,
    maxResponseBytes: 10_000,
    ...change,
  };
  return createGuardedHttp({ allowedPorts: "any", ...options }).send(request, { signal });
}

const open: GuardedHttpOptions = { allowPrivateAddresses: true };
const here = () => `http://127.0.0.1:${port}`;

describe("addresses that are refused before any connection", () => {
  const hosts = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "0x7f.1",
    "0x7f000001",
    "2130706433",
    "017700000001",
    "0177.0.0.1",
    "127.0.0.1.",
    "①②⑦.⓪.⓪.①",
    "127。0。0。1",
    "%31%32%37.0.0.1",
    "0",
    "0.0.0.0",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "foo.localhost",
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[::7f00:1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b:1::1]",
    "[2002:7f00:1::]",
    "[2001::7f00:1]",
    "[fd00:ec2::254]",
    "[fe80::1]",
    "[fec0::1]",
    "[ff02::1]",
    "[::5efe:127.0.0.1]",
    "[2001:db8::1]",
    "[100::1]",
    "169.254.169.254",
    "0xa9fea9fe",
    "2852039166",
    "168.63.129.16",
    "100.100.100.200",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "192.0.0.1",
    "198.18.0.1",
    "203.0.113.7",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "metadata.google.internal",
    "printer.local",
  ];

  it.each(hosts)("%s", async (host) => {
    await expect(send(`http://${host}:${port}/`)).rejects.toMatchObject({
      code: "HTTP_BLOCKED",
      retryable: false,
    });
    expect(seen).toHaveLength(0);
  });

  it.each([
    ["a user name", "http://user@example.com/", "HTTP_BLOCKED"],
    ["a host in the user name", "http://example.com:80@127.0.0.1/", "HTTP_BLOCKED"],
    ["a file", "file:///etc/passwd", "HTTP_BLOCKED"],
    ["gopher", "gopher://example.com/", "HTTP_BLOCKED"],
    ["data", "data:text/plain,hi", "HTTP_BLOCKED"],
    ["a line break", "http://exa\nmple.com/", "INVALID_INPUT"],
    ["a tab", "http://example.com/\ta", "INVALID_INPUT"],
    ["no scheme", "example.com", "INVALID_INPUT"],
    ["nothing", "", "INVALID_INPUT"],
  ])("a URL with %s", async (_name, url, code) => {
    await expect(send(url)).rejects.toMatchObject({ code });
  });

  it.each(["22", "25", "5432", "6379", "3000", "8288"])("port %s", async (refused) => {
    await expect(
      createGuardedHttp().send(
        {
          method: "GET",
          url: `http://example.com:${refused}/`,
          headers: {},
          body: null,
          timeoutMs: 1,
          maxResponseBytes: 1,
        },
        { signal },
      ),
    ).rejects.toMatchObject({ code: "HTTP_BLOCKED", message: expect.stringContaining(refused) });
  });

  it("names that the operator closed", async () => {
    const options = { ...open, blockedHosts: ["Penstock.example"] };
    await expect(send("http://api.penstock.example/", {}, options)).rejects.toMatchObject({
      code: "HTTP_BLOCKED",
    });
  });

  it("names of which one address is private, at the moment of connecting", async () => {
    const resolve = async () => [
      { address: "93.184.216.34", family: 4 },
      { address: "127.0.0.1", family: 4 },
    ];
    await expect(send(`http://rebind.example:${port}/`, {}, { resolve })).rejects.toMatchObject({
      code: "HTTP_BLOCKED",
    });
    expect(seen).toHaveLength(0);
  });

  it("a name whose answer changes is connected to the address that was checked", async () => {
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return [{ address: asked === 1 ? "127.0.0.1" : "127.0.0.2", family: 4 }];
    };
    await send(`http://rebind.example:${port}/`, {}, { ...open, resolve });
    expect(asked).toBe(1);
    expect(seen[0]?.socket.localAddress).toBe("127.0.0.1");
  });

  it("metadata services, also where private networks are open", () => {
    for (const address of [
      "169.254.169.254",
      "::ffff:169.254.169.254",
      "168.63.129.16",
      "100.100.100.200",
      "fd00:ec2::254",
    ]) {
      expect(isAllowedAddress(address, true)).toBe(false);
    }
    expect(isAllowedAddress("10.1.2.3", true)).toBe(true);
  });

  it("private IPv4 addresses in any IPv6 clothes", () => {
    const inside = fc.tuple(fc.constantFrom(10, 127), fc.nat(255), fc.nat(255), fc.nat(255));
    const prefixes = fc.constantFrom("::ffff:", "::", "64:ff9b::", "::5efe:");
    fc.assert(
      fc.property(inside, prefixes, (bytes, prefix) => {
        expect(isAllowedAddress(prefix + bytes.join("."), false)).toBe(false);
      }),
    );
  });

  it("leaves public addresses open", () => {
    for (const address of ["8.8.8.8", "93.184.216.34", "2606:2800:220:1::1"])
      expect(isAllowedAddress(address, false)).toBe(true);
  });
});

describe("a request", () => {
  it("goes out as it was asked for and brings the answer back", async () => {
    let body = "";
    reply = async (request, response) => {
      for await (const chunk of request) body += String(chunk);
      response.writeHead(201, { "x-answer": ["a", "b"] }).end("made");
    };
    const answer = await send(
      `${here()}/items?x=1`,
      { method: "post", headers: { "X-Key": "v" }, body: '{"a":1}' },
      open,
    );
    expect(answer).toMatchObject({ status: 201, body: "made", headers: { "x-answer": "a, b" } });
    expect(seen[0]).toMatchObject({
      method: "POST",
      url: "/items?x=1",
      headers: { "x-key": "v", "accept-encoding": "identity" },
    });
    expect(body).toBe('{"a":1}');
  });

  it.each<[string, { [name: string]: string }]>([
    ["a line break in a value", { "x-a": "1\r\nx-b: 2" }],
    ["a line break in a name", { "x-a\r\nx-b": "1" }],
    ["another host", { Host: "evil.example" }],
    ["a length of its own", { "content-length": "5" }],
    ["an upgrade", { upgrade: "websocket" }],
    ["proxy credentials", { "Proxy-Authorization": "x" }],
    ["text beyond Latin-1", { "x-a": "\u2713" }],
  ])("with %s is refused", async (_name, headers) => {
    await expect(send(here(), { headers }, open)).rejects.toMatchObject({ code: "INVALID_INPUT" });
    expect(seen).toHaveLength(0);
  });

  it("ends when the answer is too large, and reads no further", async () => {
    reply = (_request, response) => {
      const timer = setInterval(() => response.write("x".repeat(5_000)), 1);
      response.on("close", () => clearInterval(timer));
    };
    await expect(send(here(), {}, open)).rejects.toMatchObject({ code: "HTTP_FAILED", retryable: false });
    await expect.poll(() => seen[0]?.socket.destroyed, { timeout: 1_000 }).toBe(true);
  });

  it.each(["before", "in the middle of"])("ends when nothing comes %s the answer", async (when) => {
    reply = (_request, response) => {
      if (when !== "before") response.write("a");
    };
    await expect(send(here(), { timeoutMs: 100 }, open)).rejects.toMatchObject({
      code: "HTTP_FAILED",
      retryable: true,
    });
  });

  it("ends with the reason of an abort", async () => {
    reply = () => {};
    const controller = new AbortController();
    setTimeout(() => controller.abort("enough"), 50);
    const request = {
      method: "GET",
      url: here(),
      headers: {},
      body: null,
      timeoutMs: 5_000,
      maxResponseBytes: 100,
    };
    const http = createGuardedHttp({ ...open, allowedPorts: "any" });
    await expect(http.send(request, { signal: controller.signal })).rejects.toBe("enough");
  });

  it("tells no path or query when it fails", async () => {
    reply = (_request, response) => response.destroy();
    const error = await send(`${here()}/secret-path?token=secret`, {}, open).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: "HTTP_FAILED", retryable: true });
    expect(String(error)).not.toContain("secret");
  });
});

describe("a redirect", () => {
  function redirectTo(location: string, status = 302) {
    reply = (request, response) => {
      if (request.url === "/end") response.end("there");
      else response.writeHead(status, { location }).end();
    };
  }

  it.each([
    "http://169.254.169.254/",
    "http://[::ffff:169.254.169.254]/",
    "file:///etc/passwd",
    "ftp://example.com/",
    "http://u@example.com/",
  ])("to %s is refused", async (location) => {
    redirectTo(location);
    await expect(send(`${here()}/start`, {}, open)).rejects.toMatchObject({ code: "HTTP_BLOCKED" });
    expect(seen).toHaveLength(1);
  });

  it("is followed with everything on the same origin", async () => {
    redirectTo("/end");
    const answer = await send(`${here()}/start`, { headers: { authorization: "Bearer x" } }, open);
    expect(answer.body).toBe("there");
    expect(seen[1]?.headers.authorization).toBe("Bearer x");
  });

  it("loses credentials of every name on another origin", async () => {
    redirectTo(`http://localhost:${port}/end`);
    const headers = { authorization: "Bearer x", cookie: "a=b", "x-api-key": "k", accept: "text/plain" };
    await send(`${here()}/start`, { headers }, open);
    expect(seen[1]?.headers).toMatchObject({ accept: "text/plain" });
    expect(JSON.stringify(seen[1]?.headers)).not.toMatch(/Bearer|a=b|x-api-key/);
  });

  it("turns a POST into a GET, but not with 307", async () => {
    redirectTo("/end");
    await send(`${here()}/start`, { method: "POST", body: "b" }, open);
    expect(seen[1]?.method).toBe("GET");
    seen.length = 0;
    redirectTo("/end", 307);
    await send(`${here()}/start`, { method: "POST", body: "b" }, open);
    expect(seen[1]?.method).toBe("POST");
  });

  it("does not take a body to another host", async () => {
    redirectTo(`http://localhost:${port}/end`, 308);
    await expect(send(`${here()}/start`, { method: "POST", body: "b" }, open)).rejects.toMatchObject({
      code: "HTTP_BLOCKED",
    });
    expect(seen).toHaveLength(1);
  });

  it("ends after five", async () => {
    redirectTo("/again");
    await expect(send(`${here()}/start`, {}, open)).rejects.toMatchObject({ code: "HTTP_BLOCKED" });
    expect(seen).toHaveLength(6);
  });
});
