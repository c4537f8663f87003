import { describe, expect, it } from "vitest";
import { okRanges } from "#core/http/http-status.ts";
import { createGuardedHttp } from "./guarded-http.ts";
import { bodyText, open, send, setUpCanary } from "./testing/canary.ts";

const canary = setUpCanary();

describe("a request", () => {
  it("is sent as asked for and returns the answer", async () => {
    let body = "";
    canary.reply = async (request, response) => {
      for await (const chunk of request) body += String(chunk);
      response.writeHead(201, { "x-answer": ["a", "b"] }).end("made");
    };
    const answer = await send(
      `${canary.url}/items?x=1`,
      { method: "post", headers: { "X-Key": "v" }, body: '{"a":1}' },
      open,
    );
    expect(answer).toMatchObject({ status: 201, redirectedTo: null, headers: { "x-answer": "a, b" } });
    expect(bodyText(answer)).toBe("made");
    expect(canary.seen[0]).toMatchObject({
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
    await expect(send(canary.url, { headers }, open)).rejects.toMatchObject({ code: "INVALID_INPUT" });
    expect(canary.seen).toHaveLength(0);
  });

  it("sends bytes unchanged", async () => {
    const bytes = Buffer.from([0x89, 0, 0xff]);
    const got: Buffer[] = [];
    canary.reply = async (request, response) => {
      for await (const chunk of request) got.push(chunk);
      response.end();
    };
    await send(canary.url, { method: "PUT", body: bytes }, open);
    expect(Buffer.concat(got)).toEqual(bytes);
  });

  it.each(["GET", "HEAD"])("with a body and the method %s is refused", async (method) => {
    await expect(send(canary.url, { method, body: "x" }, open)).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
    expect(canary.seen).toHaveLength(0);
  });

  it("ends when the answer is too large, and reads no further", async () => {
    canary.reply = (_request, response) => {
      const timer = setInterval(() => response.write("x".repeat(5_000)), 1);
      response.on("close", () => clearInterval(timer));
    };
    await expect(send(canary.url, {}, open)).rejects.toMatchObject({ code: "HTTP_FAILED", retryable: false });
    await expect.poll(() => canary.seen[0]?.socket.destroyed).toBe(true);
  });

  it.each(["before", "in the middle of"])("ends when nothing comes %s the answer", async (when) => {
    canary.reply = (_request, response) => {
      if (when !== "before") response.write("a");
    };
    await expect(send(canary.url, { timeoutMs: 100 }, open)).rejects.toMatchObject({
      code: "HTTP_FAILED",
      retryable: true,
    });
  });

  it("ends with the reason of an abort", async () => {
    const controller = new AbortController();
    canary.reply = () => controller.abort("enough");
    const request = {
      method: "GET",
      url: canary.url,
      headers: {},
      body: null,
      timeoutMs: 60_000,
      maxResponseBytes: 100,
      okStatuses: okRanges([]),
      holdsSecrets: false,
    };
    const http = createGuardedHttp({ ...open, allowedPorts: "any" });
    await expect(http.send(request, { signal: controller.signal })).rejects.toBe("enough");
  });

  it("keeps paths and queries out of its errors", async () => {
    canary.reply = (_request, response) => response.destroy();
    const error = await send(`${canary.url}/secret-path?token=secret`, {}, open).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: "HTTP_FAILED", retryable: true });
    expect(String(error)).not.toContain("secret");
  });

  it("says that an answer is not HTTP", async () => {
    canary.reply = (_request, response) => {
      response.socket?.end("hello\r\n");
    };
    await expect(send(canary.url, {}, open)).rejects.toMatchObject({
      code: "HTTP_FAILED",
      message: `${new URL(canary.url).host} answered with something that is not HTTP.`,
    });
  });
});

describe("a mark", () => {
  const mark = { "x-mark": "ours" };

  it("is on every request, after a redirect too, and cannot be overwritten by the sender", async () => {
    canary.reply = (request, response) => {
      if (request.url === "/end") response.end();
      else response.writeHead(302, { location: `http://localhost:${canary.port}/end` }).end();
    };
    await send(`${canary.url}/start`, { headers: { "X-Mark": "theirs" } }, { ...open, mark });
    expect(canary.seen.map(({ headers }) => headers["x-mark"])).toEqual(["ours", "ours"]);
  });
});

describe("a redirect", () => {
  function redirectTo(location: string, status = 302) {
    canary.reply = (request, response) => {
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
    await expect(send(`${canary.url}/start`, {}, open)).rejects.toMatchObject({ code: "HTTP_BLOCKED" });
    expect(canary.seen).toHaveLength(1);
  });

  it("is followed with everything on the same origin", async () => {
    redirectTo("/end");
    const answer = await send(`${canary.url}/start`, { headers: { authorization: "Bearer x" } }, open);
    expect(bodyText(answer)).toBe("there");
    expect(answer.redirectedTo).toBe(`${canary.url}/end`);
    expect(canary.seen[1]?.headers.authorization).toBe("Bearer x");
  });

  it("drops credentials of any name on another origin", async () => {
    redirectTo(`http://localhost:${canary.port}/end`);
    const headers = { authorization: "Bearer x", cookie: "a=b", "x-api-key": "k", accept: "text/plain" };
    await send(`${canary.url}/start`, { headers }, open);
    expect(canary.seen[1]?.headers).toMatchObject({ accept: "text/plain" });
    expect(JSON.stringify(canary.seen[1]?.headers)).not.toMatch(/Bearer|a=b|x-api-key/);
  });

  it("reports the final host, also where a POST was redirected to another", async () => {
    const there = `http://localhost:${canary.port}/end`;
    redirectTo(there);
    const answer = await send(`${canary.url}/start`, { method: "POST", body: "b" }, open);
    expect(answer).toMatchObject({ status: 200, redirectedTo: there });
  });

  it("is returned as the answer where that is asked for, or where it has no target", async () => {
    redirectTo("/end");
    const okStatuses = okRanges(["3xx"]);
    expect(await send(`${canary.url}/start`, { okStatuses }, open)).toMatchObject({
      status: 302,
      headers: { location: "/end" },
      redirectedTo: null,
    });
    canary.reply = (_request, response) => response.writeHead(302).end();
    expect(await send(canary.url, {}, open)).toMatchObject({ status: 302, isBodyCut: false });
  });

  it("turns a POST into a GET, but not with 307", async () => {
    redirectTo("/end");
    await send(`${canary.url}/start`, { method: "POST", body: "b" }, open);
    expect(canary.seen[1]?.method).toBe("GET");
    canary.seen.length = 0;
    redirectTo("/end", 307);
    await send(`${canary.url}/start`, { method: "POST", body: "b" }, open);
    expect(canary.seen[1]?.method).toBe("POST");
  });

  it("does not send a body to another host", async () => {
    redirectTo(`http://localhost:${canary.port}/end`, 308);
    await expect(send(`${canary.url}/start`, { method: "POST", body: "b" }, open)).rejects.toMatchObject({
      code: "HTTP_BLOCKED",
    });
    expect(canary.seen).toHaveLength(1);
  });

  it("to an address that cannot be read ends there, and says so", async () => {
    canary.reply = (_request, response) => {
      response.writeHead(302, { location: "http://[bad" }).end();
    };
    await expect(send(canary.url, {}, open)).rejects.toMatchObject({
      code: "HTTP_BLOCKED",
      message: "The request was not sent: it was redirected to an address that cannot be read.",
    });
  });

  it("ends after five", async () => {
    redirectTo("/again");
    await expect(send(`${canary.url}/start`, {}, open)).rejects.toMatchObject({ code: "HTTP_BLOCKED" });
    expect(canary.seen).toHaveLength(6);
  });
});
