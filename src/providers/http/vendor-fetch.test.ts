import { describe, expect, it } from "vitest";
import { setUpCanary } from "./testing/canary.ts";
import { createVendorFetch } from "./vendor-fetch.ts";

const canary = setUpCanary();

function open(privateHosts: readonly string[] = []) {
  const resolve = async () => [{ address: "127.0.0.1", family: 4 }];
  return createVendorFetch({ allowPrivateAddresses: false, proxy: null, privateHosts, resolve });
}

describe("a base URL that was given with a key", () => {
  it.each(["127.0.0.1", "localhost", "models.lan"])(
    "is called on %s where the operator listed it",
    async (host) => {
      const listed = `${host}:${canary.port}`;
      const { given, check } = open([listed.toUpperCase()]);
      check(`http://${listed}/v1`);
      expect((await given(`http://${listed}/v1/models`)).status).toBe(200);
      expect(canary.seen).toHaveLength(1);
    },
  );

  it.each(["127.0.0.1", "localhost", "models.lan"])(
    "is not called on %s otherwise, and says what to do",
    async (host) => {
      const { given } = open([`${host}:1`, "other.lan:80"]);
      await expect(given(`http://${host}:${canary.port}/v1/models`)).rejects.toMatchObject({
        code: "HTTP_BLOCKED",
        message: expect.stringContaining(`adds ${host}:${canary.port} to PRIVATE_MODEL_HOSTS`),
      });
      expect(canary.seen).toHaveLength(0);
    },
  );

  it("is refused before anything is sent, where the URL already shows it", () => {
    const { check } = open();
    expect(() => check("http://localhost:11434/v1")).toThrow(
      expect.objectContaining({ code: "HTTP_BLOCKED" }),
    );
    expect(() => check("https://models.example.com/v1")).not.toThrow();
  });

  it("may never be one that hands out the machine's credentials", async () => {
    const { given, check } = open(["169.254.169.254:80"]);
    expect(() => check("http://169.254.169.254/v1")).toThrow(
      expect.objectContaining({ code: "HTTP_BLOCKED" }),
    );
    await expect(given("http://169.254.169.254/v1/models")).rejects.toMatchObject({ code: "HTTP_BLOCKED" });
  });
});
