import { own } from "../../own.ts";
import { keywords } from "./keyword-sentences.ts";
import { type FindModel, isSchema, members, type PlacedSchema, resolved, type Schema } from "./schema.ts";

/**
 * What json-schema-validator for Java, which API Gateway's answers show it to use, says of a document that does not
 * match (C): the keywords of a schema in the order of their names, then, if nothing was wrong so far, the members in
 * the order of theirs.
 */
export function faultSentences(document: unknown, model: Schema, findModel: FindModel): readonly string[] {
  const report: string[] = [];
  visit({ schema: model, root: model }, document, { report, findModel });
  return report;
}

interface Visit {
  readonly report: string[];
  readonly findModel: FindModel;
}

function visit(placed: PlacedSchema, value: unknown, walk: Visit): void {
  const { schema, root } = resolved(placed, walk.findModel);
  const matches = (part: unknown) => {
    const report: string[] = [];
    if (isSchema(part)) visit({ schema: part, root }, value, { ...walk, report });
    return report.length === 0;
  };
  for (const [keyword, look] of keywords) {
    const wanted = own(schema, keyword);
    if (wanted === undefined) continue;
    const sentence = look(wanted, value, { schema, matches });
    if (sentence !== undefined) walk.report.push(sentence);
    if (keyword === "dependencies") {
      for (const part of dependent(wanted, value)) visit({ schema: part, root }, value, walk);
    }
  }
  if (walk.report.length > 0) return;
  for (const [part, member] of members(schema, value)) {
    if (walk.report.length >= most) return;
    visit({ schema: part, root }, member, walk);
  }
}

/** Sentences: a body of a million wrong items is not told of each. */
const most = 100;

function dependent(wanted: unknown, value: unknown): Schema[] {
  if (!isSchema(wanted) || !isSchema(value)) return [];
  return Object.entries(wanted).flatMap(([name, part]) =>
    isSchema(part) && Object.hasOwn(value, name) ? [part] : [],
  );
}
