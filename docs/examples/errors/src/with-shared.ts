import { withApi } from "@gatewright/runtime/with-api";
import { handler as guarded } from "./guarded.ts";
import { shared } from "./shared.ts";

export const handler = withApi(guarded, shared);
