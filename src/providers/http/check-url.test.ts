import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { okRanges } from "#core/http/http-status.ts";
import { isAllowedAddress } from "./address-policy.ts";
import { createGuardedHttp } from "./guarded-http.ts";
import { open, send, setUpCanary } from "./testing/canary.ts";

const canary = setUpCanary();
const { signal } = new AbortController();

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
    await expect(send(`http://${host}:${canary.port}/`)).rejects.toMatchObject({
      code: "HTTP_BLOCKED",
      retryable: false,
    });
    expect(canary.seen).toHaveLength(0);
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
          okStatuses: okRanges([]),
          holdsSecrets: false,
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

  it("names with one private address, at the moment of connecting", async () => {
    const resolve = async () => [
      { address: "93.184.216.34", family: 4 },
      { address: "127.0.0.1", family: 4 },
    ];
    await expect(send(`http://rebind.example:${canary.port}/`, {}, { resolve })).rejects.toMatchObject({
      code: "HTTP_BLOCKED",
    });
    expect(canary.seen).toHaveLength(0);
  });

  it("connects to the address that was checked when a name's answer changes", async () => {
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return [{ address: asked === 1 ? "127.0.0.1" : "127.0.0.2", family: 4 }];
    };
    await send(`http://rebind.example:${canary.port}/`, {}, { ...open, resolve });
    expect(asked).toBe(1);
    expect(canary.seen[0]?.socket.localAddress).toBe("127.0.0.1");
  });

  it("metadata services, even where private networks are open", () => {
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

  it("private IPv4 addresses in any IPv6 form", () => {
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
