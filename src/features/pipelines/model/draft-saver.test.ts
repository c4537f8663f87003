import { describe, expect, it } from "vitest";
import { DraftSaver } from "./draft-saver.ts";

/** A server that keeps one draft, as the real one does. */
function keeper(initial = "a") {
  const kept = { text: initial, revision: 1 };
  const answers: (() => void)[] = [];
  let isHeld = false;
  const refusals: unknown[] = [];
  const save = async (text: string, expectedRevision: number) => {
    if (isHeld) await new Promise<void>((resolve) => answers.push(resolve));
    const refusal = refusals.shift();
    if (refusal !== undefined) throw refusal;
    if (expectedRevision !== kept.revision) throw refused("CONFLICT");
    kept.text = text;
    kept.revision += 1;
    return { draftRevision: kept.revision };
  };
  const hold = () => {
    isHeld = true;
  };
  const release = () => {
    isHeld = false;
    for (const answer of answers.splice(0)) answer();
  };
  return { kept, save, hold, release, refuse: (refusal: unknown) => refusals.push(refusal) };
}

const refused = (code: string) => ({
  data: { error: { code, message: "no", requestId: "r", problems: [] } },
});
const saverOf = ({ kept, save }: ReturnType<typeof keeper>) =>
  new DraftSaver({ text: kept.text, revision: kept.revision, save, delayMs: 1 });

describe("DraftSaver", () => {
  it("saves what was written last, one request at a time", async () => {
    const server = keeper();
    const saver = saverOf(server);
    server.hold();
    saver.change("ab");
    const done = saver.flush();
    expect(saver.state().kind).toBe("saving");
    saver.change("abc");
    saver.change("abcd");
    server.release();
    expect(await done).toBe(true);
    expect(server.kept).toEqual({ text: "abcd", revision: 3 });
    expect([saver.state().kind, saver.revision, saver.hasUnsaved]).toEqual(["saved", 3, false]);
  });

  it("saves by itself after a moment, and not at all when nothing differs", async () => {
    const server = keeper();
    const saver = saverOf(server);
    saver.change("b");
    saver.change("a");
    expect(saver.state().kind).toBe("saved");
    saver.change("c");
    await expect.poll(() => server.kept.text).toBe("c");
    expect(server.kept.revision).toBe(2);
  });

  it("stops at a conflict until a person decides", async () => {
    const server = keeper();
    const [mine, theirs] = [saverOf(server), saverOf(server)];
    theirs.change("theirs");
    await theirs.flush();
    mine.change("mine");
    expect(await mine.flush()).toBe(false);
    mine.change("mine, longer");
    expect(await mine.flush()).toBe(false);
    expect([mine.state().kind, server.kept.text]).toEqual(["conflict", "theirs"]);
    expect(await mine.overwrite(server.kept.revision)).toBe(true);
    expect(server.kept.text).toBe("mine, longer");
    theirs.change("again");
    await theirs.flush();
    theirs.adopt(server.kept.text, server.kept.revision);
    expect([theirs.state().kind, theirs.hasUnsaved]).toEqual(["saved", false]);
  });

  it("tells what cannot be read and what failed, and tries again with the next text", async () => {
    const server = keeper();
    const saver = saverOf(server);
    server.refuse(refused("INVALID_DEFINITION"));
    saver.change("{");
    expect(await saver.flush()).toBe(false);
    expect(saver.state().kind).toBe("unreadable");
    server.refuse(new TypeError("fetch failed"));
    saver.change("{}");
    expect(await saver.flush()).toBe(false);
    expect(saver.state().kind).toBe("failed");
    expect(await saver.flush()).toBe(true);
    expect(server.kept.text).toBe("{}");
  });
});
