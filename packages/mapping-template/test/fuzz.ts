// npm run fuzz -w @gatewright/mapping-template [-- count [seed]]: compiles and renders random and mutated
// templates of up to 10 KB. None may throw anything but a TemplateError, and none may take a second.
import { compile, type RenderInput, TemplateError, writeRequestTemplate } from "../src/index.ts";
import { pieces } from "./pieces.ts";

const count = Number(process.argv[2] ?? 100_000);
const seed = Number(process.argv[3] ?? Date.now() % 2 ** 31);
const longest = 10 * 1024;
const maximumMilliseconds = 1_000;

const corpus = [
  `{"greeter":"$input.params('greeter')"}`,
  `#set($all = $input.params()){#foreach($type in $all.keySet())#set($params = $all.get($type))
"$type" : {#foreach($n in $params.keySet())"$n" : "$util.escapeJavaScript($params.get($n))"#if($foreach.hasNext),#end
#end}#if($foreach.hasNext),#end#end}`,
  `#macro(field $name $value)"$name":"$!value"#end{#field("a" $input.path('$.a')),#field("b" 'c')}`,
  `#define($block)<$x>#end#set($x = 1)$block#set($x = $x + 1 * 2 - 3 / 4 % 5)$block`,
  `#set($list = [1..5])#foreach($i in $list)#if($i == 3)#break#elseif($i < 2)a#else$i#end#end`,
  `#set($map = {"k": [1, 2.5, true, 'x', "y$x"], "m": {}})$map.k[0] $map.get("m").put("a", 1) $map`,
  `#evaluate("#set($y = 'z')$y")#[[ $raw ]]# ## comment
#* block *# \\$escaped \\\\#if(true)x#end`,
  `$input.json('$.a[0]') $input.path('$..b') "$context.identity.sourceIp" $stageVariables.table.replaceAll("(a+)+b", "$1")`,
  `#set($context.responseOverride.status = 404)#set($context.requestOverride.header.x = "$input.params('x')")`,
  writeRequestTemplate({
    route: "POST /orders/{customer}",
    values: [
      { key: "dryRun", kind: "query", name: "dryRun" },
      { key: "trace", kind: "header", name: "x-trace" },
      { key: "customer", kind: "path", name: "customer" },
      { key: "order", kind: "body", name: "" },
      { key: "caller", kind: "context", name: "identity.userArn" },
    ],
  }),
];

const input: RenderInput = {
  body: '{"a":[{"b":1},"aaaaaaaaaaaaaaaaaaaaaaaaac"],"k":"v"}',
  params: { path: { customer: "c" }, querystring: { greeter: "O'Brien" }, header: { "X-Trace": "t" } },
  context: { identity: { sourceIp: "::1", userArn: "arn" }, stage: "prod" },
  stageVariables: { table: "aaaaaaaaaaaaaa" },
};

/** Pieces that are templates by themselves; of the others a row hardly ever is one. */
const whole = pieces.filter((each) => attempt(each) === "rendered");

const random = generator(seed);
const below = (limit: number) => Math.floor(random() * limit);
const pick = <T>(from: readonly T[]): T => from[below(from.length)] ?? neverEmpty();

const outcomes = new Map<string, number>();
const failures: string[] = [];
let slowest = 0;
const begin = performance.now();

for (let run = 0; run < count; run += 1) {
  const source = (run % 2 === 0 ? composed() : mutated()).slice(0, longest);
  const start = performance.now();
  const outcome = attempt(source);
  const taken = performance.now() - start;
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  slowest = Math.max(slowest, taken);
  if (outcome.startsWith("not a TemplateError") || taken > maximumMilliseconds) {
    failures.push(`run ${run}, ${Math.round(taken)} ms, ${outcome}: ${JSON.stringify(source)}`);
  }
}

const seconds = ((performance.now() - begin) / 1000).toFixed(1);
console.log(`${count} templates, seed ${seed}, ${seconds} s, the slowest ${slowest.toFixed(1)} ms`);
for (const [outcome, times] of [...outcomes].sort(([, a], [, b]) => b - a)) {
  console.log(`${String(times).padStart(8)}  ${outcome}`);
}
console.log(`${String(failures.length).padStart(8)}  failures`);
for (const failure of failures.slice(0, 20)) console.error(failure);
process.exitCode = failures.length === 0 ? 0 : 1;

function attempt(source: string): string {
  try {
    const template = compile(source);
    const first = template.render(input).text;
    return template.render(input).text === first ? "rendered" : "not a TemplateError: renders differ";
  } catch (error) {
    return error instanceof TemplateError ? error.code : `not a TemplateError: ${error}`;
  }
}

/** Pieces of the language in a row; one in twenty is long. */
function composed(): string {
  const length = 1 + below(random() < 0.05 ? 2_000 : 40);
  const next = random() < 0.5 ? piece : () => pick(whole);
  return Array.from({ length }, next).join("");
}

/** A template of the corpus, or two, with some characters changed, pieces put in, and parts cut, doubled or swapped. */
function mutated(): string {
  let text = random() < 0.3 ? pick(corpus) + pick(corpus) : pick(corpus);
  for (let changes = 1 + below(8); changes > 0 && text.length < longest; changes -= 1) {
    const [from, to] = [below(text.length + 1), below(text.length + 1)].toSorted((a, b) => a - b);
    const [head, middle, tail] = [text.slice(0, from), text.slice(from, to), text.slice(to)];
    text = pick([
      () => head + tail,
      () => head + middle.repeat(1 + below(4)) + tail,
      () => middle + head + tail,
      () => head + piece() + middle + tail,
      () => head + piece().repeat(1 + below(60)) + middle + tail,
      () => head + String.fromCharCode(below(random() < 0.9 ? 128 : 65_536)) + middle.slice(1) + tail,
    ])();
  }
  return text;
}

function piece(): string {
  return random() < 0.1 ? String.fromCharCode(below(65_536)) : pick(pieces);
}

/** Numbers from 0 to 1 that a seed decides (mulberry32), so that a failure can be had again. */
function generator(start: number): () => number {
  let state = start | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function neverEmpty(): never {
  throw new Error("There is nothing to pick from");
}
