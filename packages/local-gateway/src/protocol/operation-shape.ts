import { NormalizedSchema } from "@smithy/core/schema";
import { oncePer } from "./once-per.ts";

/** An operation as the SDK's schema describes it. */
export interface OperationShape {
  readonly name: string;
  /** Absent for services that do not bind operations to HTTP (IAM, STS). */
  readonly http: { readonly method: string; readonly uri: string; readonly status: number } | undefined;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
}

/** What an SDK's client package says about its service: operations and errors by name. */
export interface ServiceShape {
  readonly operations: ReadonlyMap<string, OperationShape>;
  readonly errors: ReadonlyMap<string, NormalizedSchema>;
}

type SchemaRef = Parameters<typeof NormalizedSchema.of>[0];

const operationKind = 9;
const errorKind = -3;

/**
 * Reads the schemas that an SDK client package exports beside its client.
 *
 * @param sdk the package's namespace object (`import * as sdk from "@aws-sdk/client-…"`).
 */
export function readServiceShape(sdk: object): ServiceShape {
  const operations = new Map<string, OperationShape>();
  const errors = new Map<string, NormalizedSchema>();
  for (const value of Object.values(sdk)) {
    if (!Array.isArray(value) || typeof value[2] !== "string") continue;
    if (value[0] === operationKind) operations.set(value[2], readOperation(value));
    // The SDK's own exports are the checked boundary here: an array that begins so is a schema.
    if (value[0] === errorKind) errors.set(value[2], NormalizedSchema.of(value as SchemaRef));
  }
  return { operations, errors };
}

/** The names of the members that a structure must have: the SDK lists them first and says how many they are. */
export const requiredMembers: (schema: NormalizedSchema) => ReadonlySet<string> = oncePer((schema) => {
  const raw: unknown = schema.getSchema();
  if (!Array.isArray(raw)) return new Set();
  const [, , , , names, , count] = raw;
  return new Set(Array.isArray(names) && typeof count === "number" ? names.slice(0, count) : []);
});

function readOperation(schema: readonly unknown[]): OperationShape {
  const [, , name, traits, input, output] = schema;
  const bound = traitsOf(traits)["http"];
  return {
    name: String(name),
    http: Array.isArray(bound)
      ? { method: String(bound[0]), uri: String(bound[1]), status: Number(bound[2]) }
      : undefined,
    // Looked at when they are first used: an SDK has hundreds. The schema itself keeps what is made of it.
    get input() {
      return NormalizedSchema.of(dereference(input));
    },
    get output() {
      return NormalizedSchema.of(dereference(output));
    },
  };
}

function dereference(reference: unknown): SchemaRef {
  return (typeof reference === "function" ? reference() : reference) as SchemaRef;
}

function traitsOf(traits: unknown): { readonly [name: string]: unknown } {
  return typeof traits === "object" && traits !== null ? { ...traits } : {};
}
