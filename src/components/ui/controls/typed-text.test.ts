import { describe, expect, it } from "vitest";
import { arrive, sendValue, showValue, type TypedText } from "./typed-text.ts";

const typing = (typed: TypedText, text: string): TypedText => ({ ...typed, text });
const sending = (typed: TypedText, value: string): TypedText => sendValue(typed, value) ?? typed;

describe("a debounced field", () => {
  it("shows a value from elsewhere, even over typed text", () => {
    expect(arrive(showValue("weir"), "lock")).toEqual(showValue("lock"));
    expect(arrive(typing(showValue(""), "we"), "lock")).toEqual(showValue("lock"));
    const sent = sending(typing(showValue(""), "we"), "we");
    expect(arrive(sent, "lock")).toEqual(showValue("lock"));
  });

  it("keeps the typed text when an earlier value of its own arrives late", () => {
    const first = sending(typing(showValue(""), "we"), "we");
    const second = sending(typing(first, "weir"), "weir");
    const later = typing(second, "weirs");
    expect(arrive(later, "we")).toMatchObject({ text: "weirs", sent: ["weir"] });
    expect(arrive(arrive(later, "we"), "weir")).toMatchObject({ text: "weirs", sent: [] });
    expect(arrive(later, "weir")).toMatchObject({ text: "weirs", sent: [] });
  });

  it("submits nothing that is already there", () => {
    const shown = showValue("weir");
    expect(sendValue(shown, "weir")).toBeNull();
    expect(sendValue(sending(shown, "lock"), "lock")).toBeNull();
    expect(sending(sending(shown, "lock"), "weir").sent).toEqual(["lock", "weir"]);
  });

  it("follows a change back to a value that it once submitted", () => {
    const own = arrive(sending(typing(showValue(""), "weir"), "weir"), "weir");
    expect(arrive(arrive(own, "lock"), "weir")).toEqual(showValue("weir"));
  });
});
