import type { Answered, OutputDeclaration } from "./reply.ts";

/** Checks an answer against what its route declares, and returns it as it is to be sent. */
export type AnswerCheck = (
  output: OutputDeclaration | undefined,
  answer: Answered,
) => Answered | Promise<Answered>;

/** Checks nothing. */
export const uninstalled: AnswerCheck = (_, answer) => answer;

/** Where `check-answers.ts` puts itself: a function that is deployed without it does not carry its bytes. */
export const installed: { check: AnswerCheck } = { check: uninstalled };
