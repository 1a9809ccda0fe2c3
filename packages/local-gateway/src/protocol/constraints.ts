import type { NormalizedSchema } from "@smithy/core/schema";
import { AwsError } from "../aws-error.ts";
import { type OperationShape, requiredMembers } from "./operation-shape.ts";

/** What a member's value must be, beyond its type: the schemas do not say it. */
export type Constraint =
  | { readonly oneOf: readonly string[] }
  | { readonly pattern: RegExp; readonly shown: string }
  | { readonly minimum: number; readonly maximum: number };

/** Constraints of a service: by structure and member ("PatchOperation.op"), or by member alone ("statusCode"). */
export interface Constraints {
  readonly members: { readonly [structureAndMember: string]: Constraint };
  /** How the service calls the place of a member of the body in messages. */
  readonly bodyPath: (operation: string, path: string) => string;
  /** The same for members of the path, the query and the headers; as they are by default. */
  readonly outsidePath?: (name: string) => string;
}

/**
 * Checks what must be there and what values may be, of the whole input at once, in the order of its members.
 *
 * The form of the message, with its count and separators, is recorded (UpdateMethodResponse, PutIntegration,
 * PutGatewayResponse). That of a missing member is general AWS knowledge and not recorded for API Gateway.
 *
 * @throws AwsError `ValidationException` listing every breach.
 */
export function checkConstraints(operation: OperationShape, input: object, constraints: Constraints): void {
  const breaches: string[] = [];
  for (const [name, schema] of operation.input.structIterator()) {
    const path = isInBody(schema)
      ? constraints.bodyPath(operation.name, name)
      : (constraints.outsidePath?.(name) ?? name);
    const value: unknown = Reflect.get(input, name);
    if (value === undefined && requiredMembers(operation.input).has(name)) breaches.push(missing(path));
    if (value !== undefined)
      visit(schema, value, path, `${operation.input.getName()}.${name}`, constraints, breaches);
  }
  if (breaches.length === 0) return;
  const count = breaches.length === 1 ? "1 validation error" : `${breaches.length} validation errors`;
  throw new AwsError("ValidationException", 400, `${count} detected: ${breaches.join("; ")}`);
}

function visit(
  schema: NormalizedSchema,
  value: unknown,
  path: string,
  key: string,
  constraints: Constraints,
  breaches: string[],
): void {
  const constraint = constraints.members[key] ?? constraints.members[key.slice(key.indexOf(".") + 1)];
  if (schema.isListSchema() && Array.isArray(value)) {
    const wrong =
      constraint === undefined ? undefined : value.map((item) => breach(constraint, item)).find(Boolean);
    if (wrong !== undefined) breaches.push(failing(`[${value.join(", ")}]`, path, `[${wrong}]`));
    const member = schema.getValueSchema();
    value.forEach((item, index) => {
      visit(member, item, `${path}.${index + 1}.member`, "", constraints, breaches);
    });
    return;
  }
  if (schema.isStructSchema() && typeof value === "object" && value !== null) {
    const required = requiredMembers(schema);
    for (const [name, member] of schema.structIterator()) {
      const inner: unknown = Reflect.get(value, name);
      if (inner === undefined && required.has(name)) breaches.push(missing(`${path}.${name}`));
      if (inner !== undefined) {
        visit(member, inner, `${path}.${name}`, `${schema.getName()}.${name}`, constraints, breaches);
      }
    }
    return;
  }
  const wrong = constraint === undefined ? undefined : breach(constraint, value);
  if (wrong !== undefined) breaches.push(failing(String(value), path, wrong));
}

function breach(constraint: Constraint, value: unknown): string | undefined {
  if ("oneOf" in constraint) {
    return constraint.oneOf.includes(String(value))
      ? undefined
      : `Member must satisfy enum value set: [${constraint.oneOf.join(", ")}]`;
  }
  if ("pattern" in constraint) {
    return constraint.pattern.test(String(value))
      ? undefined
      : `Member must satisfy regular expression pattern: ${constraint.shown}`;
  }
  const number = Number(value);
  if (number < constraint.minimum)
    return `Member must have value greater than or equal to ${constraint.minimum}`;
  if (number > constraint.maximum)
    return `Member must have value less than or equal to ${constraint.maximum}`;
  return undefined;
}

function failing(value: string, path: string, constraint: string): string {
  return `Value '${value}' at '${path}' failed to satisfy constraint: ${constraint}`;
}

function missing(path: string): string {
  return `Value null at '${path}' failed to satisfy constraint: Member must not be null`;
}

function isInBody(schema: NormalizedSchema): boolean {
  const traits = schema.getMergedTraits();
  return traits.httpLabel === undefined && traits.httpQuery === undefined && traits.httpHeader === undefined;
}
