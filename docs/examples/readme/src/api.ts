import { api } from "@gatewright/runtime";
import { greet } from "./routes/greeting.ts";

export const greetings = api({ name: "greetings", stage: "test", routes: { greet } });
