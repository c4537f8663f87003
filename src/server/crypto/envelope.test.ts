import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { providerKeyIdSchema, workspaceIdSchema } from "#core/ids.ts";
import { createDataKey, openDataKey, rewrapDataKey, wrappingKeyId } from "./data-key.ts";
import { openSecret, sealSecret } from "./envelope.ts";
import { parseKeyring } from "./keyring.ts";

const uuid = fc.uuid({ version: 4 });
const workspace = uuid.map((id) => workspaceIdSchema.parse(id));
const keyId = uuid.map((id) => providerKeyIdSchema.parse(id));
const secret = fc.string({ unit: "binary", minLength: 1, maxLength: 300 });
const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
const ring = (...entries: [string, Uint8Array][]) =>
  parseKeyring(entries.map(([id, key]) => `${id}:${Buffer.from(key).toString("base64")}`).join(","));

/** Flips one bit of the decoded bytes, not of a character: the last base64 character has bits that mean nothing. */
function flipBit(part: string, at: number): string {
  const decoded = Buffer.from(part, "base64url");
  const index = at % decoded.length;
  decoded[index] = (decoded[index] ?? 0) ^ (1 << (at % 8));
  return decoded.toString("base64url");
}

describe("sealSecret", () => {
  it("opens in its own place to the same text", () => {
    fc.assert(
      fc.property(bytes, secret, workspace, keyId, (dataKey, text, workspaceId, id) => {
        const envelope = sealSecret({ bytes: dataKey, version: 3 }, text, { workspaceId, keyId: id });
        expect(envelope.split(":")[1]).toBe("3");
        expect(openSecret(dataKey, envelope, { workspaceId, keyId: id })).toBe(text);
      }),
    );
  });

  it("opens nowhere else", () => {
    fc.assert(
      fc.property(
        bytes,
        secret,
        workspace,
        workspace,
        keyId,
        keyId,
        (dataKey, text, ours, theirs, id, otherId) => {
          fc.pre(ours !== theirs && id !== otherId);
          const envelope = sealSecret({ bytes: dataKey, version: 1 }, text, { workspaceId: ours, keyId: id });
          expect(() => openSecret(dataKey, envelope, { workspaceId: theirs, keyId: id })).toThrow(
            /could not be opened/,
          );
          expect(() => openSecret(dataKey, envelope, { workspaceId: ours, keyId: otherId })).toThrow(
            /could not be/,
          );
          const relabelled = envelope.replace("v1:1:", "v1:2:");
          expect(() => openSecret(dataKey, relabelled, { workspaceId: ours, keyId: id })).toThrow(
            /could not be/,
          );
        },
      ),
    );
  });

  it("does not open when a single bit of any part was changed", () => {
    fc.assert(
      fc.property(
        bytes,
        secret,
        workspace,
        keyId,
        fc.nat(2),
        fc.nat(),
        (dataKey, text, workspaceId, id, part, at) => {
          const place = { workspaceId, keyId: id };
          const parts = sealSecret({ bytes: dataKey, version: 1 }, text, place).split(":");
          parts[2 + part] = flipBit(parts[2 + part] ?? "", at);
          expect(() => openSecret(dataKey, parts.join(":"), place)).toThrow(/could not be opened/);
        },
      ),
    );
  });

  it.each(["", "v1", "v1:1", "v1:0:a:b:c", "v2:1:a:b:c", "v1:1:::", "plain text"])(
    "refuses %j",
    (envelope) => {
      const place = {
        workspaceId: workspaceIdSchema.parse("0b0e5b0e-0000-4000-8000-000000000001"),
        keyId: providerKeyIdSchema.parse("0b0e5b0e-0000-4000-8000-000000000002"),
      };
      expect(() => openSecret(new Uint8Array(32), envelope, place)).toThrow(/stored secret/);
    },
  );
});

describe("data keys", () => {
  it("open only for their workspace and version, and only with the key that wrapped them", () => {
    fc.assert(
      fc.property(bytes, bytes, workspace, workspace, (first, second, ours, theirs) => {
        fc.pre(ours !== theirs && Buffer.compare(first, second) !== 0);
        const keyring = ring(["k1", first]);
        const wrapped = createDataKey(keyring, { workspaceId: ours, version: 1 });
        expect(openDataKey(keyring, wrapped, { workspaceId: ours, version: 1 })).toHaveLength(32);
        expect(() => openDataKey(keyring, wrapped, { workspaceId: theirs, version: 1 })).toThrow(
          /could not be/,
        );
        expect(() => openDataKey(keyring, wrapped, { workspaceId: ours, version: 2 })).toThrow(
          /could not be/,
        );
        expect(() => openDataKey(ring(["k1", second]), wrapped, { workspaceId: ours, version: 1 })).toThrow();
        expect(() => openDataKey(ring(["k2", first]), wrapped, { workspaceId: ours, version: 1 })).toThrow(
          /"k1"/,
        );
      }),
    );
  });

  it("stay the same when the keyring rotates, after which the old keyring key may be dropped", () => {
    fc.assert(
      fc.property(bytes, bytes, workspace, (oldKey, newKey, workspaceId) => {
        fc.pre(Buffer.compare(oldKey, newKey) !== 0);
        const ref = { workspaceId, version: 1 };
        const before = ring(["k0", oldKey]);
        const wrapped = createDataKey(before, ref);
        const both = ring(["k1", newKey], ["k0", oldKey]);
        const rewrapped = rewrapDataKey(both, wrapped, ref);
        if (rewrapped === null) throw new Error("expected a new wrapping");
        expect(wrappingKeyId(rewrapped)).toBe("k1");
        expect(rewrapDataKey(both, rewrapped, ref)).toBeNull();
        const opened = openDataKey(ring(["k1", newKey]), rewrapped, ref);
        expect(Buffer.compare(opened, openDataKey(before, wrapped, ref))).toBe(0);
      }),
    );
  });
});

describe("parseKeyring", () => {
  const key = Buffer.alloc(32, 1).toString("base64");
  it("takes the first key as the current one", () => {
    const keyring = parseKeyring(`k2:${key},k1:${key}`);
    expect(keyring.current.id).toBe("k2");
    expect([...keyring.byId.keys()]).toEqual(["k2", "k1"]);
  });

  it.each([`k1:${key},k1:${key}`, "k1:c2hvcnQ=", key, ""])("refuses %j", (text) => {
    expect(() => parseKeyring(text)).toThrow();
  });
});
