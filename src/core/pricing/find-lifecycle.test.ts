import { describe, expect, it } from "vitest";
import { parseModelRef } from "#core/model/model-ref.ts";
import { describeLifecycle, findLifecycle, isRetired } from "./find-lifecycle.ts";
import { findPrice } from "./find-price.ts";
import { modelLifecycles } from "./model-lifecycles.ts";

describe("what is known of models that go", () => {
  it.each(
    modelLifecycles.flatMap((entry) =>
      entry.models.map((model) => [`${entry.provider}/${model}`, entry] as const),
    ),
  )("makes sense for %s", (model, { deprecatedOn, retiresOn, replacement, asOf, source }) => {
    for (const day of [deprecatedOn ?? retiresOn, retiresOn, asOf])
      expect(day).toMatch(/^20\d\d-[01]\d-[0-3]\d$/);
    expect((deprecatedOn ?? "") < retiresOn).toBe(true);
    expect(source).toMatch(/^https:\/\//);
    expect(findPrice(parseModelRef(model))).not.toBe(null);
    // What is recommended is there, and stays for longer.
    if (replacement === null) return;
    expect(findLifecycle(replacement)?.retiresOn ?? "9999").toSatisfy((day: string) => day > retiresOn);
  });

  it("names each model once", () => {
    const names = modelLifecycles.flatMap(({ provider, models }) =>
      models.map((model) => `${provider}/${model}`),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it("goes for dated snapshots, and for those that have a line of their own by that", () => {
    expect(findLifecycle("anthropic/claude-opus-4-5-20251101")?.retiresOn).toBe("2027-01-22");
    expect(findLifecycle("openai/gpt-4o-2024-05-13")?.retiresOn).toBe("2026-10-23");
    expect(findLifecycle("openai/gpt-4o-2024-08-06")?.retiresOn).toBe("2027-01-14");
    expect(findLifecycle("anthropic/claude-opus-5-5")).toBe(null);
    expect(findLifecycle("openai-compatible/gpt-4o")).toBe(null);
  });

  it("says of one that is to go when, and of one that is gone since when", () => {
    const tell = (model: string) => {
      const lifecycle = findLifecycle(model);
      return lifecycle === null ? null : [isRetired(lifecycle), describeLifecycle(model, lifecycle)];
    };
    expect(tell("anthropic/claude-opus-4-5")).toEqual([
      false,
      "anthropic/claude-opus-4-5 will be retired by its provider on 2027-01-22; the provider recommends anthropic/claude-opus-5-5",
    ]);
    expect(tell("anthropic/claude-3-5-haiku-latest")).toEqual([
      true,
      "anthropic/claude-3-5-haiku-latest was retired by its provider on 2026-02-19",
    ]);
  });
});
