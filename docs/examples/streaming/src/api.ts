import { api } from "@gatewright/runtime";
import { ticks } from "./ticks.ts";

export const clock = api({ name: "clock", routes: { ticks } });
