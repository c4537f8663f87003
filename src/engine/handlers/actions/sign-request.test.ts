import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "#core/json/json.ts";
import { sendHttp } from "#engine/testing/send-http.ts";
import { signRequest } from "./sign-request.ts";

const secret = `whsec_${randomBytes(32).toString("base64")}`;
const now = () => Math.floor(Date.now() / 1_000);

function send(config: JsonObject) {
  const request = { url: "https://hooks.example/money", method: "POST", ...config };
  return sendHttp(request, null, {}, { ALERTS: secret, WRONG: "no such secret" });
}

describe("a request that is signed", () => {
  it.each([
    ["an object", JSON.stringify({ said: "Ebb, flood – 3 €" })],
    ["nothing", null],
    ["bytes", new Uint8Array(Buffer.from("bytes"))],
  ])("is believed by those who know the secret, and nobody else: %s", async (_, body) => {
    const headers = await signRequest(secret, { id: "one", timestamp: now(), body });
    const payload = body === null ? "" : Buffer.from(body).toString();
    const verify = (key: string) => new Webhook(key).verify(payload, { ...headers });
    if (payload.startsWith("{")) expect(verify(secret)).toEqual(JSON.parse(payload));
    expect(() => verify(`whsec_${randomBytes(32).toString("base64")}`)).toThrow("No matching signature");
  });

  it("carries its signature, whatever headers it sets, and the id that all its tries have", async () => {
    const { request } = await send({
      sign: "{{ secrets.ALERTS }}",
      headers: { "Webhook-Id": "mine" },
      body: { said: "Ebb" },
    });
    const { headers, body, holdsSecrets } = request ?? expect.fail("nothing was sent");
    expect(headers["webhook-id"]).toBe(headers["idempotency-key"]);
    expect(holdsSecrets).toBe(true);
    const { "webhook-timestamp": timestamp = "", "webhook-signature": signature } = headers;
    const again = await signRequest(secret, {
      id: headers["webhook-id"] ?? "",
      timestamp: Number(timestamp),
      body,
    });
    expect(again["webhook-signature"]).toBe(signature);
  });

  it("is not sent with a secret that is none of that kind", async () => {
    const { error, request } = await send({ sign: "{{ secrets.WRONG }}", body: {} });
    expect(error?.error).toMatchObject({ code: "SECRET_MALFORMED", retryable: false });
    expect(error?.error.message).toContain("whsec_");
    expect(request).toBeUndefined();
  });
});
