import { type Json, parsed } from "./json.ts";

/** Answers by key, in the order in which they were given. */
export type AnswersByKey = Readonly<Record<string, Json>>;

export interface Difference {
  /** Of the answer. */
  readonly key: string;
  /** The field, such as `$.items[0].id`. */
  readonly path: string;
  /** Absent when the field was not recorded. */
  readonly recorded?: Json;
  /** Absent when the field was not answered. */
  readonly answered?: Json;
}

/** A difference on a line. */
export function lineOf({ key, path, recorded, answered }: Difference): string {
  const shown = (value: Json | undefined) => (value === undefined ? "nothing" : JSON.stringify(value));
  return `${key} ${path}: recorded ${shown(recorded)}, answered ${shown(answered)}`;
}

/**
 * What no two runs have in common, and what stands for it in a recording: `<id>` is any id, `<id:pets>` is one id,
 * the same wherever it stands in a scenario, and none of the others there. Nothing else is left out of account.
 */
export const kinds: ReadonlyMap<string, string> = new Map([
  ["account", "[0-9]{12}"],
  ["arn", 'arn:[^\\s"]+'],
  ["basic-time", "[0-9]{8}T[0-9]{6}Z"],
  ["clf-time", "[0-9]{2}/[A-Z][a-z]{2}/[0-9]{4}:[0-9:]{8} [+-][0-9]{4}"],
  ["cloudfront-id", "[A-Za-z0-9_-]{54}(?:==)?"],
  ["cloudfront-pop", "[A-Z]{3}[0-9]+-[A-Z][0-9]+"],
  ["cloudfront-via", "[0-9.]+ [0-9a-f]{32}\\.cloudfront\\.net \\(CloudFront\\)"],
  ["epoch", "[0-9]{13}"],
  ["extended-request-id", "[A-Za-z0-9_-]{15}="],
  ["host", "[A-Za-z0-9.-]+(?::[0-9]+)?"],
  ["http-date", "[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT"],
  ["id", "[a-z0-9]{4,}"],
  ["ip", "[0-9a-f.:]+"],
  ["key", "[A-Za-z0-9-]{20,128}"],
  ["length", "[0-9]+"],
  ["log-time", "[A-Z][a-z]{2} [A-Z][a-z]{2} [0-9]{2} [0-9:]{8} UTC [0-9]{4}"],
  ["masked", "[^\\s,]+"],
  ["milliseconds", "[0-9]+"],
  ["name", "[A-Za-z0-9 ()_.-]+"],
  ["partition", "aws(?:-[a-z]+)*"],
  ["position", "[A-Za-z0-9+/=_-]+"],
  ["region", "[a-z]{2}(?:-[a-z]+)+-[0-9]"],
  ["time", "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[+-][0-9:]+)"],
  ["trace-id", "Root=1-[0-9a-f]{8}-[0-9a-f]{24}(?:;.*)?"],
  ["url", 'https?://[^\\s"/]+'],
  ["uuid", "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"],
]);

/** Stands for a value, any one, that was not kept when the answer was recorded. */
const unrecorded = "<unrecorded>";

const token = new RegExp(`<(${[...kinds.keys()].join("|")})(?::([A-Za-z0-9_-]+))?>`, "g");

/**
 * The fields in which answers differ from those recorded. A member that one side lacks differs, and so does an answer
 * that was not given. Where a recording has an object or a list and the answer has text, the text is read as JSON,
 * since the recordings hold such texts (templates, schemas) as what they say.
 */
export function compare(recorded: AnswersByKey, answered: AnswersByKey): readonly Difference[] {
  const known = new Map<string, string>();
  return [...new Set([...Object.keys(recorded), ...Object.keys(answered)])].flatMap((key) =>
    fields("$", recorded[key], answered[key], known).map((difference) => ({ key, ...difference })),
  );
}

function fields(
  path: string,
  recorded: Json | undefined,
  answered: Json | undefined,
  known: Map<string, string>,
): readonly Omit<Difference, "key">[] {
  if (recorded === unrecorded && answered !== undefined) return [];
  if (typeof recorded === "object" && recorded !== null) {
    const value = typeof answered === "string" ? parsed(answered) : answered;
    if (typeof value === "object" && value !== null && Array.isArray(recorded) === Array.isArray(value)) {
      const left = new Map(Object.entries(recorded));
      const right = new Map(Object.entries(value));
      return [...new Set([...left.keys(), ...right.keys()])].flatMap((name) =>
        fields(memberPath(path, name, Array.isArray(recorded)), left.get(name), right.get(name), known),
      );
    }
  } else if (typeof recorded === "string" && typeof answered === "string") {
    if (isText(recorded, answered, known)) return [];
  } else if (typeof recorded === "string" && typeof answered === "number") {
    if (/^<(?:epoch|milliseconds)>$/.test(recorded) && isText(recorded, String(answered), known)) return [];
  } else if (recorded === answered) return [];
  return [{ path, ...(recorded !== undefined && { recorded }), ...(answered !== undefined && { answered }) }];
}

function memberPath(path: string, name: string, inList: boolean): string {
  if (inList) return `${path}[${name}]`;
  return /^[\w-]+$/.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`;
}

/** Whether a text is the recorded one, what its tokens stand for included; remembers what that is. */
function isText(recorded: string, answered: string, known: Map<string, string>): boolean {
  const named: string[] = [];
  let source = "";
  let end = 0;
  for (const match of recorded.matchAll(token)) {
    const [whole, kind = "", label] = match;
    source += escaped(recorded.slice(end, match.index));
    end = match.index + whole.length;
    const value = label === undefined ? undefined : known.get(whole);
    if (value !== undefined) source += escaped(value);
    else if (named.includes(whole)) source += `\\${named.indexOf(whole) + 1}`;
    else if (label === undefined) source += `(?:${kinds.get(kind)})`;
    else {
      source += `(${kinds.get(kind)})`;
      named.push(whole);
    }
  }
  source += escaped(recorded.slice(end));
  const found = new RegExp(`^${source}$`, "s").exec(answered);
  if (found === null) return false;
  const values = named.map((name, at) => [name, found[at + 1] ?? ""] as const);
  // What a name stands for is not what another stands for.
  const taken = [...known.values(), ...values.map(([, value]) => value)];
  if (new Set(taken).size < taken.length) return false;
  for (const [name, value] of values) known.set(name, value);
  return true;
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
