import { readPenstockError } from "#client/read-error.ts";

/** The code of the error that rejects a call; `"nothing"` when it succeeds. Any other error is rethrown. */
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
