import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isToldByMail, mailKindsFor, mailKindsOf, typesOfMail, usualMailKinds } from "./mail.ts";
import { type MailNews, oneLine, writeMail } from "./mail-text.ts";

const places = {
  workspaceName: "Team",
  url: "https://penstock.example/team/runs/1",
  settingsUrl: "https://penstock.example/team/settings",
};

describe("a mail", () => {
  it("has a subject of one line, whatever names say", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 300 }),
        fc.string({ unit: "binary" }),
        (name, workspaceName) => {
          const news = { about: "decision", pipelineName: name, nodeId: name, deadlineAtMs: null } as const;
          const { subject, text } = writeMail(news, { ...places, workspaceName });
          expect(subject).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]{1,200}$/u);
          expect(text).toMatch(
            /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\n]*(\n[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\n]*)*$/u,
          );
          expect(text).toContain(places.url);
        },
      ),
    );
  });

  it("says what a budget is for, what happens at its limit, and how much of it is gone", () => {
    const budget = { scope: "pipeline", name: "Digest", per: "month", onLimit: "wait" } as const;
    const news: MailNews = {
      about: "budget",
      isReached: true,
      ...budget,
      limit: "$5.00",
      used: "$4.99",
    };
    expect(writeMail(news, places)).toEqual({
      subject: "[Team] A call did not fit the budget of the pipeline Digest per month",
      text: [
        "A call did not fit the budget of the pipeline Digest per month. Calls that do not fit wait. They continue when the budget resets or an owner or an admin raises the limit; a call that may cost more than the whole limit waits for the raise.",
        "Reserved and spent: $4.99 of $5.00.",
        "",
        places.url,
        "",
        "--",
        "Workspace: Team",
        `Choose what you get mail about: ${places.settingsUrl}`,
        "",
      ].join("\n"),
    });
    expect(writeMail({ ...news, per: "run" }, places).text).toContain("it never resets");
    const wide = writeMail({ ...news, scope: "workspace", name: null, isReached: false }, places);
    expect(wide.subject).toBe("[Team] Past the warning share: the budget of the workspace per month");
  });

  it("cuts what is too long with a sign that it did", () => {
    expect(oneLine("a".repeat(200))).toBe(`${"a".repeat(79)}…`);
  });
});

describe("what a member is told", () => {
  it("is, unless they choose, what they may decide, and budgets for those who may change them", () => {
    expect(usualMailKinds("owner")).toEqual(["decisions", "budgets"]);
    expect(usualMailKinds("admin")).toEqual(["decisions", "budgets"]);
    expect(usualMailKinds("editor")).toEqual(["decisions"]);
    expect(usualMailKinds("viewer")).toEqual([]);
  });

  it("is never more than their role allows, also where they chose it before", () => {
    const all = typesOfMail(mailKindsFor("owner"));
    expect(mailKindsOf(all)).toEqual(mailKindsFor("owner"));
    expect(isToldByMail("wait.opened", "editor", all)).toBe(true);
    expect(isToldByMail("wait.opened", "viewer", all)).toBe(false);
    expect(isToldByMail("webhook.off", "editor", all)).toBe(false);
    expect(isToldByMail("budget.reached", "owner", [])).toBe(false);
  });
});
