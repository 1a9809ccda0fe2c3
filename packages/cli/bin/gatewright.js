#!/usr/bin/env node
const [major, minor] = process.versions.node.split(".").map(Number);
if (major > 22 || (major === 22 && minor >= 12)) await import("../dist/main.js");
else {
  console.error(
    `UnsupportedNode: gatewright needs Node.js 22.12 or newer; this is ${process.versions.node}.`,
  );
  process.exitCode = 1;
}
