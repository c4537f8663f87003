import { once } from "node:events";
import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { requireFreePort } from "./port-check.ts";
import { readSettings } from "./settings.ts";

describe("the check of the port", () => {
  it("names a taken port and how to choose another, and lets a free one pass", async () => {
    const stranger = createServer().listen(0, "127.0.0.1");
    await once(stranger, "listening");
    const address = stranger.address();
    const port = address !== null && typeof address === "object" ? address.port : 0;
    const settings = readSettings({ PORT: String(port) });
    await expect(requireFreePort(settings, "npm start")).rejects.toThrow(
      `Port ${port} is taken by another program. Stop it, or choose another port: PORT=${port + 1} npm start`,
    );
    stranger.close();
    await once(stranger, "close");
    await expect(requireFreePort(settings, "npm start")).resolves.toBeUndefined();
  });

  it.each([4190, 6000])("refuses port %i, which browsers do not open", async (port) => {
    const settings = readSettings({ PORT: String(port) });
    await expect(requireFreePort(settings, "npm start")).rejects.toThrow(
      `Browsers refuse to open port ${port}. Choose another one: PORT=3000 npm start`,
    );
  });

  it("refuses a host that is not of this machine", async () => {
    const settings = readSettings({ HOST: "192.0.2.1", PORT: "3999" });
    await expect(requireFreePort(settings, "npm start")).rejects.toThrow(
      "HOST 192.0.2.1 is not an address of this machine",
    );
  });
});
