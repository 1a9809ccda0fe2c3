/** What has been acknowledged, and what was under way when the gateway was killed. */
export interface ExpectedApi {
  readonly name: string;
  /** The last description that was acknowledged. */
  description: string;
  readonly resources: Set<string>;
  /** A change that nobody has heard of the end of. */
  pending?: Change;
}

export type Change =
  | { readonly kind: "describe"; readonly description: string }
  | { readonly kind: "resource"; readonly pathPart: string }
  | { readonly kind: "delete" };

export interface Expected {
  /** By id. */
  readonly apis: Map<string, ExpectedApi>;
  /** Names of APIs whose creation was not acknowledged. */
  readonly creating: Set<string>;
}

/** An API as it was found after the restart. */
export interface FoundApi {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly resources: ReadonlySet<string>;
}

/** Everything that was lost or invented, a line each; empty when what was acknowledged is what is there. */
export function differences({ apis, creating }: Expected, found: readonly FoundApi[]): readonly string[] {
  const byId = new Map(found.map((api) => [api.id, api]));
  return [
    ...[...apis].flatMap(([id, expected]) => compareApi(id, expected, byId.get(id))),
    ...found
      .filter(({ id, name }) => !apis.has(id) && !creating.has(name))
      .map(({ id, name }) => `API ${id} (${name}) was invented`),
  ];
}

function compareApi(id: string, expected: ExpectedApi, found: FoundApi | undefined): readonly string[] {
  const { pending } = expected;
  if (found === undefined) return pending?.kind === "delete" ? [] : [`API ${id} (${expected.name}) was lost`];
  const descriptions = [expected.description, ...(pending?.kind === "describe" ? [pending.description] : [])];
  const mayBe = new Set([...expected.resources, ...(pending?.kind === "resource" ? [pending.pathPart] : [])]);
  return [
    ...(descriptions.includes(found.description)
      ? []
      : [`API ${id} is described as ${found.description}, not ${descriptions.join(" or ")}`]),
    ...[...expected.resources]
      .filter((pathPart) => !found.resources.has(pathPart))
      .map((pathPart) => `resource ${pathPart} of API ${id} was lost`),
    ...[...found.resources]
      .filter((pathPart) => !mayBe.has(pathPart))
      .map((pathPart) => `resource ${pathPart} of API ${id} was invented`),
  ];
}

/** What is there is what is expected from now on. */
export function adopt(found: readonly FoundApi[]): Expected {
  return {
    apis: new Map(
      found.map(({ id, name, description, resources }) => [
        id,
        { name, description, resources: new Set(resources) },
      ]),
    ),
    creating: new Set(),
  };
}
