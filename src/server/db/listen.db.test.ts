import { afterAll, expect, it, vi } from "vitest";
import { listen } from "./listen.ts";
import { createTestDatabase } from "./testing/create-test-database.ts";

const database = await createTestDatabase();
const onReconnect = vi.fn();
const listener = await listen({ url: database.appUrl, onReconnect });
afterAll(() => listener.close());

const ring = (channel: string, payload: string) =>
  database.asOwner("select pg_notify($1, $2)", [channel, payload]);

it("receives each channel's own bells, until the subscription ends", async () => {
  const events: string[] = [];
  const controls: string[] = [];
  const stop = listener.subscribe("run_events", (payload) => events.push(payload));
  listener.subscribe("run_control", (payload) => controls.push(payload));
  await ring("run_events", "a");
  await ring("run_control", "b");
  await vi.waitFor(() => expect([events, controls]).toEqual([["a"], ["b"]]), { timeout: 20_000 });
  stop();
  await ring("run_events", "c");
  await ring("run_control", "d");
  await vi.waitFor(() => expect(controls).toEqual(["b", "d"]), { timeout: 20_000 });
  expect(events).toEqual(["a"]);
});

it("reconnects after its connection is lost, reports it, and receives bells again", async () => {
  const heard: string[] = [];
  listener.subscribe("run_events", (payload) => heard.push(payload));
  await database.asOwner(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'penstock listener' and datname = current_database()",
  );
  await vi.waitFor(() => expect(onReconnect).toHaveBeenCalledOnce(), { timeout: 20_000 });
  await ring("run_events", "after");
  await vi.waitFor(() => expect(heard).toEqual(["after"]), { timeout: 20_000 });
});

it("is not woken by channels that it does not listen to, and refuses subscriptions to them", async () => {
  const narrow = await listen({ url: database.appUrl, to: ["run_control"], onReconnect });
  const heard: string[] = [];
  narrow.subscribe("run_control", (payload) => heard.push(payload));
  expect(() => narrow.subscribe("run_events", () => undefined)).toThrow("does not listen to run_events");
  const listening = await database.asOwner(
    "select query from pg_stat_activity where application_name = 'penstock listener' and datname = current_database() order by backend_start desc limit 1",
  );
  expect(listening).toEqual([{ query: "listen run_control" }]);
  await ring("run_control", "stop");
  await vi.waitFor(() => expect(heard).toEqual(["stop"]), { timeout: 20_000 });
  await narrow.close();
});
