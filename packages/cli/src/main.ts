import { printError } from "./print-error.ts";
import { program } from "./program.ts";

try {
  await program().parseAsync();
} catch (error) {
  process.exitCode = printError(error);
}
