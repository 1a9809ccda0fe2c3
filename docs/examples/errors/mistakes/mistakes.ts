import { get } from "@gatewright/runtime";

export const page = get("/page", { output: null, errors: { InvalidInput: 422 } });
