import { halt } from "../compile/flow.ts";
import type { Directive } from "./directive.ts";

/** `#stop`: nothing after it is rendered. */
export const stop: Directive = { name: "stop", hasBody: false, check: () => {}, compile: () => () => halt };
