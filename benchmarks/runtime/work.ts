// What all contestants serve: fifty routes, of which PUT /orders/{id} is called.

/** Five routes each. */
export const resources = [
  "accounts",
  "baskets",
  "customers",
  "invoices",
  "labels",
  "orders",
  "parcels",
  "refunds",
  "suppliers",
  "vouchers",
] as const;

export interface Input {
  readonly id: string;
  readonly dryRun: "yes" | "no";
  readonly limit: number;
  readonly order: {
    readonly customer: string;
    readonly note?: string | undefined;
    readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  };
}

/** A type and not an interface: Powertools asks for an index signature, which interfaces have not. */
export type Receipt = {
  readonly id: string;
  readonly customer: string;
  readonly stored: boolean;
  readonly units: number;
  readonly shipped: number;
};

/** The work of the called route. */
export function replace({ id, dryRun, limit, order }: Input): Receipt {
  let units = 0;
  for (const { quantity } of order.lines) units += quantity;
  return {
    id,
    customer: order.customer,
    stored: dryRun === "no",
    units,
    shipped: Math.min(units, limit),
  };
}
