import { readPenstockError } from "#client/read-error.ts";

/**
 * The code of the error that refuses a call; `"nothing"` when it was not refused. Anything that is not an answer of
 * Penstock is thrown on.
 */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "nothing";
  } catch (error) {
    const described = readPenstockError(error);
    if (described === null) throw error;
    return described.code;
  }
}
