import { AwsError } from "../../aws-error.ts";
import { badRequest } from "../errors.ts";

/** Collects what goes wrong, so that a caller is told everything at once. */
export interface Problems {
  /** Runs a step and gives its result; if API Gateway refuses it, remembers why and gives nothing. */
  attempt<T>(what: string, step: () => T): T | undefined;
  /** @throws AwsError `BadRequestException` naming every step that was refused. */
  raise(): void;
}

/**
 * The form of the message is AWS's as callers report it (alexcasalboni/serverless-data-pipeline-sam#1: "Errors found
 * during import: Unable to put integration on 'POST' for resource at path '/track': …"); the separators are general
 * knowledge.
 */
export function createProblems(): Problems {
  const problems: string[] = [];
  return {
    attempt: (what, step) => {
      try {
        return step();
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        problems.push(`Unable to ${what}: ${error.message}`);
        return undefined;
      }
    },
    raise: () => {
      if (problems.length > 0) throw badRequest(`Errors found during import:\n\t${problems.join("\n\t")}`);
    },
  };
}

/** @throws AwsError `BadRequestException` when there are warnings and the caller wants none. */
export function checkWarnings(warnings: readonly string[], failOnWarnings: boolean): void {
  if (failOnWarnings && warnings.length > 0) {
    throw badRequest(`Warnings found during import:\n\t${warnings.join("\n\t")}`);
  }
}
