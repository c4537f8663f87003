import { describe, expect, it } from "vitest";
import { parseEnvironment } from "./env.ts";

const key = Buffer.alloc(32, 7).toString("base64");
const minimal = {
  DATABASE_APP_URL: "postgresql://penstock_app:x@127.0.0.1:5432/penstock",
  PENSTOCK_KEYRING: `k1:${key}`,
  NEXTAUTH_SECRET: "s".repeat(32),
};

describe("parseEnvironment", () => {
  it("fills in the defaults of a single machine", () => {
    expect(parseEnvironment(minimal)).toMatchObject({
      nodeEnv: "development",
      engine: "embedded",
      publicOrigin: "http://localhost:3000",
      github: null,
      trustedProxyCount: 0,
      allowPrivateHttp: false,
    });
  });

  it.each([
    "localhost:3175",
    "penstock.example",
    "ftp://penstock.example",
    "https://penstock.example/app",
    "https://",
  ])("refuses the public address %j and says what is right", (address) => {
    expect(() => parseEnvironment({ ...minimal, PENSTOCK_URL: address })).toThrow(
      /PENSTOCK_URL: must be an address such as https:\/\/penstock\.example\.com/,
    );
  });

  it("reads the allowed ports and the egress proxy", () => {
    const read = (more: object) => parseEnvironment({ ...minimal, ...more });
    expect(read({})).toMatchObject({ allowedHttpPorts: null, egressProxy: null });
    expect(read({ ALLOWED_HTTP_PORTS: "80, 443,9200", EGRESS_PROXY: "http://u:p@proxy:3128" })).toMatchObject(
      {
        allowedHttpPorts: [80, 443, 9200],
        egressProxy: "http://u:p@proxy:3128",
      },
    );
    expect(read({ ALLOWED_HTTP_PORTS: "any" }).allowedHttpPorts).toBe("any");
    expect(read({}).privateModelHosts).toEqual([]);
    expect(read({ PRIVATE_MODEL_HOSTS: "LocalHost:11434, [::1]:8000" }).privateModelHosts).toEqual([
      "localhost:11434",
      "[::1]:8000",
    ]);
    for (const PRIVATE_MODEL_HOSTS of ["localhost", "http://localhost:1", "a:b", "a:1,,b:2"]) {
      expect(() => read({ PRIVATE_MODEL_HOSTS })).toThrow(/PRIVATE_MODEL_HOSTS: must be hosts/);
    }
    for (const ALLOWED_HTTP_PORTS of ["all", "80;443", "0", "80,70000", "-1"]) {
      expect(() => read({ ALLOWED_HTTP_PORTS })).toThrow(/ALLOWED_HTTP_PORTS: must be ports/);
    }
    expect(() => read({ EGRESS_PROXY: "proxy:3128" })).toThrow(/EGRESS_PROXY: must be/);
  });

  it("reads where files are stored, and requires a complete bucket or none", () => {
    const read = (more: object) => parseEnvironment({ ...minimal, ...more }).files;
    expect(read({})).toEqual({ maxBytes: 33_554_432, folder: null, s3: null });
    expect(read({ FILES_FOLDER: "/var/files", FILES_MAX_BYTES: "5" })).toMatchObject({
      folder: "/var/files",
      maxBytes: 5,
    });
    const bucket = {
      FILES_S3_ENDPOINT: "http://minio:9000",
      FILES_S3_BUCKET: "penstock",
      FILES_S3_ACCESS_KEY_ID: "id",
      FILES_S3_SECRET_ACCESS_KEY: "secret",
    };
    expect(read(bucket).s3).toMatchObject({ region: "us-east-1", prefix: "", isPathStyle: false });
    expect(read({ ...bucket, FILES_S3_PREFIX: "a/b", FILES_S3_PATH_STYLE: "1" }).s3).toMatchObject({
      prefix: "a/b/",
      isPathStyle: true,
    });
    expect(() => read({ FILES_S3_ENDPOINT: "http://minio:9000" })).toThrow(
      "a bucket for files also needs FILES_S3_BUCKET, FILES_S3_ACCESS_KEY_ID, FILES_S3_SECRET_ACCESS_KEY",
    );
    expect(() => read({ FILES_S3_PREFIX: "a" })).toThrow("also needs FILES_S3_ENDPOINT");
    expect(() => read({ FILES_FOLDER: "files" })).toThrow(/FILES_FOLDER: must be the whole path/);
    expect(() => read({ FILES_MAX_BYTES: "0" })).toThrow(/FILES_MAX_BYTES/);
  });

  it("reads the mail server and the sender, both or neither", () => {
    const read = (more: object) => parseEnvironment({ ...minimal, ...more }).mail;
    const MAIL_FROM = "Penstock <penstock@example.com>";
    expect(read({})).toBe(null);
    expect(read({ SMTP_URL: "smtps://ada%40x:p%3A%2F@smtp.example.com", MAIL_FROM })).toEqual({
      server: { host: "smtp.example.com", port: 465, isSecure: true, user: "ada@x", password: "p:/" },
      from: { name: "Penstock", address: "penstock@example.com" },
      publicOrigin: "http://localhost:3000",
    });
    expect(read({ SMTP_URL: "smtp://localhost", MAIL_FROM: "a@b.c" })).toMatchObject({
      server: { port: 587, isSecure: false, user: null },
      from: { name: "", address: "a@b.c" },
    });
    expect(() => read({ MAIL_FROM })).toThrow("SMTP_URL and MAIL_FROM belong together");
    for (const SMTP_URL of ["smtp.example.com", "http://x", "smtp://x/y", "smtp://x?a=1", "smtp://u:%zz@x"]) {
      expect(() => read({ SMTP_URL, MAIL_FROM })).toThrow(/SMTP_URL: must be an address such as smtps:/);
    }
    for (const wrong of ["Penstock", "a@b, c@d", "A <a>", "a@b\r\nBcc: c@d"]) {
      expect(() => read({ SMTP_URL: "smtp://x", MAIL_FROM: wrong })).toThrow(/MAIL_FROM: must be an e-mail/);
    }
  });

  it("accepts the public address with and without a trailing slash", () => {
    for (const address of ["https://penstock.example", "https://penstock.example/"])
      expect(parseEnvironment({ ...minimal, PENSTOCK_URL: address }).publicOrigin).toBe(
        "https://penstock.example",
      );
  });

  it.each([
    ["postgresql://me:geheim@/penstock?host=/tmp", /with a host\. For a Unix socket .*@%2Fvar/],
    ["postgresql:///penstock?host=/tmp", /with a host\. For a Unix socket/],
    ["postgresql://me:geheim@db:port/penstock", /with a host/],
    ["postgresql://me:geheim@db/penstock?sslmode=prefer", /sslmode .* Use one of disable, .*require/],
    ["postgresql://db/penstock?user=me&password=geheim", /user and password before the host/],
    ["mysql://me:geheim@db/penstock", /must be a postgresql:\/\/ address/],
  ])("refuses the database address %s without showing its password", (address, expected) => {
    const parse = () => parseEnvironment({ ...minimal, DATABASE_APP_URL: address });
    expect(parse).toThrow(expected);
    expect(parse).not.toThrow(/geheim/);
  });

  it.each([
    "postgresql://me:pw@%2Fvar%2Frun%2Fpostgresql/penstock",
    "postgres://me:pw@db.example:5433/penstock?sslmode=require",
    "postgresql://me:pw@[::1]/penstock",
  ])("accepts the database address %s", (address) => {
    expect(parseEnvironment({ ...minimal, DATABASE_APP_URL: address }).databaseAppUrl).toBe(address);
  });

  it("names every invalid variable and shows no value", () => {
    const parse = () =>
      parseEnvironment({ ...minimal, PENSTOCK_KEYRING: "k1:c2hvcnQ=", NEXTAUTH_SECRET: "too-short-secret" });
    expect(parse).toThrow(/PENSTOCK_KEYRING[\s\S]*NEXTAUTH_SECRET/);
    expect(parse).not.toThrow(/c2hvcnQ=|too-short-secret/);
  });

  it("treats an empty string as an error, not as absent", () => {
    expect(() => parseEnvironment({ ...minimal, GITHUB_ID: " " })).toThrow(/GITHUB_ID is set but empty/);
  });

  it("requires both halves of an OAuth application", () => {
    expect(() => parseEnvironment({ ...minimal, GOOGLE_ID: "id" })).toThrow(/GOOGLE_ID and GOOGLE_SECRET/);
  });

  it.each(["0", "1", "false"])("refuses INNGEST_DEV=%s in production", (value) => {
    expect(() => parseEnvironment({ ...minimal, NODE_ENV: "production", INNGEST_DEV: value })).toThrow(
      /INNGEST_DEV/,
    );
  });

  it("refuses an unsigned Inngest endpoint in production", () => {
    const production = { ...minimal, NODE_ENV: "production", ENGINE: "inngest" };
    expect(() => parseEnvironment(production)).toThrow(/INNGEST_SIGNING_KEY/);
    expect(parseEnvironment({ ...production, INNGEST_SIGNING_KEY: "signkey-prod-1" }).engine).toBe("inngest");
  });
});
