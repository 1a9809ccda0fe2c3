import { api } from "@gatewright/runtime";
import { status, whoami } from "./routes/open.ts";

export const internal = api({ name: "internal", auth: "iam", routes: { status, whoami } });
