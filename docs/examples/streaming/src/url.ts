import { join } from "@gatewright/runtime";
import { handler as ticksHandler } from "./ticks.ts";

export const handler = join(ticksHandler);
