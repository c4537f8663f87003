import { Prisma } from "./generated/client.ts";

const charactersBefore = 40;
const charactersAfter = 90;

/** A piece of a text around the first place where something stands. */
export interface RawExcerpt {
  readonly piece: string;
  /** Whether more stands before it, and after it. */
  readonly isCutBefore: boolean;
  readonly isCutAfter: boolean;
}

/**
 * What a lateral join gives of a text: the piece around `wanted`, in capitals or not, or no row. Join it to the few
 * rows that are shown: it reads the text once more. The place is that in the text itself (`***=` makes the pattern a
 * plain text): in small letters a text may be longer, as with an "İ", and what is found there stands elsewhere.
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
