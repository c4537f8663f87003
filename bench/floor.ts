import { Pool } from "pg";
import type { Floor } from "./figure.ts";
import { percentile, timeEach, timesPerSecond } from "./measure.ts";

const commits = 1_000;
const connections = 16;
const durationMs = 3_000;

/** Measures raw PostgreSQL through the same driver, with prepared statements and none of our code. */
export async function measureFloor(ownerUrl: string): Promise<Floor> {
  const pool = new Pool({ connectionString: ownerUrl, max: connections });
  const insert = () =>
    pool.query({ name: "floor", text: "insert into bench_floor (payload) values ($1)", values: ["x"] });
  try {
    await pool.query(
      "create table if not exists bench_floor (id bigint generated always as identity primary key, payload text)",
    );
    const commitMs = percentile(await timeEach(commits, insert), 0.5);
    return { commitMs, commitsPerSecond: await timesPerSecond(connections, durationMs, insert) };
  } finally {
    await pool.end();
  }
}
