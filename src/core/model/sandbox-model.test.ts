import { describe, expect, it } from "vitest";
import { faultOfSandboxModel, parseSandboxModel } from "./sandbox-model.ts";

describe("parseSandboxModel", () => {
  it("reads a plain name with its own pace", () => {
    expect(parseSandboxModel("brief")).toEqual({
      kind: "model",
      model: {
        id: "brief",
        paceMs: 8,
        thinkMs: 0,
        tokens: null,
        fault: null,
        after: 5,
        times: 1,
        retryAfterSeconds: null,
        wire: "messages",
      },
    });
  });

  it("reads every option", () => {
    expect(
      parseSandboxModel("echo?pace=0&tokens=50&fault=429&after=3&times=always&retryAfter=7"),
    ).toMatchObject({
      model: {
        paceMs: 0,
        tokens: 50,
        fault: "429",
        after: 3,
        times: Number.POSITIVE_INFINITY,
        retryAfterSeconds: 7,
      },
    });
  });

  it.each(["genius", "", "Brief", "brief/2", "__proto__"])("does not know %j", (name) => {
    expect(parseSandboxModel(name)).toEqual({ kind: "unknown" });
  });

  it.each([
    "brief?pase=1",
    "brief?pace=-1",
    "brief?pace=1.5",
    "brief?pace=99999999",
    "brief?pace=1&pace=2",
    "brief?fault=418",
    "brief?times=sometimes",
    "brief?tokens=0",
    "brief?__proto__=1",
  ])("refuses %s", (name) => {
    expect(parseSandboxModel(name)).toMatchObject({ kind: "invalid" });
  });
});

describe("faultOfSandboxModel", () => {
  it("names what the sandbox does have, and leaves other vendors alone", () => {
    expect(faultOfSandboxModel("sandbox/brief?pace=0")).toBeNull();
    expect(faultOfSandboxModel("openai/brief2")).toBeNull();
    expect(faultOfSandboxModel("sandbox/breif")).toBe(
      "the sandbox does not have the model sandbox/breif: it has sandbox/brief, sandbox/small, sandbox/json, sandbox/echo",
    );
    expect(faultOfSandboxModel("sandbox/echo?speed=1")).toContain("speed");
  });
});
