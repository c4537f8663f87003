import { Prisma } from "./generated/client.ts";

const charactersBefore = 40;
const charactersAfter = 90;

/** The part of a text around the first match. */
export interface RawExcerpt {
  readonly piece: string;
  /** Whether text was cut off before it, and after it. */
  readonly isCutBefore: boolean;
  readonly isCutAfter: boolean;
}

/**
 * A lateral join that selects the excerpt of a text around `wanted` (case-insensitive), or no row. Join it only to the
 * few rows that are shown: it reads the text again. It searches the text itself (`***=` makes the pattern literal):
 * lower-casing may change a text's length, as with "İ", and would shift the position.
 */
export function excerptAround(text: Prisma.Sql, wanted: string): Prisma.Sql {
  const { length } = [...wanted];
  const room = charactersBefore + length + charactersAfter;
  return Prisma.sql`
    SELECT substr(whole, first, ${room}::int) AS piece, first > 1 AS "isCutBefore",
           length(whole) >= first + ${room}::int AS "isCutAfter"
      FROM (SELECT whole, at, greatest(1, at - ${charactersBefore}::int) AS first
              FROM (SELECT whole, regexp_instr(whole, ${`***=${wanted}`}::text, 1, 1, 0, 'i') AS at
                      FROM (SELECT ${text} AS whole) AS given) AS found) AS placed
     WHERE at > 0`;
}
