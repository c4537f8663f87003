import { describe, expect, it } from "vitest";
import { DraftSaver } from "./draft-saver.ts";
import { draftKeeper } from "./kept-draft.ts";

/** A fake server that stores one draft, as the real one does. */
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

/** A browser's storage for one person in one workspace. */
function storage() {
  const kept = new Map<string, string>();
  return {
    kept,
    read: (name: string) => kept.get(name) ?? null,
    write: (name: string, text: string) => kept.set(name, text) === kept,
    remove: (name: string) => void kept.delete(name),
  };
}

const saverOf = ({ kept, save }: ReturnType<typeof keeper>, work = storage()) =>
  new DraftSaver({
    saved: { ...kept },
    keeper: draftKeeper(work, "p"),
    save,
    read: async () => ({ ...kept }),
    canRead: (text) => !text.startsWith("["),
    delayMs: 1,
    firstRetryMs: 1,
  });
const lost = new TypeError("Failed to fetch");

describe("DraftSaver", () => {
  it("saves the latest text, one request at a time", async () => {
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

  it("saves after a pause, and not if nothing differs", async () => {
    const server = keeper();
    const saver = saverOf(server);
    saver.change("b");
    saver.change("a");
    expect(saver.state().kind).toBe("saved");
    saver.change("c");
    await expect.poll(() => server.kept.text).toBe("c");
    expect(server.kept.revision).toBe(2);
  });

  it("keeps a text that was reverted while another one is being saved", async () => {
    const server = keeper();
    const saver = saverOf(server);
    server.hold();
    saver.change("ab");
    const flushed = saver.flush();
    // Undone: the text equals the saved one, and the request in flight is not another person's.
    saver.change("a");
    expect([saver.hasUnsaved, saver.mayAdopt]).toEqual([false, false]);
    server.release();
    await flushed;
    expect(server.kept).toEqual({ text: "a", revision: 3 });
    expect([saver.text, saver.mayAdopt]).toEqual(["a", true]);
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

  it("reports invalid and refused texts, and retries with the next text", async () => {
    const server = keeper();
    const saver = saverOf(server);
    server.refuse(refused("INVALID_DEFINITION"));
    saver.change("{");
    expect(await saver.flush()).toBe(false);
    expect(saver.state().kind).toBe("unreadable");
    server.refuse(refused("FORBIDDEN"));
    saver.change("{}");
    expect(await saver.flush()).toBe(false);
    expect(saver.state()).toEqual({ kind: "failed", message: "no" });
    expect(await saver.flush()).toBe(true);
    expect(server.kept.text).toBe("{}");
  });

  it("retries by itself when no answer came", async () => {
    const server = keeper();
    const saver = saverOf(server);
    server.refuse(lost);
    server.refuse(lost);
    saver.change("b");
    expect(await saver.flush()).toBe(false);
    expect(saver.state().kind).toBe("unreachable");
    await expect.poll(() => server.kept.text).toBe("b");
    expect(saver.state().kind).toBe("saved");
  });

  it("sends nothing while nobody is signed in, and continues afterwards", async () => {
    const server = keeper();
    const saver = saverOf(server);
    server.refuse(refused("UNAUTHENTICATED"));
    saver.change("b");
    expect(await saver.flush()).toBe(false);
    saver.change("bc");
    expect([saver.state().kind, server.kept.text]).toEqual(["signed-out", "a"]);
    expect(await saver.flush()).toBe(true);
    expect([saver.state().kind, server.kept.text]).toEqual(["saved", "bc"]);
  });

  it("does not mistake its own save for somebody else's when the answer was lost", async () => {
    const server = keeper();
    const save: typeof server.save = async (text, revision) => {
      const answer = await server.save(text, revision);
      if (text === "ab") throw lost;
      return answer;
    };
    const saver = saverOf({ ...server, save });
    saver.change("ab");
    await saver.flush();
    saver.change("abc");
    expect(await saver.flush()).toBe(true);
    expect([saver.state().kind, server.kept.text]).toEqual(["saved", "abc"]);
  });
});

describe("DraftSaver, left before all was saved", () => {
  it.each(["[ cannot be read", "can be read"])("starts with %j again", async (text) => {
    const server = keeper();
    const work = storage();
    const left = saverOf(server, work);
    if (text.startsWith("can")) server.refuse(lost);
    left.change(text);
    left.close();
    await expect.poll(() => left.state().kind).toMatch(/unreadable|unreachable/);
    const back = saverOf(server, work);
    expect([back.isRestored, back.text, back.hasUnsaved]).toEqual([true, text, true]);
    back.change("fixed");
    expect(await back.flush()).toBe(true);
    expect([server.kept.text, work.kept.size]).toEqual(["fixed", 0]);
    expect(saverOf(server, work).isRestored).toBe(false);
  });

  it("reports a conflict when somebody else has saved meanwhile", async () => {
    const server = keeper();
    const work = storage();
    const left = saverOf(server, work);
    server.refuse(lost);
    left.change("mine");
    left.close();
    await expect.poll(() => left.state().kind).toBe("unreachable");
    await server.save("theirs", 1);
    const back = saverOf(server, work);
    back.open();
    expect([back.text, back.state().kind, server.kept.text]).toEqual(["mine", "conflict", "theirs"]);
    expect(await back.overwrite(2)).toBe(true);
    expect(server.kept.text).toBe("mine");
  });

  it("says when the browser stores nothing", () => {
    const saver = saverOf(keeper(), { ...storage(), write: () => false });
    expect(saver.keep()).toBe(true);
    saver.change("b");
    expect(saver.keep()).toBe(false);
  });

  it("does not touch what another tab stores", async () => {
    const server = keeper();
    const work = storage();
    const [one, other] = [saverOf(server, work), saverOf(server, work)];
    one.change("b");
    one.keep();
    other.change("[ elsewhere");
    other.keep();
    expect(await one.flush()).toBe(true);
    // Flushing stored one tab's text last, so the other stores its own again when it is left.
    other.close();
    expect(saverOf(server, work).text).toBe("[ elsewhere");
  });
});
