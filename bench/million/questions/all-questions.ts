import type { ServiceContext } from "#server/services/context.ts";
import { listQuestions } from "./of-lists.ts";
import { moneyQuestions } from "./of-money.ts";
import { pageQuestions } from "./of-pages.ts";
import type { Question, QuestionSubjects } from "./question.ts";

/** All questions about a million runs. */
export function allQuestions(context: ServiceContext, asked: QuestionSubjects): readonly Question[] {
  return [
    ...listQuestions(context, asked),
    ...moneyQuestions(context, asked),
    ...pageQuestions(context, asked),
  ];
}
