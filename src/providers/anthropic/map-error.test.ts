import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { AppError } from "#core/errors.ts";
import { collect, sampleRequest, scriptVendor } from "../wire/testing/scripted-vendor.ts";
import { createAnthropicModel } from "./model.ts";
import { apiKey, signal, vendor } from "./testing/wire-samples.ts";

async function errorOf(status: number, headers: { [name: string]: string }, body: string) {
  const server = await vendor((response) => {
    response
      .writeHead(status, { "content-type": "application/json", "request-id": "req_1", ...headers })
      .end(body);
  });
  const { error } = await collect(
    createAnthropicModel({ apiKey, baseUrl: server.url }).stream(sampleRequest, { signal }),
  );
  expect(server.requests).toHaveLength(1);
  expect(inspect(error, { depth: 10 })).not.toContain(apiKey);
  if (!(error instanceof AppError)) throw new Error(`no AppError: ${String(error)}`);
  return error;
}

const errorBody = (type: string, message = "no", code?: string) =>
  JSON.stringify({
    type: "error",
    error: { type, message, details: code === undefined ? null : { error_code: code } },
  });

describe("a call that is refused", () => {
  it.each<[number, string, string, string, boolean]>([
    [400, errorBody("invalid_request_error"), "PROVIDER_REFUSED", "claude-haiku-5-5", false],
    [
      400,
      errorBody("invalid_request_error", "Your credit balance is too low"),
      "PROVIDER_SPEND_LIMIT",
      "credit",
      false,
    ],
    [401, errorBody("authentication_error", `bad key ${apiKey}`), "KEY_INVALID", "key", false],
    [402, errorBody("billing_error"), "PROVIDER_SPEND_LIMIT", "credit", false],
    [403, errorBody("permission_error"), "KEY_INVALID", "permission", false],
    [403, "<html>blocked</html>", "PROVIDER_REFUSED", "network", false],
    [404, errorBody("not_found_error"), "MODEL_NOT_FOUND", "claude-haiku-5-5", false],
    [408, "", "PROVIDER_UNAVAILABLE", "408", true],
    [413, errorBody("request_too_large"), "PROVIDER_REFUSED", "too large", false],
    [429, errorBody("rate_limit_error"), "PROVIDER_RATE_LIMITED", "rate", true],
    [
      429,
      errorBody("rate_limit_error", "no", "enforced_spend_limit_reached"),
      "PROVIDER_SPEND_LIMIT",
      "spend",
      false,
    ],
    [
      429,
      errorBody("rate_limit_error", "no", "contract_spend_limit_reached"),
      "PROVIDER_SPEND_LIMIT",
      "spend",
      false,
    ],
    [429, errorBody("rate_limit_error", "no", "ramp_limit_exceeded"), "PROVIDER_RATE_LIMITED", "rate", true],
    [500, errorBody("api_error"), "PROVIDER_UNAVAILABLE", "500", true],
    [503, "not json", "PROVIDER_UNAVAILABLE", "503", true],
    [529, errorBody("overloaded_error"), "PROVIDER_OVERLOADED", "overloaded", true],
    [302, "", "PROVIDER_REFUSED", "redirect", false],
  ])("%i %s is %s", async (status, body, code, words, retryable) => {
    const error = await errorOf(status, { location: "http://127.0.0.1:9/" }, body);
    expect(error).toMatchObject({ code, retryable });
    expect(error.message).toContain(words);
    expect(error.details).toMatchObject({ httpStatus: status, providerRequestId: "req_1" });
  });

  it.each<[{ [name: string]: string }, number | undefined]>([
    [{ "retry-after": "3" }, 3_000],
    [{ "retry-after": "3600" }, 3_600_000],
    [{ "retry-after-ms": "250", "retry-after": "9" }, 250],
    [{ "retry-after": "-5" }, undefined],
    [{ "retry-after": "soon" }, undefined],
    [{ "retry-after": String(25 * 86_400) }, 86_400_000],
    [{ "retry-after": "Wed, 21 Oct 2015 07:28:00 GMT" }, undefined],
    [{}, undefined],
  ])("%o asks to wait %s ms", async (headers, waitMs) => {
    expect((await errorOf(429, headers, errorBody("rate_limit_error"))).retryAfterMs).toBe(waitMs);
  });

  it("understands a retry-after date", async () => {
    const date = new Date(Date.now() + 60_000).toUTCString();
    const askedAtMs = Date.now();
    const { retryAfterMs } = await errorOf(429, { "retry-after": date }, errorBody("rate_limit_error"));
    expect(retryAfterMs).toBeLessThanOrEqual(Date.parse(date) - askedAtMs);
    expect(retryAfterMs).toBeGreaterThanOrEqual(Date.parse(date) - Date.now());
  });

  it("is not retried when the vendor says so", async () => {
    expect(await errorOf(529, { "x-should-retry": "false" }, "")).toMatchObject({ retryable: false });
  });

  it("reports a connection that is refused", async () => {
    const server = await scriptVendor(() => {});
    await server.close();
    const { error } = await collect(
      createAnthropicModel({ apiKey, baseUrl: server.url }).stream(sampleRequest, { signal }),
    );
    expect(error).toMatchObject({ code: "PROVIDER_UNAVAILABLE", details: { cause: "ECONNREFUSED" } });
  });

  it("keeps a key out of types, codes and request ids too", async () => {
    const body = JSON.stringify({
      error: { type: apiKey, message: apiKey, details: { error_code: apiKey } },
    });
    await errorOf(400, { "request-id": apiKey }, body);
  });
});
