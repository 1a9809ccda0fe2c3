// Rendering of mapping templates, against hand-written JavaScript (the floor) and two other engines.
import { isDeepStrictEqual } from "node:util";
import { compile, type RenderInput } from "@gatewright/mapping-template";
import { type Contestant, measure, type Timing, warm } from "./lib/measure.ts";
import { table, threeDigits } from "./lib/table.ts";
import { type Case, cases } from "./templates/cases.ts";
import { peers, type Rendering } from "./templates/peers.ts";

// Short slices, many of them: what else the machine does hits few, and the median drops those.
const effort = { rounds: 101, slice: 4 };
const warmUp = 150;

const entries = cases.map((each) => ({ each, ...contestantsOf(each) }));
// All of them first: a process that renders one template only is no gateway.
for (const { contestants } of entries) for (const contestant of contestants) warm(contestant, warmUp);

const results = entries.map(({ each, contestants, wrong }) => {
  const timings = measure(contestants, (call) => pick(each, call), effort);
  console.log(`\n${each.name}\n${print(timings, wrong)}`);
  const floor = nanoseconds(timings, "by hand (floor)");
  const ours = nanoseconds(timings, "gatewright");
  const velocityjs = timings.find(({ name }) => name === "velocityjs, parsed once");
  return {
    name: each.name,
    floorRatio: round(ours / floor),
    vsVelocityjs: velocityjs === undefined ? null : round(velocityjs.nanoseconds / ours),
  };
});
if (process.argv.includes("--json")) console.log(JSON.stringify({ topic: "templates", cases: results }));

/** Who renders the case right is timed; the others are named. */
function contestantsOf(each: Case) {
  const { template, requests, floor } = each;
  const right: Contestant[] = [];
  const wrong: string[] = [];
  const enter = (name: string, render: Rendering) => {
    if (requests.every((request) => sameJson(answer(render, request), floor(request)))) {
      right.push({ name, run: (call) => render(pick(each, call)) });
    } else wrong.push(name);
  };
  const compiled = compile(template);
  enter("by hand (floor)", floor);
  enter("gatewright", (request) => compiled.render(request).text);
  enter("gatewright, compiled each time", (request) => compile(template).render(request).text);
  for (const { name, parse } of peers) {
    enter(`${name}, parsed once`, parse(template));
    enter(`${name}, parsed each time`, (request) => parse(template)(request));
  }
  const exact = requests.every((request) => compiled.render(request).text === floor(request));
  if (!exact) throw new Error("The hand-written text differs from the rendered one, in blanks at least");
  return { contestants: right, wrong };
}

/** The requests in turn. */
function pick({ requests }: Case, call: number): RenderInput {
  const request = requests[call % requests.length];
  if (request === undefined) throw new Error("A case needs requests");
  return request;
}

/** Peers have rules of their own for blanks; the document counts. */
function sameJson(left: string | undefined, right: string): boolean {
  try {
    return left !== undefined && isDeepStrictEqual(JSON.parse(left), JSON.parse(right));
  } catch {
    return false;
  }
}

function answer(render: Rendering, request: RenderInput): string | undefined {
  try {
    return render(request);
  } catch {
    return undefined;
  }
}

function print(timings: readonly Timing[], wrong: readonly string[]): string {
  const floor = nanoseconds(timings, "by hand (floor)");
  const ours = nanoseconds(timings, "gatewright");
  return table(
    ["", "ns", "renders/s", "x floor", "x gatewright"],
    [
      ...timings.map(({ name, nanoseconds: each }) => [
        name,
        threeDigits(each),
        Math.round(1e9 / each).toLocaleString("en"),
        threeDigits(each / floor),
        threeDigits(each / ours),
      ]),
      ...wrong.map((name) => [name, "wrong answer", "", "", ""]),
    ],
  );
}

function nanoseconds(timings: readonly Timing[], name: string): number {
  const found = timings.find((timing) => timing.name === name);
  if (found === undefined) throw new Error(`${name} renders this case wrong`);
  return found.nanoseconds;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
