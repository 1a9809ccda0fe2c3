// npm test: installs if needed, then lint, build, type check and all tests. Further arguments go to turbo.
import { run, setup } from "./setup.mjs";

if (setup())
  run("turbo", [
    "run",
    "lint",
    "build",
    "typecheck",
    "test",
    "snippets",
    "--concurrency=100%",
    ...process.argv.slice(2),
  ]);
