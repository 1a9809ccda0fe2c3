/**
 * Prints an error as people can use it, and returns the exit code: 1 for something that is wrong with the project,
 * the target or the call, 70 (EX_SOFTWARE) for a fault of our own, which alone is shown with its stack.
 */
export function printError(error: unknown): number {
  if (error instanceof Error && "code" in error && typeof error.code === "string") {
    console.error(`${error.code}: ${error.message}`);
    return 1;
  }
  console.error(error);
  return 70;
}
