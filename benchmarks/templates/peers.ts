import { createRequire } from "node:module";
import type { RenderInput } from "@gatewright/mapping-template";
import * as velocityjs from "velocityjs";
import { body, escapeJavaScript, find } from "./floor.ts";

/** An engine for Velocity in JavaScript, which its user gives `$input` and the other variables. */
export interface Peer {
  readonly name: string;
  parse(template: string): Rendering;
}

export type Rendering = (request: RenderInput) => string;

interface Engine {
  parse(template: string): unknown;
  readonly Compile: new (parsed: never, config: object) => { render(context: object): string };
}

// It has no types of its own.
const amplify: Engine = createRequire(import.meta.url)("amplify-velocity-template");

export const peers: readonly Peer[] = [
  peer("velocityjs", velocityjs as unknown as Engine),
  peer("amplify-velocity-template", amplify),
];

function peer(name: string, { parse, Compile }: Engine): Peer {
  return {
    name,
    parse(template) {
      const parsed = parse(template) as never;
      // `escape` would make HTML of the values.
      const compiled = new Compile(parsed, { escape: false, customMethodHandlers: javaMethods });
      return (request) => compiled.render(variables(request));
    },
  };
}

/** What API Gateway provides, as users of these engines write it: plain objects and functions. */
function variables(request: RenderInput): object {
  return {
    input: {
      params: (name?: string) => (name === undefined ? request.params : find(request.params, name)),
      // The templates of these cases read the whole document.
      json: () => body(request),
    },
    util: { escapeJavaScript },
    context: request.context,
    stageVariables: request.stageVariables,
  };
}

interface Call {
  readonly property: string;
  readonly context: unknown;
  readonly params: readonly unknown[];
}

/** Methods of Java that the generated template uses and JavaScript lacks or does otherwise; velocityjs takes such. */
const javaMethods = [
  {
    uid: "equalsIgnoreCase",
    match: ({ property, context }: Call) => property === "equalsIgnoreCase" && typeof context === "string",
    resolve: ({ context, params }: Call) => String(context).toLowerCase() === String(params[0]).toLowerCase(),
  },
  {
    uid: "replaceAll",
    match: ({ property, context }: Call) => property === "replaceAll" && typeof context === "string",
    resolve: ({ context, params }: Call) =>
      String(context).replace(new RegExp(String(params[0]), "g"), String(params[1])),
  },
  {
    uid: "containsKey",
    match: ({ property, context }: Call) => property === "containsKey" && typeof context === "object",
    resolve: ({ context, params }: Call) => Object.hasOwn(Object(context), String(params[0])),
  },
];
