import { describe, expect, it } from "vitest";
import { parsePort, readSettings } from "./settings.ts";

describe("the settings of a start", () => {
  it("needs nothing: an embedded database, this machine only, port 3000", () => {
    expect(readSettings({})).toMatchObject({
      port: 3000,
      host: "127.0.0.1",
      databaseUrl: null,
      engine: "embedded",
      url: "http://localhost:3000",
    });
  });

  it("tells people the chosen port's address, or the one they say they publish", () => {
    expect(readSettings({ PORT: "4000" }).url).toBe("http://localhost:4000");
    expect(readSettings({ PENSTOCK_URL: "https://flow.example.com" }).url).toBe("https://flow.example.com");
  });

  it("reaches itself on this machine, whatever it listens on and is published as", () => {
    const published = { PENSTOCK_URL: "https://flow.example.com", PORT: "4000" };
    expect(readSettings(published).localUrl).toBe("http://127.0.0.1:4000");
    expect(readSettings({ ...published, HOST: "0.0.0.0" }).localUrl).toBe("http://127.0.0.1:4000");
    expect(readSettings({ ...published, HOST: "fd00::2" }).localUrl).toBe("http://[fd00::2]:4000");
  });

  it.each(["0", "65536", "-1", "80.5", "http", "", " 3000"])(
    "refuses the port %j and names the variable",
    (text) => {
      expect(() => parsePort(text)).toThrow(/^PORT must be a number from 1 to 65535/);
    },
  );

  it("refuses a database that is no PostgreSQL, and an unknown engine, before anything is started", () => {
    expect(() => readSettings({ DATABASE_URL: "mysql://localhost/x" })).toThrow(
      "DATABASE_URL must be a postgresql://",
    );
    expect(() => readSettings({ ENGINE: "temporal" })).toThrow(
      'ENGINE must be embedded or inngest, not "temporal"',
    );
  });
});
