export { handler } from "../ticks.ts";
