import { describe, expect, it } from "vitest";
import type { PlayedCase, PlayedVerdict } from "./test-outputs.ts";
import {
  changeSince,
  countOutcomes,
  haveJudges,
  isBeingJudged,
  verdictBefore,
  verdictWords,
} from "./test-words.ts";

type Given = Extract<PlayedVerdict, { readonly state: "given" }>;
const verdict = (more: Partial<Given>): Given => ({
  ...{ assertion: 0, state: "given", passed: true, score: null, reason: "So it is.", run: null },
  ...more,
});
const nothing = { assertion: 0, passed: null, score: null, run: null };
const without = (state: "wanted" | "asked"): PlayedVerdict => ({ ...nothing, state, reason: null });
const unanswered: PlayedVerdict = { ...nothing, state: "unanswered", reason: "The budget is spent." };

function played(
  outcome: PlayedCase["outcome"],
  own: PlayedVerdict,
  before: PlayedVerdict | null = null,
): PlayedCase {
  const baseline =
    before === null
      ? null
      : {
          outcome: before.passed === true ? ("passed" as const) : ("failed" as const),
          reasons: [],
          verdicts: [before],
        };
  const rest = {
    caseId: "c" as PlayedCase["caseId"],
    name: "Case",
    status: "completed",
    output: null,
    answered: 0,
  };
  return { ...rest, outcome, reasons: [], verdicts: [own], baseline };
}

describe("a verdict", () => {
  it("has a word for each state", () => {
    const words = [without("wanted"), without("asked"), unanswered].map((one) => verdictWords(one).word);
    expect(words).toEqual(["not asked yet", "judging", "no verdict"]);
    expect([true, false].map((passed) => verdictWords(verdict({ passed })).word)).toEqual(["yes", "no"]);
  });

  it("is shown with the other version's verdict if that differs", () => {
    const toldBefore = (
      own: Partial<Given>,
      other: Partial<Given>,
      before: PlayedVerdict = verdict(other),
    ) => {
      const one = played("passed", verdict(own), before);
      return verdictBefore(verdict(own), one.baseline);
    };
    expect(toldBefore({}, { passed: false })).toBe("was no");
    expect(toldBefore({ passed: false }, {})).toBe("was yes");
    expect(toldBefore({ score: 80 }, { score: 60, passed: false })).toBe("was 60");
    expect(toldBefore({}, {})).toBeNull();
    expect(toldBefore({}, {}, without("wanted"))).toBeNull();
    expect(toldBefore({}, { assertion: 1, passed: false })).toBeNull();
    expect(verdictBefore(verdict({}), null)).toBeNull();
  });
});

describe("the results of a set", () => {
  it("say whether there are judges, and which verdicts are pending, in either version", () => {
    const [wanted, asked] = [without("wanted"), without("asked")];
    const unjudged = { ...played("passed", wanted), verdicts: [] };
    expect(haveJudges([unjudged])).toBe(false);
    expect(haveJudges([unjudged, played("passed", verdict({}))])).toBe(true);
    expect(haveJudges([{ ...played("passed", wanted, wanted), verdicts: [] }])).toBe(true);
    expect(isBeingJudged([played("passed", verdict({}), asked)])).toBe(true);
    expect(isBeingJudged([played("unjudged", wanted)])).toBe(false);
  });

  it("are counted by outcome, with changes since the other version", () => {
    const cases = [played("passed", verdict({})), played("unjudged", without("wanted"))];
    expect(countOutcomes(cases)).toBe("1 passed · 1 not judged");
    expect(changeSince(played("failed", verdict({ passed: false }), verdict({})))).toBe("was passed");
    expect(changeSince(played("passed", verdict({}), verdict({ passed: false })))).toBe("fixed");
  });
});
