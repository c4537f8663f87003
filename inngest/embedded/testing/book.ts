import type { Pool } from "pg";

/**
 * The smallest book: what a step has done is written in the transaction that does it, and looked up before it is done.
 * As in the program itself, this is what turns delivery that may repeat into an effect that does not.
 */
export const bookTables = `
  create table book (run text, step text, primary key (run, step));
  create table calls (run text, step text, pid int, at timestamptz default clock_timestamp());`;

/** Does a step once; `work` stands for what takes time and must not be repeated. */
export async function doOnce(
  pool: Pool,
  run: string,
  step: string,
  work: () => Promise<void>,
): Promise<string> {
  const known = await pool.query("select from book where run = $1 and step = $2", [run, step]);
  if (known.rowCount === 0) {
    await pool.query("insert into calls (run, step, pid) values ($1, $2, $3)", [run, step, process.pid]);
    await work();
    await pool.query("insert into book (run, step) values ($1, $2) on conflict do nothing", [run, step]);
  }
  return step;
}
