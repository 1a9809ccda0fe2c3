import { api } from "@gatewright/runtime";
import { greet } from "./routes/greeting.ts";
import { placeOrder } from "./routes/orders.ts";

export const greetings = api({ name: "greetings", routes: { greet, placeOrder } });
