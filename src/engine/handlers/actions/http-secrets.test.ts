import { describe, expect, it } from "vitest";
import type { JsonObject } from "#core/json/json.ts";
import { type HttpAnswer, sendHttp } from "#engine/testing/send-http.ts";

const value = "s3cr3t value/with+signs";
const url = "https://api.example/v1";
const send = (config: JsonObject, answer: HttpAnswer = {}) =>
  sendHttp({ url, ...config }, null, answer, { TOKEN: value });
const header = { headers: { Authorization: "Bearer {{ secrets.TOKEN }}" } };
const json = { "content-type": "application/json" };

describe("a secret in a request", () => {
  it("is sent as it is in headers and body, and encoded in the address", async () => {
    const { request } = await send({
      ...header,
      method: "POST",
      path: "{{ secrets.TOKEN }}",
      query: { key: "{{ secrets.TOKEN }}" },
      body: { token: "{{ secrets.TOKEN }}" },
    });
    expect(request).toMatchObject({
      url: `${url}/s3cr3t%20value/with%2Bsigns?key=s3cr3t%20value%2Fwith%2Bsigns`,
      headers: { authorization: `Bearer ${value}` },
      body: JSON.stringify({ token: value }),
      holdsSecrets: true,
    });
  });

  it("is masked wherever the answer says it again", async () => {
    const { outcome } = await send(header, {
      headers: { ...json, "x-echo": `Bearer ${value}` },
      redirectedTo: `https://api.example/?key=${encodeURIComponent(value)}`,
      body: JSON.stringify({ got: [`Bearer ${value}`], [value]: 1 }),
    });
    expect(outcome).toMatchObject({
      kind: "completed",
      output: {
        headers: { "x-echo": "Bearer ***TOKEN***" },
        redirectedTo: "https://api.example/?key=***TOKEN***",
        body: { got: ["Bearer ***TOKEN***"], "***TOKEN***": 1 },
      },
    });
    expect(JSON.stringify(outcome)).not.toContain("s3cr3t");
  });

  it("is masked among bytes, which lie in the output as base64", async () => {
    const body = Buffer.concat([Buffer.from([0xff, 0]), Buffer.from(value)]);
    const { output } = await send(header, { headers: { "content-type": "image/png" }, body });
    const kept = output?.body as { base64: string; bytes: number };
    const masked = Buffer.from(kept.base64, "base64");
    expect(masked.subarray(2).toString()).toBe("***TOKEN***");
    expect(kept.bytes).toBe(masked.length);
  });

  it("is masked in the answer of a failure, also where that was cut off", async () => {
    const { error } = await send(header, {
      status: 422,
      isBodyCut: true,
      headers: { "content-type": "text/plain", "x-echo": value },
      body: `no: ${value}, ${value.slice(0, 12)}`,
    });
    expect(error?.answer).toMatchObject({
      headers: { "x-echo": "***TOKEN***" },
      body: "no: ***TOKEN***, ***TOKEN***",
    });
    expect(JSON.stringify(error)).not.toContain("s3cr3t");
  });

  it.each([
    ["a conversion that quotes it", "{{ int(secrets.TOKEN) }}"],
    ["a key that it is used as", "{{ {'a': 1}[secrets.TOKEN] }}"],
    ["a sum", "{{ secrets.TOKEN + 1 }}"],
  ])("is not quoted by an expression that fails: %s", async (_what, expression) => {
    const { error, request } = await send({ headers: { A: expression } });
    expect(error?.error).toMatchObject({ code: "EXPRESSION_FAILED" });
    expect(error?.error.message).toContain("may quote a secret");
    expect(JSON.stringify(error)).not.toContain("s3cr3t");
    expect(request).toBeUndefined();
  });
});
