/** Stands for a database's cursor. */
export async function* rows(): AsyncGenerator<{ readonly id: number; readonly sku: string }> {
  yield { id: 1, sku: "teapot" };
  yield { id: 2, sku: "cup" };
}
