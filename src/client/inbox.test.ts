import { describe, expect, it } from "vitest";
import { createInbox } from "./inbox.ts";

async function collect<Item>(items: AsyncIterable<Item>, into: Item[] = []): Promise<Item[]> {
  for await (const item of items) into.push(item);
  return into;
}

describe("createInbox", () => {
  it("delivers what was put before and after reading began, in order", async () => {
    const inbox = createInbox<number>();
    inbox.put(1);
    const collected = collect(inbox.items());
    await Promise.resolve();
    inbox.put(2);
    inbox.put(3);
    await new Promise((resolve) => setTimeout(resolve, 5));
    inbox.put(4);
    inbox.close();
    inbox.put(5);
    expect(await collected).toEqual([1, 2, 3, 4]);
  });

  it("delivers what came before a failure, then throws it", async () => {
    const inbox = createInbox<number>();
    const collected: number[] = [];
    inbox.put(1);
    inbox.fail(new Error("cut"));
    inbox.close();
    await expect(collect(inbox.items(), collected)).rejects.toThrow("cut");
    expect(collected).toEqual([1]);
  });
});
