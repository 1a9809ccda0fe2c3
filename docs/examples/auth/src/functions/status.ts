import { status } from "../routes/open.ts";

export const handler = status.handler(() => "up");
