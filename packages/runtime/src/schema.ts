/**
 * The part of Standard Schema (standardschema.dev) that routes need. The constraint is shallow on purpose: a
 * compiler checks `Schema` in a fraction of the time that the full interface takes, and infers as much.
 */
export interface Schema {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => Outcome | Promise<Outcome>;
    readonly types?: { readonly input: unknown; readonly output: unknown } | undefined;
  };
}

/** What a caller sends. */
export type In<S extends Schema> = NonNullable<S["~standard"]["types"]>["input"];

/** What the schema makes of it. */
export type Out<S extends Schema> = NonNullable<S["~standard"]["types"]>["output"];

export type Outcome =
  | { readonly value: unknown; readonly issues?: undefined }
  | { readonly issues: readonly Issue[]; readonly value?: undefined };

export interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

export const isSchema = (value: unknown): value is Schema =>
  ((typeof value === "object" && value !== null) || typeof value === "function") && "~standard" in value;

/** `order.items.0.sku`: where an issue is, below the value that `key` names. */
export const issuePath = (key: string, { path = [] }: Issue): string =>
  [key, ...path.map((part) => (part as { readonly key?: PropertyKey }).key ?? part)].join(".");
