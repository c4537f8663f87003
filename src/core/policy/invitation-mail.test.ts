import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { writeInvitationMail } from "./invitation-mail.ts";

const link = "https://penstock.example/invite#secret";
const news = {
  workspaceName: "Team",
  makerName: "Ada",
  role: "editor",
  link,
  expiresAtMs: Date.UTC(2026, 11, 7),
};

describe("the mail with an invitation", () => {
  it("says who invites to what, and what the link is worth", () => {
    const { subject, text } = writeInvitationMail(news);
    expect(subject).toBe("You are invited to Team");
    expect(text).toContain('Ada invites you to the workspace "Team" in Penstock, as editor.');
    expect(text.split("\n")).toContain(link);
    expect(text).toContain("the first who opens it, until 2026-12-07T00:00:00.000Z");
  });

  it("has one link and one subject line, whatever names say", () => {
    const name = fc.oneof(
      fc.string(),
      fc.constantFrom(
        "see https://evil.example/x now",
        "evil.example",
        "a\r\nBcc: b@evil.example",
        "www.evil.example",
      ),
    );
    fc.assert(
      fc.property(name, name, (workspaceName, makerName) => {
        const { subject, text } = writeInvitationMail({ ...news, workspaceName, makerName });
        expect(subject).not.toMatch(/[\r\n]/);
        const said = `${subject}\n${text}`.replace(link, "").replace("2026-12-07T00:00:00.000Z", "");
        expect(said).not.toMatch(/:\/\/|@|\w\.\w/);
      }),
    );
  });
});
