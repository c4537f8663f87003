import { describe, expect, it } from "vitest";
import { fieldWords } from "./field-words.ts";

describe("fieldWords", () => {
  it("names a field, with a number if there are several", () => {
    expect(fieldWords(["config", "condition"])).toBe("condition");
    expect(fieldWords(["config", "cases", 0, "when"])).toBe("when 1");
    expect(fieldWords(["config", "tools", 1, "headers", 2])).toBe("headers 2 3");
  });
});
