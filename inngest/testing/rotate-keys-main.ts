import { parseKeyring } from "#server/crypto/keyring.ts";
import { createDatabase } from "#server/db/driver/client.ts";
import { patienceMs } from "#server/db/testing/patience.ts";
import { rotateAllKeys } from "#server/services/keys/rotate-all-keys.ts";

/** A process that seals everything again under the first key of a ring, until somebody kills it. */
const [url = "", ring = ""] = process.argv.slice(2);
const db = createDatabase({ url, poolSize: 1, waitMs: patienceMs });
for await (const _ of rotateAllKeys({ db, keyring: parseKeyring(ring) }, { renewDataKey: true }));
await db.$disconnect();
