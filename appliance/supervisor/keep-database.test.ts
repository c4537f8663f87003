import { describe, expect, it, vi } from "vitest";
import type { RunningDatabase } from "./database.ts";
import { keepDatabase } from "./keep-database.ts";

/** A database server that ends when it is told to, or crashes when the test says so. */
function fakeServer(port: number) {
  const { promise: exited, resolve: crash } = Promise.withResolvers<void>();
  const database: RunningDatabase = {
    appUrl: `postgresql://app@127.0.0.1:${port}/penstock`,
    engineUrl: "",
    applied: [],
    pid: port,
    exited,
    stop: async () => crash(),
  };
  return { database, crash };
}

describe("the database that is kept running", () => {
  it("is started again when it ends by itself, and its users only when it has moved", async () => {
    const servers = [fakeServer(5001), fakeServer(5001), fakeServer(5002)] as const;
    const onMoved = vi.fn(async () => undefined);
    const told: string[] = [];
    const waiting = [servers[1].database, servers[2].database];
    const open = async () => waiting.shift() ?? Promise.reject(new Error("no more"));
    const kept = keepDatabase(servers[0].database, { open, onMoved, tell: (line) => told.push(line) });

    servers[0].crash();
    await vi.waitFor(() => expect(kept.current()).toBe(servers[1].database), 20_000);
    expect(onMoved).not.toHaveBeenCalled();
    servers[1].crash();
    await vi.waitFor(() => expect(onMoved).toHaveBeenCalledOnce(), 20_000);
    expect(told).toEqual(["PostgreSQL ended; starting it again.", "PostgreSQL ended; starting it again."]);
    await kept.stop();
    await servers[2].database.exited;
  });

  it("is tried again when it cannot be started", async () => {
    const [first, second] = [fakeServer(5001), fakeServer(5001)];
    const open = vi.fn(async () => second.database).mockRejectedValueOnce(new Error("the disk is full"));
    const told: string[] = [];
    const kept = keepDatabase(first.database, {
      open,
      onMoved: async () => undefined,
      tell: (line) => told.push(line),
    });
    first.crash();
    await vi.waitFor(() => expect(kept.current()).toBe(second.database), 20_000);
    expect(told).toContain("PostgreSQL could not be started: the disk is full");
    await kept.stop();
  });

  it("is stopped also when it was just coming up", async () => {
    const [first, second] = [fakeServer(5001), fakeServer(5001)];
    const opening = Promise.withResolvers<RunningDatabase>();
    const open = vi.fn(() => opening.promise);
    const kept = keepDatabase(first.database, {
      open,
      onMoved: async () => undefined,
      tell: () => undefined,
    });
    first.crash();
    await vi.waitFor(() => expect(open).toHaveBeenCalled(), 20_000);
    const stopped = kept.stop();
    opening.resolve(second.database);
    await stopped;
    await second.database.exited;
  });
});
