/**
 * `node:http` and `node:https`, which are not imported: whoever imports a module of Node's has all its exports looked
 * at, and two names of `node:http` load the client behind `fetch`, which takes as long as half of a start.
 */
export const http = process.getBuiltinModule("node:http");
export const https = (): typeof import("node:https") => process.getBuiltinModule("node:https");
