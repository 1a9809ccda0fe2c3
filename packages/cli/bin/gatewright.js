#!/usr/bin/env node
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  // A warning and no refusal: what is used of newer versions is little, and may not be met.
  console.error(`gatewright is made for Node.js 22.12 or newer; this is ${process.versions.node}.`);
}
await import("../dist/main.js");
