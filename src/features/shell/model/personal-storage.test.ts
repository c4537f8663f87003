import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { forgetMemory, personalStorage } from "./personal-storage.ts";

const ada = { userId: "ada", workspaceId: "w" };

/** As in a browser: stored keys are own properties. */
function fakeStorage(): Storage {
  const methods = {
    getItem: (key: string) => (kept[key] as string | undefined) ?? null,
    setItem: (key: string, text: string) => Object.assign(kept, { [key]: text }),
    removeItem: (key: string) => delete kept[key],
  };
  const kept: Record<string, unknown> = Object.create(methods);
  return kept as unknown as Storage;
}

describe("personalStorage", () => {
  beforeEach(() => vi.stubGlobal("window", { localStorage: fakeStorage() }));
  afterEach(() => vi.unstubAllGlobals());

  it("separates people and workspaces", () => {
    personalStorage("memory", ada).write("input.p", "secret");
    expect(personalStorage("memory", ada).read("input.p")).toBe("secret");
    for (const other of [
      { ...ada, userId: "ben" },
      { ...ada, workspaceId: "v" },
    ])
      expect(personalStorage("memory", other).read("input.p")).toBeNull();
    expect(personalStorage("work", ada).read("input.p")).toBeNull();
  });

  it("forgets what anybody has typed, even in older versions, and keeps unsaved work", () => {
    window.localStorage.setItem("penstock.input.p", "of an older version");
    personalStorage("memory", ada).write("input.p", "secret");
    personalStorage("work", ada).write("draft.p", "words");
    forgetMemory();
    expect(Object.keys(window.localStorage)).toEqual(["penstock.work.ada.w.draft.p"]);
  });

  it("says when a browser stores nothing", () => {
    vi.stubGlobal("window", {});
    expect(personalStorage("work", ada).write("draft.p", "words")).toBe(false);
    expect(personalStorage("work", ada).read("draft.p")).toBeNull();
  });
});
